"""What changed between two tables, in words that a pharmacist reads.

Each side is a data folder or a JSON export (`interactions table --format json`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interactions.curate.export import table_json
from interactions.errors import TableError
from interactions.model import Action, Severity
from interactions.present import ACTION_WORDS
from interactions.table import load_table

Data = Mapping[str, Any]

TEXTS = {
    "effect": "what can happen",
    "mechanism": "why",
    "onset": "when",
    "frequency": "how often",
    "evidence": "how sure",
    "pharmacist": "advice for the pharmacist",
    "emergency": "advice for the emergency room",
    "disagreement": "where sources differ",
    "because": "the words for its context",
    "when": "its context",
    "count": "how many it takes",
    "serious": "whether the effect is serious",
    "do_not_stop": "the warning not to stop abruptly",
    "only_in_context": "whether it is shown where no context of it holds",
    "pump_route": "route of baclofen",
    "route": "route of the other medicine",
}
"""Columns that are compared as they are, in the words of the reader."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two tables, with its rows by id."""

    classes: dict[str, Data]
    rows: dict[str, Data]
    version: str


def diff(old: Path, new: Path) -> list[str]:
    """One sentence for each change, from classes to texts; empty where nothing changed.

    Raises:
        TableError: one of the two cannot be read.
    """
    before, after = _read(old), _read(new)
    changes = [*_class_changes(before, after), *_row_changes(before, after)]
    if before.version != after.version and not changes:
        changes = ["No caution changed."]
    return ([f"From table {before.version} to {after.version}:"] if changes else []) + changes


def _read(path: Path) -> _Side:
    try:
        data: Data = (
            table_json(load_table(path)) if path.is_dir() else json.loads(path.read_text(encoding="utf-8"))
        )
        rows = [*data["cautions"], data["pump_itself"]]
        info = data["table"]
        return _Side(
            {group["id"]: group for group in data["classes"]},
            {row["id"]: {**row, "severity": Severity(row["severity"])} for row in rows},
            f"{info['version']} of {info['date']}",
        )
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(path.name, "", "cannot be read") from error
    except (ValueError, KeyError, TypeError) as error:
        problem = "is neither a data folder nor an export of `interactions table --format json`"
        raise TableError(path.name, "", problem) from error


def _class_changes(before: _Side, after: _Side) -> Iterator[str]:
    for name, group in after.classes.items():
        old = before.classes.get(name)
        if old is None:
            yield f"New class: {group['title']} ({', '.join(group['members'])})."
            continue
        yield from _listed(group["title"], "", old["members"], group["members"])
        if old["title"] != group["title"]:
            yield f"{old['title']}: now called {group['title']}."
        for column, words in (
            ("card", "on the wallet card"),
            ("loads", "adds to"),
            ("nasal_is_local", "nasal use is local"),
            ("always_in", "spoken of although nobody wrote it, in"),
        ):
            if (old.get(column) or None) != (group.get(column) or None):  # older exports lack the newest
                yield f"{group['title']}: {words}: was {_said(old.get(column))}, now {_said(group.get(column))}."
    for name in before.classes.keys() - after.classes.keys():
        yield f"Class removed: {before.classes[name]['title']}."


def _listed(title: str, kind: str, old: list[str], new: list[str]) -> Iterator[str]:
    more = [name for name in new if name not in old]
    fewer = [name for name in old if name not in new]
    if more:
        yield f"{title}: {kind}now also {', '.join(more)}."
    if fewer:
        yield f"{title}: {kind}no longer {', '.join(fewer)}."


def _row_changes(before: _Side, after: _Side) -> Iterator[str]:
    for row_id, row in after.rows.items():
        old = before.rows.get(row_id)
        if old is None:
            yield f"New caution: {_label(row, after)}: {row['severity']}, {_action(row)}."
        else:
            yield from _changes(_label(row, after), old, row)
    for row_id, row in before.rows.items():
        if row_id not in after.rows:
            yield f"Caution removed: {_label(row, before)} (was {row['severity']})."


def _label(row: Data, side: _Side) -> str:
    group = side.classes.get(row.get("class") or "", {})
    title = row.get("title") or group.get("title") or row["id"]
    return f"{title}, {row['because']}" if row.get("because") else str(title)


def _action(row: Data) -> str:
    return ACTION_WORDS[Action(row["action"])].lower()


def _changes(label: str, old: Data, new: Data) -> Iterator[str]:
    if old["severity"] is not new["severity"]:
        way = "raised" if new["severity"].rank < old["severity"].rank else "lowered"
        yield f"{label}: severity {way} from {old['severity']} to {new['severity']}."
    if old["action"] != new["action"]:
        way = "stronger" if Action(new["action"]).rank < Action(old["action"]).rank else "weaker"
        yield f"{label}: action {way}, from {_action(old)} to {_action(new)}."
    for column, words in TEXTS.items():
        if (old.get(column) or None) != (new.get(column) or None):
            yield f"{label}: {words} changed.\n  was: {_said(old.get(column))}\n  now: {_said(new.get(column))}"
    was, now = ([ref["id"] for ref in row["sources"]] for row in (old, new))
    yield from _listed(label, "sources: ", was, now)
    yield from _signature(label, old, new)


def _signature(label: str, old: Data, new: Data) -> Iterator[str]:
    was, now = ((row.get("checked_by"), row.get("checked_on")) for row in (old, new))
    if was == now:
        return
    yield (
        f"{label}: signed by {now[0]} on {now[1]}."
        if now[0]
        else f"{label}: signature of {was[0]} withdrawn."
    )


def _said(value: object) -> str:
    """A value of a column in words."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else str(value)
