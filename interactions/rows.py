"""The shapes of the curated table: classes of medicines, cautions with their contexts, sources.

`data/README.md` says what each column means and how a row is sourced, checked and retired.  A caution
carries the minimum information of Boyce et al., "Minimum Representation of Potential Drug-Drug
Interaction Knowledge and Evidence", W3C community report, 2019 (w3.org/2019/05/pddi).
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from interactions.model import CONDITIONS, Action, Route, Severity, Situation, SourceRef

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
RowId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=120)
]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600, pattern=r"^\S(.*\S)?$")]
Load = Literal["sedative", "hypotensive"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class CautionClass(_Row):
    """Medicines that one caution speaks of.

    Attributes:
        title: as the reader sees it, plural.
        loads: what each member adds to; a stack counts these.
        card: its word in the wallet card's "careful with" line; None where it is not on the card.
        card_note: what the card adds in brackets.
        members: names of substances.
        nasal_is_local: a nasal spray of these acts in the nose alone and never alarms.
        always_in: situations in which it is spoken of although no line names a member.
    """

    id: Slug
    title: Words
    loads: tuple[Load, ...] = ()
    card: Words | None = None
    card_note: Words | None = None
    members: tuple[str, ...]
    nasal_is_local: bool = False
    always_in: tuple[Situation, ...] = ()


class Count(_Row):
    """So many different substances on the list that add to one load."""

    load: Load
    at_least: Annotated[int, Field(alias="from", ge=2, le=20)]


class When(_Row):
    """The context of a refinement: every key given must hold; a list in a key is any-of."""

    situation: tuple[Situation, ...] = ()
    with_: Annotated[tuple[str, ...], Field(alias="with")] = ()
    oral_baclofen: bool | None = None
    egfr_below: Annotated[float, Field(gt=0, le=200)] | None = None
    age_below: Annotated[int, Field(gt=0, le=130)] | None = None
    age_from: Annotated[int, Field(gt=0, le=130)] | None = None
    condition: tuple[str, ...] = ()
    pump_drug: tuple[str, ...] = ()
    route: tuple[Route, ...] = ()
    count: Count | None = None
    substance: tuple[str, ...] = ()

    @field_validator("situation")
    @classmethod
    def _situations_are_real(cls, value: tuple[Situation, ...]) -> tuple[Situation, ...]:
        if Situation.UNSURE in value:
            raise ValueError(
                "unsure is not a situation that a row can be about: name those that may be meant"
            )
        return value

    @field_validator("condition")
    @classmethod
    def _conditions_are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in CONDITIONS]
        if unknown:
            raise ValueError(f"unknown condition {unknown[0]!r}: one of {', '.join(CONDITIONS)}")
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("gives no context")
        return self


class Row(_Row):
    """One caution, with every column that it inherits filled in.

    Attributes:
        title: of a stack; a caution has the title of its class.
        class_id: the class it speaks of; None for a stack.
        refines: the plain row that it makes worse or more specific; None for a plain row.
        count: for a stack, how many substances call it up.
        rated: what named sources rate it, where they rate it; lint compares it with `severity`.
        only_in_context: of a plain row that is a note: it says nothing by itself, and is left out where every
            context of its refinements is known not to hold.
        site: a site's overlay wrote or changed this row.
    """

    id: RowId
    title: Words | None = None
    class_id: Annotated[str | None, Field(alias="class")] = None
    refines: str | None = None
    when: When | None = None
    because: Words | None = None
    count: Count | None = None
    pump_route: Literal["intrathecal", "oral", "both"]
    route: tuple[Words, ...] = Field(min_length=1)
    severity: Severity
    action: Action
    serious: bool
    effect: Words
    mechanism: Words
    onset: Words
    frequency: Words
    evidence: Literal["A", "B", "C", "D"]
    pharmacist: Words
    emergency: Words
    do_not_stop: bool = False
    only_in_context: bool = False
    disagreement: Words | None = None
    rated: dict[str, Severity] = Field(default_factory=dict)
    sources: tuple[SourceRef, ...] = Field(min_length=1)
    checked_by: Words | None = None
    checked_on: date | None = None
    review_by: date
    site: bool = False

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if (self.checked_by is None) != (self.checked_on is None):
            raise ValueError("checked_by and checked_on come together")
        if self.refines is None and (self.when or self.because):
            raise ValueError("when and because belong to a row that refines another")
        if self.refines is not None and not (self.when and self.because):
            raise ValueError("a row that refines another needs when and because")
        if self.only_in_context and (self.refines is not None or self.severity is not Severity.NOTE):
            raise ValueError("only_in_context belongs to a plain row that is a note")
        return self


class Source(_Row):
    """Where statements were read.

    Attributes:
        address: host and path, as found.
        read_on: the day it was read for this table.
        seen: how much of it was seen; "secondary" where another text reports it.
    """

    title: Words
    publisher: Words
    kind: Literal["label", "guideline", "study", "case", "review", "regulator", "compendium", "reference"]
    address: Words
    read_on: date
    seen: Literal["full", "abstract", "excerpt", "secondary"]
    edition: Words | None = None


class PumpItself(Row):
    """What is said when a line of the list is the pump's own baclofen: always a note.

    Attributes:
        names: words that mean the pump wherever they stand beside baclofen: makes and models, lower case.
    """

    names: tuple[Words, ...] = Field(min_length=1)
    severity: Literal[Severity.NOTE]
    # It is no interaction, so the columns of one have an answer of their own where the file leaves them out.
    pump_route: Literal["intrathecal", "oral", "both"] = "intrathecal"
    route: tuple[Words, ...] = ("intrathecal",)
    serious: bool = True
    mechanism: Words = "no interaction: it is the medicine in the pump"
    onset: Words = "not known"
    frequency: Words = "not known"
    evidence: Literal["A", "B", "C", "D"] = "C"
