"""The words of a medication list that name no medicine, with what they say about one.

The file is `data/words.toml`; its first lines say what each kind means.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from interactions.errors import TableError
from interactions.model import Route
from interactions.names.store import add_start
from interactions.names.text import key
from interactions.substances import read_toml

DATA = Path(__file__).parent / "data"

KINDS = frozenset(
    [
        "unit",
        "form",
        "route",
        "release",
        "salt",
        "mineral",
        "measured",
        "frequency",
        "instruction",
        "indication",
        "class",
        "meal",
        "date",
        "number",
        "company",
        "firm",
        "heading",
        "and",
        "with",
        "suffix",
        "brand_suffix",
        "nothing",
        "device",
        "about",
        "blocked",
    ]
)
# What may stand beside a recognised name without leaving the line unfinished.
EXPLAINING = frozenset(
    [
        "unit",
        "form",
        "route",
        "release",
        "salt",
        "frequency",
        "instruction",
        "indication",
        "class",
        "date",
        "number",
        "company",
        "heading",
        "and",
        "meal",
    ]
)
PUMPED = "itb"  # intrathecal baclofen, called by its way into the body alone
# What may say of a name that there is more in it.
_TELLING = ("with", "suffix")
_NONE: frozenset[str] = frozenset()
LANGUAGES = frozenset(["any", "en", "de", "fr", "es", "it", "pt", "nl", "nordic"])


@dataclass(frozen=True)
class RouteWord:
    """Where a word says that the medicine goes in.

    Attributes:
        specific: whether it wins over mere forms.
        adjective: whether it may as well be said of what the medicine is for: "migraine ophtalmique".
    """

    route: Route
    specific: bool
    adjective: bool = False


@dataclass(frozen=True)
class Words:
    """Every known word.

    Attributes:
        kinds: the kinds of a word or phrase, by its key.
        routes: what it says about the route, by its key.
        plain: words of two letters or more that say nothing of a second medicine, unless they hang on a name.
        starts: first two words of every phrase of several words, and how many words the longest has.
        seconds: for the first word of every such phrase, the second ones.
        joiners: the words and signs that join two names.
    """

    kinds: Mapping[str, frozenset[str]]
    routes: Mapping[str, RouteWord]
    starts: Mapping[str, int]
    seconds: Mapping[str, Set[str]]
    plain: frozenset[str]
    joiners: frozenset[str]

    def of(self, word: str) -> frozenset[str]:
        """The kinds of a word; none for an unknown one."""
        return self.kinds.get(word, _NONE)

    def explains(self, word: str) -> bool:
        """Whether the word may stand beside a name without being left over."""
        return not EXPLAINING.isdisjoint(self.of(word))


def _group(file: str, name: str, row: object) -> tuple[str, RouteWord | None, list[str]]:
    """The kind, the route and the words of one table; refuses what the file must not hold."""
    if not isinstance(row, dict):
        raise TableError(file, name, "is not a table of words")
    columns = dict(row)
    kind = columns.pop("kind", None)
    if kind not in KINDS:
        raise TableError(file, name, f"kind: write one of {', '.join(sorted(KINDS))}")
    route, specific = columns.pop("route", None), columns.pop("specific", False)
    adjective = columns.pop("adjective", False)
    if route is not None and route not in list(Route):
        raise TableError(file, name, f"route: write one of {', '.join(Route)}")
    for language, words in columns.items():
        if language not in LANGUAGES or not isinstance(words, str):
            raise TableError(file, name, f"{language}: is no language column, or not text")
    said = RouteWord(Route(route), specific is True, adjective is True) if route is not None else None
    return str(kind), said, " ".join(columns.values()).split()


def _read(path: Path) -> Iterator[tuple[str, RouteWord | None, list[str]]]:
    """Every group of words by their keys, with their kind and route."""
    for name, row in read_toml(path).items():
        kind, route, words = _group(path.name, name, row)
        # Most are plain words, and a start-up reads them all.
        found = [
            word.lower() if word.isascii() and word.isalpha() else key(word.replace("_", " "))
            for word in words
        ]
        if not all(found):
            raise TableError(path.name, name, "holds a word without letters")
        yield kind, route, found


def load_words(path: Path = DATA / "words.toml") -> Words:
    """The words of a file.

    Raises:
        TableError: the file cannot be read, or a table of it is broken; names the table.
    """
    kinds: dict[str, frozenset[str]] = {}
    routes: dict[str, RouteWord] = {}
    for kind, route, words in _read(path):
        alone = frozenset([kind])
        for word in words:
            kinds[word] = kinds[word] | alone if word in kinds else alone
            # A word that several languages use for different routes says the specific one, else the first.
            if route is not None and (word not in routes or (route.specific and not routes[word].specific)):
                routes[word] = route
    starts: dict[str, int] = {}
    seconds: dict[str, set[str]] = {}
    for phrase in (word for word in kinds if " " in word):
        parts = phrase.split()
        add_start(starts, parts)
        seconds.setdefault(parts[0], set()).add(parts[1])
    silent = {
        found
        for found in set(kinds.values())
        if not EXPLAINING.isdisjoint(found) and found.isdisjoint(_TELLING)
    }
    plain = frozenset(word for word, found in kinds.items() if found in silent and len(word) > 1)
    joiners = frozenset(word for word, found in kinds.items() if "and" in found)
    return Words(kinds, routes, starts, seconds, plain - {"pm", "dr"}, joiners | {"/", "+"})


@lru_cache(maxsize=1)
def default_words() -> Words:
    """The words that come with the project, read once."""
    return load_words()
