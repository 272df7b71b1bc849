"""A site's overlay: one TOML file that adds to the table, changes columns of it, or signs rows.

    name = "St Elsewhere pharmacy, 2026-11"        # named in every report
    [[class]] [[caution]] [[stack]]                # new ones, in the format of cautions.toml
    [sources.local-policy]                         # new ones, in the format of sources.toml
    [override."opioids"]                           # columns of an existing row, replaced
    pharmacist = "Call the pain team."
    [sign."opioids"]                               # both columns
    checked_by = "Dr A. Example, clinical pharmacist"
    checked_on = 2026-11-30

It cannot hide or lower a row that is major or worse, and cannot change which context a row is for.  A row
that it changes loses the signature it had: nobody signed the new words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interactions.errors import TableError
from interactions.model import Action, Severity
from interactions.substances import first_problem, read_toml

FIXED = frozenset({"id", "class", "refines", "when", "count", "site", "checked_by", "checked_on"})
"""Columns that decide which row it is and when it applies; a signature goes under [sign]."""
PERMANENT = frozenset({"contraindicated", "major"})

Refusals = list[tuple[str, str]]
Raw = dict[str, Any]
Ranks = Mapping[str, tuple[str, str]]
"""Severity and action of each row of the table as it was."""


class Overlay(BaseModel):
    """An overlay as written, before it meets the table."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    name: str = Field(min_length=1, max_length=80)
    classes: list[Raw] = Field(default_factory=list, alias="class")
    cautions: list[Raw] = Field(default_factory=list, alias="caution")
    stacks: list[Raw] = Field(default_factory=list, alias="stack")
    sources: dict[str, Raw] = Field(default_factory=dict)
    override: dict[str, Raw] = Field(default_factory=dict)
    sign: dict[str, Raw] = Field(default_factory=dict)


@dataclass
class _Work:
    """The rows while they are changed, and what was refused."""

    rows: dict[str, Raw]
    refusals: Refusals = field(default_factory=list)

    def refuse(self, row: str, text: str) -> None:
        self.refusals.append((row, text))


def read_overlay(path: Path) -> Overlay:
    """An overlay file.

    Raises:
        TableError: it cannot be read, is not TOML, or has keys that no overlay has.
    """
    try:
        return Overlay.model_validate(read_toml(path))
    except ValidationError as error:
        raise TableError(path.name, "", first_problem(error)) from error


def apply_overlay(
    site: Overlay, raw: Mapping[str, object], sources: Mapping[str, object]
) -> tuple[Raw, Raw, Refusals]:
    """The table's rows and sources with the overlay in them, and what of it is refused, by row.

    Args:
        raw: cautions.toml as read; must be a table without problems of its own.
    """
    table: Raw = {key: _copied(value) for key, value in raw.items()}
    work = _Work({row["id"]: row for kind in ("caution", "stack") for row in table.get(kind, [])})
    before = {row_id: _ranks(work.rows, row) for row_id, row in work.rows.items()}
    for row_id, columns in site.override.items():
        _override(work, before, row_id, columns)
    for kind, rows in (("class", site.classes), ("caution", site.cautions), ("stack", site.stacks)):
        _add(work, table.setdefault(kind, []), rows, kind)
    for row_id, signature in site.sign.items():
        _sign(work, row_id, signature)
    for name in site.sources.keys() & sources.keys():
        work.refuse(name, "is a source of the table already: choose another id")
    return table, {**sources, **site.sources}, work.refusals


def _copied(value: object) -> object:
    """Lists of rows copied one level deep, so that the rows read from the file stay as they are."""
    if isinstance(value, list):
        return [dict(row) if isinstance(row, dict) else row for row in value]
    return value


def _ranks(rows: dict[str, Raw], row: Raw) -> tuple[str, str]:
    """Severity and action of a row, its base's where it gives none."""
    base = rows.get(row.get("refines", ""), {})
    severity, action = (row.get(column, base.get(column, "")) for column in ("severity", "action"))
    return str(severity), str(action)


def _override(work: _Work, before: Ranks, row_id: str, columns: Raw) -> None:
    row = work.rows.get(row_id)
    if row is None:
        return work.refuse(row_id, "cannot be overridden: no such row in the table")
    for column in sorted(FIXED & columns.keys()):
        how = ": use [sign]" if column.startswith("checked") else ""
        work.refuse(row_id, f"{column} cannot be overridden{how}")
    row.update(columns)
    changed = [row, *(other for other in work.rows.values() if _inherits(other, row_id, columns))]
    for touched in changed:
        touched["site"] = True
        touched.pop("checked_by", None)
        touched.pop("checked_on", None)
        for text in _lowered(before[touched["id"]], _ranks(work.rows, touched)):
            work.refuse(touched["id"], text)
    return None


def _inherits(row: Raw, base: str, columns: Raw) -> bool:
    """Whether a row takes one of these columns from that base."""
    return row.get("refines") == base and bool(columns.keys() - row.keys())


def _lowered(before: tuple[str, str], after: tuple[str, str]) -> Iterator[str]:
    """Why a change would make a permanent row milder, or nothing."""
    if before[0] not in PERMANENT:
        return
    if after[0] in list(Severity) and Severity(after[0]).rank > Severity(before[0]).rank:
        yield f"is {before[0]}: an overlay cannot lower it to {after[0]}"
    if after[1] in list(Action) and Action(after[1]).rank > Action(before[1]).rank:
        yield f"is {before[0]}: an overlay cannot weaken its action from {before[1]} to {after[1]}"


def _add(work: _Work, existing: list[Raw], rows: list[Raw], kind: str) -> None:
    taken = {row["id"] for row in existing}
    for row in rows:
        if row.get("id") in taken:
            how = " (change it under [override])" if kind != "class" else ""
            work.refuse(str(row["id"]), f"is a {kind} of the table already{how}")
        if kind == "class":
            existing.append(row)
            continue
        existing.append(row | {"site": True})
        base = work.rows.get(row.get("refines", ""))
        if base:
            for text in _lowered(_ranks(work.rows, base), _ranks(work.rows, row)):
                work.refuse(str(row.get("id")), text.replace("is ", f"refines {base['id']}, which is ", 1))
        if isinstance(row.get("id"), str):
            work.rows.setdefault(row["id"], existing[-1])


def _sign(work: _Work, row_id: str, signature: Raw) -> None:
    row = work.rows.get(row_id)
    if row is None:
        return work.refuse(row_id, "cannot be signed: no such row in the table")
    if signature.keys() != {"checked_by", "checked_on"}:
        return work.refuse(row_id, "a signature is checked_by and checked_on, both and nothing else")
    row.update(signature)
    return None
