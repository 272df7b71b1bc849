"""One line as the reader goes through it: its words with what is known of each, then its names.

A `Sentence` is a line cut into words.  A `Reading` is one whose names were found; everything that is
concluded from a line, what is left over, the route, the strengths, starts from there.
"""

from collections.abc import Sequence
from typing import NamedTuple

from interactions.names.book import Names, Word
from interactions.names.entry import Entry
from interactions.names.text import Token, tokens

NUMBER_WORDS = frozenset(("no", "nr", "n", "num", "number", "nummer", "numero"))


class Mark(NamedTuple):
    """A run of words that was taken for one thing.

    Attributes:
        first: index of its first word.
        last: index after its last word.
        entry: the name it is; None for a phrase that names no medicine.
        kinds: the kinds of such a phrase.
        key: the words as they are compared.
    """

    first: int
    last: int
    entry: Entry | None
    kinds: frozenset[str]
    key: str


class Sentence:
    """A line cut into words.

    Attributes:
        text: the line as written.
        tokens: its words, numbers and joining signs, in order.
        keys: the same as they are compared.
        known: what is known of each.
        following: for each the word that a name may go on with; "" where a separator or the end follows.
    """

    __slots__ = ("following", "keys", "known", "names", "text", "tokens")

    def __init__(self, text: str, names: Names, found: Sequence[Token] | None = None) -> None:
        self.text, self.names = text, names
        self.tokens = tokens(text) if found is None else found
        self.keys = [token.key for token in self.tokens]
        self.known: list[Word] = list(map(names.word, self.keys))
        ahead = ["" if each.hard else "no" if each.numbered else each.key for each in self.tokens]
        self.following = [*ahead, ""][1:]
        if not NUMBER_WORDS.isdisjoint(self.keys):
            self._call_numbers_alike()

    def _call_numbers_alike(self) -> None:
        """ "Tylenol #3", "Tylenol n° 3" and "Tylenol number 3" are the product "Tylenol No. 3"."""
        for index in range(1, len(self.keys) - 1):
            if self.counts(index) and "no" in self.known[index - 1].seconds and self.following[index - 1]:
                self.following[index - 1] = "no"

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.tokens)

    def kinds(self, index: int) -> frozenset[str]:
        """The kinds of a word; none for an unknown one, and behind the end of the line."""
        return self.known[index].kinds if index < len(self.known) else _NONE

    def is_number(self, index: int) -> bool:
        """Whether a word is a number; there is none behind the end of the line."""
        return index < len(self.tokens) and self.tokens[index].number

    def counts(self, index: int) -> bool:
        """Whether a word says that a number follows: "n° 3", "nr. 3"."""
        return self.keys[index] in NUMBER_WORDS and self.is_number(index + 1)

    def is_unit(self, index: int) -> bool:
        """Whether a word is a unit."""
        return index < len(self.known) and "unit" in self.known[index].kinds

    def written(self, index: int) -> str:
        """A word as written."""
        token = self.tokens[index]
        return self.text[token.start : token.end]

    def gap(self, index: int) -> str:
        """What stands between a word and the one before it; an en dash is a hyphen."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start].replace("\u2013", "-")

    def stands_out(self, index: int) -> bool:
        """Whether a word is written in capitals in a line that is not."""
        return self.written(index).isupper() and not self.text.isupper()


class Reading:
    """A sentence whose names were found.

    Attributes:
        line: the sentence.
        marks: its names and phrases, in order, none over another.
        entries: the names alone.
        substances: every substance they hold.
        owner: for each word the name or phrase that it belongs to.
    """

    __slots__ = ("entries", "line", "marks", "owner", "substances")

    def __init__(self, line: Sentence, marks: Sequence[Mark]) -> None:
        self.line, self.marks = line, marks
        self.owner: list[Mark | None] = [None] * len(line.tokens)
        self.entries: list[Entry] = []
        for mark in marks:
            self.owner[mark.first : mark.last] = [mark] * (mark.last - mark.first)
            if mark.entry is not None:
                self.entries.append(mark.entry)
        self.substances = {name for entry in self.entries for name in entry.substances}

    def is_name(self, index: int) -> bool:
        """Whether a word belongs to a medicine's name; there is none before the line and behind it."""
        mark = self.owner[index] if 0 <= index < len(self.owner) else None
        return mark is not None and mark.entry is not None

    def leads_to_a_name(self, index: int) -> bool:
        """Whether a name stands here, or behind its salt or form: "cloridrato de naloxona", "Inj Emeset"."""
        line = self.line
        while index < len(line) and self.owner[index] is None:
            salt = line.keys[index] in _OF or "salt" in line.known[index].kinds
            if not salt and (line.known[index].route is None or not self.is_name(index + 1)):
                return False
            index += 1
            if index < len(line) and line.tokens[index].hard:
                return False
        return self.is_name(index)

    def is_brand(self, index: int) -> bool:
        """Whether a word belongs to the name of a product."""
        mark = self.owner[index] if index >= 0 else None
        return mark is not None and mark.entry is not None and not mark.entry.ingredient


_OF = frozenset(("de", "di", "da", "do", "d"))  # between a salt and its base in the Romance languages
_NONE: frozenset[str] = frozenset()
