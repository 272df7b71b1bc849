"""Where a medicine goes in, as far as its line says.

A wrong local route would silence an alarm, so it is given only where the line names one medicine, and of
several routes the one that reaches more of the body is taken.
"""

from collections.abc import Set
from itertools import pairwise

from interactions.model import Route
from interactions.names.match import PUMPS
from interactions.names.sentence import Reading, Sentence
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
_OF_BACLOFEN = (None, Route.ORAL, Route.INTRATHECAL, Route.PARENTERAL, Route.RECTAL)
_SHORTEST = 3
_IN_PUMPS = frozenset(("baclofen", "ziconotide"))


def _said(reading: Reading, hidden: Set[int]) -> list[RouteWord]:
    line = reading.line
    said = [
        word.route
        for index, word in enumerate(line.known)
        if word.route is not None and index not in hidden and _is_route(reading, index, word.route)
    ]
    routes = line.names.words.routes
    for mark in reading.marks:
        if (mark.entry is None or mark.key == PUMPED) and mark.key in routes and mark.first not in hidden:
            said.append(routes[mark.key])
    if "it" in line.keys and _says_it(reading):
        said.append(RouteWord(Route.INTRATHECAL, True))
    return said


def _is_route(reading: Reading, index: int, word: RouteWord) -> bool:
    """Whether a word speaks of the medicine, and of no name, no list mark and no disease."""
    if reading.is_name(index) or _is_list_mark(reading.line, index):
        return False
    phrase, routes = reading.owner[index], reading.line.names.words.routes
    if phrase is not None and word.route in _LOCAL and phrase.key not in routes:
        return False  # "cream-coloured"
    short = len(reading.line.keys[index]) < _SHORTEST
    if short and word.route is Route.PARENTERAL and "baclofen" in reading.substances:
        return False  # nobody injects it so: "im Wechsel", "ev."
    return not (word.adjective and (_is_said_of(reading, index - 1) or _is_said_of(reading, index + 1)))


def _is_said_of(reading: Reading, index: int) -> bool:
    """Whether a word may be what an adjective beside it is said of: the itch of "cutaneous itch"."""
    if not 0 <= index < len(reading.line) or reading.is_name(index):
        return False
    kinds = reading.line.kinds(index)
    return not reading.line.tokens[index].number and (not kinds or "indication" in kinds)


def _is_list_mark(line: Sentence, index: int) -> bool:
    """Whether a word is the number of a line: "iv) Tramadol", but "IV tramadol" and "i.v. tramadol"."""
    end = line.tokens[index].end
    return index == 0 and line.written(0).casefold() == "iv" and line.text[end : end + 1] in (")", ".")


def _says_it(reading: Reading) -> bool:
    """Whether "it" is intrathecal: behind a medicine that is given so or its dose, and no word of a sentence."""
    if _GIVEN_INTO_THE_SPINE.isdisjoint(reading.substances):
        return False
    line = reading.line
    return any(
        key == "it"
        and not line.tokens[index].hard
        and (index in _ends(reading) or (index > 0 and line.is_unit(index - 1)))
        and (index + 1 == len(line) or line.tokens[index + 1].hard or line.known[index + 1].quiet)
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


def route_of(reading: Reading, hidden: Set[int] = frozenset()) -> Route | None:
    """The route of a line that names a medicine; None where nothing says it, or not surely.

    Args:
        hidden: indexes of the words that speak of another medicine.
    """
    said = _said(reading, hidden)
    routes = {word.route for word in said if word.specific}
    # Drops for the eye beside tablets: the tablets count.  Only vaginal tablets are not for the mouth.
    if said and (not routes or (routes <= _LOCAL and Route.VAGINAL not in routes)):
        routes |= {word.route for word in said}
    if not routes and not _IN_PUMPS.isdisjoint(reading.substances) and _has_pump(reading.line):
        routes = {Route.INTRATHECAL}
    route = min(routes, key=_REACH.index) if routes else _of_products(reading)
    if route in _LOCAL and not _one_medicine(reading):
        return None
    # Nobody gives baclofen otherwise: the word belongs to another medicine.
    return None if route not in _OF_BACLOFEN and "baclofen" in reading.substances else route


def _has_pump(line: Sentence) -> bool:
    """Whether the line speaks of a pump that is there, and not of one to come: "before pump implant"."""
    return any(
        key in PUMPS and not (index + 1 < len(line) and line.keys[index + 1].startswith("implant"))
        for index, key in enumerate(line.keys)
    )


def _of_products(reading: Reading) -> Route | None:
    """The route that every name of the line implies."""
    implied = {meaning.route for entry in reading.entries for meaning in entry.meanings}
    return implied.pop() if len(implied) == 1 else None
