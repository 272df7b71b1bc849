"""Companies in brackets behind a name: "(Advanz Pharma)", "(Alliance Healthcare (Distribution) Ltd)".

Registers write the supplier there, and no list can hold all suppliers.  A bracket is taken for one where a
word in it is found in the names of companies alone ("Ltd", "Pharma") and nothing in it can be, or announce,
a medicine.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from interactions.names.sentence import Reading, Sentence

_TELLING = "firm"
# What may announce a second medicine: "(with x, Foo Ltd)", "(Plus Pharma)" is a company all the same.
_JOINING = frozenset(("with", "measured", "mineral"))

# Words of sentences and joined ingredients: "(not by Foo Ltd)".
_PROSE = frozenset(
    ("+", "by", "from", "not", "stopped", "was", "is", "with", "for", "in", "on", "positive", "negative")
)
# More unknown words (names and numbers among them) are a text and no line of a register.
_MOST_UNKNOWN = 30


def in_brackets(reading: Reading) -> frozenset[int]:
    """Indexes of the words of every bracket that names a company."""
    line = reading.line
    if "(" not in line.text or sum(not word.kinds for word in line.known) > _MOST_UNKNOWN:
        return frozenset()
    found: set[int] = set()
    for start, end in _brackets(line.text):
        inside = [index for index, token in enumerate(line.tokens) if start < token.start < end]
        if not inside or not inside[0] or any(map(reading.is_name, inside)):
            continue
        cuts = [start, *(at for at in range(start, end) if line.text[at] == ","), end]
        parts = [[n for n in inside if left < line.tokens[n].start < right] for left, right in pairwise(cuts)]
        if all(_is_company(line, part) for part in parts if part):
            found.update(inside)
    return frozenset(found)


def _is_company(line: Sentence, inside: Sequence[int]) -> bool:
    kinds = [line.kinds(index) for index in inside]
    prose = not _PROSE.isdisjoint(line.keys[index] for index in inside)
    if prose or not any(_TELLING in kind for kind in kinds) or not all(map(_JOINING.isdisjoint, kinds)):
        return False
    return not any(_looks_like_a_medicine(line, index) for index in inside)


def _looks_like_a_medicine(line: Sentence, index: int) -> bool:
    """Whether an unknown word may be a name written wrong: "Paracetamol (codine Pharma)"."""
    return not line.kinds(index) and bool(line.names.suggester.suggest([(line.keys[index], False)]))


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where the outer brackets begin and end; one that is never closed is none."""
    depth = start = 0
    for index, character in enumerate(text):
        if character == "(":
            start = start if depth else index
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if not depth:
                yield start, index
