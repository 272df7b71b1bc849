"""Words that would make a name another product, wherever on the line they stand.

"Bisoprolol 5 mg Tabletten comp" and "Telma (Glenmark Pharma) AM" hold more than bisoprolol and telmisartan,
although "comp" is a tablet and "AM" the morning elsewhere.  A word is one of these where the curated names
hold the name with it, and a substance in it that the line does not name.
"""

from collections.abc import Iterator

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
        if not following or following.isdisjoint(line.keys):
            continue
        for index in range(mark.last, len(line)):
            if (
                line.keys[index] not in following
                or reading.owner[index] is not None
                or line.tokens[index].number
            ):
                continue
            if any(_holds_more(reading, key) for key in _keys(mark, line, index)):
                found.add(index)
    return sorted(found)


def _keys(mark: Mark, line: Sentence, index: int) -> Iterator[str]:
    """The name with a word, and with the number behind it: "parafon forte" and "c", "c 8"."""
    word, counted, last = line.keys[index], line.is_number(index + 1), index + 1 == len(line)
    if line.keys[index - 1] in _BEFORE_A_TIME or (word == "at" and not counted and not last):
        return  # at night, zur Nacht
    yield f"{mark.key} {word}"
    if counted:
        yield f"{mark.key} {word} {line.keys[index + 1]}"


def _holds_more(reading: Reading, key: str) -> bool:
    entry = reading.line.names.curated(key)
    return entry is not None and not reading.substances.issuperset(entry.substances)
