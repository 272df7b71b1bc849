"""Whether a written line of baclofen is the pump itself, tablets, or cannot be told.

The pump's own baclofen on a list is no second medicine; tablets on top of it are.  Where a line says
neither, it is treated as possible tablets and the report says so: unknown is never no.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from interactions.model import Line, LineStatus, Route

BACLOFEN = "baclofen"

_BY_MOUTH = re.compile(
    r"\b(tab|tabs|tablets?|tbl|tbs|tabletten?|tabletas?|comprim\w*|compress[ea]|cpr|caps?|capsules?|oral\w*|"
    r"by mouth|per os|p\.?\s?o|orally|syrup|suspension|granules|via oral|zum einnehmen)\b\.?",
    re.IGNORECASE,
)
_MILLIGRAMS = re.compile(r"\d\s*mg\b(?!\s*(/|per)\s*\d*[.,]?\d*\s*ml\b)", re.IGNORECASE)
_MICROGRAMS = re.compile(
    r"(mcg|[µμu]g|microgram(me)?s?|mikrogram\w*)\s*"
    r"(/|\bper\b|\bpro\b|\bpar\b|\ba\b|\beach\b)?\s*"
    r"(d\b|day|daily|dag\b|tag\b|jour|24\s?h|ml\b|millilit)",
    re.IGNORECASE,
)
_IN_THE_SPINE = re.compile(
    r"\bintra-?\s?th?[eèé][ck]a\w*|\bITB\b|\b(pump|pumps|pumpe|pompe|pompa|bomba|pomp)\b|\breservoir\b",
    re.IGNORECASE,
)


class Meaning(StrEnum):
    """What a line of baclofen is about, and why in words for the reader."""

    PUMP = "it is taken for the pump itself"
    TABLETS = "it is written as tablets or by mouth"
    UNCLEAR = "it does not say by which route: ask whether these are tablets beside the pump"
    TOPICAL = "it is put on the skin"


def names_baclofen(line: Line) -> bool:
    """Whether the line was taken for baclofen, alone or among other substances."""
    return any(found.name == BACLOFEN for found in line.substances)


def meaning_of(line: Line, pump_names: Iterable[str]) -> Meaning:
    """What a line that names baclofen is about.

    Words of tablets outweigh words of the pump: "baclofen 10 mg tablets, has a pump too" is tablets.

    Args:
        pump_names: makes and models of pumps in lower case.
    """
    if line.route is Route.ORAL or _BY_MOUTH.search(line.text):
        return Meaning.TABLETS
    if line.route is Route.INTRATHECAL or _says_pump(line.text, pump_names):
        return Meaning.PUMP
    if line.route is Route.CUTANEOUS:
        return Meaning.TOPICAL
    return Meaning.TABLETS if _MILLIGRAMS.search(line.text) else Meaning.UNCLEAR


def without_pump_names(line: Line, pump_names: Iterable[str]) -> Line:
    """A line whose only unused words are those of a pump is read to its end: the pump is no medicine."""
    if line.status is not LineStatus.IN_PART or not line.leftover or not names_baclofen(line):
        return line
    known = {word for name in pump_names for word in name.split()}
    if not all(word.casefold() in known for left in line.leftover for word in left.split()):
        return line
    return line.model_copy(update={"status": LineStatus.RECOGNISED, "leftover": (), "suggestions": ()})


def _says_pump(text: str, pump_names: Iterable[str]) -> bool:
    if _IN_THE_SPINE.search(text) or _MICROGRAMS.search(text):
        return True
    return any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in pump_names)
