"""JSON read exactly: decimals stay decimals, and what could be read in two ways is refused."""

import json
from decimal import Decimal
from typing import Any, NoReturn

MOST_DIGITS = 20  # of a whole number; no field of a profile has more


class OddJson(Exception):
    """Valid JSON, or nearly, that is refused; the text says what it holds and none of its values."""


def read(source: str) -> Any:
    """The value of a JSON text.

    Raises:
        OddJson: NaN or Infinity, a number of more than 20 digits, a field twice in one place.
        ValueError, RecursionError: not JSON, or nested beyond reason.
    """
    return json.loads(
        source,
        parse_float=Decimal,
        parse_int=_whole,
        parse_constant=_refuse_constant,
        object_pairs_hook=_once,
    )


def _refuse_constant(name: str) -> NoReturn:
    raise OddJson("holds a value that is not a number (NaN or Infinity).")


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise OddJson(f"holds a number of more than {MOST_DIGITS} digits.")
    return int(digits)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise OddJson("holds the same field twice in one place. Remove one.")
    return dict(pairs)
