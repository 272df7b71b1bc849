"""Where a medicine goes in, as far as its line says.

A wrong local route would silence an alarm, so it is given only where the line names one medicine, and of
several routes the one that reaches more of the body is taken.
"""

from itertools import pairwise

from interactions.model import Route
from interactions.names.match import PUMPS
from interactions.names.sentence import Reading
from interactions.names.words import PUMPED, RouteWord

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


def _said(reading: Reading) -> list[RouteWord]:
    line = reading.line
    said = [
        word.route
        for index, word in enumerate(line.known)
        if word.route is not None and not reading.is_name(index)
    ]
    routes = line.names.words.routes
    for mark in reading.marks:
        if (mark.entry is None or mark.key == PUMPED) and mark.key in routes:
            said.append(routes[mark.key])
    if "it" in line.keys and _says_it(reading):
        said.append(RouteWord(Route.INTRATHECAL, True))
    return said


def _says_it(reading: Reading) -> bool:
    if _GIVEN_INTO_THE_SPINE.isdisjoint(reading.substances):
        return False
    line = reading.line
    return any(
        key == "it"
        and not line.tokens[index].hard
        and (index in _ends(reading) or (index > 0 and line.is_unit(index - 1)))
        for index, key in enumerate(line.keys)
    )


def _ends(reading: Reading) -> set[int]:
    return {mark.last for mark in reading.marks if mark.entry}


def _one_medicine(reading: Reading) -> bool:
    """Whether all names of a line are one medicine: the same substances, or joined by nothing but "/"."""
    named = [(mark, mark.entry) for mark in reading.marks if mark.entry]
    for (before, entry), (after, other) in pairwise(named):
        if not set(entry.substances).isdisjoint(other.substances):
            continue
        between = reading.line.keys[before.last : after.first]
        if any(key != "/" for key in between) or reading.line.tokens[after.first].hard:
            return False
    return True


def route_of(reading: Reading) -> Route | None:
    """The route of a line that names a medicine; None where nothing says it, or not surely."""
    said = _said(reading)
    routes = {word.route for word in said if word.specific}
    # Drops for the eye beside tablets: the tablets count.  Only vaginal tablets are not for the mouth.
    if said and (not routes or (routes <= _LOCAL and Route.VAGINAL not in routes)):
        routes |= {word.route for word in said}
    if (
        not routes
        and not _IN_PUMPS.isdisjoint(reading.substances)
        and not PUMPS.isdisjoint(reading.line.keys)
    ):
        routes = {Route.INTRATHECAL}
    route = min(routes, key=_REACH.index) if routes else _of_products(reading)
    return None if route in _LOCAL and not _one_medicine(reading) else route


def _of_products(reading: Reading) -> Route | None:
    """The route that every name of the line implies."""
    implied = {meaning.route for entry in reading.entries for meaning in entry.meanings}
    return implied.pop() if len(implied) == 1 else None
