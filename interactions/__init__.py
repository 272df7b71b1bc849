"""Cautions for people with an intrathecal baclofen pump: check a medication list against a curated table.

    >>> from interactions import check
    >>> report = check(["OxyContin 20 mg bd", "omeprazole 20"])
    >>> report.cautions[0].severity, report.checked
    (<Severity.MAJOR: 'major'>, (2, 2))

`check` refuses a bad list with `ListError` and a bad table with `TableError`; it never checks a part in
silence.  Nothing here imports Flask except `interactions.web`.
"""

from interactions.careful import careful_with
from interactions.check import check
from interactions.errors import InteractionsError, ListError, NamesError, TableError
from interactions.model import (
    CONDITIONS,
    Action,
    Finding,
    Line,
    LineStatus,
    Report,
    Route,
    Severity,
    Situation,
)
from interactions.names import resolve
from interactions.table import Table, default_table, load_table

__all__ = [
    "CONDITIONS",
    "Action",
    "Finding",
    "InteractionsError",
    "Line",
    "LineStatus",
    "ListError",
    "NamesError",
    "Report",
    "Route",
    "Severity",
    "Situation",
    "Table",
    "TableError",
    "careful_with",
    "check",
    "default_table",
    "load_table",
    "resolve",
]
