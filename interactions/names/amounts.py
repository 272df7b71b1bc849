"""Amounts in a line: cut from the words glued to them; strengths of several ingredients; levels in the blood."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from interactions.names.sentence import Reading, Sentence
from interactions.names.text import Token
from interactions.names.words import Words

# Longest first, so that "mcgnocte" is not cut after "mc".
_GLUED_UNITS = ("mcg", "mg", "ug", "ml", "g")
_GLUED = re.compile(r"\d ?(?:mcg|mg|[uµμ]g|ml|g)[^\W\d_]", re.IGNORECASE)
_MADE_OR_GIVEN = ("form", "route", "release")
PARTS_OF_A_MEDICINE = frozenset(
    ("mg", "mgs", "mcg", "ug", "g", "gm", "gram", "milligram", "milligrams", "milligramm", "microgram")
) | frozenset(["micrograms"])
# What laboratories give the level of a substance in; medicines are made up in mg/ml.
_LEVELS = frozenset(
    [
        (amount, "l")
        for amount in ("mmol", "umol", "nmol", "pmol", "meq", "mval", "mu", "g", "mg", "ug", "mcg", "ng")
    ]
    + [(amount, "dl") for amount in ("g", "mg", "ug", "mcg", "ng")]
    + [(amount, "ml") for amount in ("ng", "pg")]
)

# 5/7 is five days, 2/52 two weeks, 3/12 three months; so many of each are still a time.
_DAYS_WEEKS_MONTHS = {"7": 31, "52": 52, "12": 24}
# A "1 g" or "1 ml" behind a slash is what an amount is dissolved in, "1 mg" is a second ingredient.
_SMALLEST = frozenset(("mg", "mgs", "mcg", "ug"))
_SMALL = 4
_DILUTED = 100
_NO_SCHEME = 10  # 1 + 0 + 1 are times of the day
_STEEP = 4
_MOST_FOR_A_DOSE = 12
MOST_AT_ONCE = 4  # tablets
HALF_A_DAY = 12
_HYPHENS = "-\u2013"
_AND = frozenset(("and", "und", "et", "y", "e", "og", "och", "en", "mit", "plus"))
_JOINING = _AND | frozenset("+/")
_YEAR = 1900


def unglued(line: Sentence) -> Sentence:
    """The line with a unit cut from what was glued to it: the "mgTDS" of "Baclofen10mgTDS"."""
    # Only a word that nobody knows may have a unit glued to it.
    if not [word for word in line.known if word.alone is None and not word.quiet] or not _GLUED.search(
        line.text
    ):
        return line
    cut: list[Token] = []
    for before, token in zip((None, *line.tokens), line.tokens, strict=False):
        unit = _glued_unit(before, token, line.names.words)
        if unit:
            middle = token.start + len(unit)
            cut.append(token._replace(key=unit, end=middle))
            cut.append(token._replace(key=token.key[len(unit) :], start=middle))
        else:
            cut.append(token)
    return Sentence(line.text, line.names, cut)


def _glued_unit(before: Token | None, token: Token, words: Words) -> str:
    """The unit that a word begins with, where a number stands before it and a known word is the rest: "10mgTDS", "20 MGTAB"."""
    if before is None or not before.number or token.start - before.end > 1 or token.key in words.kinds:
        return ""
    if len(token.key) != token.end - token.start:
        return ""  # letters that were folded: the place of the cut is not known
    glued = before.end == token.start
    # "30 Gauge" is no gram of an eye.
    units = (unit for unit in _GLUED_UNITS if token.key.startswith(unit) and (glued or len(unit) > 1))
    return next((unit for unit in units if words.explains(token.key[len(unit) :])), "")


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
        return 1 not in values[1:] or (len(parts) == 2 and units[1] in _SMALLEST)
    if len(parts) == 2 and values[0] >= 2 and any(amount % 1 for amount in values):
        return True  # buprenorphine 2/0.5: nobody takes two and a half tablets so
    if all(value <= _SMALL for value in values) or any(value >= _YEAR for value in values):
        return False  # halves and schemes; dates
    if len(parts) == 2:
        return values[0] > _DAYS_WEEKS_MONTHS.get(parts[1].key, 0) and values[1] != 1
    return not (values[0] <= 31 and values[1] <= 31 and values[2] == int(values[2]))


def _behind_a_unit(line: Sentence, index: int) -> int:
    """The word behind a unit and what an amount is dissolved in: the "mg/g" of "20 mg/g + 225 mg/g"."""
    dissolved = index + 2 < len(line) and line.keys[index + 1] == "/" and line.is_unit(index + 2)
    return index + 3 if dissolved else index + 1


def _goes_on(line: Sentence, index: int, unit: str) -> bool:
    """Whether the amount that ended before this word goes on with another one."""
    if index >= len(line):
        return False
    if line.tokens[index].number:
        return line.gap(index) == "-" or _is_beside(line, index, unit)
    if not line.is_number(index + 1):
        return False
    key = line.keys[index]
    joined = key == "/" or (bool(unit) and key in _JOINING)
    return joined or (key == "+" and _is_no_scheme(line.keys[index - 1], line.keys[index + 1]))


def _is_no_scheme(before: str, after: str) -> bool:
    """Whether numbers joined by a plus sign are more than the tablets of a day: 200 + 30, 100 + 8."""
    return value(after) >= _NO_SCHEME or (value(before) >= 2 * _NO_SCHEME and value(after) > _SMALL)


def _is_beside(line: Sentence, index: int, unit: str) -> bool:
    """Whether an amount stands beside another that cannot be the dose to its strength: "100 mg 25 mg".

    A dose is some whole or half tablets: 20 mg of 10 mg tablets, and 5 mg of them.
    """
    if unit not in PARTS_OF_A_MEDICINE or not line.is_unit(index + 1) or line.keys[index + 1] != unit:
        return False
    if index + 2 < len(line) and line.keys[index + 2] == "/":  # "5 mg, 10 mg/ml"
        return False
    before = max(n for n in range(index) if line.tokens[n].number)
    strength, dose = value(line.keys[before]), value(line.keys[index])
    return bool(strength) and (dose / strength * 2 % 1 != 0 or dose > _MOST_FOR_A_DOSE * strength)


def _is_range(text: str, parts: Sequence[Token]) -> bool:
    """Whether amounts joined by a hyphen are from ... to: they rise, and not steeply, as 5-325 does."""
    between = text[parts[0].end : parts[-1].start]
    if not any(hyphen in between for hyphen in _HYPHENS) or "/" in between:
        return False
    amounts = [value(part.key) for part in parts]
    rises = [later / earlier for earlier, later in pairwise(amounts) if earlier]
    return all(1 <= rise <= _STEEP for rise in rises)


def _may_join(line: Sentence) -> bool:
    """Whether two numbers stand so near each other that they may be strengths; most lines have none."""
    keys, before = line.keys, len(line)
    for index, token in enumerate(line.tokens):
        if token.number:
            apart = index - before
            if apart > 0 and (apart == 1 or keys[index - 1] in _JOINING):
                return True
            if (
                apart == 2
                and line.is_unit(before + 1)
                and (line.is_unit(index + 1) or line.gap(index) == "-")
            ):
                return True
            before = index
    return False


def strengths(line: Sentence) -> Iterator[tuple[int, int, int]]:
    """Every strength of several ingredients: first word, last word, how many.

    They are joined by slashes, "5/325" or "50 mg/12.5 mg", by plus signs or "and" between amounts, "200 mg + 30 mg",
    or by a hyphen, "5-325", where that is no range.
    """
    if not _may_join(line):
        return
    index, end = 0, len(line)
    while index < end:
        if not line.tokens[index].number:
            index += 1
            continue
        first, parts, units = index, [line.tokens[index]], []
        while True:
            index += 1
            unit = ""
            if line.is_unit(index) and not line.tokens[index].hard:
                unit = line.keys[index]
                index = _behind_a_unit(line, index)
            units.append(unit)
            if not _goes_on(line, index, unit):
                break
            index += int(not line.tokens[index].number)
            parts.append(line.tokens[index])
        if len(parts) > 1 and _is_strength(parts, units) and not _is_range(line.text, parts):
            yield first, index - 1, len(parts)


def is_level(line: Sentence, index: int) -> bool:
    """Whether a number and a unit that levels in the blood are given in stand here: 0.7 mmol/L."""
    keys = line.keys[index : index + 4]
    return len(keys) == 4 and line.tokens[index].number and keys[2] == "/" and (keys[1], keys[3]) in _LEVELS


def levels(reading: Reading) -> list[tuple[int, int]]:
    """Levels in the blood beside an ingredient, first and last word: the "0.7 mmol/L" of "lithium 0.7 mmol/L".

    A line that also says how the medicine is made or given, or its dose, means the contents of a bag.
    """
    line = reading.line
    if "/" not in line.keys:
        return []
    found = [(index, index + 3) for index in range(len(line) - 3) if is_level(line, index)]
    if not found or not all(entry.ingredient for entry in reading.entries):
        return []
    measured = {index for first, last in found for index in range(first, last + 1)}
    for index, key in enumerate(line.keys):
        if index in measured or reading.is_name(index):
            continue
        if not line.kinds(index).isdisjoint(_MADE_OR_GIVEN):
            return []
        if key in PARTS_OF_A_MEDICINE and index and line.tokens[index - 1].number:
            return []
    return found
