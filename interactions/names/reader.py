"""Reading one line of a medication list.

    >>> resolve("2. Co-codamol 30/500 tabs, 2 qds prn").substances  # doctest: +SKIP
    (codeine, paracetamol)

The line is cut into words, the longest known names are found, everything around them must be accounted
for, and what is not is said.  Nothing is ever guessed: a word that merely looks like a name is offered as
a suggestion and changes nothing.
"""

from collections.abc import Iterable, Sequence

from interactions.model import FoundSubstance, Line, LineStatus
from interactions.names.amounts import levels, strengths, unglued
from interactions.names.book import Names, default_names
from interactions.names.leftover import Remainder
from interactions.names.match import Matcher
from interactions.names.meanings import doubted, told_apart
from interactions.names.nothing import is_nothing
from interactions.names.route import route_of
from interactions.names.sentence import Reading, Sentence
from interactions.names.siblings import siblings
from interactions.names.text import written
from interactions.names.unnamed import unnamed

LONGEST_LINE = 2_000


def resolve(text: str, names: Names | None = None) -> Line:
    """What a written line is taken for; never raises on any text.

    A line of more than `LONGEST_LINE` characters is kept whole and not read: `not_recognised`.

    Args:
        names: the names to read with; None for `default_names()`, which loads at the first call.

    Raises:
        TableError, NamesError: the default names cannot be loaded.
    """
    names = default_names() if names is None else names
    if len(text) > LONGEST_LINE:
        return Line(text=text, status=LineStatus.NOT_RECOGNISED)
    line = unglued(Sentence(text, names))
    reading = Reading(line, Matcher(line).marks())
    if not reading.entries:
        return _nameless(reading)
    if len(reading.entries) > 1 or reading.entries[0].ambiguous:
        reading = Reading(line, doubted(line, told_apart(line, reading.marks)))
    return _named(reading)


def _nameless(reading: Reading) -> Line:
    line = reading.line
    if is_nothing(reading):
        return Line(text=line.text, status=LineStatus.NOT_A_MEDICINE)
    left = Remainder(reading).indexes()
    return Line(
        text=line.text,
        status=LineStatus.NOT_RECOGNISED,
        leftover=_written(line, [(index, index) for index in left]),
        suggestions=_suggestions(line, left),
    )


def _named(reading: Reading) -> Line:
    line = reading.line
    left, hidden = Remainder(reading).indexes(), unnamed(reading)
    if others := hidden.union(siblings(reading)):
        left = sorted(others.union(left))
    unused = [(index, index) for index in left]
    if measured := _more_strengths(reading) + levels(reading):
        unused = sorted({*unused, *measured})
    meanings = _meanings(reading)
    return Line(
        text=line.text,
        status=_status(reading, bool(meanings), bool(unused)),
        substances=_substances(reading),
        leftover=_written(line, unused),
        suggestions=_suggestions(line, left),
        meanings=meanings,
        route=route_of(reading, hidden),
    )


def _meanings(reading: Reading) -> tuple[str, ...]:
    """All that the homonyms of a line may mean, each once."""
    if not [entry for entry in reading.entries if len(entry.meanings) > 1]:
        return ()
    homonyms = [entry for entry in reading.entries if entry.ambiguous]
    return tuple(dict.fromkeys(str(meaning) for entry in homonyms for meaning in entry.meanings))


def _status(reading: Reading, ambiguous: bool, unused: bool) -> LineStatus:
    if ambiguous:
        return LineStatus.AMBIGUOUS
    if unused or not all(entry.sure for entry in reading.entries):
        return LineStatus.IN_PART
    return LineStatus.RECOGNISED


def _more_strengths(reading: Reading) -> list[tuple[int, int]]:
    """Strengths of more ingredients than were found, first and last word."""
    found = len(reading.substances)
    more = [(first, last) for first, last, parts in strengths(reading.line) if parts > found]
    # Two strengths of insulin are two kinds of it: 30/70.
    return more if more and not any(name.startswith("insulin") for name in reading.substances) else []


def _substances(reading: Reading) -> tuple[FoundSubstance, ...]:
    """Every substance of the line once, with the first words that named it."""
    kept: dict[str, FoundSubstance] = {}
    line = reading.line
    for mark in reading.marks:
        if mark.entry is None:
            continue
        words = written(line.text, line.tokens[mark.first], line.tokens[mark.last - 1])
        for name in mark.entry.substances:
            if name not in kept:
                kept[name] = FoundSubstance(name=name, written=words, atc=line.names.atc(name))
    return tuple(kept.values())


def _written(line: Sentence, runs: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(written(line.text, line.tokens[first], line.tokens[last]) for first, last in runs)


def _suggestions(line: Sentence, left: Sequence[int]) -> tuple[str, ...]:
    """Names for the unknown words, from those that no list explains in any way."""
    if not left:
        return ()
    unknown: list[tuple[str, bool]] = []
    before = -2
    for index in left:
        word = line.keys[index]
        if line.kinds(index) or not word.isalpha():
            continue
        unknown.append((word, index == before + 1 and not line.tokens[index].hard))
        before = index
    return line.names.suggester.suggest(unknown)
