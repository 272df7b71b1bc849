"""The general dictionary: names of medicines that no caution speaks of.

Built once from the installed data file (`source`), cleaned (`clean`) and kept in the user's cache folder;
where that cannot be written or trusted it is built into memory instead.  Nothing but plain names is ever
kept there, and a damaged or outdated file is built anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interactions.names import cache
from interactions.names.entry import Origin
from interactions.names.source import DISTRIBUTION, LICENCE, Source, find_source, read_dictionary, version
from interactions.names.store import Store, pack
from interactions.names.words import DATA, load_words

FILE = "general.names"

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
    """Where the dictionary is kept."""
    return cache.folder() / FILE


def _wanted(source: Source) -> str:
    own = ((DATA / name).read_bytes() for name in ("general.toml", "words.toml"))
    return cache.fingerprint((source.digest.encode(), *own))


def _quiet(stage: str, share: float) -> None:
    """Shows nothing."""


def _made(source: Source, progress: Progress) -> bytes:
    # Imported here: they are needed only where the dictionary has to be built.
    from interactions.names.clean import cleaned, load_corrections
    from interactions.names.curated import unique_sounds

    progress("reading the data file", 0.0)
    dictionary = read_dictionary(source.path)
    progress("cleaning the names", 0.35)
    entries = cleaned(dictionary, load_corrections(), load_words())
    progress("sorting the names", 0.8)
    spoken = unique_sounds((name, entry.substances) for name, entry in entries.items() if entry.ingredient)
    about = {
        cache.MADE_FROM: _wanted(source),
        "source": f"{DISTRIBUTION} {version()}".strip(),
        "licence": LICENCE,
    }
    data = pack(entries, spoken, about)
    progress("done", 1.0)
    return data


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
    store = None if force else cache.kept(path, _wanted(source), Origin.GENERAL)
    if store is not None:
        progress("up to date", 1.0)
        return store, path
    data = _made(source, progress)
    return Store(data, Origin.GENERAL), cache.keep(path, data)


def info() -> GeneralInfo:
    """What is loaded, without building it where it is missing.

    Raises:
        NamesError: the data file is missing.
    """
    source, path = find_source(), cache_file()
    store = cache.kept(path, _wanted(source), Origin.GENERAL)
    names = len(store) if store is not None else 0
    return GeneralInfo(
        f"{DISTRIBUTION} {version()}".strip(), LICENCE, names, path if store is not None else None
    )
