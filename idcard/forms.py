"""The card's form: flat fields as a browser posts them, to the profile's JSON and back.

A field's name is its path in the profile ("contacts.0.phone"); what is left empty is not given.
Doses may be typed in the unit that stands on the clinic's paper.  Milligrams are converted exactly and
the result is asked about, because a slip there is a thousandfold error.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from idcard.doubts import Doubt
from idcard.text import exact_number, plain

CONTACT_ROWS, ALLERGY_ROWS, ADMIXTURE_ROWS = 4, 4, 2
# One entry a line in a text area.
LINES = ("patient.needs", "other_conditions", "medicines")
# One entry a comma in a text field.
COMMAS = ("patient.languages",)
# Boxes to tick, several of one name.
TICKS = ("conditions",)
# Yes or no.
FLAGS = ("patient.alias",)
WHOLE_NUMBERS = ("therapy.boluses_per_day",)
UNITS = {
    "therapy.daily_dose_mcg": ("therapy.daily_dose_unit", "per day"),
    "therapy.concentration_mcg_per_ml": ("therapy.concentration_unit", "per mL"),
}
MG_DECIMALS = 5  # 0.48125 mg


@dataclass(frozen=True, slots=True)
class Filled:
    """A form read: `data` for `build_profile`, and conversions of unit that a person must look at."""

    data: dict[str, Any]
    conversions: tuple[Doubt, ...]


def read_form(posted: Mapping[str, Sequence[str]]) -> Filled:
    """The profile's JSON from posted fields; each name has a list of values, as browsers send them.

    Fields that are no path of the form are left alone, so that an unknown one is refused by the profile.
    """
    tree: dict[str, Any] = {}
    conversions: list[Doubt] = []
    units = {unit for unit, _ in UNITS.values()}
    for path, values in posted.items():
        if path in units or not (value := _value(path, values)):
            continue
        if path in UNITS and (posted.get(UNITS[path][0]) or ["mcg"])[0] == "mg":
            value, doubt = _in_micrograms(path, value)
            conversions += doubt
        _put(tree, path.split("."), value)
    return Filled(_lists(tree), tuple(conversions))


def _value(path: str, values: Sequence[str]) -> Any:
    stripped = [value.strip() for value in values if value.strip()]
    if not stripped or path in TICKS:
        return stripped
    if path in LINES:
        return [line.strip() for line in stripped[0].splitlines() if line.strip()]
    if path in COMMAS:
        return [part.strip() for part in stripped[0].split(",") if part.strip()]
    if path in FLAGS:
        return stripped[0] == "yes"
    if path in WHOLE_NUMBERS and stripped[0].isascii() and stripped[0].isdigit() and len(stripped[0]) < 9:
        return int(stripped[0])
    return stripped[0]


def _in_micrograms(path: str, written: str) -> tuple[str, list[Doubt]]:
    try:
        milligrams = exact_number(written, MG_DECIMALS)
    except ValueError:
        return written, []  # the profile refuses it with the right sentence
    micrograms = plain(milligrams * 1000)
    per = UNITS[path][1]
    question = f"You gave {milligrams} mg {per}. The card will say {micrograms} micrograms {per}. Is that the same?"
    return str(micrograms), [Doubt(f"converted-{path.split('.')[1].split('_')[0]}", path, question)]


def _put(tree: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for part in path[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return  # a field that contradicts another one's path; the other one stays
        tree = below
    tree[path[-1]] = value


def _lists(tree: Any) -> Any:
    """Objects whose keys are all numbers become lists, in the order of the numbers."""
    if not isinstance(tree, dict):
        return tree
    inner = {key: _lists(value) for key, value in tree.items()}
    if inner and all(key.isascii() and key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def fill_form(data: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """The fields that show a profile's JSON."""
    fields: dict[str, str | list[str]] = {}
    for path, value in _leaves(data, ()):
        name = ".".join(path)
        if name in TICKS:
            fields[name] = [str(part) for part in value]
        elif isinstance(value, bool):
            fields[name] = "yes" if value else ""
        elif isinstance(value, list):
            fields[name] = (", " if name in COMMAS else "\n").join(str(part) for part in value)
        elif value is not None:
            fields[name] = str(value)
    return fields


def _leaves(value: Any, path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, (*path, str(key)))
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value):
            yield from _leaves(part, (*path, str(number)))
    else:
        yield path, value


def rows(fields: Mapping[str, object], prefix: str, least: int) -> int:
    """How many rows of a repeated group to show: all that are filled, and at least so many."""
    numbers = [
        int(part[0])
        for name in fields
        if name.startswith(prefix + ".") and (part := name[len(prefix) + 1 :].split("."))[0].isdigit()
    ]
    return max([least, *(number + 1 for number in numbers if number < 20)])
