"""Rules on the curated table, for those who curate it.

Errors make the table unusable: what the loader refuses, a member that its own name does not lead to, a
spelling that leads to two substances.  Warnings are printed and allowed: nobody has signed a row, a review
is overdue, the sources of a row rate it otherwise and it does not say so, a text is too long to be read at
a counter, a source is never cited.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from interactions.errors import TableError
from interactions.model import Line
from interactions.rows import Row
from interactions.substances import Substance
from interactions.table import CAUTIONS, SOURCES, SUBSTANCES, Table, read_table

LONGEST_ADVICE = 240
"""Characters that fit on two lines of the page."""
NAMED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a rule found."""

    level: Literal["error", "warning"]
    file: str
    row: str
    text: str

    def __str__(self) -> str:
        """As it is printed: level, file, row, what is wrong."""
        return f"{self.level}: " + ": ".join(part for part in (self.file, self.row, self.text) if part)


def lint(
    folder: Path | None = None,
    overlay: Path | None = None,
    *,
    today: date,
    read: Callable[[str], Line] | None = None,
) -> list[Notice]:
    """Everything that the rules find, errors first.

    Args:
        today: the day on which reviews are overdue or not.
        read: reads a written name; with it every member must be found under its own name.
    """
    try:
        table, problems = read_table(folder, overlay)
    except TableError as error:
        return [Notice("error", error.file, error.row, error.problem)]
    if table is None:
        return [Notice("error", each.file, each.row, each.text) for each in problems]
    errors = [*_twin_spellings(table), *(_unreadable_members(table, read) if read else ())]
    return [
        *errors,
        *_overdue(table, today),
        *_contradictions(table),
        *_long(table),
        *_uncited(table),
        *_unsigned(table),
    ]


def _rows(table: Table) -> Iterator[Row]:
    yield from table.rows.values()
    yield table.pump_itself


def _twin_spellings(table: Table) -> Iterator[Notice]:
    owner: dict[str, Substance] = {}
    for substance in table.substances.values():
        for spelling in (substance.name, *substance.spellings):
            other = owner.setdefault(spelling.casefold(), substance)
            if other is not substance:
                text = f"{spelling!r} is also a spelling of {other.name}: it can lead to one only"
                yield Notice("error", SUBSTANCES, substance.name, text)


def _unreadable_members(table: Table, read: Callable[[str], Line]) -> Iterator[Notice]:
    for name, groups in table.classes_of.items():
        if name not in {found.name for found in read(name).substances}:
            yield Notice("error", CAUTIONS, groups[0].id, f"member {name!r} is not found under its own name")


def _overdue(table: Table, today: date) -> Iterator[Notice]:
    for row in _rows(table):
        if row.review_by < today:
            yield Notice("warning", CAUTIONS, row.id, f"its review was due on {row.review_by}")


def _contradictions(table: Table) -> Iterator[Notice]:
    for row in _rows(table):
        others = {key: rated for key, rated in row.rated.items() if rated is not row.severity}
        if others and not row.disagreement:
            said = ", ".join(f"{key} rates it {rated}" for key, rated in others.items())
            text = f"{said}, this row {row.severity}: say so under disagreement"
            yield Notice("warning", CAUTIONS, row.id, text)


def _long(table: Table) -> Iterator[Notice]:
    for row in _rows(table):
        for column, text in (("pharmacist", row.pharmacist), ("emergency", row.emergency)):
            if len(text) > LONGEST_ADVICE:
                problem = (
                    f"{column} has {len(text)} characters; more than {LONGEST_ADVICE} do not fit two lines"
                )
                yield Notice("warning", CAUTIONS, row.id, problem)


def _uncited(table: Table) -> Iterator[Notice]:
    cited = {name for row in _rows(table) for name in (*(ref.id for ref in row.sources), *row.rated)}
    for name in table.sources.keys() - cited:
        yield Notice("warning", SOURCES, name, "no row cites it")


def _unsigned(table: Table) -> Iterator[Notice]:
    rows = [row.id for row in _rows(table) if row.checked_by is None]
    if rows:
        text = f"not signed by a clinician ({len(rows)}): {_some(rows)}"
        yield Notice("warning", CAUTIONS, "", text)


def _some(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def has_errors(notices: Iterable[Notice]) -> bool:
    """Whether the table must not be used."""
    return any(notice.level == "error" for notice in notices)
