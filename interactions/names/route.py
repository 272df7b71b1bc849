"""Where a medicine goes in, as far as its line says.

A wrong local route would silence an alarm, so it is given only where the line names one medicine, and of
several routes the one that reaches more of the body is taken.
"""

from collections.abc import Sequence
from itertools import pairwise

from interactions.model import Route
from interactions.names.match import PUMPED, PUMPS, Mark
from interactions.names.text import Token
from interactions.names.words import RouteWord, Words

# From the route that matters most beside a pump to the one that matters least.
_REACH = (
    Route.INTRATHECAL,
    Route.EPIDURAL,
    Route.PARENTERAL,
    Route.ORAL,
    Route.OROMUCOSAL,
    Route.TRANSDERMAL,
    Route.RECTAL,
    Route.INHALED,
    Route.NASAL,
    Route.OTIC,
    Route.OPHTHALMIC,
    Route.VAGINAL,
    Route.CUTANEOUS,
)
_LOCAL = frozenset((Route.NASAL, Route.OTIC, Route.OPHTHALMIC, Route.VAGINAL, Route.CUTANEOUS, Route.INHALED))

# "IT" is intrathecal only beside a dose or a medicine that is given so; "take it daily" is not.
_GIVEN_INTO_THE_SPINE = frozenset(
    [
        "baclofen",
        "ziconotide",
        "morphine",
        "hydromorphone",
        "clonidine",
        "bupivacaine",
        "fentanyl",
        "sufentanil",
        "methotrexate",
        "cytarabine",
    ]
)
_IN_PUMPS = frozenset(("baclofen", "ziconotide"))


def _said(words: Words, tokens: Sequence[Token], marks: Sequence[Mark]) -> list[RouteWord]:
    said: list[RouteWord] = []
    spoken = [index for index, token in enumerate(tokens) if token.key in words.routes]
    if spoken:
        inside = {index for mark in marks if mark.entry for index in range(mark.first, mark.last)}
        said += [words.routes[tokens[index].key] for index in spoken if index not in inside]
    said += [
        words.routes[mark.key]
        for mark in marks
        if (mark.entry is None or mark.key == PUMPED) and mark.key in words.routes
    ]
    if any(token.key == "it" for token in tokens) and _says_it(words, tokens, marks):
        said.append(RouteWord(Route.INTRATHECAL, True))
    return said


def _substances(marks: Sequence[Mark]) -> set[str]:
    return {name for mark in marks if mark.entry for name in mark.entry.substances}


def _says_it(words: Words, tokens: Sequence[Token], marks: Sequence[Mark]) -> bool:
    if _GIVEN_INTO_THE_SPINE.isdisjoint(_substances(marks)):
        return False
    ends = {mark.last for mark in marks if mark.entry}
    return any(
        token.key == "it"
        and not token.hard
        and (index in ends or (index > 0 and "unit" in words.of(tokens[index - 1].key)))
        for index, token in enumerate(tokens)
    )


def _one_medicine(marks: Sequence[Mark], tokens: Sequence[Token]) -> bool:
    """Whether all names of a line are one medicine: the same substances, or joined by nothing but "/"."""
    named = [mark for mark in marks if mark.entry]
    for before, after in pairwise(named):
        between = tokens[before.last : after.first]
        same = (
            before.entry is not None
            and after.entry is not None
            and (set(before.entry.substances) & set(after.entry.substances))
        )
        if not same and (any(token.key != "/" for token in between) or tokens[after.first].hard):
            return False
    return True


def route_of(words: Words, tokens: Sequence[Token], marks: Sequence[Mark]) -> Route | None:
    """The route of a line that names a medicine; None where nothing says it, or not surely."""
    said = _said(words, tokens, marks)
    if not said and _IN_PUMPS.isdisjoint(_substances(marks)):
        return _told_by(marks, tokens)
    routes = {word.route for word in said if word.specific}
    # Drops for the eye beside tablets: the tablets count.  Only vaginal tablets are not for the mouth.
    if not routes or (routes <= _LOCAL and Route.VAGINAL not in routes):
        routes |= {word.route for word in said}
    if not routes and _substances(marks) & _IN_PUMPS and any(token.key in PUMPS for token in tokens):
        routes = {Route.INTRATHECAL}
    if not routes:
        return _told_by(marks, tokens)
    route = min(routes, key=_REACH.index)
    return None if route in _LOCAL and not _one_medicine(marks, tokens) else route


def _told_by(marks: Sequence[Mark], tokens: Sequence[Token]) -> Route | None:
    """The route of the products where the line says none."""
    route = _of_products(marks)
    return None if route in _LOCAL and not _one_medicine(marks, tokens) else route


def _of_products(marks: Sequence[Mark]) -> Route | None:
    """The route that every name of the line implies."""
    implied = {meaning.route for mark in marks if mark.entry for meaning in mark.entry.meanings}
    return implied.pop() if len(implied) == 1 else None
