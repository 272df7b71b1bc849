"""A site's own lists of names: its formulary, a national register that it may use.

A list is a CSV file in UTF-8 with the columns `name,ingredients,country,atc,basis`; ingredients are
separated by ";".  It is read row by row and kept whole or not at all.  A curated name is never
overridden, an ordinary word never becomes a name.  Importing the same list again changes nothing;
`remove` takes it back.
"""

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from interactions.errors import NamesError
from interactions.names.entry import Entry, Meaning, Origin, merged
from interactions.names.store import Store, pack, write_whole
from interactions.names.text import key
from interactions.names.words import default_words

FOLDER = "INTERACTIONS_SITE_DIR"
SUFFIX = ".names"
COLUMNS = ("name", "ingredients", "country", "atc", "basis")
LONGEST_NAME = 200
MOST_WORDS = 8
MOST_INGREDIENTS = 30
SHOWN = 20

_ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d")
_COUNTRY = re.compile(r"[A-Z]{2}")
_RESERVED = re.compile(r"[|@]")
_LIST_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do.

    Attributes:
        list_name: under which the list is kept and taken back.
        rows: rows of the file.
        names: different names that the list adds.
        replaced: names that the list held before, under the same list name.
        curated: names that stay as the project has them although the list says otherwise.
        blocked: names left out because they are ordinary words.
        ambiguous: names that the list itself gives several meanings.
        dry_run: whether nothing was kept.
    """

    list_name: str
    rows: int
    names: int
    replaced: int
    curated: tuple[str, ...]
    blocked: tuple[str, ...]
    ambiguous: tuple[str, ...]
    dry_run: bool


@dataclass(frozen=True)
class ListInfo:
    """A list that is loaded.

    Attributes:
        name: of the list.
        names: how many it adds.
        imported_on: day of the import, ISO 8601; the list's own date is its publisher's to say.
        basis: what its rows give as their basis, the most frequent first.
    """

    name: str
    names: int
    imported_on: str
    basis: tuple[str, ...]


@dataclass
class _Read:
    """What has been read of a list so far."""

    entries: dict[str, Entry] = field(default_factory=dict)
    curated: dict[str, None] = field(default_factory=dict)
    blocked: dict[str, None] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    rows: int = 0


def folder() -> Path:
    """Where lists are kept: in `INTERACTIONS_SITE_DIR`, else in the user's data folder."""
    given = os.environ.get(FOLDER)
    if given:
        return Path(given) / "lists"
    import platformdirs  # not needed by a service that names its folder

    return platformdirs.user_data_path("pumpcard") / "lists"


def _refused(path: Path, line: int, problem: str) -> NamesError:
    return NamesError(f"{path.name}: line {line}: {problem}; nothing was imported")


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file, as they are needed; refuses one that is no UTF-8 or whose last line does not end."""
    number, line = 0, "\n"
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="strict") as file:
            for number, line in enumerate(file, 1):
                if "\0" in line:
                    raise _refused(path, number, "holds a null byte: save the file as CSV in UTF-8")
                yield line
    except UnicodeDecodeError as error:
        raise _refused(path, number + 1, "is not UTF-8: save the file as CSV in UTF-8") from error
    except OSError as error:
        raise NamesError(f"{path.name}: cannot be read ({error.strerror})") from error
    if not line.endswith(("\n", "\r")):
        raise _refused(
            path, number, "does not end: the file may be cut; if it is whole, end it with a line break"
        )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(_lines(path), strict=True)
    try:
        header = tuple(column.strip().lower() for column in next(reader, []))
        missing = [column for column in COLUMNS if column not in header]
        if missing:
            raise _refused(path, 1, f"column {missing[0]!r} is missing: write {','.join(COLUMNS)}")
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise _refused(path, reader.line_num, f"has {len(row)} columns instead of {len(header)}")
            yield reader.line_num, {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    except csv.Error as error:
        raise _refused(path, reader.line_num, f"is not CSV ({error})") from error


def _meaning(path: Path, line: int, row: dict[str, str], spellings: dict[str, str]) -> Meaning:
    """What a row says that its name means; refuses a row with a hole or a code that is none."""
    if not key(row["name"]) or len(row["name"]) > LONGEST_NAME or len(key(row["name"]).split()) > MOST_WORDS:
        raise _refused(path, line, f"name: write one, of at most {MOST_WORDS} words")
    ingredients = [part.strip().lower() for part in row["ingredients"].split(";")]
    if not all(key(part) for part in ingredients) or len(ingredients) > MOST_INGREDIENTS:
        raise _refused(path, line, "ingredients: write all of them, with ; between them")
    if _RESERVED.search(row["ingredients"]):
        raise _refused(path, line, "ingredients: leave out | and @")
    countries = row["country"].upper().replace(";", " ").split()
    if not all(_COUNTRY.fullmatch(country) for country in countries):
        raise _refused(path, line, "country: write two letters, or nothing")
    if not all(_ATC.fullmatch(code) for code in row["atc"].replace(";", " ").split()):
        raise _refused(path, line, "atc: write a code of seven characters, or nothing")
    if not row["basis"]:
        raise _refused(path, line, "basis: say how it is known")
    known = dict.fromkeys(spellings.get(key(part), part) for part in ingredients)
    return Meaning(tuple(known), tuple(sorted(set(countries))))


def _read(path: Path) -> _Read:
    # Imported here: reading a line needs none of them.
    from interactions.names.clean import load_corrections
    from interactions.names.curated import load_curated, substance_keys

    curated = load_curated()
    words, blocked = default_words(), load_corrections().blocked
    spellings = substance_keys(curated.substances)
    read = _Read()
    for line, row in _rows(path):
        meaning = _meaning(path, line, row, spellings)
        name, found = row["name"], key(row["name"])
        read.rows += 1
        read.bases[row["basis"]] = read.bases.get(row["basis"], 0) + 1
        known = curated.entries.get(found)
        if known is not None:
            if all(set(meaning.substances) != set(other.substances) for other in known.meanings):
                read.curated[name] = None
        elif found in blocked or all(part.isdigit() or part in words.kinds for part in found.split()):
            read.blocked[name] = None
        else:
            entry = Entry(name, (meaning,), Origin.SITE)
            before = read.entries.get(found)
            read.entries[found] = entry if before is None else merged(before, entry)
    if not read.rows:
        raise _refused(path, 1, "no row follows")
    return read


def list_name(path: Path) -> str:
    """The name under which a file's list is kept: its own, in lower case, without its ending."""
    name = re.sub(r"[^a-z0-9._-]+", "-", path.stem.lower()).strip("-._")
    return name[:60] or "list"


def import_csv(path: Path | str, dry_run: bool = False) -> ImportResult:
    """Adds a list, or replaces the one of the same name; all of it or, where a row is broken, nothing.

    Args:
        path: the CSV file.
        dry_run: only say what would be added.

    Raises:
        NamesError: the file cannot be read, or a row is broken: names the line and column.
        TableError: the project's own data cannot be used.
    """
    path = Path(path)
    read = _read(path)
    name = list_name(path)
    kept = folder() / f"{name}{SUFFIX}"
    before = _before(kept)
    result = ImportResult(
        list_name=name,
        rows=read.rows,
        names=len(read.entries),
        replaced=len(before) if before is not None else 0,
        curated=tuple(read.curated),
        blocked=tuple(read.blocked),
        ambiguous=tuple(entry.name for entry in read.entries.values() if entry.ambiguous),
        dry_run=dry_run,
    )
    if not dry_run:
        _keep(kept, read, before)
    return result


def _keep(kept: Path, read: _Read, before: Store | None) -> None:
    bases = sorted(read.bases, key=lambda basis: (-read.bases[basis], basis))[:SHOWN]
    about = {"imported_on": datetime.now(UTC).date().isoformat(), "basis": "\n".join(bases)}
    if (
        before is not None
        and dict(before.rows()) == read.entries
        and before.about.get("basis") == about["basis"]
    ):
        return  # the same list again: its date stays
    try:
        write_whole(kept, pack(read.entries, {}, about))
    except OSError as error:
        raise NamesError(f"the list cannot be kept in {folder()} ({error.strerror}): set {FOLDER}") from error


def _open(kept: Path) -> Store | None:
    """A list that is kept; None where there is none."""
    try:
        data = kept.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NamesError(f"list {kept.stem!r} cannot be read ({error.strerror})") from error
    try:
        return Store(data, Origin.SITE)
    except NamesError as error:
        raise NamesError(f"list {kept.stem!r}: {error}: import it again, or remove it") from error


def _before(kept: Path) -> Store | None:
    """The list that an import replaces; a damaged one is as good as none."""
    try:
        return _open(kept)
    except NamesError:
        return None


def _kept() -> list[Path]:
    try:
        return sorted(
            path for path in folder().iterdir() if path.suffix == SUFFIX and not path.name.startswith(".")
        )
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise NamesError(f"the lists in {folder()} cannot be read ({error.strerror})") from error


def load_lists() -> tuple[Store, ...]:
    """Every list, in the order of their names.

    Raises:
        NamesError: a list is damaged; it is not left out in silence.
    """
    return tuple(store for path in _kept() if (store := _open(path)) is not None)


def infos() -> tuple[ListInfo, ...]:
    """What each list is."""
    return tuple(
        ListInfo(path.stem, len(store), store.about["imported_on"], tuple(store.about["basis"].split("\n")))
        for path in _kept()
        if (store := _open(path)) is not None
    )


def remove(name: str) -> bool:
    """Takes a list back; False where there is none of that name.

    Raises:
        NamesError: the name is no list name, or the list cannot be removed.
    """
    if not _LIST_NAME.fullmatch(name):
        raise NamesError(f"{name!r} is no name of a list")
    try:
        (folder() / f"{name}{SUFFIX}").unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise NamesError(f"list {name!r} cannot be removed ({error.strerror})") from error
    return True
