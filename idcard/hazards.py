"""What this product itself can do wrong, what prevents it, and the test that shows it.

The file is `data/hazards.toml`; its head says what each column means.  In the manner of ISO 14971.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from idcard.sources import DATA, Row, Words, read_rows

Grade = Annotated[int, Field(ge=1, le=5, strict=True)]
TestName = Annotated[str, StringConstraints(pattern=r"^tests/[a-z0-9_/]+\.py::test_[a-z0-9_]+$")]


class Hazard(Row):
    """One hazard of the product.

    Attributes:
        cause, effect: what goes wrong, and what it does to whom.
        likelihood, severity: 1 to 5, before anything is done about it; estimates of a review.
        demanded: what the product does about it.
        state: "verified" when tests show all of it, "open" otherwise.
        missing: what is not built or not shown yet; only for open rows.
        verified_by: tests, as "tests/idcard/test_pumps.py::test_name"; an open row may name some already.
    """

    cause: Words
    effect: Words
    likelihood: Grade
    severity: Grade
    demanded: Words
    state: Literal["open", "verified"]
    missing: Words | None = None
    verified_by: tuple[TestName, ...]

    @property
    def risk(self) -> int:
        """Likelihood times severity, 1 to 25, for sorting."""
        return self.likelihood * self.severity

    @model_validator(mode="after")
    def _state_is_earned(self) -> Self:
        if self.state == "verified" and not self.verified_by:
            raise ValueError("verified_by: a verified row names the test that shows it")
        if (self.state == "open") != (self.missing is not None):
            raise ValueError("missing: an open row says what is missing, a verified row has nothing missing")
        if len(set(self.verified_by)) != len(self.verified_by):
            raise ValueError("verified_by: names a test twice")
        return self


@cache
def load_hazards(path: Path = DATA / "hazards.toml") -> Mapping[str, Hazard]:
    """Every hazard by its id, in the order of the file.

    Raises:
        DataError: the file or a row is broken; names the row.
    """
    return MappingProxyType(read_rows(path, Hazard))
