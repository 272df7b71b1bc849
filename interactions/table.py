"""The curated table: the folder `data` (and a site's overlay) -> one frozen `Table`.

A broken table is refused whole, by file and row: half a table would look like nothing wrong.
`read_table` gathers every problem for `lint`; `load_table` raises the first.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from interactions.errors import TableError
from interactions.model import TableInfo
from interactions.overlay import Overlay, apply_overlay, read_overlay
from interactions.rows import CautionClass, PumpItself, Row, Source
from interactions.substances import DATA, Substance, first_problem, load_substances, read_toml

OVERLAY_SETTING = "INTERACTIONS_OVERLAY"
CAUTIONS, SOURCES, SUBSTANCES = "cautions.toml", "sources.toml", "substances.toml"
OWN_COLUMNS = frozenset(
    {"id", "refines", "when", "because", "rated", "only_in_context", "checked_by", "checked_on", "site"}
)
"""What a refinement never inherits: a signature, above all, is for the words that were read."""

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a data file: which file, which row, and what to do."""

    file: str
    row: str
    text: str

    def error(self) -> TableError:
        """The same as an error to raise."""
        return TableError(self.file, self.row, self.text)


@dataclass(frozen=True)
class Table:
    """Everything that a check needs, resolved.

    Attributes:
        classes: by id, in the order of the file.
        rows: every caution and stack by id, refinements after their base as in the file.
        plain: for each class the row that always applies.
        refinements: for each plain row (or stack) the rows that refine it.
        stacks: rows that belong to no class.
        classes_of: for each substance the classes that it is a member of.
        not_covered: what no check of this kind looks at, one sentence each.
    """

    info: TableInfo
    classes: Mapping[str, CautionClass]
    rows: Mapping[str, Row]
    plain: Mapping[str, Row]
    refinements: Mapping[str, tuple[Row, ...]]
    stacks: tuple[Row, ...]
    pump_itself: PumpItself
    substances: Mapping[str, Substance]
    sources: Mapping[str, Source]
    classes_of: Mapping[str, tuple[CautionClass, ...]]
    not_covered: tuple[str, ...]


@lru_cache(maxsize=8)
def load_table(folder: Path | None = None, overlay: Path | None = None) -> Table:
    """The table in a folder (the package's own if None), with a site's overlay where one is given.

    Raises:
        TableError: something in it is broken; names file and row.
    """
    table, problems = read_table(folder, overlay)
    if table is None:
        raise problems[0].error()
    return table


def default_table() -> Table:
    """The package's table with the overlay that the setting `INTERACTIONS_OVERLAY` names, if it names one."""
    setting = os.environ.get(OVERLAY_SETTING, "")
    return load_table(None, Path(setting) if setting else None)


def read_table(folder: Path | None = None, overlay: Path | None = None) -> tuple[Table | None, list[Problem]]:
    """The table, or None and everything that is wrong with it.

    Raises:
        TableError: a file cannot be read at all.
    """
    folder = folder or DATA
    raw = read_toml(folder / CAUTIONS)
    sources = read_toml(folder / SOURCES)
    substances = load_substances(folder / SUBSTANCES)
    site = read_overlay(overlay) if overlay else None
    file = CAUTIONS
    problems: list[Problem] = []
    if site and overlay:
        file = overlay.name
        plain_table, _ = _build(raw, sources, substances, CAUTIONS)
        if plain_table is None:  # the site did nothing wrong: show the table's own problems
            return read_table(folder)
        raw, sources, refused = apply_overlay(site, raw, sources)
        problems = [Problem(file, row, text) for row, text in refused]
    table, found = _build(raw, sources, substances, file)
    problems += found
    return (None if table is None or problems else _named(table, site)), problems


def _named(table: Table, site: Overlay | None) -> Table:
    if site is None:
        return table
    return replace(table, info=table.info.model_copy(update={"overlay": site.name}))


def _build(
    raw: Mapping[str, object], sources: Mapping[str, object], substances: Mapping[str, Substance], file: str
) -> tuple[Table | None, list[Problem]]:
    """Shape every row, then check that the rows agree with one another."""
    maker = _Maker(file)
    maker.check_top(raw)
    classes = maker.shape_list(CautionClass, raw.get("class"), "class")
    stacks = maker.shape_list(Row, raw.get("stack", []), "stack")
    cautions = maker.shape_list(Row, list(_with_inherited(raw)), "caution")
    pump = maker.shape(PumpItself, raw.get("pump_itself"), "pump_itself")
    known = _Maker(SOURCES)
    by_source = {key: known.shape(Source, row, key) for key, row in sources.items()}
    problems = maker.problems + known.problems
    if problems or pump is None:
        return None, problems
    table = _assemble(raw, classes, stacks, cautions, pump, substances, by_source)
    problems = [
        Problem(file, row, text) for row, text in _disagreements(table, classes, [*stacks, *cautions])
    ]
    return (None, problems) if problems else (table, [])


class _Maker:
    """Turns raw rows into models and remembers what could not be turned."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def check_top(self, raw: Mapping[str, object]) -> None:
        """The keys of the file itself."""
        known = {"version", "date", "not_covered", "pump_itself", "class", "caution", "stack"}
        for key in raw.keys() - known:
            self.problems.append(Problem(self.file, str(key), "unknown key at the top of the file"))
        if not isinstance(raw.get("version"), str):
            self.problems.append(Problem(self.file, "version", "is missing: the table's version as text"))
        if not isinstance(raw.get("date"), date):
            self.problems.append(Problem(self.file, "date", "is missing: a date as 2026-11-23"))
        lines = raw.get("not_covered")
        if not (isinstance(lines, list) and lines and all(isinstance(line, str) for line in lines)):
            self.problems.append(Problem(self.file, "not_covered", "is missing: a list of sentences"))

    def shape_list(self, model: type[Shape], rows: object, kind: str) -> list[Shape]:
        """Every row of a list, and a problem for each that is none."""
        if not isinstance(rows, list):
            self.problems.append(Problem(self.file, kind, f"is missing: at least one [[{kind}]]"))
            return []
        shaped = (self.shape(model, row, f"{kind} {n}") for n, row in enumerate(rows, 1))
        return [row for row in shaped if row is not None]

    def shape(self, model: type[Shape], row: object, place: str) -> Shape | None:
        """One row; None and a problem where it is broken."""
        if not isinstance(row, dict):
            self.problems.append(Problem(self.file, place, "is missing or not a table of columns"))
            return None
        name = row.get("id") if isinstance(row.get("id"), str) else None
        try:
            return model.model_validate(row)
        except ValidationError as error:
            self.problems.append(Problem(self.file, name or place, first_problem(error)))
            return None


def _with_inherited(raw: Mapping[str, object]) -> Iterator[object]:
    """The cautions, each refinement with the columns of its base that it does not give itself."""
    rows = [row for key in ("caution", "stack") for row in _dicts(raw.get(key))]
    bases = {row.get("id"): row for row in rows if "refines" not in row}
    for row in _list(raw.get("caution")):
        base = bases.get(row.get("refines")) if isinstance(row, dict) and "refines" in row else None
        if base is None:
            yield row
        else:
            yield {key: value for key, value in base.items() if key not in OWN_COLUMNS} | row


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> list[dict[str, Any]]:
    return [row for row in _list(value) if isinstance(row, dict)]


def _assemble(
    raw: Mapping[str, object],
    classes: list[CautionClass],
    stacks: list[Row],
    cautions: list[Row],
    pump: PumpItself,
    substances: Mapping[str, Substance],
    sources: Mapping[str, Source | None],
) -> Table:
    rows = [*stacks, *cautions]
    refinements: dict[str, tuple[Row, ...]] = {}
    for row in cautions:
        if row.refines:
            refinements[row.refines] = (*refinements.get(row.refines, ()), row)
    classes_of: dict[str, tuple[CautionClass, ...]] = {}
    for group in classes:
        for member in group.members:
            classes_of[member] = (*classes_of.get(member, ()), group)
    day = raw["date"]
    assert isinstance(day, date)  # check_top has seen it
    content = [row.model_dump(mode="json") for row in (*classes, *rows, pump)]
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return Table(
        info=TableInfo(version=f"{raw['version']}+{digest[:8]}", date=day),
        classes=MappingProxyType({group.id: group for group in classes}),
        rows=MappingProxyType({row.id: row for row in rows}),
        plain=MappingProxyType({row.class_id: row for row in cautions if row.class_id and not row.refines}),
        refinements=MappingProxyType(refinements),
        stacks=tuple(stacks),
        pump_itself=pump,
        substances=substances,
        sources=MappingProxyType({key: source for key, source in sources.items() if source}),
        classes_of=MappingProxyType(classes_of),
        not_covered=tuple(str(line) for line in _list(raw["not_covered"])),
    )


def _disagreements(table: Table, classes: list[CautionClass], rows: list[Row]) -> Iterator[tuple[str, str]]:
    """What a single row cannot know: (row, what is wrong)."""
    yield from _twins([group.id for group in classes], "class")
    yield from _twins([row.id for row in (*rows, table.pump_itself)], "row")
    for group in classes:
        yield from _wrong_class(table, group)
    for row in (*rows, table.pump_itself):
        yield from _unknown_sources(table, row)
    for row in rows:
        yield from _wrong_kind(table, row) if row.refines is None else _wrong_refinement(table, row)
    spoken_for = [row.class_id for row in rows if row.class_id and row.refines is None]
    for class_id in _repeated(spoken_for):
        yield class_id, "has two plain rows: make one of them a refinement with a context"


def _repeated(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return sorted({name for name in names if name in seen or seen.add(name)})  # type: ignore[func-returns-value]


def _twins(ids: list[str], kind: str) -> Iterator[tuple[str, str]]:
    for twin in _repeated(ids):
        yield twin, f"two of this {kind} id: an id is permanent and belongs to one"


def _wrong_class(table: Table, group: CautionClass) -> Iterator[tuple[str, str]]:
    if not group.members:
        yield group.id, "is a class without members"
    for member in group.members:
        if member not in table.substances:
            yield group.id, f"member {member!r} is not in {SUBSTANCES}"
    for twin in _repeated(group.members):
        yield group.id, f"member {twin!r} is listed twice"
    if group.id not in table.plain:
        yield group.id, "is a class without a caution"
    if group.card_note and not group.card:
        yield group.id, "card_note needs card"


def _unknown_sources(table: Table, row: Row) -> Iterator[tuple[str, str]]:
    for name in (*(ref.id for ref in row.sources), *row.rated):
        if name not in table.sources:
            yield row.id, f"source {name!r} is not in {SOURCES}"


def _wrong_kind(table: Table, row: Row) -> Iterator[tuple[str, str]]:
    """A plain row belongs to a class; a stack has a title and a count instead."""
    if row.class_id is None:
        if row.count is None or row.title is None:
            yield row.id, "needs a class (or, for a stack, title and count)"
    elif row.class_id not in table.classes:
        yield row.id, f"class {row.class_id!r} is not in this table"
    elif row.count is not None:
        yield row.id, "count belongs to a stack, or inside when"
    if row.only_in_context and row.id not in table.refinements:
        yield row.id, "only_in_context needs a row that refines it: else it is never shown"
    if "/" in row.id:
        yield row.id, "an id with a slash belongs to a row that refines another"


def _wrong_refinement(table: Table, row: Row) -> Iterator[tuple[str, str]]:
    base = table.rows.get(row.refines or "")
    if base is None or base.refines is not None:
        yield row.id, f"refines {row.refines!r}, which is not a plain row of this table"
        return
    if not row.id.startswith(f"{base.id}/"):
        yield row.id, f"its id must be {base.id}/ and a word for the context"
    if row.severity.rank > base.severity.rank:
        yield row.id, f"is milder ({row.severity}) than the row it refines ({base.severity})"
    if row.class_id != base.class_id:
        yield row.id, "speaks of another class than the row it refines"
    if row.action.rank > base.action.rank and not (row.when and row.when.situation):
        yield row.id, f"its action ({row.action}) is weaker than that of the row it refines ({base.action})"
    yield from _unknown_context(table, row)
    for other in table.refinements[base.id]:
        if other.id < row.id and other.when == row.when:
            yield row.id, f"has the same context as {other.id}"


def _unknown_context(table: Table, row: Row) -> Iterator[tuple[str, str]]:
    when = row.when
    if when is None:
        return
    for name in (*when.with_, *(name for name in when.pump_drug if name != "any")):
        if name not in table.classes:
            yield row.id, f"its context names class {name!r}, which is not in this table"
    members = table.classes[row.class_id].members if row.class_id and row.class_id in table.classes else ()
    for name in when.substance:
        if name not in members:
            yield row.id, f"its context names {name!r}, which is not a member of its class"
