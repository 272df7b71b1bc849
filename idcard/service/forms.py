"""The card's form: flat fields as a browser posts them, to the profile's JSON and back.

A field's name is its path in the profile ("contacts.0.phone"); what is left empty is not given.
People may write dates, phones and languages in their own way where it can be read in one way only.
Doses may be typed in the unit that stands on the clinic's paper.  Milligrams are converted exactly and
the result is asked about, because a slip there is a thousandfold error.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from idcard.doubts import Doubt
from idcard.pdf.words import LANGUAGES
from idcard.text import exact_number, phone_number, phone_words, plain

Posted = Mapping[str, Sequence[str]]
Fields = Mapping[str, str | list[str]]

# Repeated groups: least and most rows to show (the most is the profile's), and the fields that have a value before
# anybody typed one.
GROUPS: Mapping[str, tuple[int, int, tuple[str, ...]]] = {
    "contacts": (3, 6, ("role",)),
    "allergies.items": (2, 8, ()),
    "therapy.admixtures": (1, 4, ()),
}
# Who answers in an emergency comes first.
FIRST_ROLES = ("on_call", "clinic", "family")
# One entry a line in a text area.
LINES = ("patient.needs", "other_conditions", "medicines")
# Boxes to tick, several of one name.
TICKS = ("conditions",)
LANGUAGE, ALIAS, WHOLE_NUMBER = "patient.languages", "patient.alias", "therapy.boluses_per_day"
DAYS = (
    "patient.born", "pump.implanted", "pump.replace_by", "therapy.set_on", "therapy.last_refill", "therapy.refill_by",
    "allergies.as_of",
)  # fmt: skip
UNITS = {
    "therapy.daily_dose_mcg": ("therapy.daily_dose_unit", "per day"),
    "therapy.concentration_mcg_per_ml": ("therapy.concentration_unit", "per mL"),
}
MG_DECIMALS = 5  # 0.48125 mg
LONGEST_ENTRY = 60  # of a date or phone; a pattern is never tried on more
DEEPEST = 4  # parts of a path; a longer one is no field

_ROW = re.compile(r"(contacts|allergies\.items|therapy\.admixtures)\.([0-9]{1,2})\.([a-z_]+)", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[ .]+)?([a-z]{3,9})[ .,]+([0-9]{4})", re.ASCII | re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    r"([a-z]{3,9})[ .]+([0-9]{1,2})(?:st|nd|rd|th)?[ ,]+([0-9]{4})", re.ASCII | re.IGNORECASE
)
_EXTENSION = re.compile(r"[ ,]*(?:extension|ext\.?|x)[ .]*([0-9]{1,7})", re.ASCII | re.IGNORECASE)
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """A form read.

    Attributes:
        data: for `build_profile`.
        shown: every field as typed, rows numbered as in `data`, to fill the form again.
        in_mg: the doses that were typed in milligrams and are micrograms in `data`.
    """

    data: dict[str, Any]
    shown: Fields
    in_mg: tuple[str, ...]


def read_form(posted: Posted) -> Filled:
    """The profile's JSON from posted fields; each name has a list of values, as browsers send them.

    Fields that are no path of the form are left in, so that an unknown one is refused by the profile.
    """
    posted = _renumbered(posted)
    tree: dict[str, Any] = {}
    in_mg: list[str] = []
    units = {unit for unit, _ in UNITS.values()}
    for path, values in posted.items():
        value = _value(path, values)
        if path in units or not value:
            continue
        if path in UNITS and (posted.get(UNITS[path][0]) or ["mcg"])[0] == "mg":
            try:
                value = str(plain(exact_number(value, MG_DECIMALS) * 1000))
                in_mg.append(path)
            except ValueError:
                pass  # the profile refuses it with the right sentence
        _put(tree, path.split(".", DEEPEST), value)
    data = _with_sections({section: _lists(part) for section, part in tree.items()})
    return Filled(
        data, {name: list(v) if name in TICKS else v[0] for name, v in posted.items() if v}, tuple(in_mg)
    )


def conversions(data: Mapping[str, Any], in_mg: Iterable[str]) -> list[Doubt]:
    """A question for each dose that was typed in milligrams; `data` is the profile's JSON."""
    asked = []
    for path in (path for path in UNITS if path in set(in_mg)):
        field, per = path.removeprefix("therapy."), UNITS[path][1]
        micrograms = Decimal(data["therapy"][field])
        question = (
            f"You gave {plain(micrograms / 1000)} mg {per}. The card will say {plain(micrograms)} micrograms {per}. "
            "Is that the same on your paper?"
        )
        asked.append(Doubt(f"converted-{field.split('_')[0]}", path, question))
    return asked


def _renumbered(posted: Posted) -> dict[str, Sequence[str]]:
    """Rows of a repeated group without gaps, in their order; a row in which nobody typed anything is left out."""
    used: dict[str, set[int]] = {group: set() for group in GROUPS}
    for name, values in posted.items():
        match = _ROW.fullmatch(name)
        if match and match[3] not in GROUPS[match[1]][2] and any(value.strip() for value in values):
            used[match[1]].add(int(match[2]))
    places = {(group, old): new for group, rows in used.items() for new, old in enumerate(sorted(rows))}
    found: dict[str, Sequence[str]] = {}
    for name, values in posted.items():
        match = _ROW.fullmatch(name)
        if match is None:
            found[name] = values
        elif (match[1], int(match[2])) in places:
            found[f"{match[1]}.{places[match[1], int(match[2])]}.{match[3]}"] = values
    return found


def _value(path: str, values: Sequence[str]) -> Any:
    stripped = [value.strip() for value in values if value.strip()]
    if not stripped or path in TICKS:
        return stripped
    value = stripped[0]
    if path in LINES:
        return [line.strip() for line in value.splitlines() if line.strip()]
    if path == LANGUAGE:
        return [_language(part.strip()) for part in value.split(",") if part.strip()]
    if path == ALIAS:
        return value == "yes"
    if path in DAYS or path.endswith(".tested_on"):
        return read_day(value)
    if path.endswith(".phone"):
        return read_phone(value)
    if path == WHOLE_NUMBER and value.isascii() and value.isdigit() and len(value) < 4:
        return int(value)
    return value


def read_day(written: str) -> str:
    """A date in words as ISO 8601: "2 Nov 2026", "November 2, 2026", "Nov 2026"; else unchanged.

    Numbers alone stay as they are: 3/4/2026 is read in two ways, and the profile refuses it.
    """
    if len(written) > LONGEST_ENTRY:
        return written
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(written):
        month, day, year = match.groups()
    else:
        return written
    number = next((n for n, name in enumerate(_FULL_MONTHS, 1) if name.startswith(month.lower())), None)
    if number is None:
        return written
    return f"{year}-{number:02}-{int(day):02}" if day else f"{year}-{number:02}"


def read_phone(written: str) -> str:
    """A phone as the profile wants it: "00" for "+", "ext. 12" for ";ext=12"; else unchanged."""
    if len(written) > LONGEST_ENTRY:
        return written
    number = "+" + written[2:] if written.startswith("00") else written
    match = _EXTENSION.search(number)
    return f"{number[: match.start()]};ext={match[1]}" if match and match.end() == len(number) else number


_CODES = {name.lower(): code for code, name in LANGUAGES.items()}


def _language(written: str) -> str:
    return _CODES.get(written.lower(), written)


def _put(tree: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for part in path[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return  # a field that contradicts another one's path; the other one stays
        tree = below
    tree[path[-1]] = value


def _lists(tree: Any) -> Any:
    """Objects whose keys are all row numbers become lists, in the order of the numbers."""
    if not isinstance(tree, dict):
        return tree
    inner = {key: _lists(value) for key, value in tree.items()}
    if inner and all(key.isascii() and key.isdigit() and len(key) < 4 for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def _with_sections(data: dict[str, Any]) -> dict[str, Any]:
    """Sections that nobody filled in are there and empty, so that each field they need is asked for by name."""
    for section in ("patient", "pump", "therapy"):
        data.setdefault(section, {})
    data.setdefault("contacts", [{"role": FIRST_ROLES[0]}])
    allergies = data.get("allergies")
    if (
        isinstance(allergies, dict)
        and allergies.get("items")
        and allergies.get("state", "not_recorded") == "not_recorded"
    ):
        allergies["state"] = "listed"
    return data


def fill_form(data: Mapping[str, Any], in_mg: Iterable[str] = ()) -> Fields:
    """The fields that show a profile's JSON; doses of `in_mg` as they were typed, in milligrams."""
    fields: dict[str, str | list[str]] = {}
    for path, value in _leaves(data, ()):
        name = ".".join(path)
        if value is None or value == []:
            continue
        if name in TICKS:
            fields[name] = [str(part) for part in value]
        elif name == LANGUAGE:
            fields[name] = ", ".join(LANGUAGES.get(code, code) for code in value)
        elif isinstance(value, bool):
            fields[name] = "yes" if value else ""
        elif isinstance(value, list):
            fields[name] = "\n".join(str(part) for part in value)
        else:
            fields[name] = _phone(value) if name.endswith(".phone") else str(value)
    for dose in set(in_mg).intersection(UNITS, fields):
        fields[dose] = str(plain(Decimal(str(fields[dose])) / 1000))
        fields[UNITS[dose][0]] = "mg"
    return fields


def _phone(value: str) -> str:
    # Grouped for the eye, but only where it is read back as the same number.
    try:
        words = phone_words(value)
        return words if phone_number(read_phone(words)) == value else value
    except ValueError:
        return value


def _leaves(value: Any, path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, (*path, str(key)))
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value):
            yield from _leaves(part, (*path, str(number)))
    else:
        yield path, value


def rows(fields: Fields, group: str) -> int:
    """How many rows of a repeated group to show: one more than are filled, as long as the profile takes it."""
    matches = (_ROW.fullmatch(name) for name in fields)
    filled = max((int(match[2]) + 1 for match in matches if match and match[1] == group), default=0)
    least, most, _ = GROUPS[group]
    return max(least, filled, min(filled + 1, most))


def field_of(path: str) -> str:
    """The form's field for a problem at a path of the profile: "patient.needs.0" is shown at "patient.needs"."""
    for name in (*LINES, *TICKS, LANGUAGE):
        if path.startswith(f"{name}."):
            return name
    for group, first in (
        ("contacts", "phone"),
        ("allergies.items", "substance"),
        ("therapy.admixtures", "name"),
    ):
        if path == group:
            return f"{group}.0.{first}"
        if path.startswith(f"{group}.") and path.removeprefix(f"{group}.").isdigit():
            return f"{path}.{first}"
    return path
