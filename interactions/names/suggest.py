"""Names that look like an unknown word: offered to a reader, never taken by themselves.

The measure is the optimal string alignment distance (edits and swapped neighbours) over the names of
interacting medicines alone; that found the intended name first more often, and nonsense less often, than
seven other measures and than the whole dictionary did.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from interactions.names.entry import Entry

ALIKE = 0.75
AT_MOST = 5
_SHORTEST = 4
_WORDS = 6  # of one line; more of them are a text and no name
_CACHED = 5_000


class Suggester:
    """Suggestions out of names by key, which are loaded at the first unknown word."""

    def __init__(self, names: Callable[[], Mapping[str, Entry]]) -> None:
        self._load = names
        self._known: dict[str, tuple[tuple[float, str], ...]] = {}

    @cached_property
    def _names(self) -> Mapping[str, Entry]:
        return self._load()

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        lengths: dict[int, list[str]] = {}
        for name in self._names:
            lengths.setdefault(len(name), []).append(name)
        return lengths

    def suggest(self, words: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
        """The best names for the unknown words of a line, most alike first; one for each substance.

        Args:
            words: keys of the words, each with whether it follows the one before directly.
        """
        queries: dict[str, None] = {}
        for index, (word, follows) in enumerate(words[:_WORDS]):
            queries[word] = None
            if follows and index:
                queries[f"{words[index - 1][0]} {word}"] = None
                queries[words[index - 1][0] + word] = None
        best: dict[tuple[str, ...], tuple[float, bool, str]] = {}
        for query in queries:
            for score, name in self._alike(query):
                entry = self._names[name]
                # Of names that are as much alike the ingredient's own is the one that a reader knows.
                rank = (-score, not entry.ingredient, entry.name)
                known = best.get(entry.substances)
                if known is None or rank < known:
                    best[entry.substances] = rank
        return tuple(name for _, _, name in sorted(best.values())[:AT_MOST])

    def slips(self, word: str) -> list[Entry]:
        """What a word would be with one letter wrong, missing, too many or out of its place."""
        return [
            self._names[name]
            for score, name in self._alike(word)
            if score >= 1 - 1 / max(len(word), len(name))
        ]

    def _alike(self, query: str) -> tuple[tuple[float, str], ...]:
        if len(query) < _SHORTEST or len(query) > 60:
            return ()
        found = self._known.get(query)
        if found is None:
            if len(self._known) >= _CACHED:
                self._known.clear()
            found = self._known[query] = tuple(self._search(query))
        return found

    def _search(self, query: str) -> list[tuple[float, str]]:
        # Imported here: most lists hold no unknown word, and a process that checks one should start fast.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        # A name much longer or shorter cannot be alike, whatever its letters.
        shortest, longest = int(len(query) * ALIKE), int(len(query) / ALIKE) + 1
        found: list[tuple[float, str]] = []
        for length in range(shortest, longest + 1):
            alike = process.extract(
                query,
                self._by_length.get(length, ()),
                scorer=OSA.normalized_similarity,
                score_cutoff=ALIKE,
                limit=None,
            )
            found.extend((score, name) for name, score, _ in alike)
        return found
