"""Which words of a line are names: the longest known name first, from left to right."""

from collections.abc import Sequence

from interactions.names.amounts import MOST_AT_ONCE, PARTS_OF_A_MEDICINE, is_level, value
from interactions.names.book import Word
from interactions.names.entry import Entry, Origin, merged
from interactions.names.sentence import NUMBER_WORDS, Mark, Sentence
from interactions.names.text import Token, sound
from interactions.names.words import EXPLAINING, PUMPED

PUMPS = frozenset(["pump", "pumps", "pumpe", "pompe", "pompa", "bomba", "pomp"])
MEASURED = "measured"
_OF = frozenset(("de", "di", "do", "d", "von"))
_TIMES = frozenset(("times", "mal", "fois", "veces", "volte", "vezes", "maal", "ganger", "gange"))
_COUNTED = _TIMES | {"x", "/"}
HOURS = frozenset(("6", "8", "12", "24", "48", "72"))  # of a release, not strengths
_NONE: frozenset[str] = frozenset()
_MOST_WORDS = 8
_SHORTEST_HEARD = 5
_SHORTEST_SALTED = 11
_COMPOUNDED = ("salt", "mineral", "form")


def _spelled(run: Sequence[Token]) -> str:
    """The words of a run as a name; "Tylenol #3" and "Tylenol n° 3" are the product "Tylenol No. 3"."""
    words = [token.key for token in run]
    if run[-1].numbered:
        words.insert(-1, "no")
    elif run[-1].number and len(run) > 2 and words[-2] in NUMBER_WORDS:
        words[-2] = "no"
    return " ".join(words)


class Matcher:
    """Finds the names and phrases of one line."""

    __slots__ = ("_known", "_line", "_marks", "_names", "_tokens", "_words")

    def __init__(self, line: Sentence) -> None:
        self._line, self._tokens, self._known = line, line.tokens, line.known
        self._names, self._words = line.names, line.names.words
        self._marks: list[Mark] = []

    def marks(self) -> list[Mark]:
        """Every name and phrase, in order, none over another."""
        following, known = self._line.following, self._known
        index, end = 0, len(known)
        while index < end:
            word = known[index]
            silent = word.quiet and following[index] not in word.seconds
            mark = None if silent else self._at(index, word)
            if mark is None:
                index += 1
            else:
                self._marks.append(mark)
                index = mark.last
        return self._marks

    def _at(self, first: int, word: Word) -> Mark | None:
        token = self._tokens[first]
        if token.sign:
            return None
        if MEASURED in word.kinds and self._is_value(first):
            # No name, and no word that explains another: it stays to be seen.
            return Mark(first, first + 1, None, frozenset([MEASURED]), token.key)
        mark = self._longest_known(first, word)
        if mark is not None:
            if mark.entry is None:
                return mark
            return self._not_joined(self._across_a_strength(mark) or self._longer_heard(mark) or mark)
        if token.key == PUMPED:
            return self._pumped(first)
        if token.number or word.kinds:
            return None
        heard = self._run_together(first) or self._heard(first) or self._compound(first)
        return heard and (self._across_a_strength(heard) or heard)

    def _is_value(self, index: int) -> bool:
        """Whether a word is the name of a blood test with its result: potassium 4.2, sodium 138 mmol/L."""
        if not self._line.is_number(index + 1):
            return False
        if is_level(self._line, index + 1):
            return True
        number = self._tokens[index + 1]
        counted = not self._line.kinds(index + 2).isdisjoint(("unit", "form"))
        return ("." in number.key or "," in number.key) and not number.hard and not counted

    def _pumped(self, first: int) -> Mark | None:
        """Baclofen that a line calls by its way into the body alone: ITB 480 mcg/day."""
        entry = self._names.curated("baclofen")
        if entry is None:
            return None
        dosed = any(self._tokens[i].number and self._has_unit(i) for i in range(len(self._tokens)))
        said = dosed or not PUMPS.isdisjoint(self._line.keys)
        return Mark(first, first + 1, entry, _NONE, PUMPED) if said else None

    def _has_unit(self, index: int) -> bool:
        return index + 1 < len(self._tokens) and self._line.keys[index + 1] in PARTS_OF_A_MEDICINE

    def _longest_known(self, first: int, word: Word) -> Mark | None:
        """The longest name or phrase that begins with a word."""
        if self._line.following[first] in word.seconds:
            for last in range(self._furthest(first), first + 1, -1):
                mark = self._exactly(first, last)
                if mark is not None:
                    return mark
        token = self._tokens[first]
        if word.alone is None or (token.number and self._is_no_product(first + 1, token.key)):
            return None
        return (
            None if self._is_salt(first, word.kinds) else Mark(first, first + 1, word.alone, _NONE, token.key)
        )

    def _furthest(self, first: int) -> int:
        """The end of the longest run that a name of several words may have from here: it crosses no separator."""
        most = self._names.longest(f"{self._line.keys[first]} {self._line.following[first]}")
        end = min(first + min(most, _MOST_WORDS), len(self._tokens))
        return next((last for last in range(first + 2, end) if self._tokens[last].hard), end)

    def _exactly(self, first: int, last: int) -> Mark | None:
        final = self._tokens[last - 1]
        if final.sign or self._is_glued_letter(last - 1):
            return None
        name = _spelled(self._tokens[first:last])
        if final.number and self._is_no_product(last, name):
            return None
        entry = self._names.find(name)
        if entry is not None and not self._hides(entry, self._tokens[first:last]):
            return Mark(first, last, entry, _NONE, name)
        if name in self._words.kinds:
            return Mark(first, last, None, self._words.of(name), name)
        return None

    def _is_no_product(self, last: int, name: str) -> bool:
        """Whether the number that a run ends with is a dose, and no product is called by it."""
        if not self._is_dose(last - 1):
            return False
        return self._tokens[last].key in _TIMES or not self._is_product(name)

    def _is_dose(self, index: int) -> bool:
        """Whether a number is followed by its unit: the 12 of "vitamin b 12 mg" belongs to no name."""
        if index + 1 >= len(self._tokens) or self._tokens[index + 1].hard:
            return False
        if self._line.keys[index + 1] in _COUNTED:
            # "MSO4 x 1" is morphine: its number is glued to it and to no times.
            return self._line.gap(index) != "" or self._line.gap(index + 1) == ""
        return self._line.is_unit(index + 1)

    def _is_glued_letter(self, index: int) -> bool:
        """Whether a letter belongs to a number glued to it: "Saridon N1" is a pack, and no Saridon N."""
        token = self._tokens[index]
        after = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        return len(token.key) == 1 and not token.number and after is not None and after.start == token.end

    def _is_product(self, name: str) -> bool:
        """Whether a name is that of a curated product: "Dolo 650" is one with its unit behind it as well."""
        entry = self._names.curated(name)
        return entry is not None and not entry.ingredient

    def _across_a_strength(self, mark: Mark) -> Mark | None:
        """A curated product with its strength or company inside its name.

        "Telma 40 H", "Micardis 80 mg Plus", "Ramipril-ratiopharm comp".  Behind a strength "comp" is the
        combination in German and the tablet in Spanish, so both are meant.
        """
        if mark.entry is None or mark.entry.origin is not Origin.CURATED:
            return None
        following = self._names.following(mark.key)
        if following.isdisjoint(self._line.keys):
            return None
        index, end = mark.last, len(self._tokens)
        while index < end and not self._tokens[index].hard and self._belongs_to_a_strength(index):
            index += 1
        if index in (mark.last, end) or not self._may_be_suffix(index):
            return None
        name, kinds = f"{mark.key} {self._tokens[index].key}", self._known[index].kinds
        entry = self._names.curated(name)
        if entry is None or (mark.entry.ingredient and "suffix" not in kinds):
            return None
        numbers = [token.key for token in self._tokens[mark.last : index] if token.number]
        if "form" in kinds and len(numbers) == index - mark.last == 1 and value(numbers[0]) <= MOST_AT_ONCE:
            return None  # "Somadril 1 comp." is one tablet, in Spanish
        if "form" in kinds and numbers:
            entry = merged(entry, mark.entry)._replace(ingredient=False)
        if "frequency" in kinds:  # "500 mg PM": for the night, or in the evening
            entry = entry._replace(sure=False)
        return Mark(mark.first, index + 1, entry, _NONE, name)

    def _not_joined(self, mark: Mark) -> Mark:
        """The mark, no longer sure where its last word rather joins two: "bisoprolol 5 mg plus ramipril"."""
        if mark.entry is None or mark.entry.ingredient or mark.last - mark.first < 2:
            return mark
        joins = "with" in self._known[mark.last - 1].kinds
        if joins and mark.last < len(self._tokens) and self._names.find(self._tokens[mark.last].key):
            return mark._replace(entry=mark.entry._replace(sure=False))
        return mark

    def _belongs_to_a_strength(self, index: int) -> bool:
        token, kinds = self._tokens[index], self._known[index].kinds
        if token.number or token.key == "/" or token.key in PARTS_OF_A_MEDICINE:
            return True
        return "company" in kinds and "suffix" not in kinds

    def _may_be_suffix(self, index: int) -> bool:
        """Whether a word is no plain word of the line: "telma 40 mg at night" is no Telma AT."""
        token, before = self._tokens[index], self._tokens[index - 1]
        kinds = self._known[index].kinds
        if token.hard or token.number or token.sign:
            return False
        if len(token.key) == 1 and before.number and token.key not in "adx":  # "TELMA 40 H", but "24 h"
            return not (token.key == "h" and before.key in HOURS)
        if EXPLAINING.isdisjoint(kinds) or not kinds.isdisjoint(("suffix", "brand_suffix")):
            return True
        return self._line.gap(index) == "-" or self._line.stands_out(index)

    def _is_salt(self, first: int, kinds: frozenset[str]) -> bool:
        """Whether a word that can stand alone is the salt of the name before it: losartan potassium."""
        if kinds.isdisjoint(("salt", "mineral")) or self._tokens[first].hard:
            return False
        before = self._marks[-1] if self._marks else None
        if before is None or before.entry is None:
            return False
        article = before.last == first - 1 and self._tokens[before.last].key in _OF  # acamprosate de calcium
        if not (before.last == first or article):
            return False
        return self._words.of(before.key).isdisjoint(("salt", "mineral"))

    def _hides(self, entry: Entry, run: Sequence[Token]) -> bool:
        """Whether a long name of the general dictionary covers a curated one without its substances."""
        if entry.origin is not Origin.GENERAL:
            return False
        for token in run:
            inner = self._names.curated(token.key)
            if inner is not None and not set(inner.substances) <= set(entry.substances):
                return True
        return False

    def _run_together(self, first: int) -> Mark | None:
        """A curated name that was written in two or three pieces: oxy contin."""
        for last in (first + 3, first + 2):
            run = self._tokens[first:last]
            if (
                len(run) < last - first
                or any(t.number or t.sign for t in run)
                or any(t.hard for t in run[1:])
            ):
                continue
            solid = "".join(token.key for token in run)
            entry = self._names.curated(solid)
            if entry is not None and len(solid) > _SHORTEST_HEARD and not all(self._is_known(t) for t in run):
                return Mark(first, last, entry, _NONE, solid)
        return None

    def _compound(self, first: int) -> Mark | None:
        """An ingredient in one word with its salt or form: metoprololsuccinat, kaliumlosartan, codeintropfen."""
        word = self._tokens[first]
        if len(word.key) < _SHORTEST_SALTED:
            return None
        for cut in range(_SHORTEST_HEARD, len(word.key) - 3):
            head, tail = word.key[:cut], word.key[cut:]
            for base, salt in ((head, tail), (tail, head)):
                kinds = self._words.of(salt)
                if len(salt) < _SHORTEST_HEARD or kinds.isdisjoint(_COMPOUNDED):
                    continue
                entry = self._ingredient(base)
                if entry is not None and base not in self._words.kinds:
                    return Mark(first, first + 1, entry, _NONE, word.key)
        return None

    def _ingredient(self, name: str) -> Entry | None:
        """The ingredient of a name as it is spelled, or as it sounds."""
        entries = (self._names.find(name), self._names.heard(name))
        return next((entry for entry in entries if entry is not None and entry.ingredient), None)

    def _is_known(self, token: Token) -> bool:
        word = self._names.word(token.key)
        return bool(word.kinds) or word.alone is not None

    def _longer_heard(self, mark: Mark) -> Mark | None:
        """A name of two words whose second is spelled in another language: insulin glargin."""
        if mark.entry is None or mark.last - mark.first > 1 or mark.last >= len(self._tokens):
            return None
        following = self._tokens[mark.last]
        if following.number or following.sign or following.hard or self._is_known(following):
            return None
        both = f"{mark.key} {following.key}"
        # "Baclofen no" sounds like baclofen alone; the word would be lost.
        entry = self._names.heard(both) if sound(both) != sound(mark.key) else None
        return mark._replace(last=mark.last + 1, entry=entry) if entry is not None else None

    def _heard(self, first: int) -> Mark | None:
        """An ingredient in the spelling of another language."""
        word = self._tokens[first]
        if len(word.key) <= _SHORTEST_HEARD:
            return None
        entry = self._names.heard(word.key)
        if entry is None or self._may_be_another(word.key):
            return None
        return Mark(first, first + 1, entry, _NONE, word.key)

    def _may_be_another(self, word: str) -> bool:
        """Whether a word that sounds like one ingredient is one slip from the name of another: hdrocod."""
        heard = self._names.heard(word)
        slips = self._names.suggester.slips(word)
        if heard is None or not slips:
            return False
        return all(set(entry.substances) != set(heard.substances) for entry in slips)
