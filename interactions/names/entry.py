"""What a name stands for: the shape that every source of names gives."""

from enum import StrEnum
from typing import NamedTuple

from interactions.model import Route


class Origin(StrEnum):
    """Where a name is known from, most trusted first."""

    CURATED = "curated"
    SITE = "site"
    GENERAL = "general"


class Meaning(NamedTuple):
    """One thing that a name is used for.

    Attributes:
        substances: every active ingredient, INN in lower case.
        countries: where it means this, two letters each; empty where it is not said.
        route: where the product goes in, for one that has a single route.
    """

    substances: tuple[str, ...]
    countries: tuple[str, ...] = ()
    route: Route | None = None

    def __str__(self) -> str:
        """As shown to a reader: "codeine + paracetamol (AU, NZ)"."""
        named = " + ".join(self.substances)
        return f"{named} ({', '.join(self.countries)})" if self.countries else named


class Entry(NamedTuple):
    """A name and everything it may mean; several meanings with different substances make it a homonym.

    Attributes:
        name: as printed, or as the source spells it.
        meanings: at least one.
        origin: which source knows it.
        ingredient: whether it is the name of an ingredient and not a brand.
        matters: whether it is a name of a medicine that the table speaks of.
        sure: False for a brand of the general dictionary that may well hold more than the dictionary says.
    """

    name: str
    meanings: tuple[Meaning, ...]
    origin: Origin
    ingredient: bool = False
    sure: bool = True
    matters: bool = False

    @property
    def substances(self) -> tuple[str, ...]:
        """The substances of all meanings, each once, in order."""
        if len(self.meanings) == 1:
            return self.meanings[0].substances
        return tuple(dict.fromkeys(name for meaning in self.meanings for name in meaning.substances))

    @property
    def ambiguous(self) -> bool:
        """Whether two meanings differ in their substances."""
        if len(self.meanings) == 1:
            return False
        return len({frozenset(meaning.substances) for meaning in self.meanings}) > 1


def merged(entry: Entry, other: Entry) -> Entry:
    """Both entries of one name; meanings with the same substances become one.

    A route survives only where both say the same, since an alarm may hang on it.
    """
    meanings: dict[frozenset[str], Meaning] = {}
    for meaning in (*entry.meanings, *other.meanings):
        substances = frozenset(meaning.substances)
        known = meanings.get(substances)
        if known is None:
            meanings[substances] = meaning
            continue
        countries = tuple(sorted({*known.countries, *meaning.countries}))
        route = known.route if known.route == meaning.route else None
        meanings[substances] = Meaning(known.substances, countries, route)
    together = tuple(meanings.values())
    return entry._replace(
        meanings=together,
        ingredient=entry.ingredient or other.ingredient,
        sure=entry.sure and other.sure,
        matters=entry.matters or other.matters,
    )
