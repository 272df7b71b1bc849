"""What can go wrong with a card, told to people.

Each error has a stable `code`; its text says which field, file or part is wrong and what to do.  None
holds what somebody typed: a message may reach a log, a patient's data must not.
"""

from collections.abc import Sequence
from typing import Literal


class IdcardError(Exception):
    """Base of every error that this package raises on purpose."""

    code = "idcard"


class DataError(IdcardError):
    """A data file of the project cannot be used: which file, which row, what is wrong."""

    code = "data-unusable"

    def __init__(self, file: str, row: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (file, row, problem) if part))
        self.file, self.row, self.problem = file, row, problem


class ProfileError(IdcardError):
    """A profile cannot become a card.

    Attributes:
        problems: pairs of field ("therapy.daily_dose_mcg") and sentence, all of them at once.
    """

    code = "profile-refused"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{field} {sentence}" for field, sentence in problems))
        self.problems = tuple(problems)


class Unconfirmed(IdcardError):
    """A profile holds something odd that nobody has confirmed.

    Attributes:
        doubts: pairs of id and question.
    """

    code = "unconfirmed"

    def __init__(self, doubts: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{doubt_id}: {question}" for doubt_id, question in doubts))
        self.doubts = tuple(doubts)


class SymbolTooFine(IdcardError):
    """A QR symbol would need modules too small to scan; names the fields to shorten, longest first."""

    code = "symbol-too-fine"

    def __init__(self, module_mm: float, fields: Sequence[str]) -> None:
        names = ", ".join(fields) or "the longest entries"
        super().__init__(
            f"The symbol would be too fine to scan ({module_mm:.2f} mm a module). Shorten: {names}."
        )
        self.module_mm, self.fields = module_mm, tuple(fields)


class DoesNotFit(IdcardError):
    """A text does not fit the printed card even at the smallest size that people can read."""

    code = "does-not-fit"

    def __init__(self, field: str, needed_mm: float, available_mm: float) -> None:
        super().__init__(f"{field} needs {needed_mm:.1f} mm and has {available_mm:.1f} mm. Shorten it.")
        self.field, self.needed_mm, self.available_mm = field, needed_mm, available_mm


class PayloadError(IdcardError):
    """Digits that are no card.

    Attributes:
        kind: "damaged" (altered or cut), "newer" (made by a later version), "not_ours".
    """

    code = "payload"

    def __init__(self, kind: Literal["damaged", "newer", "not_ours"], sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class UnreadableFile(IdcardError):
    """A file given to be read is broken, locked, too large or of another kind."""

    code = "unreadable"
