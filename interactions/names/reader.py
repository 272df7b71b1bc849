"""Reading one line of a medication list.

    >>> resolve("2. Co-codamol 30/500 tabs, 2 qds prn").substances  # doctest: +SKIP
    (codeine, paracetamol)

The line is cut into words, the longest known names are found, everything around them must be accounted
for, and what is not is said.  Nothing is ever guessed: a word that merely looks like a name is offered as
a suggestion and changes nothing.
"""

from collections.abc import Sequence

from interactions.model import FoundSubstance, Line, LineStatus
from interactions.names.amounts import levels, strengths, unglued
from interactions.names.book import Names, default_names
from interactions.names.leftover import Remainder
from interactions.names.match import Mark, Matcher
from interactions.names.meanings import doubted, told_apart
from interactions.names.nothing import is_nothing
from interactions.names.route import route_of
from interactions.names.siblings import siblings
from interactions.names.text import Token, tokens, written

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
    found = unglued(text, tokens(text), names.words)
    marks = Matcher(names, text, found).marks()
    if not any(mark.entry for mark in marks):
        return _nameless(text, found, marks, names)
    return _named(text, found, marks, names)


def _nameless(text: str, found: Sequence[Token], marks: Sequence[Mark], names: Names) -> Line:
    if is_nothing(names.words, found, marks):
        return Line(text=text, status=LineStatus.NOT_A_MEDICINE)
    left = Remainder(names.words, text, found, marks).indexes()
    return Line(
        text=text,
        status=LineStatus.NOT_RECOGNISED,
        leftover=tuple(written(text, found[index], found[index]) for index in left),
        suggestions=_suggestions(found, left, names),
    )


def _named(text: str, found: Sequence[Token], marks: Sequence[Mark], names: Names) -> Line:
    marks = doubted(found, told_apart(names.words, text, found, marks))
    substances = _substances(text, found, marks, names)
    left = Remainder(names.words, text, found, marks).indexes()
    named = frozenset(substance.name for substance in substances)
    if others := siblings(names, found, marks, named):
        left = sorted({*left, *others})
    over = [
        (first, last)
        for first, last, parts in strengths(names.words, text, found)
        if parts > len(substances) and not _mix(substances)
    ]
    unused = [(index, index) for index in left]
    if measured := [*over, *levels(names.words, found, marks)]:
        unused = sorted({*unused, *measured})
    homonyms = [mark.entry for mark in marks if mark.entry is not None and mark.entry.ambiguous]
    meanings = tuple(dict.fromkeys(str(meaning) for entry in homonyms for meaning in entry.meanings))
    return Line(
        text=text,
        status=_status(marks, bool(meanings), bool(unused)),
        substances=substances,
        leftover=tuple(written(text, found[first], found[last]) for first, last in unused),
        suggestions=_suggestions(found, left, names),
        meanings=meanings,
        route=route_of(names.words, found, marks),
    )


def _status(marks: Sequence[Mark], ambiguous: bool, unused: bool) -> LineStatus:
    if ambiguous:
        return LineStatus.AMBIGUOUS
    if unused or any(mark.entry is not None and not mark.entry.sure for mark in marks):
        return LineStatus.IN_PART
    return LineStatus.RECOGNISED


def _mix(substances: Sequence[FoundSubstance]) -> bool:
    """Whether two strengths are two kinds of one substance: insulin 30/70."""
    return any(found.name.startswith("insulin") for found in substances)


def _substances(
    text: str, found: Sequence[Token], marks: Sequence[Mark], names: Names
) -> tuple[FoundSubstance, ...]:
    """Every substance of the line once, with the first words that named it."""
    kept: dict[str, FoundSubstance] = {}
    for mark in marks:
        if mark.entry is None:
            continue
        words = written(text, found[mark.first], found[mark.last - 1])
        for name in mark.entry.substances:
            if name not in kept:
                kept[name] = FoundSubstance(name=name, written=words, atc=names.atc(name))
    return tuple(kept.values())


def _suggestions(found: Sequence[Token], left: Sequence[int], names: Names) -> tuple[str, ...]:
    """Names for the unknown words, from those that no list explains in any way."""
    if not left:
        return ()
    unknown: list[tuple[str, bool]] = []
    before = -2
    for index in left:
        word = found[index].key
        if word in names.words.kinds or not word.isalpha():
            continue
        unknown.append((word, index == before + 1 and not found[index].hard))
        before = index
    return names.suggester.suggest(unknown)
