"""The shapes of a check: lines in, a report out.

Every model is frozen, so that a report can be cached, compared and shown twice.  What a field means
for a reader is written here once; the JSON is `Report.model_dump(mode="json")`.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        "spinal_injury_t6": "spinal cord injury at T6 or above",
        "epilepsy": "epilepsy",
        "respiratory": "lung disease or weak breathing",
        "sleep_apnoea": "sleep apnoea",
        "ventilation": "ventilation at home",
        "renal": "kidney disease",
        "dialysis": "dialysis",
        "pregnancy": "pregnancy",
        "breast_feeding": "breast-feeding",
        "autonomic_instability": "unstable blood pressure or pulse",
        "recent_change": "implant, test dose, refill, MRI or dose change in the last 72 hours",
        "patient_bolus": "boluses that the patient can trigger",
    }
)
"""What may hold for the person and changes a caution: name in JSON and commands, words for readers."""

NO_EFFECT = ("non_verbal",)
"""Conditions of a card that change no caution: accepted beside `CONDITIONS`, so that a card's list fits as it is."""

PUMP_DRUGS = "pump_drugs"
"""Beside the names of `CONDITIONS` in `Context.without`: nothing but baclofen is in the pump."""


class Severity(StrEnum):
    """How bad it can get for a person with the pump, worst first."""

    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts findings."""
        return list(Severity).index(self)


class Action(StrEnum):
    """What to do, in the classes of ORCA (operational classification), strongest first."""

    AVOID = "avoid"
    USUALLY_AVOID = "usually_avoid"
    MINIMISE_RISK = "minimise_risk"
    MONITOR = "monitor"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Action).index(self)


class Situation(StrEnum):
    """Why the list is checked.  `unsure` shows the readings of withdrawal and overdose side by side."""

    ROUTINE = "routine"
    WITHDRAWAL = "withdrawal"
    OVERDOSE = "overdose"
    PROCEDURE = "procedure"
    UNSURE = "unsure"


class Route(StrEnum):
    """Where a medicine goes in, as far as the line says."""

    ORAL = "oral"
    OROMUCOSAL = "oromucosal"
    PARENTERAL = "parenteral"
    TRANSDERMAL = "transdermal"
    RECTAL = "rectal"
    INHALED = "inhaled"
    NASAL = "nasal"
    INTRATHECAL = "intrathecal"
    EPIDURAL = "epidural"
    CUTANEOUS = "cutaneous"
    OPHTHALMIC = "ophthalmic"
    OTIC = "otic"
    VAGINAL = "vaginal"


class LineStatus(StrEnum):
    """What became of a written line."""

    RECOGNISED = "recognised"
    IN_PART = "in_part"
    AMBIGUOUS = "ambiguous"
    NOT_RECOGNISED = "not_recognised"
    NOT_A_MEDICINE = "not_a_medicine"

    @property
    def checked(self) -> bool:
        """True when the whole line was taken into account."""
        return self in (LineStatus.RECOGNISED, LineStatus.NOT_A_MEDICINE)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FoundSubstance(_Frozen):
    """A substance that a line names.

    Attributes:
        name: INN in lower case.
        written: the words of the line that were taken for it, as written.
        atc: ATC codes where the table knows them.
    """

    name: str
    written: str
    atc: tuple[str, ...] = ()


class Line(_Frozen):
    """One written line and what it was taken for.

    Attributes:
        text: the line as written, nothing changed.
        substances: every active substance found; of an ambiguous name, those of all its meanings.
        leftover: words that were used for nothing.
        suggestions: names of interacting medicines that look like an unknown word; never accepted by themselves.
        meanings: for an ambiguous name one text a meaning, "ramipril (DE, FR)"; else empty.
        route: where the line says, or its product implies, that it goes in; None where nothing says so.
    """

    text: str
    status: LineStatus
    substances: tuple[FoundSubstance, ...] = ()
    leftover: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    route: Route | None = None


class SourceRef(_Frozen):
    """Where a statement was read: a key of sources.toml and the place in it."""

    id: str
    locator: str


class Advice(_Frozen):
    """What to do: the pharmacist's sentence and the emergency room's."""

    pharmacist: str
    emergency: str


class Reading(_Frozen):
    """What holds in one situation; shown side by side where nobody knows which it is."""

    situation: Situation
    severity: Severity
    action: Action
    text: str


class Unknown(_Frozen):
    """Something not given that would change a finding.  Unknown is never taken for no.

    Attributes:
        needs: what to find out, in words ("eGFR", "oral baclofen").
        severity: what the finding would be if it applied.
        text: one sentence for the reader.
    """

    needs: str
    severity: Severity
    text: str


class Finding(_Frozen):
    """One class of medicines on the list, and what the table says of it.

    Attributes:
        id: permanent id of the row that decided.
        lines: indexes of the lines that name a substance of this class, from 0; empty where only the
            context names it (a drug in the pump, oral baclofen that is ticked and not on the list, a medicine
            that is always spoken of in this situation).
        because: why a row for a context decided, in words that continue "because ..."; empty for the plain row.
        pump_route: the route of baclofen that the statement is about.
        route: the routes of the other medicine that it is about.
        serious: whether the effect is serious in WHO's sense, whatever the severity.
        frequency: how often, or the words "not known".
        disagreement: where sources differ, said openly; empty where they do not.
        do_not_stop: whether stopping it abruptly has dangers of its own.
        checked_by: the clinician who signed the row; None while nobody has.
    """

    id: str
    title: str
    severity: Severity
    action: Action
    substances: tuple[str, ...]
    lines: tuple[int, ...]
    because: tuple[str, ...] = ()
    pump_route: Literal["intrathecal", "oral", "both"]
    route: tuple[str, ...]
    effect: str
    mechanism: str
    onset: str
    frequency: str
    serious: bool
    advice: Advice
    readings: tuple[Reading, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    do_not_stop: bool = False
    disagreement: str = ""
    evidence: Literal["A", "B", "C", "D"]
    sources: tuple[SourceRef, ...]
    checked_by: str | None = None
    checked_on: date | None = None


class Context(_Frozen):
    """What is known about the person.  None and absence mean not known, never no.

    Attributes:
        egfr: estimated glomerular filtration rate, mL per minute per 1.73 m2.
        age: years.
        conditions: names of `CONDITIONS` (or `NO_EFFECT`) that are known to hold.
        without: names of `CONDITIONS` that are known not to hold; `PUMP_DRUGS` where nothing else is in the pump.
        pump_drugs: names of other drugs in the reservoir, as written.
    """

    situation: Situation = Situation.ROUTINE
    oral_baclofen: bool | None = None
    egfr: float | None = Field(default=None, ge=0, le=200, allow_inf_nan=False)
    age: int | None = Field(default=None, ge=0, le=130)
    conditions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    pump_drugs: tuple[str, ...] = ()


class TableInfo(_Frozen):
    """Which table was used.

    Attributes:
        version: the table's own version, "+" and the first digits of its content's SHA-256, so that two
            reports of one version were made with the same words.
        overlay: the name of the site's overlay; None where there is none.
        signed_by: None unless one clinician signed every row shown.
    """

    version: str
    date: date
    overlay: str | None = None
    signed_by: str | None = None


class Report(_Frozen):
    """The whole answer.

    Attributes:
        lines: one for each line given, in the same order.
        cautions: worst first.
        not_checked: indexes of lines that are in part, ambiguous or not recognised.
        checked: lines fully checked, lines that are medicines or may be.
        pump_drugs: what each other drug in the pump was taken for, in the order of the context.
        not_covered: what no check of this kind looks at, one sentence each.
    """

    table: TableInfo
    context: Context
    lines: tuple[Line, ...]
    cautions: tuple[Finding, ...]
    not_checked: tuple[int, ...]
    checked: tuple[int, int]
    pump_drugs: tuple[Line, ...] = ()
    not_covered: tuple[str, ...] = ()
