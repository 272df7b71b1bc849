"""Which words of a line are not accounted for once its names are found.

A word counts as accounted for only where it is known to say nothing of another medicine: a dose, a form,
a route, a time, a company.  Everything else is left over and shown, since a suffix or a joiner after a
recognised name may stand for a second ingredient.
"""

from interactions.names.book import Word
from interactions.names.entry import Entry
from interactions.names.firms import in_brackets
from interactions.names.letters import LETTERS, Letters
from interactions.names.sentence import Reading
from interactions.names.suffixes import is_suffix
from interactions.names.text import Token
from interactions.names.words import EXPLAINING

# Words between a name and its suffix: "Ramipril-ratiopharm comp", "Nifedipin retard comp"; behind a brand
# words of its use as well, "Sudafed Congestion & Headache Relief".
_BETWEEN = frozenset(("release", "company"))

_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_LOOK_AHEAD = 5


class Remainder:
    """What is left of a line beside its names."""

    __slots__ = ("_companies", "_letters", "_line", "_reading", "_tokens")

    def __init__(self, reading: Reading) -> None:
        self._reading, self._line, self._tokens = reading, reading.line, reading.line.tokens
        self._companies = in_brackets(reading)
        self._letters = Letters(reading)

    def indexes(self) -> list[int]:
        """Indexes of the words that are left over, in order."""
        left: list[int] = []
        tail: Entry | None = None  # the name that suffixes would still belong to
        for index, (token, mark, word) in enumerate(
            zip(self._tokens, self._reading.owner, self._line.known, strict=True)
        ):
            if mark is not None:
                tail = mark.entry
                if tail is None and EXPLAINING.isdisjoint(mark.kinds) and index not in self._companies:
                    left.append(index)
                continue
            if token.hard or index in self._companies:
                tail = None
            if tail is None and (token.number or index in self._companies or self._stands_alone(index, word)):
                continue
            if self._is_left(index, tail):
                left.append(index)
            elif tail is not None and not self._keeps(tail, word.kinds):
                tail = None
        return left

    def _stands_alone(self, index: int, word: Word) -> bool:
        """Whether a word is plain and hangs on nothing before it, as letters may on a name or a number."""
        if not word.plain or index == 0 or "unit" in word.kinds:
            return word.plain
        before = self._tokens[index - 1]
        if len(self._line.keys[index]) > LETTERS:
            if "brand_suffix" in word.kinds and (before.number or self._line.is_unit(index - 1)):
                return False
            return before.key != "/"
        return not (before.number or before.sign or self._reading.is_name(index - 1))

    def _keeps(self, tail: Entry, kinds: frozenset[str]) -> bool:
        """Whether a suffix may follow a word and still belong to the name before it."""
        return not kinds.isdisjoint(_BETWEEN) or ("indication" in kinds and not tail.ingredient)

    def _stands_after_a_slash(self, index: int) -> bool:
        """Whether a word that is no name stands where a second ingredient would: "erythromycin/zn acet"."""
        if index < 2 or self._line.keys[index - 1] != "/" or not self._reading.is_name(index - 2):
            return False
        return len(self._line.keys[index]) > 1 and not self._line.is_unit(index)

    def _is_left(self, index: int, tail: Entry | None) -> bool:
        token = self._tokens[index]
        if token.number:  # Tylenol #3 holds codeine
            return token.numbered and tail is not None and not tail.ingredient
        if token.sign and token.key in "/+":
            return token.key == "+" and not self._joins(index)
        return self._stands_after_a_slash(index) or self._word_is_left(index, token, tail)

    def _word_is_left(self, index: int, token: Token, tail: Entry | None) -> bool:
        kinds = self._line.kinds(index)
        if index == 0 and self._line.counts(0):
            return not self._reading.is_name(2)  # "No. 1 Baclofen" is the first of a list
        if is_suffix(self._reading, index, tail) or self._is_a_title(index):
            return True
        if "with" in kinds:
            brand = tail is not None and not tail.ingredient
            numbers = self._counts_forms(index) and not (brand and token.key == "met")  # "Covance Met 500"
            return not (
                self._joins(index, numbers=numbers)
                or self._takes_meal(index)
                or (token.key == "met" and tail is None)
            )
        if len(token.key) <= LETTERS and index:
            if self._letters.hang_on_a_name(index):
                return True
            if token.key in _ORDINALS and self._is_glued_to_a_number(index):
                return False
        if len(token.key) == 1:
            return not self._letters.explained(index, of_an_ingredient=tail is not None and tail.ingredient)
        return EXPLAINING.isdisjoint(kinds)

    def _is_a_title(self, index: int) -> bool:
        """Whether "Dr." stands before a name: a person may be called so; behind it "DR" is a release."""
        title = self._line.keys[index] == "dr" and index + 1 < len(self._tokens)
        return (
            title and self._reading.is_name(index + 1) and not any(map(self._reading.is_name, range(index)))
        )

    def _is_glued_to_a_number(self, index: int) -> bool:
        before = self._tokens[index - 1]
        return before.number and before.end == self._tokens[index].start

    def _joins(self, index: int, *, numbers: bool = True) -> bool:
        """Whether a joiner stands before a name (or a number): nothing is hidden behind it.

        The salt may come first: "+ cloridrato de naloxona".
        """
        following = index + 1
        if following == len(self._tokens) or self._reading.leads_to_a_name(following):
            return following < len(self._tokens)
        kinds = self._line.kinds(following)
        if "device" in kinds or ("form" in kinds and self._belongs_to_a_form(index, following)):
            return True  # powder + applicator
        if "company" in kinds and self._tokens[index].end == self._tokens[following].start:
            return True  # the Austrian company "+pharma"
        return numbers and self._tokens[following].number

    def _belongs_to_a_form(self, index: int, following: int) -> bool:
        """Whether a form behind a joiner is no medicine of its own: "+ solvent", "powder + tablets"."""
        return self._line.known[following].route is None or "form" in self._line.kinds(index - 1)

    def _counts_forms(self, index: int) -> bool:
        """Whether a number of tablets follows: "con 20 tabletas"; "mit 12,5 mg" would be a second strength."""
        return self._line.is_number(index + 1) and not self._line.is_unit(index + 2)

    def _takes_meal(self, index: int) -> bool:
        ahead = self._line.known[index + 1 : index + 1 + _LOOK_AHEAD]
        return any("meal" in word.kinds for word in ahead)
