"""Words that would make a name another product, wherever on the line they stand.

"Bisoprolol 5 mg Tabletten comp" and "Telma (Glenmark Pharma) AM" hold more than bisoprolol and telmisartan,
although "comp" is a tablet and "AM" the morning elsewhere.  A word is one of these where the curated names
hold the name with it, and a substance in it that the line does not name.
"""

from collections.abc import Iterator

from interactions.names.match import HOURS
from interactions.names.sentence import Mark, Reading, Sentence

_BEFORE_A_TIME = frozenset(
    ("at", "for", "zur", "die", "la", "le", "il", "per", "na", "om", "til", "voor", "de", "every")
)


def siblings(reading: Reading) -> list[int]:
    """Indexes of the words behind a name that belong to another product of that name."""
    line = reading.line
    found: set[int] = set()
    for mark in reading.marks:
        following = line.names.following(mark.key) if mark.entry else None
        if not following or (following.isdisjoint(line.keys) and "no" not in following):
            continue
        for index in range(mark.last, len(line)):
            keys = () if reading.is_name(index) else _keys(reading, mark, index)
            if any(_holds_more(reading, key) for key in keys):
                found.add(index)
    return sorted(found)


def _keys(reading: Reading, mark: Mark, index: int) -> Iterator[str]:
    """The name with a word, and with the number behind it: "parafon forte" and "c", "c 8"."""
    line, word = reading.line, reading.line.keys[index]
    if line.tokens[index].numbered:
        yield f"{mark.key} no {word}"
    if line.counts(index):
        yield f"{mark.key} no {line.keys[index + 1]}"
    if reading.owner[index] is not None or line.tokens[index].number or _is_time(line, index):
        return
    yield f"{mark.key} {word}"
    if line.is_number(index + 1):
        yield f"{mark.key} {word} {line.keys[index + 1]}"


def _is_time(line: Sentence, index: int) -> bool:
    """Whether a word says when: "at night", "zur Nacht", "24 h"."""
    word, before = line.keys[index], line.keys[index - 1]
    if word == "at":
        return index + 1 < len(line) and not line.is_number(index + 1)
    return before in _BEFORE_A_TIME or (word == "h" and before in HOURS)


def _holds_more(reading: Reading, key: str) -> bool:
    entry = reading.line.names.curated(key)
    return entry is not None and not reading.substances.issuperset(entry.substances)
