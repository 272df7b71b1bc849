"""All names together: curated first, then the site's own lists, then the general dictionary."""

from collections.abc import Mapping
from functools import lru_cache

from interactions.names import general, sites
from interactions.names.curated import Curated, load_curated, substance_keys
from interactions.names.entry import Entry, Meaning, Origin
from interactions.names.store import Store
from interactions.names.suggest import Suggester
from interactions.names.text import key, sound
from interactions.names.words import Words, default_words

_CACHED = 20_000
_SHORTEST_HEARD = 5


class Names:
    """Every name that is known, and the words around names.

    Attributes:
        words: the words that name no medicine.
        curated: the curated names.
        suggester: finds curated names that look like an unknown word.
    """

    def __init__(
        self,
        curated: Curated,
        words: Words,
        *,
        lists: tuple[Store, ...] = (),
        dictionary: Store | None = None,
    ) -> None:
        self.curated, self.words = curated, words
        self.suggester = Suggester(curated.matter)
        self._lists = lists
        self._stores = (*lists, dictionary) if dictionary is not None else lists
        self._spellings: Mapping[str, str] = substance_keys(curated.substances)
        self._found: dict[str, Entry | None] = {}

    def longest(self, first: str) -> int:
        """How many words the longest name or phrase has that begins with this word."""
        most = max(self.curated.starts.get(first, 0), self.words.starts.get(first, 0))
        for store in self._stores:
            most = max(most, store.longest(first))
        return most

    def find(self, name: str) -> Entry | None:
        """What a key stands for; the most trusted source that knows it decides alone."""
        entry = self.curated.entries.get(name)
        if entry is not None:
            return entry
        if name not in self._found:
            if len(self._found) >= _CACHED:
                self._found.clear()
            self._found[name] = self._elsewhere(name)
        return self._found.get(name)

    def heard(self, word: str) -> Entry | None:
        """The ingredient that sounds like a word, where there is one alone."""
        voice = sound(word)
        if len(voice) < _SHORTEST_HEARD:
            return None
        spelled = self.curated.sounds.get(voice)
        if spelled is not None:
            return self.curated.entries[spelled]
        for store in self._stores:
            entry = store.heard(voice)
            if entry is not None:
                return self._in_house(entry)
        return None

    def atc(self, substance: str) -> tuple[str, ...]:
        """The ATC codes of a substance, where the table knows them."""
        known = self.curated.substances.get(substance)
        return known.atc if known is not None else ()

    def _elsewhere(self, name: str) -> Entry | None:
        found = None
        for store in self._stores:
            entry = store.get(name)
            if entry is not None:
                found = self._in_house(entry)
                break
        return found

    def _in_house(self, entry: Entry) -> Entry:
        """The entry with substances as the table spells them."""
        meanings = tuple(
            Meaning(
                tuple(dict.fromkeys(self._spellings.get(key(name), name) for name in meaning.substances)),
                meaning.countries,
                meaning.route,
            )
            for meaning in entry.meanings
        )
        return entry._replace(meanings=meanings)


@lru_cache(maxsize=1)
def default_names() -> Names:
    """The names that come with the project, the site's lists and the general dictionary, loaded once.

    The first call ever builds the general dictionary (some seconds); call `general.build` before to show
    its progress.

    Raises:
        TableError: a data file of the project cannot be used.
        NamesError: the general dictionary is missing or damaged, or a list of the site is.
    """
    dictionary, _ = general.build()
    return Names(load_curated(), default_words(), lists=sites.load_lists(), dictionary=dictionary)


__all__ = ["Names", "Origin", "default_names"]
