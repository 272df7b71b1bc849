"""Where clinical statements come from, and how the data files of this package are read.

The file is `data/sources.toml`; its head says what each column means.  Every loader here refuses a
broken file by file and row (`DataError`) and never repeats the value it refuses.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from idcard.errors import DataError

DATA = Path(__file__).parent / "data"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^\S(.*\S)?$")]
RowModel = TypeVar("RowModel", bound=BaseModel)


class Row(BaseModel):
    """Base of a row: no unknown column, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id


class Source(Row):
    """One publication.

    Attributes:
        address: host and path without scheme; "" where there is none.
        dated: the publisher's own date or edition, in words; "" where the page gives none.
        read_on: day on which the stored copy was read.
        seen: how much of it was read; "secondary" retells others.
    """

    title: Words
    publisher: Words
    kind: Literal[
        "label",
        "guideline",
        "study",
        "case",
        "review",
        "regulator",
        "maker",
        "hospital",
        "reference",
        "project",
    ]
    address: str
    dated: str
    read_on: date
    seen: Literal["full", "excerpt", "abstract", "secondary"]


class Citation(BaseModel):
    """A source, and where in it: enough for a reader to find the sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    locator: Words


Citations = Annotated[tuple[Citation, ...], Field(min_length=1)]


def read_toml(path: Path) -> dict[str, object]:
    """The content of a data file, fractions as exact decimals.

    Raises:
        DataError: the file is missing, not UTF-8 or not TOML (twin keys are not TOML); names file and line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise DataError(path.name, "", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DataError(path.name, "", "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(path.name, "", f"is not valid TOML: {error}") from error


def read_rows(path: Path, model: type[RowModel]) -> dict[str, RowModel]:
    """The blocks of a file as rows of one model, by key, in the order of the file.

    Raises:
        DataError: the file cannot be read, or a row is broken; names the row and the column.
    """
    rows: dict[str, RowModel] = {}
    for key, columns in read_toml(path).items():
        if not isinstance(columns, dict):
            raise DataError(path.name, key, "is not a block of columns")
        if "id" in columns:
            raise DataError(path.name, key, "id: is the name of the block, not a column")
        try:
            rows[key] = model.model_validate({"id": key, **columns})
        except ValidationError as error:
            raise DataError(path.name, key, first_problem(error)) from error
    return rows


def first_problem(error: ValidationError) -> str:
    """The first thing that a model refused, as "column: what is wrong", without the value."""
    detail = error.errors(include_input=False, include_url=False, include_context=False)[0]
    column = ".".join(str(part) for part in detail["loc"])
    return f"{column}: {detail['msg']}" if column else detail["msg"]


@cache
def load_sources(path: Path = DATA / "sources.toml") -> Mapping[str, Source]:
    """Every source by its id.

    Raises:
        DataError: the file or a row is broken.
    """
    return MappingProxyType(read_rows(path, Source))


def check_citations(
    file: str, row: str, citations: Iterable[Citation], sources: Mapping[str, Source]
) -> None:
    """Refuses citations that are unknown or named twice.

    Raises:
        DataError: names file, row and the id of the source.
    """
    seen: set[str] = set()
    for citation in citations:
        if citation.id not in sources:
            raise DataError(file, row, f"sources: {citation.id} is not in sources.toml")
        if citation.id in seen:
            raise DataError(file, row, f"sources: {citation.id} is named twice; join the locators")
        seen.add(citation.id)
