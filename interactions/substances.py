"""The substances that the table of cautions speaks of, with every way their names are spelled.

The file is `data/substances.toml`; `data/README.md` says what each column means.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import tomli  # compiled: it reads the tables three times as fast as the standard library does
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from interactions.errors import TableError

DATA = Path(__file__).parent / "data"

Name = Annotated[str, StringConstraints(min_length=2, max_length=80, pattern=r"^\S(.*\S)?$")]
Atc = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d\d[A-Z]{2}\d\d$")]


class Substance(BaseModel):
    """One active substance.

    Attributes:
        name: international nonproprietary name in lower case, or the usual name where there is none.
        atc: seven-character ATC codes, one for each use; empty where none was read in a source.
        spellings: other names of the same substance (USAN, BAN, national forms, common abbreviations).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    atc: tuple[Atc, ...] = ()
    spellings: tuple[Name, ...] = Field(default=())


def read_toml(path: Path) -> dict[str, object]:
    """The content of a data file; refuses one that is missing or not TOML, by file and line."""
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TableError(path.name, "", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise TableError(path.name, "", "is not UTF-8 text") from error
    except tomli.TOMLDecodeError as error:
        raise TableError(path.name, "", f"is not valid TOML: {error}") from error


def first_problem(error: ValidationError) -> str:
    """The first thing a model refused, as "column: what is wrong", without the value."""
    detail = error.errors(include_input=False, include_url=False, include_context=False)[0]
    column = ".".join(str(part) for part in detail["loc"])
    return f"{column}: {detail['msg']}" if column else str(detail["msg"])


def load_substances(path: Path = DATA / "substances.toml") -> Mapping[str, Substance]:
    """Every substance by its name.

    Raises:
        TableError: the file cannot be read, or a row is broken; names the row.
    """
    found: dict[str, Substance] = {}
    for name, row in read_toml(path).items():
        if not isinstance(row, dict):
            raise TableError(path.name, name, "is not a table of columns")
        if name != name.lower():
            raise TableError(path.name, name, "write the name in lower case")
        try:
            found[name] = Substance(name=name, **row)
        except (ValidationError, TypeError) as error:
            problem = first_problem(error) if isinstance(error, ValidationError) else str(error)
            raise TableError(path.name, name, problem) from error
    return MappingProxyType(found)
