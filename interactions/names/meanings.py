"""Which of its meanings a name has in one line, and which names are no longer sure there."""

from collections.abc import Sequence
from itertools import pairwise

from interactions.names.amounts import strengths
from interactions.names.entry import Entry, Origin
from interactions.names.sentence import Mark, Sentence


def told_apart(line: Sentence, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks, a homonym reduced to the meaning that the line itself gives.

    "Triatec (ramipril)" is ramipril; without brackets the other name may be another medicine.  "Ramipril comp
    5/25" has two strengths and so is the combination, which holds all that the other meanings do.
    """
    told: list[Mark] = []
    parts = {count for _, _, count in strengths(line)}
    for mark in marks:
        entry = mark.entry
        if entry is not None and entry.ambiguous:
            entry = _meant(entry, _in_brackets(line, mark, marks) or _before_brackets(line, mark, marks))
            entry = _whole(entry, parts)
        told.append(mark._replace(entry=entry))
    return told


def doubted(line: Sentence, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks, a brand of the general dictionary straight behind another ingredient no longer sure.

    "Hydrocortisone Activase" is made by a company of that name and holds no alteplase; or both are meant.
    """
    kept = list(marks)
    for index, (before, mark) in enumerate(pairwise(marks), 1):
        apart = before.last < mark.first or line.tokens[mark.first].hard
        if mark.entry is not None and not apart and _may_be_a_company(before.entry, mark.entry):
            kept[index] = mark._replace(entry=mark.entry._replace(sure=False))
    return kept


def _may_be_a_company(before: Entry | None, entry: Entry) -> bool:
    brand = entry.origin is Origin.GENERAL and not entry.ingredient
    if not brand or before is None or not before.ingredient:
        return False
    return set(entry.substances).isdisjoint(before.substances)


def _in_brackets(line: Sentence, mark: Mark, marks: Sequence[Mark]) -> set[str]:
    """The ingredients named in brackets directly after a name."""
    start = line.tokens[mark.last - 1].end
    rest = line.text[start:]
    opening = rest.find("(")
    if opening < 0 or rest[:opening].strip(" ®\u2122"):
        return set()
    closing = rest.find(")")
    if closing < 0:
        return set()
    inside = [other for other in marks if start + opening < line.tokens[other.first].start < start + closing]
    return {
        name
        for other in inside
        if other.entry is not None and other.entry.ingredient
        for name in other.entry.substances
    }


def _before_brackets(line: Sentence, mark: Mark, marks: Sequence[Mark]) -> set[str]:
    """The ingredients named before a bracket that holds the name: "guaifenesin-codeine (ROBITUSSIN AC)"."""
    opening = line.text.rfind("(", 0, line.tokens[mark.first].start)
    if opening < 0 or line.text[opening + 1 : line.tokens[mark.first].start].strip():
        return set()
    return {
        name
        for other in marks
        if other.entry is not None and other.entry.ingredient and line.tokens[other.last - 1].end <= opening
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
