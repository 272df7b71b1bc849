"""All names together: curated first, then the site's own lists, then the general dictionary."""

from functools import lru_cache
from typing import NamedTuple

from interactions.names import cache, general, sites
from interactions.names.curated import SHORTEST_SOUND, Curated, load_curated
from interactions.names.entry import Entry, Origin
from interactions.names.remembered import Remembered
from interactions.names.store import Store, pack
from interactions.names.suggest import Suggester
from interactions.names.text import key, sound
from interactions.names.words import PUMPED, RouteWord, Words, default_words
from interactions.substances import DATA

FILE = "curated.names"
_SPELLED_LIKE = 0.6


class Word(NamedTuple):
    """All that is known of a single word.

    Attributes:
        kinds: what kinds of word it is beside names.
        seconds: the words that follow it in names and phrases of several words.
        alone: the name that it is all by itself.
        route: where it says that a medicine goes in.
        plain: whether it says nothing of a second medicine, unless it hangs on a name.
        quiet: whether it is known and no name alone, so that nothing but a longer name or phrase begins here.
    """

    kinds: frozenset[str]
    seconds: frozenset[str]
    alone: Entry | None
    route: RouteWord | None
    plain: bool
    quiet: bool


class Names:
    """Every name that is known, and the words around names.

    Attributes:
        words: the words that name no medicine.
        suggester: finds curated names that look like an unknown word.
        word: all that is known of a word; one look for what is asked of every word of every line.
        longest: how many words the longest name or phrase has that begins with these two.
        following: the words that make a name another curated name.
        curated: what a key stands for among the curated names.
        find: what a key stands for; the most trusted source that knows it decides alone.
        heard: the ingredient that sounds like a word, where there is one alone.
        atc: the ATC codes of a substance, where the table knows them.
    """

    def __init__(
        self, curated: Store, words: Words, *, lists: tuple[Store, ...] = (), dictionary: Store | None = None
    ) -> None:
        self.words = words
        self.suggester = Suggester(curated.that_matter)
        self._curated = curated
        self._others = (*lists, dictionary) if dictionary is not None else lists
        self.word = Remembered(self._word).__getitem__
        self.longest = Remembered(self._longest).__getitem__
        self.following = Remembered(curated.following).__getitem__
        self.curated = Remembered(curated.get).__getitem__
        self.find = Remembered(self._find).__getitem__
        self.heard = Remembered(self._listen).__getitem__
        self.atc = Remembered(curated.atc).__getitem__
        self._in_table = Remembered(self._substance).__getitem__

    def _word(self, key: str) -> Word:
        kinds, alone = self.words.of(key), self.find(key)
        # A word that is not known at all may be a name in another spelling.
        known = bool(kinds) or key[0].isdecimal()
        return Word(
            kinds,
            self._seconds(key),
            alone,
            route=self.words.routes.get(key),
            plain=key in self.words.plain,
            quiet=known and alone is None and "measured" not in kinds and key != PUMPED,
        )

    def _seconds(self, first: str) -> frozenset[str]:
        stores = (self._curated, *self._others)
        return frozenset(self.words.seconds.get(first, ())).union(
            *(store.following(first) for store in stores)
        )

    def _longest(self, start: str) -> int:
        stores = (self._curated, *self._others)
        return max(self.words.starts.get(start, 0), *(store.longest(start) for store in stores))

    def _find(self, name: str) -> Entry | None:
        return self.curated(name) or self._elsewhere(name)

    def _listen(self, word: str) -> Entry | None:
        voice = sound(word)
        if len(voice) < SHORTEST_SOUND:
            return None
        entry = self._curated.heard(voice)
        for store in self._others:
            if entry is None and (other := store.heard(voice)) is not None and _is_spelled_like(word, other):
                entry = self._in_house(other)
        return entry

    def _elsewhere(self, name: str) -> Entry | None:
        for store in self._others:
            entry = store.get(name)
            if entry is not None:
                return self._in_house(entry)
        return None

    def _in_house(self, entry: Entry) -> Entry:
        """The entry with substances as the table spells them."""
        meanings = tuple(
            meaning._replace(substances=tuple(dict.fromkeys(map(self._in_table, meaning.substances))))
            for meaning in entry.meanings
        )
        return entry._replace(meanings=meanings)

    def _substance(self, ingredient: str) -> str:
        """The table's name of another source's ingredient, or that as it came.

        A brand that leads to "flupenthixol" or "tiapride hydrochloride" must not miss the caution for
        flupentixol or tiapride.
        """
        spelled = key(ingredient)
        return (
            self._alike(spelled)
            or self._alike(bare(spelled, self.words))
            or self._curated.same(ingredient)
            or ingredient
        )

    def _alike(self, name: str) -> str | None:
        entry = self.curated(name) or (self._curated.heard(sound(name)) if name else None)
        if entry is None or not entry.ingredient or entry.ambiguous:
            return None
        return entry.substances[0]


def _is_spelled_like(word: str, entry: Entry) -> bool:
    """Whether a word is a rare ingredient in another spelling; by its sound alone "police" would be poly C."""
    # Imported here: most lists hold no such word, and a process that checks one should start fast.
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(word, key(entry.name)) >= _SPELLED_LIKE


def bare(name: str, words: Words) -> str:
    """An ingredient's key without its salt."""
    return " ".join(part for part in name.split() if "salt" not in words.of(part))


def same_substances(curated: Curated, words: Words, dictionary: Store) -> dict[str, str]:
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
        theirs = set(bare(key(substances[0]), words).split())
        if not theirs or theirs & {*bare(name, words).split(), *bare(key(ours[0]), words).split()}:
            continue
        same = found.setdefault(substances[0], ours[0])
        found[substances[0]] = same if same == ours[0] else None
    return {theirs: ours for theirs, ours in found.items() if ours is not None}


def packed(curated: Curated, words: Words, dictionary: Store | None = None, made_from: str = "") -> bytes:
    """The curated names as a store, which starts a process much faster than the tables do."""
    same = same_substances(curated, words, dictionary) if dictionary is not None else {}
    codes = {substance.name: substance.atc for substance in curated.substances.values()}
    return pack(curated.entries, curated.sounds, {cache.MADE_FROM: made_from}, same=same, atc=codes)


def _curated_store(words: Words, dictionary: Store) -> Store:
    files = (DATA / "substances.toml", DATA / "products.csv")
    # A missing file is told by the loader, in words.
    data = [path.read_bytes() if path.exists() else b"" for path in files]
    made_from = cache.fingerprint((*data, dictionary.about[cache.MADE_FROM].encode()))
    return cache.kept_or_made(
        cache.folder() / FILE,
        made_from,
        Origin.CURATED,
        lambda: packed(load_curated(), words, dictionary, made_from),
    )


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
    words = default_words()
    return Names(_curated_store(words, dictionary), words, lists=sites.load_lists(), dictionary=dictionary)
