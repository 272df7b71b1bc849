"""Text and numbers as people type them, made exact or refused.

Used by every field of the profile, so that form, file and command line understand the same things.
Each function raises `ValueError` with one sentence that says what to do and never holds what was typed.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal

import phonenumbers

MOST_MARKS = 4  # combining marks on one letter; Vietnamese needs two, a stack of them hides a word

_NUMBER = re.compile(r"(?P<whole>[0-9]{1,7})(?:[.,](?P<part>[0-9]{1,6}))?", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_EXTENSION = re.compile(r"[0-9]{1,7}", re.ASCII)
# Direction marks and isolates can make a printed dose read backwards; the layout sets its own.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Zero-width joiners are letters' business in Persian and Indic names.
_JOINERS = {"\u200c", "\u200d"}


def clean_text(value: str) -> str:
    """One line of text in NFC with single spaces.

    Raises:
        ValueError: control, direction or unassigned characters, or a stack of combining marks.
    """
    text = " ".join(unicodedata.normalize("NFC", value).split(" ")).strip()
    text = re.sub(" {2,}", " ", text)
    if any(unicodedata.category(c) in _UNSEEN and c not in _JOINERS for c in text):
        raise ValueError(
            "holds a character that cannot be seen (a line break, tab or control sign). "
            "Type it again on one line."
        )
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            raise ValueError(f"has more than {MOST_MARKS} marks on one letter. Type it again.")
    if not text:
        raise ValueError("is empty. Leave it out if it is not known.")
    return text


def exact_number(value: str, most_decimals: int = 2) -> Decimal:
    """A number of few decimals, written with a point or a comma: "480", "19.5", "19,5".

    Raises:
        ValueError: anything else; "1,250" and "1.250" may be a thousand or a fraction and are refused.
    """
    match = _NUMBER.fullmatch(value.strip())
    if match is None:
        raise ValueError("is not a plain number. Write digits only, for example 480 or 19.5.")
    whole, part = match["whole"], match["part"]
    if part and len(part) == 3 and len(whole) <= 3 and whole != "0":
        raise ValueError(
            "can be read in two ways. Write a thousand without a separator (1250), "
            "a fraction with one or two decimals (1.25)."
        )
    if part and len(part) > most_decimals:
        raise ValueError(f"has more than {most_decimals} decimals. Write it as the clinic printed it.")
    return plain(Decimal(f"{whole}.{part or 0}"))


def plain(number: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent, so that equal means equal."""
    short = number.normalize()
    return short if short.as_tuple().exponent <= 0 else short.quantize(Decimal(1))  # type: ignore[operator]


def partial_date(value: str) -> str:
    """A date of which only the year, or year and month, may be known: "2021", "2021-06", "2021-06-14".

    Raises:
        ValueError: another form, or a day that does not exist.
    """
    match = _PARTIAL.fullmatch(value.strip())
    if match is None:
        raise ValueError("is not a date. Write 2021-06-14, or 2021-06 or 2021 where only that is known.")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError as error:
        raise ValueError("is a day that does not exist. Look at the calendar again.") from error
    return match[0]


def full_date(value: str) -> date:
    """An ISO 8601 calendar date, "2026-11-02".

    Raises:
        ValueError: another form, or a day that does not exist, such as 29 February in most years.
    """
    text = partial_date(value)
    if len(text) != len("2026-11-02"):
        raise ValueError("needs a day, a month and a year. Write 2026-11-02.")
    return date.fromisoformat(text)


def earliest_day(partial: str) -> date:
    """The first day that a partial date can mean."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4 :] if len(partial) < 10 else partial)


def latest_day(partial: str) -> date:
    """The last day that a partial date can mean."""
    first = earliest_day(partial)
    match len(partial):
        case 4:
            return first.replace(month=12, day=31)
        case 7:
            return first.replace(day=monthrange(first.year, first.month)[1])
    return first


def phone_number(value: str) -> str:
    """A phone number as E.164 with an optional extension: "+12025550143", "+12025550143;ext=12".

    Raises:
        ValueError: no country code, too short or too long, or not a number.
    """
    number, _, extension = value.strip().partition(";ext=")
    if not number.startswith("+"):
        raise ValueError("needs the country code. Write it as +1 202 555 0143.")
    if not re.fullmatch(r"\+[0-9 ().\-/]+", number, re.ASCII):
        raise ValueError("holds something that is not part of a phone number. Write it as +1 202 555 0143.")
    if extension and not _EXTENSION.fullmatch(extension):
        raise ValueError("has an extension that is not 1 to 7 digits. Write it as +1 202 555 0143;ext=12.")
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException as error:
        raise ValueError("is not a phone number of any country. Check the country code.") from error
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("is too short or too long for its country. Read it from the letter again.")
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164};ext={extension}" if extension else e164


def phone_words(phone: str) -> str:
    """A number in international format for print: "+1 202-555-0143 ext. 12"."""
    number, _, extension = phone.partition(";ext=")
    words = phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return f"{words} ext. {extension}" if extension else words


def phone_is_in_use(phone: str) -> bool:
    """Whether the number belongs to a range that its country has given out."""
    return phonenumbers.is_valid_number(phonenumbers.parse(phone.partition(";ext=")[0]))


def calling_codes() -> list[str]:
    """Every country calling code, without the plus sign: "1", "20", ... in the order of text."""
    return sorted(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
