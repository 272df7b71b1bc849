"""A letter or three in a line: a unit, a pack, a list mark, or all that is written of a second ingredient.

"Telma 40-H", "Anacin C8" and "Calcium/D" hold more than their names say; "25 mcg/h", "C/20" and "N2" do not.
"""

import re

from interactions.names.amounts import value
from interactions.names.match import HOURS
from interactions.names.sentence import Reading
from interactions.names.text import Token

# Letters that are whole words in some language ("2 a day", "1 y 1"); others need a number beside them.
_LONE = frozenset("aeioy")
_BEFORE_NUMBER = frozenset("xqnpcj")
_FORMS = frozenset("tcki")  # tablet, capsule, injection before a name: "T. Nexito"
# How freely a pack is sold in the United Kingdom, (P) and (G); trade marks as typed.
_BRACKETED = frozenset(("(p)", "(g)", "(r)", "(c)"))
_CONTROLLED = re.compile(r"\([A-F][1-5]\)")  # Brazil, Portaria 344/98
_PREFIXES = frozenset("mq")  # of Canadian companies: "M-Amlodipine"
# What short words say without a second ingredient.
_SAID_OF_ONE_MEDICINE = frozenset(("unit", "release", "frequency", "route", "form", "instruction"))
LETTERS = 3
_PACK_SIZES = 3  # N1, N2 and N3 in Germany
_DAYS = 31


class Letters:
    """The short words of one line."""

    __slots__ = ("_line", "_reading", "_text", "_tokens")

    def __init__(self, reading: Reading) -> None:
        self._reading, self._line = reading, reading.line
        self._text, self._tokens = reading.line.text, reading.line.tokens

    def hang_on_a_name(self, index: int) -> bool:
        """Whether up to three letters behind a name or its strength may stand for a second ingredient.

        Behind a hyphen they always may; behind a space only capitals do, and only behind a brand in a line
        that is not all capitals.
        """
        token, before = self._tokens[index], self._tokens[index - 1]
        behind = index - 2 if before.number and index > 1 else index - 1
        if not self._reading.is_name(behind) or self._line.is_number(index + 1):  # N2, x 28
            return False
        glued = self._text[before.end : token.start] == "-"
        kinds = self._line.kinds(index)
        if token.key == "h" and before.number and before.key not in HOURS:
            kinds = frozenset()
        if glued and before.number:
            return "unit" not in kinds
        if not self._reading.is_brand(behind) or token.hard or not kinds.isdisjoint(_SAID_OF_ONE_MEDICINE):
            return False
        return len(token.key) < LETTERS and (glued or self._line.stands_out(index))

    def explained(self, index: int, *, of_an_ingredient: bool) -> bool:
        """Whether a single letter says nothing of a second ingredient.

        Args:
            of_an_ingredient: whether the name that it may belong to is that of an ingredient.
        """
        token = self._tokens[index]
        if token.key == "n" and of_an_ingredient:
            return True  # "neu" on German packs; behind a brand it is another mixture
        if token.key in _LONE or not token.key.isascii():
            return token.key in _LONE
        if index == 0:
            return self._marks_a_list(token)
        if self._is_mark(index) or self._is_pack(index):
            return True
        return self._is_measured(index)

    def _marks_a_list(self, token: Token) -> bool:
        """Whether a letter in front of everything is a list mark, a form ("T. Nexito") or a company ("M-...")."""
        after = self._tokens[1] if len(self._tokens) > 1 else None
        behind = self._text[token.end : token.end + 1]
        if after is None or after.hard:
            return True
        return (token.key in _FORMS and behind == ".") or (token.key in _PREFIXES and behind == "-")

    def _is_mark(self, index: int) -> bool:
        """Whether a letter is an article that was cut off, "(chlorhydrate d')", or a legal class or trade mark in brackets."""
        token = self._tokens[index]
        around = self._text[max(token.start - 1, 0) : token.end + 1]
        if around.endswith(("'", "\u2019")) or around.casefold() in _BRACKETED:
            return True
        return token.start > 0 and _CONTROLLED.match(self._text, token.start - 1) is not None

    def _is_pack(self, index: int) -> bool:
        """Whether a slash and a number follow: "con 20" as "C/20", "cada 8 horas" as "c/8h", a tube of 30 as "T/30"."""
        ahead = self._tokens[index + 1 : index + 3]
        return len(ahead) > 1 and ahead[0].key == "/" and ahead[1].number

    def _is_measured(self, index: int) -> bool:
        """Whether a letter belongs to a number before or behind it."""
        token, before = self._tokens[index], self._tokens[index - 1]
        if before.number and not token.hard:
            return not self._reading.is_name(index - 2) or self._is_unit_of(index)
        if before.key == "/":  # "mcg/h"; but "calcium/D" holds a vitamin
            return index > 1 and (self._tokens[index - 2].number or self._may_be_given(index))
        return (
            self._line.is_number(index + 1)
            and not self._tokens[index + 1].hard
            and self._counts_something(index)
        )

    def _is_unit_of(self, index: int) -> bool:
        """Whether a letter straight behind a name's bare number is a unit or a time, and no "H" of "Telma 40 H"."""
        letter, number = self._tokens[index].key, self._tokens[index - 1].key
        if letter == "h":
            return number in HOURS
        if letter in "dj":
            return 0 < value(number) <= _DAYS
        return letter == "x" or not self._line.kinds(index).isdisjoint(("unit", "frequency"))

    def _counts_something(self, index: int) -> bool:
        """Whether a letter before a number is a pack or a time; behind a brand "C8" is codeine."""
        token = self._tokens[index]
        if not self._reading.is_brand(index - 1):
            return token.key in _BEFORE_NUMBER
        number = value(self._tokens[index + 1].key)
        return token.key in "xq" or (token.key == "n" and not _PACK_SIZES < number < 10)

    def _may_be_given(self, index: int) -> bool:
        """Whether the word before a letter's slash is counted or measured: "25 mcg/h", "1 cp/j"."""
        given = self._line.kinds(index - 2)
        return "unit" in given or (self._tokens[index].key in "jd" and "form" in given)
