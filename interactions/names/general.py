"""The general dictionary: names of medicines that no caution speaks of.

Built once from the installed data file (`source`), cleaned (`clean`) and kept in the user's cache folder;
where that cannot be written or trusted it is built into memory instead.  Nothing but plain names is ever
kept there, and a damaged or outdated file is built anew.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from interactions.errors import NamesError
from interactions.names.clean import cleaned, load_corrections
from interactions.names.curated import unique_sounds
from interactions.names.entry import Origin
from interactions.names.source import DISTRIBUTION, LICENCE, Source, find_source, read_dictionary
from interactions.names.store import SCHEMA, Store, pack, write_whole
from interactions.names.words import DATA, load_words

FOLDER = "INTERACTIONS_CACHE"
FILE = "names.sqlite"

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class GeneralInfo:
    """What is loaded.

    Attributes:
        source: distribution and version that the names come from.
        licence: of code and data.
        names: how many there are.
        path: the file they are kept in; None while they are held in memory alone.
    """

    source: str
    licence: str
    names: int
    path: Path | None


def cache_file() -> Path:
    """Where the dictionary is kept: in `INTERACTIONS_CACHE`, else in the user's cache folder."""
    folder = os.environ.get(FOLDER) or platformdirs.user_cache_dir("pumpcard")
    return Path(folder) / FILE


def _wanted(source: Source) -> str:
    """What the file must be made from: the data file, the corrections, the words and the schema."""
    digest = hashlib.sha256(f"{SCHEMA} {source.digest}".encode())
    for name in ("general.toml", "words.toml"):
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def _quiet(stage: str, share: float) -> None:
    """Shows nothing."""


def _made(source: Source, progress: Progress) -> bytes:
    progress("reading the data file", 0.0)
    dictionary = read_dictionary(source.path)
    progress("cleaning the names", 0.35)
    entries = cleaned(dictionary, load_corrections(), load_words())
    progress("sorting the names", 0.8)
    spoken = unique_sounds((name, entry.substances) for name, entry in entries.items() if entry.ingredient)
    about = {"made_from": _wanted(source), "source": f"{DISTRIBUTION} {source.version}", "licence": LICENCE}
    data = pack(entries, spoken, about)
    progress("done", 1.0)
    return data


def _trusted(path: Path) -> bool:
    """Whether nobody but this user (or the system's own) can have put the file there."""
    if not hasattr(os, "geteuid"):
        return True
    owners = (0, os.geteuid())
    return path.stat().st_uid in owners and path.parent.stat().st_uid in owners


def _kept(path: Path, wanted: str) -> Store | None:
    """The dictionary as kept in a file; None where it is missing, damaged, outdated or another user's."""
    try:
        if not _trusted(path):
            return None
        store = Store(path.read_bytes(), Origin.GENERAL)
    except (OSError, NamesError):
        return None
    return store if store.about.get("made_from") == wanted else None


def build(progress: Progress = _quiet, *, force: bool = False) -> tuple[Store, Path | None]:
    """The dictionary, and the file it is kept in; builds it where that is missing.

    Args:
        progress: told what is going on, with the share that is done, from 0 to 1.
        force: build it even though a good file is there.

    Returns:
        None for the file where no folder can be written: the names are then held in memory.

    Raises:
        NamesError: the data file is missing, damaged, or asks for more than plain data.
    """
    source, path = find_source(), cache_file()
    store = None if force else _kept(path, _wanted(source))
    if store is not None:
        progress("up to date", 1.0)
        return store, path
    data = _made(source, progress)
    kept: Path | None = None
    with suppress(OSError):
        if not path.exists() or _trusted(path):
            write_whole(path, data)
            kept = path if _trusted(path) else None
    return Store(data, Origin.GENERAL), kept


def info() -> GeneralInfo:
    """What is loaded, without building it where it is missing.

    Raises:
        NamesError: the data file is missing.
    """
    source, path = find_source(), cache_file()
    store = _kept(path, _wanted(source))
    names = len(store) if store is not None else 0
    return GeneralInfo(
        f"{DISTRIBUTION} {source.version}", LICENCE, names, path if store is not None else None
    )
