"""All names together: curated first, then the site's own lists, then the general dictionary."""

from functools import lru_cache

from interactions.names import general, sites
from interactions.names.curated import Curated, load_curated
from interactions.names.entry import Entry, Origin
from interactions.names.store import Store, remember
from interactions.names.suggest import Suggester
from interactions.names.text import key, sound
from interactions.names.words import Words, default_words

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
        self._found: dict[str, Entry | None] = {}
        self._heard: dict[str, Entry | None] = {}
        self._longest: dict[str, int] = {}
        self._same = _Same(curated, words, dictionary)

    def longest(self, first: str) -> int:
        """How many words the longest name or phrase has that begins with this word."""
        found = self._longest.get(first)
        if found is None:
            found = max(self.curated.starts.get(first, 0), self.words.starts.get(first, 0))
            for store in self._stores:
                found = max(found, store.longest(first))
            remember(self._longest, first, found)
        return found

    def find(self, name: str) -> Entry | None:
        """What a key stands for; the most trusted source that knows it decides alone."""
        entry = self.curated.entries.get(name)
        if entry is not None:
            return entry
        if name not in self._found:
            remember(self._found, name, self._elsewhere(name))
        return self._found.get(name)

    def heard(self, word: str) -> Entry | None:
        """The ingredient that sounds like a word, where there is one alone."""
        if word not in self._heard:
            remember(self._heard, word, self._listen(sound(word)))
        return self._heard.get(word)

    def atc(self, substance: str) -> tuple[str, ...]:
        """The ATC codes of a substance, where the table knows them."""
        known = self.curated.substances.get(substance)
        return known.atc if known is not None else ()

    def _listen(self, voice: str) -> Entry | None:
        spelled = self.curated.sounds.get(voice)
        if spelled is not None:
            return self.curated.entries[spelled]
        if len(voice) < _SHORTEST_HEARD:
            return None
        for store in self._stores:
            entry = store.heard(voice)
            if entry is not None:
                return self._in_house(entry)
        return None

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
            meaning._replace(substances=tuple(dict.fromkeys(map(self._same.name, meaning.substances))))
            for meaning in entry.meanings
        )
        return entry._replace(meanings=meanings)


class _Same:
    """Which substance of the table another source's name of an ingredient stands for.

    A brand that leads to "flupenthixol" or "tiapride hydrochloride" must not miss the caution for
    flupentixol or tiapride.
    """

    def __init__(self, curated: Curated, words: Words, dictionary: Store | None) -> None:
        self._curated, self._words = curated, words
        self._aliases = _aliases(curated, words, dictionary) if dictionary is not None else {}
        self._known: dict[str, str] = {}

    def name(self, ingredient: str) -> str:
        """The table's name of an ingredient, or the ingredient as it came."""
        if ingredient not in self._known:
            self._known[ingredient] = self._work_out(ingredient)
        return self._known[ingredient]

    def _work_out(self, ingredient: str) -> str:
        spelled = key(ingredient)
        for name in (spelled, " ".join(_bare(spelled, self._words))):
            entry = self._curated.entries.get(name) or self._curated.entries.get(
                self._curated.sounds.get(sound(name), "")
            )
            if entry is not None and entry.ingredient and not entry.ambiguous:
                return entry.substances[0]
        return self._aliases.get(ingredient, ingredient)


def _bare(name: str, words: Words) -> list[str]:
    """The words of an ingredient's key without its salt."""
    return [part for part in name.split() if "salt" not in words.of(part)]


def _aliases(curated: Curated, words: Words, dictionary: Store) -> dict[str, str]:
    """What the general dictionary calls substances of the table where it uses another name for them.

    It says "methadyl acetate" for levomethadyl; then its brands of methadyl acetate are those of the
    table's levacetylmethadol.  Names that share a word (sodium salicylate, sodium) are no such pair.
    """
    found: dict[str, str | None] = {}
    ingredients = {name: entry for name, entry in curated.entries.items() if entry.ingredient}
    for name, entry in dictionary.some(ingredients):
        substances, ours = entry.substances, ingredients[name].substances
        if len(substances) != 1 or len(ours) != 1 or key(substances[0]) in ingredients:
            continue
        theirs = set(_bare(key(substances[0]), words))
        if not theirs or theirs & {*_bare(name, words), *_bare(key(ours[0]), words)}:
            continue
        same = found.setdefault(substances[0], ours[0])
        found[substances[0]] = same if same == ours[0] else None
    return {theirs: ours for theirs, ours in found.items() if ours is not None}


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
