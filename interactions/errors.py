"""What can go wrong in the checker, told to people.

Each error has a stable `code`; its text names a file and row, or a setting, and what to do.  None
holds a line of anybody's medication list: a message may reach a log, a patient's data must not.
"""


class InteractionsError(Exception):
    """Base of every error that this package raises on purpose."""

    code = "interactions"


class TableError(InteractionsError):
    """A data file cannot be used.

    Attributes:
        file: name of the file, without its folder.
        row: where in it: a row's id, a line number, or "" for the file as a whole.
        problem: what is wrong and what is expected instead.
    """

    code = "table-unusable"

    def __init__(self, file: str, row: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (file, row, problem) if part))
        self.file, self.row, self.problem = file, row, problem


class ListError(InteractionsError):
    """A medication list or its context is refused as a whole; nothing of it was checked.

    Attributes:
        field: the part that is wrong: "lines", "situation", "egfr", ...
        problem: what is wrong and what to do, without a word of the list.
    """

    code = "list-refused"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class NamesError(InteractionsError):
    """The dictionary of names cannot be built, read or added to."""

    code = "names"
