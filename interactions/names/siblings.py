"""Words that would make a name another product, wherever on the line they stand.

"Bisoprolol 5 mg Tabletten comp" and "Telma (Glenmark Pharma) AM" hold more than bisoprolol and telmisartan,
although "comp" is a tablet and "AM" the morning elsewhere.  A word is one of these where the curated names
hold the name with it, and a substance in it that the line does not name.
"""

from collections.abc import Iterator, Sequence

from interactions.names.book import Names
from interactions.names.match import Mark
from interactions.names.text import Token

_BEFORE_A_TIME = frozenset(
    ("at", "for", "zur", "die", "la", "le", "il", "per", "na", "om", "til", "voor", "de", "every")
)


def siblings(
    names: Names, tokens: Sequence[Token], marks: Sequence[Mark], substances: frozenset[str]
) -> list[int]:
    """Indexes of the words behind a name that belong to another product of that name.

    Args:
        substances: what the line was taken for.
    """
    owned = {index for mark in marks for index in range(mark.first, mark.last)}
    found: set[int] = set()
    for mark in marks:
        following = names.following(mark.key) if mark.entry else None
        if not following:
            continue
        for index in range(mark.last, len(tokens)):
            if tokens[index].key not in following or index in owned or tokens[index].number:
                continue
            if any(_holds_more(names, key, substances) for key in _keys(mark, tokens, index)):
                found.add(index)
    return sorted(found)


def _keys(mark: Mark, tokens: Sequence[Token], index: int) -> Iterator[str]:
    """The name with a word, and with the number behind it: "parafon forte" and "c", "c 8"."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if tokens[index - 1].key in _BEFORE_A_TIME or (tokens[index].key == "at" and after and not after.number):
        return  # at night, zur Nacht
    yield f"{mark.key} {tokens[index].key}"
    if after is not None and after.number:
        yield f"{mark.key} {tokens[index].key} {after.key}"


def _holds_more(names: Names, key: str, substances: frozenset[str]) -> bool:
    entry = names.curated(key)
    return entry is not None and not substances.issuperset(entry.substances)
