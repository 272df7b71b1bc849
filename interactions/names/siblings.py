"""Words that would make a name another product, wherever on the line they stand.

"Bisoprolol 5 mg Tabletten comp" and "Telma (Glenmark Pharma) AM" hold more than bisoprolol and telmisartan,
although "comp" is a tablet and "AM" the morning elsewhere.  A word is one of these where the curated names
hold the name with it, and a substance in it that the line does not name.
"""

from collections.abc import Iterator

from interactions.names.amounts import HALF_A_DAY, MOST_AT_ONCE, value
from interactions.names.match import HOURS
from interactions.names.sentence import Mark, Reading, Sentence

_MOST_WORDS = 4
_FARTHEST = 24  # words behind a name; the work for a line stays in step with its length
_TIMES = frozenset(("x", "/", "+", "q"))
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
        for index in range(mark.last, min(mark.last + _FARTHEST, len(line))):
            keys = () if reading.is_name(index) else _keys(reading, mark, index)
            if any(_holds_more(reading, key) for key in keys):
                found.add(index)
    return sorted(found)


def _keys(reading: Reading, mark: Mark, index: int) -> Iterator[str]:
    """The name with the words that begin here: "parafon forte" and "c", "c 8"; "tylenol" and "3", "back pain"."""
    line = reading.line
    if line.tokens[index].numbered:
        yield f"{mark.key} no {line.keys[index]}"
    if line.counts(index):
        yield f"{mark.key} no {line.keys[index + 1]}"
    if line.tokens[index].number:
        if _is_bare(line, mark.last, index):
            yield f"{mark.key} {line.keys[index]}"
        return
    first = reading.owner[index] is not None or _is_said_of_a_dose(line, index)
    last = next(
        (n for n in range(index + 1, len(line)) if line.tokens[n].hard or reading.is_name(n)), len(line)
    )
    for end in range(index + (2 if first else 1), min(index + _MOST_WORDS, last) + 1):
        yield " ".join((mark.key, *line.keys[index:end]))


def _is_bare(line: Sentence, start: int, index: int) -> bool:
    """Whether a number behind a name may be a part of it: "Atasol (30)"; it is no dose, no part of one and no count."""
    dosed = any(line.tokens[n].number and line.is_unit(n + 1) for n in range(start, index))
    last = index + 1 == len(line) or (line.tokens[index + 1].hard and line.gap(index + 1).strip() != "-")
    return last and not dosed and line.keys[index - 1] not in _TIMES and not line.tokens[index - 1].number


def _is_said_of_a_dose(line: Sentence, index: int) -> bool:
    """Whether a word says when or how many: "at night", "zur Nacht", "24 h", "8 pm", "1 comp."; or is a trade mark, "(R)"."""
    word, before = line.keys[index], line.keys[index - 1]
    if word == "at":
        return index + 1 < len(line) and not line.stands_out(index)
    if (
        before in _BEFORE_A_TIME or not line.written(index).isascii() or _is_trade_mark(line, index)
    ):  # "à noite"
        return True
    if before == "/":  # 25 mcg/h
        return line.is_unit(index - 2)
    if word == "h":  # 24 h, 4-6h
        return before in HOURS or line.gap(index - 1) == "-"
    counted = line.tokens[index - 1].number and value(before) <= (
        HALF_A_DAY if word == "pm" else MOST_AT_ONCE
    )
    return counted and (word == "pm" or "form" in line.kinds(index))


def _is_trade_mark(line: Sentence, index: int) -> bool:
    token = line.tokens[index]
    return line.text[token.start - 1 : token.end + 1].casefold() == "(r)"


def _holds_more(reading: Reading, key: str) -> bool:
    entry = reading.line.names.curated(key)
    return entry is not None and not reading.substances.issuperset(entry.substances)
