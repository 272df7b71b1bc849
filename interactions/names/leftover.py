"""Which words of a line are not accounted for once its names are found.

A word counts as accounted for only where it is known to say nothing of another medicine: a dose, a form,
a route, a time, a company.  Everything else is left over and shown, since a suffix or a joiner after a
recognised name may stand for a second ingredient.
"""

import re
from collections.abc import Sequence

from interactions.names.entry import Entry
from interactions.names.firms import in_brackets
from interactions.names.match import Mark
from interactions.names.text import Token
from interactions.names.words import EXPLAINING, Words

# Letters that are whole words in some language ("2 a day", "1 y 1"); others need a number beside them.
_LONE = frozenset("aeioy")
_BEFORE_NUMBER = frozenset("xqnpc")

# Pain and fever medicines that are sold with an antihistamine for the night as "PM".
_NIGHT_BASES = frozenset(("paracetamol", "ibuprofen", "naproxen", "acetylsalicylic acid", "aspirin"))

# Painkillers whose brands are sold with a muscle relaxant as "MR" in India and around it; elsewhere it is a release.
_MUSCLE_BASES = frozenset(
    (
        "paracetamol",
        "ibuprofen",
        "aceclofenac",
        "diclofenac",
        "nimesulide",
        "etoricoxib",
        "lornoxicam",
        "naproxen",
    )
) | frozenset(("piroxicam", "ketorolac", "mefenamic acid", "tramadol"))

# Words between a name and its suffix: "Ramipril-ratiopharm comp", "Nifedipin retard comp"; behind a brand
# words of its use as well, "Sudafed Congestion & Headache Relief".
_BETWEEN = frozenset(("release", "company"))
# What short words say without a second ingredient.
_SAID_OF_ONE_MEDICINE = frozenset(("unit", "release", "frequency", "route", "form", "instruction"))

_FORMS = frozenset("tcki")  # tablet, capsule, injection before a name: "T. Nexito"
_LEGAL = frozenset(("(p)", "(g)"))  # how freely a pack is sold in the United Kingdom
_CONTROLLED = re.compile(r"\([A-F][1-5]\)")  # Brazil, Portaria 344/98
_PREFIXES = frozenset("mq")  # of Canadian companies: "M-Amlodipine"
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_OF = frozenset(("de", "di", "da", "do", "d"))  # between a salt and its base in the Romance languages
_LOOK_AHEAD = 5
_LETTERS = 3
_HOURS = frozenset(("6", "8", "12", "24", "48", "72"))


class Remainder:
    """What is left of a line beside its names."""

    def __init__(self, words: Words, text: str, tokens: Sequence[Token], marks: Sequence[Mark]) -> None:
        self._words, self._text, self._tokens = words, text, tokens
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
            elif tail is not None and not self._keeps(tail, self._words.of(token.key)):
                tail = None
        return left

    def _keeps(self, tail: Entry, kinds: frozenset[str]) -> bool:
        """Whether a suffix may follow a word and still belong to the name before it."""
        return not kinds.isdisjoint(_BETWEEN) or ("indication" in kinds and not tail.ingredient)

    def _stands_after_a_slash(self, index: int) -> bool:
        """Whether a word that is no name stands where a second ingredient would: "erythromycin/zn acet"."""
        if index < 2 or self._tokens[index - 1].key != "/" or not self._is_name(index - 2):
            return False
        return len(self._tokens[index].key) > 1 and not self._is_unit(index)

    def _explained(self, kinds: frozenset[str]) -> bool:
        return not EXPLAINING.isdisjoint(kinds)

    def _is_left(self, index: int, tail: Entry | None) -> bool:
        token = self._tokens[index]
        if token.number:  # Tylenol #3 holds codeine
            return token.numbered and tail is not None and not tail.ingredient
        if token.sign and token.key in "/+":
            return token.key == "+" and not self._joins(index)
        if self._stands_after_a_slash(index):
            return True
        return self._word_is_left(index, token, tail)

    def _word_is_left(self, index: int, token: Token, tail: Entry | None) -> bool:
        kinds = self._words.of(token.key)
        if (tail is not None or token.key == "pm") and self._is_suffix(index, kinds, tail):
            return True
        if "with" in kinds:
            return not (self._joins(index) or self._takes_meal(index) or token.key == "met")
        if len(token.key) <= _LETTERS and index:
            if self._hangs_on_a_name(index):
                return True
            if token.key in _ORDINALS and self._is_glued_to_a_number(index):
                return False
        if len(token.key) == 1:
            return not self._lone_letter(index, tail)
        return not self._explained(kinds)

    def _is_glued_to_a_number(self, index: int) -> bool:
        before = self._tokens[index - 1]
        return before.number and before.end == self._tokens[index].start

    def _is_suffix(self, index: int, kinds: frozenset[str], tail: Entry | None) -> bool:
        """Whether the word belongs to the name before it and may say that there is more in it."""
        if self._tokens[index].key == "pm" and self._substances and self._substances <= _NIGHT_BASES:
            return not (index and self._tokens[index - 1].number)
        if tail is None:
            return False
        if self._tokens[index].key == "mr" and not tail.ingredient and self._substances <= _MUSCLE_BASES:
            return True
        if "company" in kinds and tail.ingredient:
            return False  # "Atenolol CF" is made by a company, "Tylenol CF" is for colds and flu
        if "suffix" in kinds:
            # "codeine plus paracetamol" joins two ingredients; "Nurofen plus" is another product.
            return not ("with" in kinds and tail.ingredient and self._joins(index, numbers=False))
        return "brand_suffix" in kinds and not tail.ingredient

    def _hangs_on_a_name(self, index: int) -> bool:
        """Whether a few letters behind a name or its strength may stand for a second ingredient.

        "Telma 40-H" and "Telma 40 H" hold a diuretic, "Nise-MR" a muscle relaxant.  Behind a hyphen they
        always may; behind a space only capitals do, and only behind a brand in a line that is not all capitals.
        """
        token = self._tokens[index]
        before = self._tokens[index - 1]
        mark = self._owner[index - 2 if before.number and index > 1 else index - 1]
        if mark is None or mark.entry is None or self._counts(index):
            return False
        glued = self._text[before.end : token.start] == "-"
        kinds = self._words.of(token.key)
        if token.key == "h" and before.number and before.key not in _HOURS:
            kinds = frozenset()
        if glued and before.number:
            return "unit" not in kinds
        if mark.entry.ingredient or token.hard or not kinds.isdisjoint(_SAID_OF_ONE_MEDICINE):
            return False
        return len(token.key) < _LETTERS and (glued or self._stands_out(token))

    def _counts(self, index: int) -> bool:
        """Whether letters belong to the number behind them: N2, x 28."""
        return index + 1 < len(self._tokens) and self._tokens[index + 1].number

    def _stands_out(self, token: Token) -> bool:
        written = self._text[token.start : token.end]
        return written.isupper() and not self._text.isupper()

    def _joins(self, index: int, *, numbers: bool = True) -> bool:
        """Whether a joiner stands before a name (or a number): nothing is hidden behind it.

        The salt may come first: "+ cloridrato de naloxona".
        """
        following = index + 1
        while following < len(self._tokens) and self._leads_to_a_name(following):
            following += 1
        if following >= len(self._tokens):
            return False
        kinds = self._words.of(self._tokens[following].key)
        if not kinds.isdisjoint(("form", "device")):
            return True  # powder + applicator
        if "company" in kinds and self._tokens[index].end == self._tokens[following].start:
            return True  # the Austrian company "+pharma"
        return self._is_name(following) or (numbers and self._tokens[following].number)

    def _leads_to_a_name(self, index: int) -> bool:
        token = self._tokens[index]
        return self._owner[index] is None and (token.key in _OF or "salt" in self._words.of(token.key))

    def _takes_meal(self, index: int) -> bool:
        ahead = self._tokens[index + 1 : index + 1 + _LOOK_AHEAD]
        return any("meal" in self._words.of(token.key) for token in ahead)

    def _lone_letter(self, index: int, tail: Entry | None) -> bool:
        token = self._tokens[index]
        before = self._tokens[index - 1] if index else None
        after = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        if token.key == "n" and tail is not None and tail.ingredient:
            return True  # "neu" on German packs; behind a brand it is another mixture
        if token.key in _LONE or not token.key.isascii():
            return token.key in _LONE
        if index == 0:
            return after is None or after.hard or self._leads(token)  # a list mark: "a) ..."
        around = self._text[token.start - 1 : token.end + 1]
        if around[-1] in ("'", "\u2019") or around.casefold() in _LEGAL or self._is_pack(index):
            return True  # the article of a name that stood before: "(chlorhydrate d')"
        if before is not None and before.number and not token.hard:
            return True
        if before is not None and before.key == "/":  # "mcg/h"; but "calcium/D" holds a vitamin
            return index > 1 and (self._tokens[index - 2].number or self._may_be_given(index - 2, token))
        if self._is_controlled(index):
            return True
        if token.key == "c" and self._is_name(index - 1) and after is not None and after.start == token.end:
            return False  # "Anacin C8" holds codeine
        return after is not None and after.number and not after.hard and token.key in _BEFORE_NUMBER

    def _leads(self, token: Token) -> bool:
        """Whether a letter in front of everything is a form, "T. Nexito", or a company, "M-Amlodipine"."""
        behind = self._text[token.end : token.end + 1]
        return (token.key in _FORMS and behind == ".") or (token.key in _PREFIXES and behind == "-")

    def _is_unit(self, index: int) -> bool:
        return "unit" in self._words.of(self._tokens[index].key)

    def _is_name(self, index: int) -> bool:
        mark = self._owner[index]
        return mark is not None and mark.entry is not None

    def _may_be_given(self, index: int, token: Token) -> bool:
        """Whether a word before the slash is counted or measured: "25 mcg/h", "1 cp/j"."""
        return self._is_unit(index) or (
            token.key in "jd" and "form" in self._words.of(self._tokens[index].key)
        )

    def _is_controlled(self, index: int) -> bool:
        """Whether a letter and a figure in brackets are the list of controlled medicines that it is on: "(B1)"."""
        token = self._tokens[index]
        return _CONTROLLED.match(self._text, token.start - 1) is not None if token.start else False

    def _is_pack(self, index: int) -> bool:
        """Whether a slash and a number follow: "con 20" as "C/20", "cada 8 horas" as "c/8h", a tube of 30 as "T/30"."""
        ahead = self._tokens[index + 1 : index + 3]
        return len(ahead) > 1 and ahead[0].key == "/" and ahead[1].number
