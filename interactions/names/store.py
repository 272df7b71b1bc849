"""Many names in one file: an SQLite database with a checksum of its own, read as a whole.

A store is a run of bytes.  It is checked before its first use and then held in memory, so a file that
was cut, half written or damaged is noticed at once, and a file replaced meanwhile does not matter.
"""

import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from interactions.errors import NamesError
from interactions.model import Route
from interactions.names.entry import Entry, Meaning, Origin

# Raise it whenever the tables below, the keys of `text` or what `clean` and `curated` keep changes.
SCHEMA = 5

# SQLite keeps these four bytes of its header for the program that owns the file ("application id",
# file format 1.3); they hold the CRC-32 of everything else.
_SEAL = slice(68, 72)
_MATTERS = 4  # the highest of the flags

_StoredName: TypeAlias = tuple[str, str, int, str]
"""Key, name, flags and meanings, as a row of the table holds them."""

_TABLES = """
    CREATE TABLE names (key TEXT PRIMARY KEY, name TEXT NOT NULL, flags INTEGER NOT NULL, meanings TEXT NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE starts (first TEXT PRIMARY KEY, longest INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE sounds (sound TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE same (theirs TEXT PRIMARY KEY, ours TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE atc (substance TEXT PRIMARY KEY, codes TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE about (field TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data[_SEAL.stop :], zlib.crc32(data[: _SEAL.start])).to_bytes(4, "big")


def _encode(meaning: Meaning) -> str:
    return f"{';'.join(meaning.substances)}@{' '.join(meaning.countries)}@{meaning.route or ''}"


def _decode(text: str) -> Meaning:
    substances, countries, route = text.split("@")
    return Meaning(tuple(substances.split(";")), tuple(countries.split()), Route(route) if route else None)


def _flags(entry: Entry) -> int:
    return entry.ingredient + 2 * entry.sure + _MATTERS * entry.matters


def add_start(starts: dict[str, int], parts: list[str]) -> None:
    """Notes how many words a name has, under its first two; a name of one word has no start."""
    if len(parts) > 1:
        start = " ".join(parts[:2])
        starts[start] = max(starts.get(start, 0), len(parts))


def pack(
    entries: Mapping[str, Entry],
    sounds: Mapping[str, str],
    about: Mapping[str, str],
    *,
    same: Mapping[str, str] = MappingProxyType({}),
    atc: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> bytes:
    """A store of entries by key.

    Args:
        sounds: the key of the only ingredient with a sound.
        about: a few facts about the whole.
        same: what other sources call a substance of these entries.
        atc: codes of substances.
    """
    starts: dict[str, int] = {}
    for key in entries:
        add_start(starts, key.split())
    names = (
        (key, entry.name, _flags(entry), "|".join(map(_encode, entry.meanings)))
        for key, entry in sorted(entries.items())
    )
    facts = {**about, "schema": str(SCHEMA), "names": str(len(entries))}
    codes = ((substance, " ".join(found)) for substance, found in sorted(atc.items()))
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_TABLES)
        database.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", names)
        database.executemany("INSERT INTO atc VALUES (?, ?)", codes)
        for table, rows in (("starts", starts), ("sounds", sounds), ("same", same), ("about", facts)):
            database.executemany(f"INSERT INTO {table} VALUES (?, ?)", sorted(rows.items()))
        database.commit()
        data = bytearray(database.serialize())
    data[_SEAL] = _checksum(bytes(data))
    return bytes(data)


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in place in one step: readers see the old one or the new one, whole.

    Raises:
        OSError: the folder cannot be made or written; nothing is left behind.
    """
    import tempfile  # writing is rare

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


class Store:
    """Names out of the bytes that `pack` made.

    Raises:
        NamesError: the bytes are damaged, or of another version.
    """

    def __init__(self, data: bytes, origin: Origin) -> None:
        if len(data) < 512 or data[_SEAL] != _checksum(data):
            raise NamesError("the file of names is damaged")
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.deserialize(data)
        self._lock = threading.Lock()
        self._origin = origin
        try:
            self.about: Mapping[str, str] = dict(self._database.execute("SELECT field, value FROM about"))
        except sqlite3.DatabaseError as error:
            raise NamesError("the file of names is of another kind") from error
        if self.about.get("schema") != str(SCHEMA):
            raise NamesError("the file of names is of another version")

    def __len__(self) -> int:
        """How many names there are."""
        return int(self.about["names"])

    def longest(self, start: str) -> int:
        """How many words the longest name has that begins with these two; 0 where none does."""
        found = self._value("SELECT longest FROM starts WHERE first = ?", start)
        return found if isinstance(found, int) else 0

    def following(self, start: str) -> frozenset[str]:
        """The words that stand behind a name in longer names: "plus" and "hct" behind one, none behind most."""
        query = "SELECT key FROM names WHERE key > ? AND key < ?"  # a blank comes right before "!"
        with self._lock:
            rows = self._database.execute(query, (f"{start} ", f"{start}!")).fetchall()
        return frozenset(key[len(start) + 1 :].split(" ", 1)[0] for (key,) in rows)

    def get(self, key: str) -> Entry | None:
        """What a key stands for."""
        return self._one("SELECT key, name, flags, meanings FROM names WHERE key = ?", key)

    def heard(self, sound: str) -> Entry | None:
        """What the only ingredient of this sound stands for."""
        query = "SELECT key, name, flags, meanings FROM names JOIN sounds USING (key) WHERE sound = ?"
        return self._one(query, sound)

    def same(self, ingredient: str) -> str | None:
        """The substance of these entries that other sources call so."""
        found = self._value("SELECT ours FROM same WHERE theirs = ?", ingredient)
        return str(found) if found is not None else None

    def atc(self, substance: str) -> tuple[str, ...]:
        """The codes of a substance; none where it has none here."""
        found = self._value("SELECT codes FROM atc WHERE substance = ?", substance)
        return tuple(str(found).split()) if found is not None else ()

    def some(self, keys: Iterable[str]) -> Iterator[tuple[str, Entry]]:
        """The entries of those of the keys that are known."""
        for key in keys:
            entry = self.get(key)
            if entry is not None:
                yield key, entry

    def rows(self) -> Iterator[tuple[str, Entry]]:
        """Every key with its entry, in the order of the keys."""
        return map(self._entry, self._all(0))

    def that_matter(self) -> Mapping[str, Entry]:
        """The names of interacting medicines by key; an entry is made when it is asked for."""
        return _Lazily({row[0]: row for row in self._all(_MATTERS)}, self._entry)

    def _all(self, flags: int) -> list[_StoredName]:
        query = "SELECT key, name, flags, meanings FROM names WHERE flags >= ? ORDER BY key"
        with self._lock:
            return self._database.execute(query, (flags,)).fetchall()

    def _one(self, query: str, value: str) -> Entry | None:
        with self._lock:
            row = self._database.execute(query, (value,)).fetchone()
        return self._entry(row)[1] if row is not None else None

    def _value(self, query: str, value: str) -> object:
        with self._lock:
            row = self._database.execute(query, (value,)).fetchone()
        return row[0] if row is not None else None

    def _entry(self, row: _StoredName) -> tuple[str, Entry]:
        key, name, flags, meanings = row
        decoded = tuple(map(_decode, meanings.split("|")))
        return key, Entry(
            name, decoded, self._origin, bool(flags & 1), bool(flags & 2), bool(flags & _MATTERS)
        )


class _Lazily(Mapping[str, Entry]):
    """Entries that are made when they are asked for: of thousands a reader is offered five."""

    def __init__(
        self, rows: Mapping[str, _StoredName], entry: Callable[[_StoredName], tuple[str, Entry]]
    ) -> None:
        self._rows, self._entry = rows, entry

    def __getitem__(self, key: str) -> Entry:
        return self._entry(self._rows[key])[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
