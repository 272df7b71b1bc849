"""From the general dictionary as published to names that may be taken at their word.

A published dictionary lists ordinary words, companies, classes and proteins as names, gives brands as
targets and halves combinations.  What is dropped or put right is in `data/general.toml`; the reasons are
rules 3 to 5 of the project's evidence on names.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interactions.errors import TableError
from interactions.names.entry import Entry, Meaning, Origin, merged
from interactions.names.source import Dictionary
from interactions.names.text import key, sound
from interactions.names.words import DATA, Words
from interactions.substances import read_toml

_ODD = re.compile(r"[&;{}=<>|@*#]|, ")
_PARTS = re.compile(r",? and |, |/")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_SUFFIXED = re.compile(r"^(.{6,})-[a-z]{4}$")  # biologicals: aducanumab-avwa
_MOST_WORDS, _LONGEST, _SHORT = 6, 60, 4


@dataclass(frozen=True)
class Corrections:
    """What is put right; all keys, ingredients as they are written in the project."""

    inn: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    brands: Mapping[str, tuple[str, ...]]
    drop: frozenset[str]
    partners: frozenset[str]
    trusted: frozenset[str]
    stems: tuple[str, ...]
    blocked: frozenset[str]


def load_corrections(path: Path = DATA / "general.toml") -> Corrections:
    """The corrections of a file.

    Raises:
        TableError: the file cannot be read, or a column is missing or of the wrong kind.
    """
    content = read_toml(path)

    def text(column: str) -> str:
        value = content.get(column)
        if not isinstance(value, str):
            raise TableError(path.name, column, "is missing, or is not text")
        return value

    def names(column: str) -> frozenset[str]:
        return frozenset(found for part in text(column).split(";") if (found := key(part)))

    def table(column: str) -> dict[str, tuple[str, ...]]:
        rows = content.get(column)
        if not isinstance(rows, dict) or not all(isinstance(value, str) and value for value in rows.values()):
            raise TableError(path.name, column, "is missing, or has a row that is not text")
        return {key(name): tuple(part.strip() for part in value.split(";")) for name, value in rows.items()}

    return Corrections(
        inn=table("inn"),
        names=table("names"),
        brands=table("brands"),
        drop=names("drop"),
        partners=frozenset(part.strip() for part in text("partners").split(";")),
        trusted=names("trusted"),
        stems=tuple(text("stems").split()),
        blocked=frozenset(text("blocked").replace("_", " ").split()),
    )


class _Targets:
    """Which ingredients a target of the source stands for; () where it is no ingredient."""

    def __init__(self, dictionary: Dictionary, corrections: Corrections, words: Words) -> None:
        self._dictionary, self._corrections, self._words = dictionary, corrections, words
        self._known: dict[str, tuple[str, ...]] = {}

    def ingredients(self, target: str) -> tuple[str, ...]:
        if target not in self._known:
            self._known[target] = ()  # for targets that lead to each other
            self._known[target] = self._work_out(target)
        return self._known[target]

    def _work_out(self, target: str) -> tuple[str, ...]:
        name = key(target)
        if name in self._corrections.drop or not name:
            return ()
        if name in self._corrections.inn:
            return self._corrections.inn[name]
        record = self._dictionary.records.get(target, frozenset())
        if self._is_ingredient(target, record):
            return self._plain(target)
        parts = _PARTS.split(_ASIDE.sub("", target))
        if len(parts) > 1:
            return self._together(parts)
        return self._without_form(target)

    def _is_ingredient(self, target: str, record: frozenset[str]) -> bool:
        if _ODD.search(target) or not target.isascii() or _PARTS.search(target):
            return False
        # Headings of chemical classes are in the plural: "pentoses", "barbiturates".
        plural = target.endswith("s") and not target.endswith(("us", "is", "as", "os", "ss"))
        if "drugbank_id" in record:
            return not (plural and "mesh_id" in record)
        if "smiles" in record:
            return not plural
        return " " not in target and len(target) > 6 and target.endswith(self._corrections.stems)

    def _plain(self, target: str) -> tuple[str, ...]:
        """The ingredient without its salt, where the dictionary knows it without."""
        parts = target.split()
        while len(parts) > 1 and "salt" in self._words.of(key(parts[-1])):
            parts.pop()
        base = " ".join(parts)
        if base != target and base in self._dictionary.records:
            return self.ingredients(base)
        return (target,)

    def _together(self, parts: list[str]) -> tuple[str, ...]:
        found: list[str] = []
        for part in parts:
            ingredients = self._named(part.strip())
            if not ingredients:
                return ()
            found.extend(ingredients)
        return tuple(dict.fromkeys(found))

    def _without_form(self, target: str) -> tuple[str, ...]:
        suffixed = _SUFFIXED.match(target)
        if suffixed:
            return self._named(suffixed[1]) or (suffixed[1],)
        kept = [
            word
            for word in _ASIDE.sub("", target).split()
            if self._words.of(key(word)).isdisjoint(("form", "route", "release", "device"))
        ]
        bare = " ".join(kept)
        return self._named(bare) if bare and bare != target else ()

    def _named(self, name: str) -> tuple[str, ...]:
        """The ingredients of something that is a target or a name itself."""
        if key(name) in self._corrections.inn:
            return self._corrections.inn[key(name)]
        if name in self._dictionary.records:
            return self.ingredients(name)
        targets = self._dictionary.targets.get(name, ())
        return self.ingredients(targets[0]) if targets and targets[0] != name else ()


class Cleaner:
    """Decides which names of a dictionary are kept, and what they stand for."""

    def __init__(self, dictionary: Dictionary, corrections: Corrections, words: Words) -> None:
        self._dictionary, self._corrections, self._words = dictionary, corrections, words
        self._targets = _Targets(dictionary, corrections, words)

    def entry(self, name: str, targets: tuple[str, ...]) -> tuple[str, Entry] | None:
        """The key and entry of a name, or None for one that is dropped."""
        found = key(name)
        if not targets or not self._usable(name, found) or self._has_form(found):
            return None
        meanings = []
        for target in targets:
            ingredients = self._targets.ingredients(target)
            if not ingredients or self._halved(found, ingredients):
                return None
            meanings.append(Meaning(ingredients))
        if len(found.replace(" ", "")) <= _SHORT and not self._in_use(targets):
            return None
        ingredient = any(self._is_spelling(found, name) for name in (*targets, *_alone(meanings)))
        sure = ingredient or not self._doubtful(found, meanings)
        return found, Entry(name, tuple(meanings), Origin.GENERAL, ingredient, sure)

    def own(self) -> dict[str, Entry]:
        """The names that the corrections add, and spellings of ingredients that they change."""
        added = ((self._corrections.brands, False), (self._corrections.names, True))
        return {
            name: Entry(name, (Meaning(ingredients),), Origin.GENERAL, ingredient)
            for table, ingredient in added
            for name, ingredients in table.items()
        }

    def _usable(self, name: str, found: str) -> bool:
        parts = found.split()
        if not 0 < len(parts) <= _MOST_WORDS or len(name) > _LONGEST or len(found) < 3 or _ODD.search(name):
            return False
        if found in self._corrections.blocked or found.replace(" ", "").isdigit():
            return False
        if all("salt" in self._words.of(part) for part in parts):
            return len(parts) > 1  # sodium bicarbonate
        return any(not part.isdigit() and not self._words.of(part) for part in parts)

    def _has_form(self, found: str) -> bool:
        """Whether it is another name with its form or route, which the reader understands by itself."""
        said = ("form", "route", "device")
        bare = " ".join(part for part in found.split() if self._words.of(part).isdisjoint(said))
        return bare != found and bare in self._dictionary.targets

    def _halved(self, found: str, ingredients: tuple[str, ...]) -> bool:
        """Whether the name says that there is more in it than the one ingredient given."""
        if len(ingredients) > 1:
            return False
        parts = found.split()
        if parts[0] == "co" or any("suffix" in self._words.of(part) for part in parts[1:]):
            return True
        return found.startswith("co") and found[2:] in self._dictionary.targets

    def _in_use(self, targets: tuple[str, ...]) -> bool:
        """Whether the public pages of a health service describe it; short names of others are chemists' codes."""
        records = (self._dictionary.records.get(target, frozenset()) for target in targets)
        return any(record & {"medline_plus_id", "nhs_url"} for record in records)

    def _is_spelling(self, found: str, target: str) -> bool:
        own = key(target)
        return found == own or sound(found)[:5] == sound(own)[:5]

    def _doubtful(self, found: str, meanings: list[Meaning]) -> bool:
        if found in self._corrections.trusted:
            return False
        return any(
            len(meaning.substances) == 1 and meaning.substances[0] in self._corrections.partners
            for meaning in meanings
        )


def _alone(meanings: list[Meaning]) -> list[str]:
    """The ingredients that a name stands for all by themselves."""
    return [meaning.substances[0] for meaning in meanings if len(meaning.substances) == 1]


def cleaned(dictionary: Dictionary, corrections: Corrections, words: Words) -> dict[str, Entry]:
    """The names that are kept, by key.  Names that fall together keep every meaning."""
    cleaner = Cleaner(dictionary, corrections, words)
    entries: dict[str, Entry] = {}
    for name, targets in dictionary.targets.items():
        found = cleaner.entry(name, targets)
        if found is None:
            continue
        spelled, entry = found
        known = entries.get(spelled)
        if known is None or name in targets:
            entries[spelled] = entry  # a target's own name means itself
        elif key(known.name) not in known.substances:
            entries[spelled] = merged(known, entry)
    for name, ingredients in corrections.inn.items():
        entries[name] = Entry(name, (Meaning(ingredients),), Origin.GENERAL, ingredient=True)
        for ingredient in ingredients:
            entry = Entry(ingredient, (Meaning((ingredient,)),), Origin.GENERAL, ingredient=True)
            entries[key(ingredient)] = entry
    return entries | cleaner.own()
