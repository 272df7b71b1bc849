"""The table for people and programs: Markdown, CSV, JSON, counts."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from interactions.model import Severity
from interactions.present import ACTION_WORDS, EVIDENCE_WORDS, table_line
from interactions.rows import Row
from interactions.table import Table

COLUMNS = (
    "id", "class", "members", "because", "pump_route", "route", "severity", "action", "serious", "effect",
    "mechanism", "onset", "frequency", "evidence", "pharmacist", "emergency", "do_not_stop", "only_in_context", "disagreement",
    "sources", "checked_by", "checked_on", "review_by",
)  # fmt: skip


def table_json(table: Table) -> dict[str, object]:
    """Everything in the table; `interactions diff` reads it back."""
    return {
        "table": table.info.model_dump(mode="json"),
        "classes": [group.model_dump(mode="json") for group in table.classes.values()],
        "cautions": [_row(row) for row in table.rows.values()],
        "pump_itself": table.pump_itself.model_dump(mode="json", by_alias=True),
        "substances": {key: list(substance.atc) for key, substance in table.substances.items()},
        "sources": {key: source.model_dump(mode="json") for key, source in table.sources.items()},
        "not_covered": list(table.not_covered),
    }


def _row(row: Row) -> dict[str, object]:
    """A row as data: what its context leaves open is left out."""
    data = row.model_dump(mode="json", by_alias=True)
    if row.when:
        data["when"] = row.when.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return data


def table_csv(table: Table) -> str:
    """One line a row, refinements with every column filled in; lists are separated by "; "."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table.rows.values():
        writer.writerow([_cell(value) for value in _cells(table, row)])
    return out.getvalue()


def _cells(table: Table, row: Row) -> Iterator[object]:
    data = row.model_dump(mode="json", by_alias=True)
    data["members"] = list(table.classes[row.class_id].members) if row.class_id else []
    data["sources"] = [f"{ref.id}: {ref.locator}" for ref in row.sources]
    return (data[column] for column in COLUMNS)


def _cell(value: object) -> str:
    """Text for a spreadsheet; what a spreadsheet would take for a formula is made text."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def table_markdown(table: Table) -> Iterator[str]:
    """The table as a pharmacist reads it, from the worst to the mildest."""
    yield "# Cautions with an intrathecal baclofen pump\n"
    yield f"{table_line(table.info)[0].upper()}{table_line(table.info)[1:]}.\n"
    yield "".join(f"- {line}\n" for line in _counted(table))
    yield "Not covered: " + " ".join(table.not_covered) + "\n"
    for severity in Severity:
        rows = [row for row in table.plain.values() if row.severity is severity]
        if rows:
            yield f"## {severity.capitalize()}\n"
        for row in rows:
            yield from _section(table, row, table.classes[row.class_id or ""].title)
    yield "## Several together\n"
    for row in table.stacks:
        yield from _section(table, row, row.title or row.id)
    yield "## The pump's own baclofen in a list\n"
    yield from _section(table, table.pump_itself, table.pump_itself.title or "")
    yield "## Sources\n"
    yield "".join(
        f"- **{key}**: {source.title}. {source.publisher}. {source.address} "
        f"({source.kind}; read {source.read_on}; {source.seen})\n"
        for key, source in table.sources.items()
    )


def _section(table: Table, row: Row, title: str) -> Iterator[str]:
    yield f"### {title}: {ACTION_WORDS[row.action].lower()}, {row.severity}\n"
    if row.class_id:
        group = table.classes[row.class_id]
        yield f"Members: {', '.join(group.members)}.\n"
        if group.always_in:
            yield f"Spoken of even if nobody wrote it down: {', '.join(group.always_in)}.\n"
    if row.count:
        yield f"Counted: {row.count.at_least} or more {row.count.load} medicines.\n"
    yield "".join(f"- {label}: {text}\n" for label, text in _facts(row))
    yield "".join(
        f"- **{other.severity}, {ACTION_WORDS[other.action].lower()}** if {other.because}. "
        f"Pharmacist: {other.pharmacist} Emergency: {other.emergency} (`{other.id}`)\n"
        for other in table.refinements.get(row.id, ())
    )
    yield ""


def _facts(row: Row) -> Iterator[tuple[str, str]]:
    yield "Row", f"`{row.id}`, {row.pump_route} baclofen with {', '.join(row.route)} use"
    yield "Effect", row.effect + (" Serious." if row.serious else "")
    yield "Mechanism", row.mechanism
    yield "Onset", f"{row.onset}; frequency: {row.frequency}"
    yield "Pharmacist", row.pharmacist
    yield "Emergency", row.emergency
    if row.do_not_stop:
        yield "Stopping", "do not stop it abruptly"
    if row.only_in_context:
        yield "Shown", "only while one of these contexts holds or is not known"
    if row.disagreement:
        yield "Sources differ", row.disagreement
    yield "Evidence", EVIDENCE_WORDS[row.evidence]
    yield "Sources", "; ".join(f"{ref.id} ({ref.locator})" for ref in row.sources)
    yield "Signed", f"{row.checked_by}, {row.checked_on}" if row.checked_by else "by nobody yet"
    yield "Review by", str(row.review_by)


def _counted(table: Table) -> Iterator[str]:
    for name, number in counts(table).items():
        yield f"{name}: {number}"


def counts(table: Table) -> dict[str, int]:
    """How much the table holds, and how much of it a clinician has signed."""
    rows = list(table.rows.values())
    plain = Counter(row.severity for row in table.plain.values())
    return {
        "classes": len(table.classes),
        "substances in a class": len(table.classes_of),
        "cautions": len(table.plain),
        **{f"of these {severity}": plain[severity] for severity in Severity},
        "rows for a context": sum(row.refines is not None for row in rows),
        "stacks": len(table.stacks),
        "sources": len(table.sources),
        "rows signed by a clinician": sum(row.checked_by is not None for row in rows),
        "rows unsigned": sum(row.checked_by is None for row in rows),
    }
