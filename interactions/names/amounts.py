"""Amounts in a line: cut from the words glued to them; strengths of several ingredients; levels in the blood."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from interactions.names.match import PARTS_OF_A_MEDICINE, Mark, is_level
from interactions.names.text import Token
from interactions.names.words import Words

# Longest first, so that "mcgnocte" is not cut after "mc".
_GLUED_UNITS = ("mcg", "mg", "ug", "ml", "g")
_GLUED = re.compile(r"\d(?:mcg|mg|[uµμ]g|ml|g)[^\W\d_]", re.IGNORECASE)
_MADE_OR_GIVEN = ("form", "route", "release")


def unglued(text: str, tokens: Sequence[Token], words: Words) -> Sequence[Token]:
    """The words of a line, a unit cut from what was glued to it: the "mgTDS" of "Baclofen10mgTDS"."""
    if not _GLUED.search(text):
        return tokens
    cut: list[Token] = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        unit = _glued_unit(before, token, words)
        if unit:
            middle = token.start + len(unit)
            cut.append(token._replace(key=unit, end=middle))
            cut.append(token._replace(key=token.key[len(unit) :], start=middle))
        else:
            cut.append(token)
    return cut


def _glued_unit(before: Token | None, token: Token, words: Words) -> str:
    """The unit that a word begins with, where a number stands before it and a known word is the rest."""
    if before is None or not before.number or before.end != token.start or token.key in words.kinds:
        return ""
    if len(token.key) != token.end - token.start:
        return ""  # letters that were folded: the place of the cut is not known
    units = (unit for unit in _GLUED_UNITS if token.key.startswith(unit))
    return next((unit for unit in units if words.explains(token.key[len(unit) :])), "")


_DAYS_WEEKS_MONTHS = frozenset(("7", "52", "12"))  # 5/7 is five days, 2/52 two weeks, 3/12 three months
_SMALL = 4
_DILUTED = 100
_NO_SCHEME = 10  # 1 + 0 + 1 are times of the day
_STEEP = 4
_AND = frozenset(("and", "und", "et", "y", "e", "og", "och", "en", "mit", "plus"))
_YEAR = 1900


def value(number: str) -> float:
    """The number that is written; 0 for one that is none."""
    try:
        return float(number.replace(",", "."))
    except ValueError:  # 1.2.3
        return 0.0


def _is_strength(parts: Sequence[Token], units: Sequence[str]) -> bool:
    """Whether numbers with slashes between them are the strengths of several ingredients."""
    values = [value(part.key) for part in parts]
    if 0.0 in values or any(unit and unit not in PARTS_OF_A_MEDICINE for unit in units):
        return False
    if values[0] == 1 and values[1] >= _DILUTED:
        return False  # adrenaline 1/1000
    if any(part % 1 not in (0, 0.5) for part in values):
        return True  # perindopril 4/1.25: nobody takes a quarter of a tablet so
    if any(units):
        return all(value != 1 for value in values[1:])
    if all(value <= _SMALL for value in values) or any(value >= _YEAR for value in values):
        return False  # halves and schemes; dates
    if len(parts) == 2:
        return parts[1].key not in _DAYS_WEEKS_MONTHS and values[1] != 1
    return not (values[0] <= 31 and values[1] <= 31 and values[2] == int(values[2]))


def _is_per(words: Words, ahead: Sequence[Token]) -> bool:
    """Whether words are a slash and what an amount is dissolved in: the "/g" of "20 mg/g + 225 mg/g"."""
    return len(ahead) > 1 and ahead[0].key == "/" and "unit" in words.of(ahead[1].key)


def _goes_on(text: str, tokens: Sequence[Token], index: int, unit: str) -> bool:
    """Whether the amount that ended before this word goes on with another one."""
    if index >= len(tokens):
        return False
    token, before = tokens[index], tokens[index - 1]
    if token.number:
        return text[before.end : token.start] == "-"
    if index + 1 >= len(tokens) or not tokens[index + 1].number:
        return False
    joined = token.key == "/" or (bool(unit) and (token.key == "+" or token.key in _AND))
    return joined or (token.key == "+" and value(tokens[index + 1].key) >= _NO_SCHEME)


def _is_range(text: str, parts: Sequence[Token]) -> bool:
    """Whether amounts joined by a hyphen are from ... to: they rise, and not steeply, as 5-325 does."""
    if "-" not in text[parts[0].end : parts[-1].start] or "/" in text[parts[0].end : parts[-1].start]:
        return False
    amounts = [value(part.key) for part in parts]
    rises = [later / earlier for earlier, later in pairwise(amounts) if earlier]
    return all(1 <= rise <= _STEEP for rise in rises)


def strengths(words: Words, text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """Every strength of several ingredients: first word, last word, how many.

    They are joined by slashes, "5/325" or "50 mg/12.5 mg", by plus signs or "and" between amounts, "200 mg + 30 mg",
    or by a hyphen, "5-325", where that is no range.
    """
    if "-" not in text and not any(token.sign or token.key in _AND for token in tokens):
        return
    index = 0
    while index < len(tokens):
        if not tokens[index].number:
            index += 1
            continue
        first, parts, units = index, [tokens[index]], []
        while True:
            index += 1
            unit = ""
            if index < len(tokens) and not tokens[index].hard and "unit" in words.of(tokens[index].key):
                unit = tokens[index].key
                index += 1
                if _is_per(words, tokens[index : index + 2]):  # 20 mg/g
                    index += 2
            units.append(unit)
            if not _goes_on(text, tokens, index, unit):
                break
            index += int(not tokens[index].number)
            parts.append(tokens[index])
        if len(parts) > 1 and _is_strength(parts, units) and not _is_range(text, parts):
            yield first, index - 1, len(parts)


def levels(words: Words, tokens: Sequence[Token], marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Levels in the blood beside an ingredient, first and last word: the "0.7 mmol/L" of "lithium 0.7 mmol/L".

    A line that also says how the medicine is made or given, or its dose, means the contents of a bag.
    """
    found = [
        (index - 2, index + 1)
        for index, token in enumerate(tokens)
        if token.key == "/" and index > 1 and is_level(tokens[index - 2 : index + 2])
    ]
    if not found:
        return []
    inside = {index for mark in marks if mark.entry for index in range(mark.first, mark.last)}
    inside |= {index for first, last in found for index in range(first, last + 1)}
    for index, token in enumerate(tokens):
        if index in inside:
            continue
        if not words.of(token.key).isdisjoint(_MADE_OR_GIVEN):
            return []
        if token.key in PARTS_OF_A_MEDICINE and index and tokens[index - 1].number:
            return []
    return found if all(mark.entry.ingredient for mark in marks if mark.entry) else []
