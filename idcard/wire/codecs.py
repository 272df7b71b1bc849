"""How one field of a profile becomes a value of the card's body, and comes back.

A codec is a pair of functions: `write` takes what the profile holds and gives a CBOR value, or None where
nothing is written; `read` takes the value and a place to note what it did not know, and gives what
`build_profile` takes.  The tables are in `payload_fields`; what may follow what is the model's business.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from idcard.profile import Contact
from idcard.pumps import load_pumps
from idcard.text import plain
from idcard.wire import fields
from idcard.wire.cbor import CborError, Value

Note = Callable[[str, Value], None]  # takes ("[0].role", value) of something that this version does not know

_FIRST_DAY = date(1900, 1, 1)
_LAST_DAY = (date(9999, 12, 31) - _FIRST_DAY).days


class NewerError(ValueError):
    """A value that a reader must understand and does not."""


class Codec(NamedTuple):
    """How a field is written and read."""

    write: Callable[[Any], Value | None]
    read: Callable[[Value, Note], Any]


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise CborError("holds something else where a number belongs")
    return value


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise CborError("holds something else where text belongs")
    return value


def _array(value: Value) -> list[Value]:
    if not isinstance(value, list) or not value:
        raise CborError("holds something else where a list belongs")
    return value


def days(day: date) -> int:
    """Days since 1900-01-01; a day before it cannot be written."""
    if day < _FIRST_DAY:
        raise CborError("is before 1900. Check the year.")
    return (day - _FIRST_DAY).days


def day(value: Value) -> date:
    """The day that `days` counted."""
    count = _number(value)
    if count > _LAST_DAY:
        raise CborError("holds a day after the year 9999")
    return _FIRST_DAY + timedelta(count)


def _write_partial(partial: str) -> Value:
    if len(partial) == len("2021-06-14"):
        return days(date.fromisoformat(partial))
    year, *month = (int(part) for part in partial.split("-"))
    if year < _FIRST_DAY.year:
        raise CborError("is before 1900. Check the year.")
    return [year - _FIRST_DAY.year, *month]


def _read_partial(value: Value, _: Note) -> str:
    if isinstance(value, int):
        return day(value).isoformat()
    parts = [_number(part) for part in _array(value)]
    if len(parts) > 2 or not all(1 <= month <= 12 for month in parts[1:]):
        raise CborError("holds a date that is not year and month")
    return "-".join([f"{parts[0] + _FIRST_DAY.year:04}", *(f"{month:02}" for month in parts[1:])])


def _write_thousandths(number: Decimal) -> int:
    scaled = number.scaleb(3)
    if scaled != int(scaled):
        raise CborError("has more than three decimals. Write it as the clinic printed it.")
    return int(scaled)


def _read_thousandths(value: Value, _: Note) -> Decimal:
    return plain(Decimal(_number(value)).scaleb(-3))


def _coded(table: Mapping[str, int], *, left_out: Sequence[str]) -> Codec:
    """A word of a closed list; a code that is not in it stops the reader."""
    words = {code: word for word, code in table.items()}

    def read(value: Value, _: Note) -> str:
        try:
            return words[_number(value)]
        except KeyError:
            raise NewerError from None

    return Codec(lambda word: None if word in left_out else table[word], read)


def _write_pump(model: tuple[str, str | None]) -> Value:
    slug, own_words = model
    return own_words if slug == "other" and own_words else load_pumps()[slug].code


def _read_pump(value: Value, note: Note) -> dict[str, str]:
    if isinstance(value, str):
        return {"model": "other", "other_model": value}
    code = _number(value)
    for slug, pump in load_pumps().items():
        if pump.code == code and slug != "other":
            return {"model": slug}
    # a pump that came later: "other" takes the strictest rules
    note("", value)
    return {"model": "other", "other_make": "unknown make", "other_model": f"pump code {code}"}


def _read_conditions(value: Value, note: Note) -> list[str]:
    words = {code: word for word, code in fields.CONDITION_CODES.items()}
    known = []
    for code in _array(value):
        if _number(code) in words:
            known.append(words[_number(code)])
        else:
            note("", code)
    return known


def _rows(columns: Sequence[str], row: Codec) -> Codec:
    def read(value: Value, note: Note) -> list[Any]:
        found = []
        for index, given in enumerate(_array(value)):
            cells: list[Value] = [given] if isinstance(given, str) else _array(given)
            for column, extra in enumerate(cells[len(columns) :], start=len(columns)):
                note(f"[{index}][{column}]", extra)

            def at(name: str, value: Value, index: int = index) -> None:
                note(f"[{index}]{name}", value)

            # cells that are not written at the end of a row stand empty
            found.append(row.read([*cells, *[""] * len(columns)][: len(columns)], at))
        return found

    def write(parts: Sequence[Any]) -> Value | None:
        return [_packed(row.write(part)) for part in parts] or None

    return Codec(write, read)


def _packed(row: Value | None) -> Value:
    """A row without the empty cells at its end; a single text stands for itself."""
    cells = _array(row or [])
    while cells[-1] in ("", 0):
        cells.pop()
    return cells[0] if len(cells) == 1 and isinstance(cells[0], str) else cells


def _write_contact(contact: Contact) -> list[Value]:
    phone, _, extension = contact.phone.partition(";ext=")
    tested = days(contact.tested_on) if contact.tested_on else 0
    return [
        int(phone[1:]),
        fields.ROLES[contact.role],
        contact.hours or "",
        contact.name or "",
        extension,
        tested,
    ]


def _read_contact(row: Value, note: Note) -> dict[str, Any]:
    phone, role, hours, name, extension, tested = _array(row)
    roles = {code: word for word, code in fields.ROLES.items()}
    if _number(role) not in roles:
        note(".role", role)
    suffix = f";ext={_text(extension)}" if extension else ""
    return {
        "role": roles.get(_number(role), "other"),
        "name": _text(name) or None,
        "phone": f"+{_number(phone)}{suffix}",
        "hours": _text(hours) or None,
        "tested_on": day(tested) if tested else None,
    }


def _text_row(columns: Sequence[str]) -> Codec:
    def read(row: Value, _: Note) -> dict[str, str | None]:
        return {name: _text(cell) or None for name, cell in zip(columns, _array(row), strict=True)}

    return _rows(columns, Codec(lambda part: [getattr(part, name) or "" for name in columns], read))


def _read_flag(value: Value, _: Note) -> bool:
    if value != 1:
        raise NewerError
    return True


TEXT = Codec(lambda text: text, lambda value, _: _text(value))
TEXTS = Codec(lambda texts: list(texts) or None, lambda value, _: [_text(part) for part in _array(value)])
DAY = Codec(days, lambda value, _: day(value))
PARTIAL = Codec(_write_partial, _read_partial)
THOUSANDTHS = Codec(_write_thousandths, _read_thousandths)

CODECS: Mapping[int, Codec] = {
    **dict.fromkeys((2, 13, 21, 22, 26, 27, 28), TEXT),
    **dict.fromkeys((18, 19, 20, 35), TEXTS),
    **dict.fromkeys((1, 3, 7, 8, 15, 36), DAY),
    **dict.fromkeys((16, 17), PARTIAL),
    **dict.fromkeys((5, 6, 23, 25, 29, 31, 32, 33), THOUSANDTHS),
    4: Codec(_write_pump, _read_pump),
    9: _rows(fields.ROW_CONTACT, Codec(_write_contact, _read_contact)),
    10: _coded(fields.DOSE_SOURCES, left_out=["patient"]),
    11: _text_row(fields.ROW_ALLERGY),
    12: Codec(lambda words: [fields.CONDITION_CODES[word] for word in words] or None, _read_conditions),
    14: _coded(fields.MODES, left_out=["simple"]),
    24: Codec(lambda alias: 1 if alias else None, _read_flag),
    30: Codec(lambda count: count, lambda value, _: _number(value)),
    34: _text_row(fields.ROW_ADMIXTURE),
    37: _coded(fields.ALLERGY_STATES, left_out=["listed", "not_recorded"]),
}
"""The codec of every key of `payload_fields.KEYS`."""
