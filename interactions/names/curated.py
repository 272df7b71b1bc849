"""Names that people wrote down with care: substances and products.

`data/substances.toml` gives every spelling of a substance, `data/products.csv` one row for each product
name and set of ingredients.  A broken row refuses the whole file, by name and line.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from interactions.errors import TableError
from interactions.model import Route
from interactions.names.entry import Entry, Meaning, Origin, merged
from interactions.names.text import key, sound
from interactions.substances import DATA, Name, Substance, first_problem, load_substances, read_toml

COLUMNS = ("name", "countries", "ingredients", "route", "basis")
REGISTERS = "registers.toml"
SHORTEST_SOUND = 5

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Ingredient = Annotated[
    str, StringConstraints(min_length=2, max_length=80, pattern=r"^[^\sA-Z;|@][^A-Z;|@]*$")
]


class Product(BaseModel):
    """A product name with one set of ingredients.

    Attributes:
        name: as printed on the pack.
        countries: where it means this, ISO 3166 alpha-2.
        ingredients: all active ingredients, INN in lower case.
        route: where it goes in, for a product that has a single route.
        basis: how it is known: "general knowledge", "label: " and its address, "register: " and the keys of the
            registers that give name and ingredients, "named in register: " where they give the name alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: Name
    countries: tuple[Country, ...] = Field(min_length=1)
    ingredients: tuple[Ingredient, ...] = Field(min_length=1)
    route: Route | None = None
    basis: str = Field(min_length=1)


@dataclass(frozen=True)
class Curated:
    """The curated names.

    Attributes:
        entries: by key; a name of several words also by its words run together.
        sounds: key of the only ingredient with this sound.
        substances: the substances of the table, by name.
        products: how many product rows there are, by the kind of their basis.
    """

    entries: Mapping[str, Entry]
    sounds: Mapping[str, str]
    substances: Mapping[str, Substance]
    products: Mapping[str, int]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row of a products file with the number of its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(path.name, "", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise TableError(path.name, "", "is not UTF-8 text") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise TableError(path.name, "line 1", f"columns: write {','.join(COLUMNS)}")
        for row in reader:
            line = f"line {reader.line_num}"
            if len(row) != len(COLUMNS):
                raise TableError(path.name, line, f"has {len(row)} columns instead of {len(COLUMNS)}")
            yield reader.line_num, dict(zip(COLUMNS, row, strict=True))
    except csv.Error as error:
        raise TableError(path.name, f"line {reader.line_num}", f"is not CSV: {error}") from error


def _product(file: str, line: str, row: Mapping[str, str]) -> Product:
    try:
        return Product(
            name=row["name"],
            countries=tuple(row["countries"].split()),
            ingredients=tuple(part.strip() for part in row["ingredients"].split(";")),
            route=Route(row["route"]) if row["route"] else None,
            basis=row["basis"],
        )
    except ValidationError as error:
        raise TableError(file, line, first_problem(error)) from error
    except ValueError as error:
        raise TableError(file, line, f"route: write nothing or one of {', '.join(Route)}") from error


def _wrong_basis(basis: str, registers: Collection[str]) -> str | None:
    """What is wrong with a basis, in words; None where it says how the product is known."""
    kind, _, told = basis.partition(": ")
    if basis == "general knowledge" or (kind == "label" and told):
        return None
    if kind not in ("register", "named in register") or not told:
        return "write general knowledge, label: ADDRESS, register: KEY or named in register: KEY"
    unknown = [key for key in told.split("; ") if key not in registers]
    return f"register {unknown[0]!r} is not in {REGISTERS}" if unknown else None


def load_products(path: Path, spellings: Mapping[str, str], registers: Collection[str] = ()) -> list[Product]:
    """Every product of a file; `spellings` leads from the key of a spelling to its substance.

    Args:
        registers: keys that a basis may name.

    Raises:
        TableError: the file cannot be read, or a row is broken; names the line.
    """
    found: list[Product] = []
    seen: dict[tuple[str, frozenset[str]], int] = {}
    for number, row in _rows(path):
        line = f"line {number}"
        product = _product(path.name, line, row)
        if not key(product.name):
            raise TableError(path.name, line, "name: has no letter")
        if problem := _wrong_basis(product.basis, registers):
            raise TableError(path.name, line, f"basis: {problem}")
        for ingredient in product.ingredients:
            known = spellings.get(key(ingredient), ingredient)
            if known != ingredient:
                raise TableError(path.name, line, f"ingredients: write {known!r} instead of {ingredient!r}")
        if len(set(product.ingredients)) < len(product.ingredients):
            raise TableError(path.name, line, "ingredients: names one twice")
        twin = (product.name.casefold(), frozenset(product.ingredients))
        if twin in seen:
            raise TableError(path.name, line, f"repeats line {seen[twin]}: put all countries into one row")
        seen[twin] = number
        found.append(product)
    return found


def substance_keys(substances: Mapping[str, Substance]) -> dict[str, str]:
    """Which substance each spelling means, by key.

    Raises:
        TableError: two substances share a spelling.
    """
    owner: dict[str, str] = {}
    for substance in substances.values():
        for spelling in (substance.name, *substance.spellings):
            other = owner.setdefault(key(spelling), substance.name)
            if other != substance.name:
                raise TableError(
                    "substances.toml", substance.name, f"spelling {spelling!r} is also of {other!r}"
                )
    return owner


def unique_sounds(names: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """One key for each sound that only one set of substances has; short names are left out."""
    heard: dict[str, tuple[str, tuple[str, ...]] | None] = {}
    for name, substances in names:
        voice = sound(name)
        if len(voice) < SHORTEST_SOUND:
            continue
        known = heard.setdefault(voice, (name, substances))
        if known is not None and known[1] != substances:
            heard[voice] = None
    return {voice: known[0] for voice, known in heard.items() if known is not None}


def _add(entries: dict[str, Entry], name: str, entry: Entry) -> None:
    known = entries.get(name)
    entries[name] = entry if known is None else merged(known, entry)


def _run_together(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Names of several words by their words run together: cocodamol, oxycontin for oxy-contin."""
    together: dict[str, Entry] = {}
    for name, entry in entries.items():
        solid = name.replace(" ", "")
        if " " in name and len(solid) > SHORTEST_SOUND and solid.isalpha() and solid not in entries:
            _add(together, solid, entry._replace(matters=False))  # a suggestion shows the printed name
    return together


def curated(substances: Mapping[str, Substance], products: Iterable[Product]) -> Curated:
    """The curated names out of substances and products."""
    entries: dict[str, Entry] = {}
    for substance in substances.values():
        meaning = (Meaning((substance.name,)),)
        for spelling in (substance.name, *substance.spellings):
            entry = Entry(spelling, meaning, Origin.CURATED, ingredient=True, matters=True)
            _add(entries, key(spelling), entry)
    spoken = unique_sounds((name, entry.substances) for name, entry in entries.items())
    counts: dict[str, int] = {}
    for product in products:
        meaning = (Meaning(product.ingredients, tuple(sorted(product.countries)), product.route),)
        matters = not substances.keys().isdisjoint(product.ingredients)
        _add(entries, key(product.name), Entry(product.name, meaning, Origin.CURATED, matters=matters))
        basis = product.basis.partition(":")[0]
        counts[basis] = counts.get(basis, 0) + 1
    return Curated(entries | _run_together(entries), spoken, substances, counts)


def load_curated(folder: Path = DATA) -> Curated:
    """The curated names of a folder with `substances.toml` and `products.csv`.

    Raises:
        TableError: a file cannot be read, or a row is broken.
    """
    substances = load_substances(folder / "substances.toml")
    registers = read_toml(folder / REGISTERS)
    products = load_products(folder / "products.csv", substance_keys(substances), registers)
    return curated(substances, products)
