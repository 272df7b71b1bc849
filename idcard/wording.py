"""Numbers and dates as the card and the pages write them.

Doses are read in a hurry: no trailing zero, always a leading one, no thousands separator, no slash, and
the unit in letters ("mcg", "micrograms"), because the sign for micro is mistaken for "m".  Dates name
the month, because 3/4 is read in two ways.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

Spelling = Literal["en-US", "en-GB"]

# British safety advice wants the unit in full; space on the card decides, so the caller chooses.
MICROGRAMS: dict[Spelling, str] = {"en-US": "mcg", "en-GB": "micrograms"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number_words(number: Decimal) -> str:
    """A number in plain digits, exactly: "480", "19.5", "0.25", "2000".

    Raises:
        ValueError: not a finite number of zero or more.
    """
    if not number.is_finite() or number < 0:
        raise ValueError("a dose, volume or concentration is a number of zero or more")
    digits = format(abs(number), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def dose_words(mcg_per_day: Decimal, spelling: Spelling = "en-US") -> str:
    """A daily dose, given in micrograms: "480 mcg per day"."""
    return f"{number_words(mcg_per_day)} {MICROGRAMS[spelling]} per day"


def amount_words(mcg: Decimal, spelling: Spelling = "en-US") -> str:
    """An amount, given in micrograms, such as one bolus: "25 mcg"."""
    return f"{number_words(mcg)} {MICROGRAMS[spelling]}"


def concentration_words(mcg_per_ml: Decimal, spelling: Spelling = "en-US") -> str:
    """A concentration, given in micrograms per millilitre: "2000 mcg per mL"."""
    return f"{number_words(mcg_per_ml)} {MICROGRAMS[spelling]} per mL"


def volume_words(ml: Decimal) -> str:
    """A volume, given in millilitres: "40 mL"."""
    return f"{number_words(ml)} mL"


def date_words(day: date) -> str:
    """A date that no country misreads: "2 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def partial_date_words(partial: str) -> str:
    """A date of which the day or the month may not be known: "2 Nov 2026", "Nov 2026", "2026".

    Args:
        partial: ISO 8601, "2026-11-02", "2026-11" or "2026", as a profile holds it.

    Raises:
        ValueError: another form.
    """
    match len(partial):
        case 4:
            return str(date(int(partial), 1, 1).year)
        case 7:
            month = date.fromisoformat(f"{partial}-01")
            return f"{MONTHS[month.month - 1]} {month.year}"
    return date_words(date.fromisoformat(partial))
