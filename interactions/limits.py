"""What a medication list and its context may be; anything else is refused as a whole.

A list that is checked in part looks like one that was checked.  No message holds a word of the list.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence

from interactions.errors import ListError
from interactions.model import CONDITIONS, NO_EFFECT, PUMP_DRUGS, Context, Situation

MAX_LINES = 10_000
MAX_LINE = 2_000
MAX_PUMP_DRUGS = 20
MAX_EGFR = 200
MAX_AGE = 130
_BLANKS = "\t\r\v\f"


def accept_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines as given.

    Raises:
        ListError: none, too many, one too long, a control character, or a file pasted as text.
    """
    if isinstance(lines, str) or not isinstance(lines, Sequence):
        raise ListError("lines", "give a list of lines, one medicine in each")
    if len(lines) > MAX_LINES:
        raise ListError("lines", f"{len(lines)} lines; at most {MAX_LINES} can be checked at once")
    for number, line in enumerate(lines, 1):
        _accept_line("lines", number, line)
    if not any(line.strip() for line in lines):
        raise ListError("lines", "no medicine is written; write one on each line")
    return tuple(lines)


def _accept_line(field: str, number: int, line: object) -> None:
    if not isinstance(line, str):
        raise ListError(field, f"line {number} is not text")
    if len(line) > MAX_LINE:
        raise ListError(field, f"line {number} has {len(line)} characters; at most {MAX_LINE} are allowed")
    if line.lstrip("\ufeff \t\r").startswith("%PDF"):
        raise ListError(field, f"line {number} is the start of a PDF file; copy its text instead")
    if "\n" in line:
        raise ListError(field, f"line {number} holds a line break; give each medicine a line of its own")
    for char in line:
        if unicodedata.category(char) in ("Cc", "Cs") and char not in _BLANKS:
            raise ListError(field, f"line {number} holds a character that is no text; type that line again")


def accept_context(
    *,
    situation: str,
    oral_baclofen: object,
    egfr: object,
    age: object,
    conditions: Iterable[str],
    without: Iterable[str],
    pump_drugs: Iterable[str],
) -> Context:
    """The context, or a refusal that names the field.

    Raises:
        ListError: an unknown word, or a number that no person has.
    """
    if situation not in list(Situation):
        raise ListError("situation", f"unknown; one of {', '.join(Situation)}")
    if oral_baclofen is not None and not isinstance(oral_baclofen, bool):
        raise ListError("oral_baclofen", "is yes, no, or left out where it is not known")
    known, absent = (
        _names("conditions", conditions, NO_EFFECT),
        _names("without", without, (*NO_EFFECT, PUMP_DRUGS)),
    )
    if set(known) & set(absent):
        raise ListError("without", "names a condition that is also said to hold")
    drugs = _drugs(pump_drugs)
    if drugs and PUMP_DRUGS in absent:
        raise ListError("without", "says that nothing else is in the pump, and another drug is named")
    return Context(
        situation=Situation(situation),
        oral_baclofen=oral_baclofen,
        egfr=_number("egfr", egfr, MAX_EGFR),
        age=_age(age),
        conditions=known,
        without=absent,
        pump_drugs=drugs,
    )


def _number(field: str, value: object, most: int) -> float | None:
    """A number from 0 to `most`; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ListError(field, f"is not a number from 0 to {most}; leave it out where it is not known")
    if not (math.isfinite(value) and 0 <= value <= most):
        raise ListError(field, f"must be from 0 to {most}; leave it out where it is not known")
    return float(value)


def _age(value: object) -> int | None:
    number = _number("age", value, MAX_AGE)
    if number is not None and number != int(number):
        raise ListError("age", "is in whole years")
    return None if number is None else int(number)


def _names(field: str, names: Iterable[str], also: tuple[str, ...]) -> tuple[str, ...]:
    """Known names, each once, in the order of `CONDITIONS`."""
    given = _texts(field, names)
    allowed = (*CONDITIONS, *also)
    if any(name not in allowed for name in given):
        raise ListError(field, f"unknown; any of {', '.join(allowed)}")
    return tuple(name for name in allowed if name in given)


def _drugs(names: Iterable[str]) -> tuple[str, ...]:
    given = _texts("pump_drugs", names)
    if len(given) > MAX_PUMP_DRUGS:
        raise ListError("pump_drugs", f"at most {MAX_PUMP_DRUGS} can be named")
    for number, name in enumerate(given, 1):
        _accept_line("pump_drugs", number, name)
        if not name.strip():
            raise ListError("pump_drugs", "an empty name; leave it out")
    return given


def _texts(field: str, names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str) or not isinstance(names, Sequence):
        raise ListError(field, "give a list")
    if not all(isinstance(name, str) for name in names):
        raise ListError(field, "give a list of words")
    return tuple(names)
