"""What is known about one list and one person, and whether a row's context holds: yes, no, not known.

A check asks this module one question, `holds`; the answer is True, False, or None where something that
was not given decides, and then the words for what to find out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from interactions.model import CONDITIONS, PUMP_DRUGS, Context, Line, Route, Situation
from interactions.pump_baclofen import BACLOFEN, Meaning, meaning_of, names_baclofen
from interactions.rows import CautionClass, Count, When
from interactions.table import Table

LOCAL = frozenset({Route.CUTANEOUS, Route.OPHTHALMIC, Route.OTIC, Route.VAGINAL})
"""Routes by which so little reaches the body that no caution alarms."""
_NAMED_ONCE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One substance in one place.

    Attributes:
        line: index of the line; None where only the context names it.
        route: where it goes in, as far as is known.
        why: for baclofen, why the line counts as tablets.
    """

    substance: str
    line: int | None
    route: Route | None
    why: str | None = None


@dataclass(frozen=True)
class Facts:
    """One list, what is known about the person, and the table to read them with."""

    lines: tuple[Line, ...]
    pump_drugs: tuple[Line, ...]
    context: Context
    table: Table

    @cached_property
    def meanings(self) -> dict[int, Meaning]:
        """For each line that names baclofen, what it is about."""
        names = self.table.pump_itself.names
        return {n: meaning_of(line, names) for n, line in enumerate(self.lines) if names_baclofen(line)}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every substance on the list or named by the context, without the pump's own baclofen."""
        return (*self._written(), *self._from_context())

    def _written(self) -> Iterator[Entry]:
        for number, line in enumerate(self.lines):
            for found in line.substances:
                if found.name != BACLOFEN:
                    yield Entry(found.name, number, line.route)
        for number, meaning in self.meanings.items():
            if meaning in (Meaning.TABLETS, Meaning.UNCLEAR):
                yield Entry(BACLOFEN, number, self.lines[number].route, str(meaning))

    def _from_context(self) -> Iterator[Entry]:
        for line in self.pump_drugs:
            for found in line.substances:
                if found.name != BACLOFEN:
                    yield Entry(found.name, None, Route.INTRATHECAL)
        if self.context.oral_baclofen and Meaning.TABLETS not in self.meanings.values():
            yield Entry(BACLOFEN, None, Route.ORAL, "oral baclofen is said to be taken as well")
        written = {found.name for line in (*self.lines, *self.pump_drugs) for found in line.substances}
        for group in self.table.classes.values():
            if self.context.situation in group.always_in and written.isdisjoint(group.members):
                yield from (Entry(member, None, None) for member in group.members)

    @cached_property
    def members(self) -> dict[str, tuple[Entry, ...]]:
        """For each class the entries that can matter: local use is left out."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for group in self.table.classes_of.get(entry.substance, ()):
                if not is_local(entry.route, group):
                    found.setdefault(group.id, []).append(entry)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def adding(self) -> dict[str, frozenset[Entry]]:
        """For each load the entries that add to it."""
        found: dict[str, set[Entry]] = {}
        for class_id, entries in self.members.items():
            for load in self.table.classes[class_id].loads:
                found.setdefault(load, set()).update(entries)
        return {load: frozenset(entries) for load, entries in found.items()}

    @cached_property
    def oral_baclofen(self) -> bool | None:
        """Tablets as well?  A line of tablets says yes, a line without a route leaves it open."""
        if Meaning.TABLETS in self.meanings.values():
            return True
        if Meaning.UNCLEAR in self.meanings.values() and not self.context.oral_baclofen:
            return None
        return self.context.oral_baclofen

    @cached_property
    def in_the_pump(self) -> frozenset[str]:
        """Substances that go into the spine beside baclofen, from the context or from the lines."""
        return frozenset(entry.substance for entry in self.entries if entry.route is Route.INTRATHECAL)


def is_local(route: Route | None, group: CautionClass) -> bool:
    """Whether that use of a member acts where it is put and never alarms."""
    return route in LOCAL or (route is Route.NASAL and group.nasal_is_local)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a context holds; `needs` says in words what is not known, where that decides."""

    holds: bool | None
    needs: tuple[str, ...] = ()


def holds(when: When, class_id: str | None, facts: Facts, situation: Situation) -> Answer:
    """Whether every key of a row's context holds.

    Args:
        class_id: the class the row speaks of; None for a stack.
        situation: the situation to assume.  `unsure` stands for "nothing assumed": no row that needs a
            situation holds in it.
    """
    parts = list(_parts(when, class_id, facts, situation))
    if any(part.holds is False for part in parts):
        return Answer(False)
    needs = tuple(need for part in parts for need in part.needs)
    return Answer(None if needs else True, needs)


def _parts(when: When, class_id: str | None, facts: Facts, situation: Situation) -> Iterator[Answer]:
    if when.situation:
        yield Answer(situation in when.situation)
    if when.with_:
        yield Answer(_together(when.with_, class_id, facts))
    if when.substance:
        yield Answer(any(entry.substance in when.substance for entry in _own(class_id, facts)))
    if when.count:
        yield Answer(enough(when.count, facts))
    if when.route:
        yield _route(when.route, class_id, facts)
    if when.pump_drug:
        yield _pump_drug(when.pump_drug, facts)
    yield from _person(when, facts)


def _person(when: When, facts: Facts) -> Iterator[Answer]:
    if when.oral_baclofen is not None:
        said = facts.oral_baclofen
        yield _known(
            None if said is None else said is when.oral_baclofen, "whether oral baclofen is taken as well"
        )
    if when.egfr_below is not None:
        yield _kidneys(when.egfr_below, facts.context)
    age = facts.context.age
    if when.age_below is not None:
        yield _known(None if age is None else age < when.age_below, "age")
    if when.age_from is not None:
        yield _known(None if age is None else age >= when.age_from, "age")
    if when.condition:
        yield _condition(when.condition, facts.context)


def _known(value: bool | None, need: str) -> Answer:
    return Answer(value, (need,) if value is None else ())


def _own(class_id: str | None, facts: Facts) -> tuple[Entry, ...]:
    return facts.members.get(class_id, ()) if class_id else ()


def _together(classes: tuple[str, ...], class_id: str | None, facts: Facts) -> bool:
    """Another substance of these classes stands beside one of the row's own class."""
    others = {entry.substance for name in classes for entry in facts.members.get(name, ())}
    own = {entry.substance for entry in _own(class_id, facts)}
    return bool(others - own) or (bool(others & own) and len(others | own) >= _NAMED_ONCE)


def enough(count: Count, facts: Facts) -> bool:
    """Whether so many different substances add to the load."""
    return len({entry.substance for entry in facts.adding.get(count.load, ())}) >= count.at_least


def _route(routes: tuple[Route, ...], class_id: str | None, facts: Facts) -> Answer:
    """A member whose line says one of these routes; not known where a line says none."""
    said = {entry.route for entry in _own(class_id, facts)}
    if said & set(routes):
        return Answer(True)
    return _known(None if None in said else False, f"whether its route is {' or '.join(routes)}")


def _pump_drug(classes: tuple[str, ...], facts: Facts) -> Answer:
    context = facts.context
    if "any" in classes and (context.pump_drugs or facts.in_the_pump):
        return Answer(True)
    wanted = {member for name in classes if name != "any" for member in facts.table.classes[name].members}
    if wanted & facts.in_the_pump:
        return Answer(True)
    read = all(line.status.checked for line in facts.pump_drugs)
    told = PUMP_DRUGS in context.without or (bool(context.pump_drugs) and read)
    return _known(False if told else None, "what else is in the pump")


def _kidneys(below: float, context: Context) -> Answer:
    """Dialysis counts whatever the number; kidney disease counts where no number is given."""
    if "dialysis" in context.conditions:
        return Answer(True)
    if context.egfr is not None:
        return Answer(context.egfr < below)
    return _known(True if "renal" in context.conditions else None, "eGFR")


def _condition(names: tuple[str, ...], context: Context) -> Answer:
    if set(names) & set(context.conditions):
        return Answer(True)
    open_names = [name for name in names if name not in context.without]
    if not open_names:
        return Answer(False)
    return Answer(None, tuple(CONDITIONS[name] for name in open_names))
