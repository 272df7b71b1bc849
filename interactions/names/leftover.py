"""Which words of a line are not accounted for once its names are found.

A word counts as accounted for only where it is known to say nothing of another medicine: a dose, a form,
a route, a time, a company.  Everything else is left over and shown, since a suffix or a joiner after a
recognised name may stand for a second ingredient.
"""

from collections.abc import Iterator, Sequence

from interactions.names.entry import Entry
from interactions.names.firms import in_brackets
from interactions.names.match import PARTS_OF_A_MEDICINE, Mark, is_level
from interactions.names.text import Token
from interactions.names.words import EXPLAINING, Words

# Letters that are whole words in some language ("2 a day", "1 y 1"); others need a number beside them.
_LONE = frozenset("aeioy")
_BEFORE_NUMBER = frozenset("xqnpc")

# Pain and fever medicines that are sold with an antihistamine for the night as "PM".
_NIGHT_BASES = frozenset(("paracetamol", "ibuprofen", "naproxen", "acetylsalicylic acid", "aspirin"))

_LOOK_AHEAD = 5
_MADE_OR_GIVEN = ("form", "route", "release")


class Remainder:
    """What is left of a line beside its names."""

    def __init__(self, words: Words, text: str, tokens: Sequence[Token], marks: Sequence[Mark]) -> None:
        self._words, self._tokens = words, tokens
        self._companies = in_brackets(words, text, tokens, marks)
        self._owner: list[Mark | None] = [None] * len(tokens)
        for mark in marks:
            for index in range(mark.first, mark.last):
                self._owner[index] = mark
        self._substances = {name for mark in marks if mark.entry for name in mark.entry.substances}

    def indexes(self) -> list[int]:
        """Indexes of the words that are left over, in order."""
        left: list[int] = []
        tail: Entry | None = None  # the name that suffixes would still belong to
        for index, token in enumerate(self._tokens):
            mark = self._owner[index]
            if mark is not None:
                tail = mark.entry
                if mark.entry is None and not self._explained(mark.kinds) and index not in self._companies:
                    left.append(index)
                continue
            if index in self._companies:
                tail = None
                continue
            tail = tail if not token.hard else None
            if self._is_left(index, tail):
                left.append(index)
            elif "release" not in self._words.of(token.key):
                tail = None
        return left

    def _explained(self, kinds: frozenset[str]) -> bool:
        return not EXPLAINING.isdisjoint(kinds)

    def _is_left(self, index: int, tail: Entry | None) -> bool:
        token = self._tokens[index]
        if token.number:  # Tylenol #3 holds codeine
            return token.numbered and tail is not None and not tail.ingredient
        if token.key == "/":
            return False
        if token.key == "+":
            return not self._joins(index)
        kinds = self._words.of(token.key)
        if self._is_suffix(index, kinds, tail):
            return True
        if "with" in kinds:
            return not (self._joins(index) or self._takes_meal(index) or token.key == "met")
        if len(token.key) == 1:
            return not self._lone_letter(index)
        return not self._explained(kinds)

    def _is_suffix(self, index: int, kinds: frozenset[str], tail: Entry | None) -> bool:
        """Whether the word belongs to the name before it and may say that there is more in it."""
        if self._tokens[index].key == "pm" and self._substances and self._substances <= _NIGHT_BASES:
            return not (index and self._tokens[index - 1].number)
        if tail is None:
            return False
        if "suffix" in kinds:
            # "codeine plus paracetamol" joins two ingredients; "Nurofen plus" is another product.
            return not ("with" in kinds and tail.ingredient and self._joins(index))
        return "brand_suffix" in kinds and not tail.ingredient

    def _joins(self, index: int) -> bool:
        """Whether a joiner stands before a name or a number: nothing is hidden behind it."""
        following = index + 1
        if following >= len(self._tokens):
            return False
        mark = self._owner[following]
        return self._tokens[following].number or (mark is not None and mark.entry is not None)

    def _takes_meal(self, index: int) -> bool:
        ahead = self._tokens[index + 1 : index + 1 + _LOOK_AHEAD]
        return any("meal" in self._words.of(token.key) for token in ahead)

    def _lone_letter(self, index: int) -> bool:
        token = self._tokens[index]
        before = self._tokens[index - 1] if index else None
        after = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        if token.key in _LONE or not token.key.isascii():
            return token.key in _LONE
        if index == 0:
            return after is None or after.hard  # a list mark: "a) ..."
        if before is not None and (before.number or before.key == "/") and not token.hard:
            return True
        return after is not None and after.number and not after.hard and token.key in _BEFORE_NUMBER


_DAYS_WEEKS_MONTHS = frozenset(("7", "52", "12"))  # 5/7 is five days, 2/52 two weeks, 3/12 three months
_SMALL = 4
_YEAR = 1900


def _value(number: str) -> float:
    try:
        return float(number.replace(",", "."))
    except ValueError:  # 1.2.3
        return 0.0


def _is_strength(parts: Sequence[Token], units: Sequence[str]) -> bool:
    """Whether numbers with slashes between them are the strengths of several ingredients."""
    values = [_value(part.key) for part in parts]
    if 0.0 in values or any(unit and unit not in PARTS_OF_A_MEDICINE for unit in units):
        return False
    if any(units):
        return all(value != 1 for value in values[1:])
    if all(value <= _SMALL for value in values) or any(value >= _YEAR for value in values):
        return False  # halves and schemes; dates
    if len(parts) == 2:
        return parts[1].key not in _DAYS_WEEKS_MONTHS and values[1] != 1
    return not (values[0] <= 31 and values[1] <= 31 and values[2] == int(values[2]))


def strengths(words: Words, tokens: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """Every strength with slashes in it, "5/325" or "50 mg/12.5 mg": first word, last word, how many."""
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
            units.append(unit)
            if index + 1 < len(tokens) and tokens[index].key == "/" and tokens[index + 1].number:
                index += 1
                parts.append(tokens[index])
            else:
                break
        if len(parts) > 1 and _is_strength(parts, units):
            yield first, index - 1, len(parts)


def levels(words: Words, tokens: Sequence[Token], marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Levels in the blood beside an ingredient, first and last word: the "0.7 mmol/L" of "lithium 0.7 mmol/L".

    A line that also says how the medicine is made or given, or its dose, means the contents of a bag.
    """
    found = [(index, index + 3) for index in range(len(tokens)) if is_level(tokens[index : index + 4])]
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
