"""The clinical words of card, viewer and emergency page, each with its source and review state.

The file is `data/guidance.toml`; its head says what each column means.  No other module holds such words.

    guidance = load_guidance()
    guidance.text("refill-passed", "headline", date="2 Nov 2026")
    [entry.headline for entry in guidance.part("first-hour")]
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from idcard.errors import DataError
from idcard.sources import DATA, Citations, Id, Row, Words, check_citations, load_sources, read_rows

Place = Literal["card", "page", "contact", "emergency", "carers"]
Column = Literal["lead", "card", "contact", "headline", "page"]

COLUMNS: tuple[Column, ...] = ("lead", "card", "contact", "headline", "page")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Sentence(BaseModel):
    """One sentence of detail, with the ids of the sources that it rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Words
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


class Entry(Row):
    """One wording.

    Attributes:
        part: the group that is shown together, in the order of the file.
        used: where it is used.
        lead, card: the card's bold opening words, and what follows them.
        contact: text in the symbol that needs no network.
        headline, page: heading and text on a page.
        detail: further sentences for a list or behind a tap.
        values: names in braces that the caller fills in.
        basis: a source says it, we conclude it, or it is about the card itself.
        reviewed_by, reviewed_on: the clinician who signed these words, and when.
    """

    part: Id
    used: Annotated[tuple[Place, ...], Field(min_length=1)]
    lead: Words | None = None
    card: Words | None = None
    contact: Words | None = None
    headline: Words | None = None
    page: Words | None = None
    detail: tuple[Sentence, ...] = ()
    values: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], ...] = ()
    basis: Literal["stated", "inferred", "project"]
    sources: Citations
    review: Literal["unreviewed", "reviewed"]
    reviewed_by: Words | None = None
    reviewed_on: date | None = None
    written_on: date

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence of the entry, in the order of its columns."""
        given = (getattr(self, column) for column in COLUMNS)
        return (*(text for text in given if text is not None), *(line.text for line in self.detail))

    @model_validator(mode="after")
    def _texts_are_where_it_is_used(self) -> Self:
        for place in ("card", "contact"):
            if (place in self.used) != (getattr(self, place) is not None):
                raise ValueError(f"{place}: text and 'used' disagree")
        on_pages = bool(self.headline or self.page or self.detail)
        if on_pages != bool({"page", "emergency", "carers"} & set(self.used)):
            raise ValueError("page: headline, page or detail and 'used' disagree")
        if self.lead and not self.card:
            raise ValueError("lead: opens the card's text, and there is none")
        return self

    @model_validator(mode="after")
    def _braces_are_declared(self) -> Self:
        for text in self.texts:
            if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
                raise ValueError("braces: write a value as {name}, in lower case")
        found = {name for text in self.texts for name in PLACEHOLDER.findall(text)}
        if found != set(self.values):
            raise ValueError(f"values: in the texts are {sorted(found)}, declared are {sorted(self.values)}")
        return self

    @model_validator(mode="after")
    def _signature_is_whole(self) -> Self:
        signed = (self.reviewed_by is not None, self.reviewed_on is not None)
        if signed != (self.review == "reviewed",) * 2:
            raise ValueError("review: 'reviewed' needs reviewed_by and reviewed_on, 'unreviewed' has neither")
        if self.reviewed_on and self.reviewed_on < self.written_on:
            raise ValueError("reviewed_on: is before the words were written; they are unreviewed again")
        return self

    @model_validator(mode="after")
    def _every_sentence_is_sourced(self) -> Self:
        named = {citation.id for citation in self.sources}
        for line in self.detail:
            if not named.issuperset(line.sources):
                raise ValueError("detail: a sentence rests on a source that the entry does not cite")
        return self


@dataclass(frozen=True, slots=True)
class Guidance:
    """All wording.

    Attributes:
        entries: every entry by its id, in the order of the file.
    """

    entries: Mapping[str, Entry]

    def part(self, name: str) -> tuple[Entry, ...]:
        """The entries of a group, in order.

        Raises:
            KeyError: no entry is in that part; a page must not silently lose a section.
        """
        entries = tuple(entry for entry in self.entries.values() if entry.part == name)
        if not entries:
            raise KeyError(name)
        return entries

    def text(self, entry_id: str, column: Column = "page", **values: str) -> str:
        """One text with its values filled in; what a value holds is never read as a placeholder.

        Raises:
            KeyError: no such entry, or it has no text in that column.
            TypeError: a value is missing or not asked for by this text.
        """
        template: str | None = getattr(self.entries[entry_id], column)
        if template is None:
            raise KeyError(f"{entry_id} has no {column} text")
        asked = set(PLACEHOLDER.findall(template))
        if asked != set(values):
            raise TypeError(f"{entry_id}, {column}: takes {sorted(asked)}, was given {sorted(values)}")
        return PLACEHOLDER.sub(lambda match: values[match[1]], template)

    @property
    def unreviewed(self) -> tuple[str, ...]:
        """Ids of the clinical entries that no clinician has signed; while there are any, the label says so."""
        return tuple(
            entry.id
            for entry in self.entries.values()
            if entry.review == "unreviewed" and entry.basis != "project"
        )


@cache
def load_guidance(
    path: Path = DATA / "guidance.toml", sources_path: Path = DATA / "sources.toml"
) -> Guidance:
    """All wording, checked against the list of sources.

    Raises:
        DataError: a file or row is broken, a source is unknown, or the basis and the sources disagree.
    """
    entries, sources = read_rows(path, Entry), load_sources(sources_path)
    for entry in entries.values():
        check_citations(path.name, entry.id, entry.sources, sources)
        only_ours = all(sources[citation.id].kind == "project" for citation in entry.sources)
        if entry.basis == "project" and not only_ours:
            raise DataError(
                path.name, entry.id, "basis: 'project' cites a publication; is it stated or inferred?"
            )
        if entry.basis == "stated" and any(
            sources[citation.id].kind == "project" for citation in entry.sources
        ):
            raise DataError(path.name, entry.id, "basis: 'stated' cites the project itself; is it inferred?")
    return Guidance(MappingProxyType(entries))
