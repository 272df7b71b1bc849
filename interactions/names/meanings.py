"""Which of its meanings a name has in one line, and which names are no longer sure there."""

from collections.abc import Sequence

from interactions.names.amounts import strengths
from interactions.names.entry import Entry, Origin
from interactions.names.match import Mark
from interactions.names.text import Token
from interactions.names.words import Words


def told_apart(words: Words, text: str, found: Sequence[Token], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, a homonym reduced to the meaning that the line itself gives.

    "Triatec (ramipril)" is ramipril; without brackets the other name may be another medicine.  "Ramipril comp
    5/25" has two strengths and so is the combination, which holds all that the other meanings do.
    """
    if not any(mark.entry and mark.entry.ambiguous for mark in marks):
        return list(marks)
    told: list[Mark] = []
    parts = {count for _, _, count in strengths(words, text, found)}
    for mark in marks:
        entry = mark.entry
        if entry is not None and entry.ambiguous:
            entry = _meant(
                entry, _in_brackets(text, found, mark, marks) or _before_brackets(text, found, mark, marks)
            )
            entry = _whole(entry, parts)
        told.append(mark._replace(entry=entry))
    return told


def doubted(found: Sequence[Token], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, a brand of the general dictionary straight behind another ingredient no longer sure.

    "Hydrocortisone Activase" is made by a company of that name and holds no alteplase; or both are meant.
    """
    if len([mark for mark in marks if mark.entry is not None]) < 2:
        return list(marks)
    kept: list[Mark] = []
    before: Mark | None = None
    for mark in marks:
        entry = mark.entry
        if (
            entry is not None
            and before is not None
            and before.entry is not None
            and before.last == mark.first
        ):
            other = set(entry.substances).isdisjoint(before.entry.substances)
            brand = entry.origin is Origin.GENERAL and not entry.ingredient
            if before.entry.ingredient and brand and other and not found[mark.first].hard:
                entry = entry._replace(sure=False)
        kept.append(mark if entry is mark.entry else mark._replace(entry=entry))
        before = mark
    return kept


def _in_brackets(text: str, found: Sequence[Token], mark: Mark, marks: Sequence[Mark]) -> set[str]:
    """The ingredients named in brackets directly after a name."""
    start = found[mark.last - 1].end
    rest = text[start:]
    opening = rest.find("(")
    if opening < 0 or rest[:opening].strip(" ®\u2122"):
        return set()
    closing = rest.find(")")
    if closing < 0:
        return set()
    inside = [other for other in marks if start + opening < found[other.first].start < start + closing]
    return {
        name
        for other in inside
        if other.entry is not None and other.entry.ingredient
        for name in other.entry.substances
    }


def _before_brackets(text: str, found: Sequence[Token], mark: Mark, marks: Sequence[Mark]) -> set[str]:
    """The ingredients named before a bracket that holds the name: "guaifenesin-codeine (ROBITUSSIN AC)"."""
    opening = text.rfind("(", 0, found[mark.first].start)
    if opening < 0 or text[opening + 1 : found[mark.first].start].strip():
        return set()
    return {
        name
        for other in marks
        if other.entry is not None and other.entry.ingredient and found[other.last - 1].end <= opening
        for name in other.entry.substances
    }


def _meant(entry: Entry, ingredients: set[str]) -> Entry:
    meant = tuple(meaning for meaning in entry.meanings if set(meaning.substances) == ingredients)
    return entry._replace(meanings=meant) if meant else entry


def _whole(entry: Entry, parts: set[int]) -> Entry:
    """The meaning with as many ingredients as the line has strengths, where it holds all other meanings."""
    every = set(entry.substances)
    whole = [
        each for each in entry.meanings if len(each.substances) in parts and set(each.substances) == every
    ]
    return entry._replace(meanings=tuple(whole)) if whole and len(every) > 1 else entry
