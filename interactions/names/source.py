"""The data file of the general dictionary: found, and read without trusting it.

It belongs to the installed distribution `drug-named-entity-recognition` (code MIT; data from DrugBank
Open Data, MeSH, MedlinePlus, NHS and Wikipedia), whose package is never imported.  The file is a bz2
pickle of plain dicts, lists and strings; the reader refuses everything else that a pickle can ask for,
so that a tampered file can run nothing.
"""

import bz2
import hashlib
import importlib.util
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from interactions.errors import NamesError

DISTRIBUTION = "drug-named-entity-recognition"
PACKAGE = "drug_named_entity_recognition"
FILE = "drug_ner_dictionary.pkl.bz2"
LICENCE = "MIT; data: DrugBank Open Data (CC0), MeSH and MedlinePlus (NLM), NHS, Wikipedia (CC BY-SA)"

# The file unpacks to about 20 MB; anything far beyond is no dictionary.
_LARGEST = 200_000_000


@dataclass(frozen=True)
class Source:
    """Where the dictionary comes from.

    Attributes:
        path: its file.
        digest: SHA-256 of the file, in hexadecimal.
    """

    path: Path
    digest: str


@dataclass(frozen=True)
class Dictionary:
    """What the file says.

    Attributes:
        targets: for each name what it stands for, in the source's words.
        records: what is known of each target: ids of registries, pages.
    """

    targets: Mapping[str, tuple[str, ...]]
    records: Mapping[str, frozenset[str]]


class _PlainUnpickler(pickle.Unpickler):
    """Reads containers, text and numbers; refuses every name of a class or function."""

    def find_class(self, module_name: str, global_name: str, /) -> object:
        raise pickle.UnpicklingError(f"asks for {module_name}.{global_name}")

    def persistent_load(self, pid: object) -> object:
        raise pickle.UnpicklingError("asks for an object of another file")


class _Bounded:
    """A file that ends with an error where it unpacks to far more than a dictionary."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, _LARGEST

    def read(self, size: int = -1, /) -> bytes:
        return self._counted(self._file.read(min(size, self._left + 1) if size >= 0 else self._left + 1))

    def readline(self) -> bytes:
        return self._counted(self._file.readline(self._left + 1))

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise pickle.UnpicklingError("is too large")
        return data


def find_source() -> Source:
    """The data file of the installed distribution; its package is found and not imported.

    Raises:
        NamesError: the distribution is not installed, or its file is missing.
    """
    package = importlib.util.find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise NamesError(f"general dictionary: {DISTRIBUTION} is not installed")
    for folder in package.submodule_search_locations:
        path = Path(folder) / FILE
        if path.exists():
            return Source(path, _digest(path))
    raise NamesError(f"general dictionary: {DISTRIBUTION} has no file {FILE}")


def version() -> str:
    """The version of the installed distribution, "" where it does not say."""
    # Imported here: it takes longer than opening the finished dictionary.
    from importlib import metadata

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return ""


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise NamesError(f"general dictionary: {path.name} cannot be read ({error.strerror})") from error


def read_dictionary(path: Path) -> Dictionary:
    """What a data file says.

    Raises:
        NamesError: it cannot be read, is no plain pickle, or has another shape.
    """
    try:
        with bz2.open(path) as file:
            content = _PlainUnpickler(_Bounded(file)).load()
    except OSError as error:
        raise NamesError(f"general dictionary: {path.name} cannot be read or is damaged") from error
    except (pickle.UnpicklingError, EOFError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NamesError(f"general dictionary: {path.name} is no plain data: {error}") from error
    except (OverflowError, MemoryError) as error:
        raise NamesError(f"general dictionary: {path.name} is no plain data") from error
    return _checked(path, content)


def _checked(path: Path, content: object) -> Dictionary:
    shape = NamesError(f"general dictionary: {path.name} has another shape than expected")
    if not isinstance(content, dict):
        raise shape
    targets, records = content.get("drug_variant_to_canonical"), content.get("drug_canonical_to_data")
    if not isinstance(targets, dict) or not isinstance(records, dict):
        raise shape
    for name, found in targets.items():
        if (
            not isinstance(name, str)
            or not isinstance(found, list)
            or not all(isinstance(t, str) for t in found)
        ):
            raise shape
    for name, record in records.items():
        if not isinstance(name, str) or not isinstance(record, dict):
            raise shape
    shaped = ((name, frozenset(map(str, record))) for name, record in records.items())
    shapes: dict[frozenset[str], frozenset[str]] = {}  # some fifty different ones among 20,000 records
    known = {name: shapes.setdefault(shape, shape) for name, shape in shaped}
    return Dictionary({name: tuple(found) for name, found in targets.items()}, known)
