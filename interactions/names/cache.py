"""Files of names that are made once and kept in the user's cache folder.

A file is used only where it is whole, made from the very data at hand, and put there by this user; else
its names are made anew.  It is replaced in one step, so several processes that start together end with
one good file.  Where no folder can be written the names live in memory.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from interactions.errors import NamesError
from interactions.names.entry import Origin
from interactions.names.store import SCHEMA, Store, write_whole

FOLDER = "INTERACTIONS_CACHE"
MADE_FROM = "made_from"


def folder() -> Path:
    """Where names are kept: in `INTERACTIONS_CACHE`, else in the user's cache folder."""
    given = os.environ.get(FOLDER)
    if given:
        return Path(given)
    import platformdirs  # not needed by a service that names its folder

    return platformdirs.user_cache_path("pumpcard")


def fingerprint(parts: Iterable[bytes]) -> str:
    """What a file must be made from: all data that goes into it, and the schema, as SHA-256."""
    digest = hashlib.sha256(str(SCHEMA).encode())
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _trusted(path: Path) -> bool:
    """Whether nobody but this user (or the system's own) can have put the file there."""
    if not hasattr(os, "geteuid"):
        return True
    owners = (0, os.geteuid())
    return path.stat().st_uid in owners and path.parent.stat().st_uid in owners


def kept(path: Path, made_from: str, origin: Origin) -> Store | None:
    """The names of a file; None where it is missing, damaged, outdated or another user's."""
    try:
        if not _trusted(path):
            return None
        store = Store(path.read_bytes(), origin)
    except (OSError, NamesError):
        return None
    return store if store.about.get(MADE_FROM) == made_from else None


def keep(path: Path, data: bytes) -> Path | None:
    """Puts a file in place; None where the folder cannot be written, or is another user's."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _trusted(path if path.exists() else path.parent):
            write_whole(path, data)
            return path
    return None


def kept_or_made(path: Path, made_from: str, origin: Origin, make: Callable[[], bytes]) -> Store:
    """The names of a file, made and kept where it is no good."""
    store = kept(path, made_from, origin)
    if store is None:
        data = make()
        keep(path, data)
        store = Store(data, origin)
    return store
