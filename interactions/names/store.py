"""Many names in one file: an SQLite database with a checksum of its own, read as a whole.

A store is a run of bytes.  It is checked before its first use and then held in memory, so a file that
was cut, half written or damaged is noticed at once, and a file replaced meanwhile does not matter.
"""

import os
import sqlite3
import tempfile
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from interactions.errors import NamesError
from interactions.names.entry import Entry, Meaning, Origin

SCHEMA = 1

Kept = TypeVar("Kept")

# SQLite keeps these four bytes of its header for the program that owns the file ("application id",
# file format 1.3); they hold the CRC-32 of everything else.
_SEAL = slice(68, 72)
_CACHED = 20_000
_AT_ONCE = 500  # values in one question; SQLite allows some thousands

_TABLES = """
    CREATE TABLE names (key TEXT PRIMARY KEY, name TEXT NOT NULL, flags INTEGER NOT NULL, meanings TEXT NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE starts (first TEXT PRIMARY KEY, longest INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE sounds (sound TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE about (field TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data[_SEAL.stop :], zlib.crc32(data[: _SEAL.start])).to_bytes(4, "big")


def _encode(meanings: tuple[Meaning, ...]) -> str:
    return "|".join(
        ";".join(meaning.substances) + ("@" + " ".join(meaning.countries) if meaning.countries else "")
        for meaning in meanings
    )


def _decode(text: str) -> tuple[Meaning, ...]:
    meanings = []
    for part in text.split("|"):
        substances, _, countries = part.partition("@")
        meanings.append(Meaning(tuple(substances.split(";")), tuple(countries.split())))
    return tuple(meanings)


def pack(entries: Mapping[str, Entry], sounds: Mapping[str, str], about: Mapping[str, str]) -> bytes:
    """A store of entries by key, with keys by sound and a few facts about the whole.

    Routes are not kept: only curated products have them.
    """
    starts: dict[str, int] = {}
    for key in entries:
        parts = key.split()
        starts[parts[0]] = max(starts.get(parts[0], 0), len(parts))
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_TABLES)
        database.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?)",
            (
                (key, entry.name, entry.ingredient + 2 * entry.sure, _encode(entry.meanings))
                for key, entry in sorted(entries.items())
            ),
        )
        database.executemany("INSERT INTO starts VALUES (?, ?)", sorted(starts.items()))
        database.executemany("INSERT INTO sounds VALUES (?, ?)", sorted(sounds.items()))
        rows = {**about, "schema": str(SCHEMA), "names": str(len(entries))}
        database.executemany("INSERT INTO about VALUES (?, ?)", sorted(rows.items()))
        database.commit()
        data = bytearray(database.serialize())
    data[_SEAL] = _checksum(bytes(data))
    return bytes(data)


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in place in one step: readers see the old one or the new one, whole.

    Raises:
        OSError: the folder cannot be made or written; nothing is left behind.
    """
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

    def longest(self, first: str) -> int:
        """How many words the longest name has that begins with this word; 0 where none does."""
        with self._lock:
            row = self._database.execute("SELECT longest FROM starts WHERE first = ?", (first,)).fetchone()
        return int(row[0]) if row else 0

    def get(self, key: str) -> Entry | None:
        """What a key stands for."""
        return self._one("SELECT name, flags, meanings FROM names WHERE key = ?", key)

    def heard(self, sound: str) -> Entry | None:
        """What the only ingredient of this sound stands for."""
        return self._one(
            "SELECT name, flags, meanings FROM names JOIN sounds USING (key) WHERE sound = ?", sound
        )

    def _one(self, query: str, value: str) -> Entry | None:
        with self._lock:
            row = self._database.execute(query, (value,)).fetchone()
        return self._entry(row)

    def _entry(self, row: tuple[str, int, str] | None) -> Entry | None:
        if row is None:
            return None
        name, flags, meanings = row
        return Entry(name, _decode(meanings), self._origin, bool(flags & 1), bool(flags & 2))

    def some(self, keys: Iterable[str]) -> Iterator[tuple[str, Entry]]:
        """The entries of those of the keys that are known."""
        wanted = list(keys)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            query = f"SELECT key, name, flags, meanings FROM names WHERE key IN ({','.join('?' * len(part))})"
            with self._lock:
                rows = self._database.execute(query, part).fetchall()
            for name, *rest in rows:
                entry = self._entry((rest[0], rest[1], rest[2]))
                if entry is not None:
                    yield name, entry

    def rows(self) -> Iterable[tuple[str, Entry]]:
        """Every key with its entry, in the order of the keys."""
        with self._lock:
            rows = self._database.execute(
                "SELECT key, name, flags, meanings FROM names ORDER BY key"
            ).fetchall()
        for key, *rest in rows:
            entry = self._entry((rest[0], rest[1], rest[2]))
            if entry is not None:
                yield key, entry


def remember(kept: dict[str, Kept], word: str, value: Kept) -> None:
    """Keeps an answer; forgets all of them now and then, so that junk cannot fill the memory."""
    if len(kept) >= _CACHED:
        kept.clear()
    kept[word] = value
