"""What is known of each model of pump; what is not known takes the strictest rule.

The file is `data/pumps.toml`; its head says what each column means.  Rules on MRI, alarms and pressure
chambers are keys of the wording in `data/guidance.toml`, so that card, viewer and page say the same.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from idcard.errors import DataError
from idcard.guidance import Guidance, load_guidance
from idcard.sources import DATA, Citations, Id, Row, Words, check_citations, load_sources, read_rows

OTHER = "other"  # slug of the pump that is not in the list; its code is 0

# Which wording stands where nothing is known: the strictest of its part.
STRICTEST: Mapping[str, str] = MappingProxyType(
    {"mri": "mri-unknown", "alarms": "alarm-unknown", "hyperbaric": "hyperbaric-unknown"}
)


def _known(value: object) -> object:
    # "unknown" must be written out; null is a slip of whoever builds rows in code.
    if value is None:
        raise ValueError('write "unknown" where it is not known')
    return None if value == "unknown" else value


def _number(value: object) -> object:
    if isinstance(value, str | bool):
        raise ValueError('is a number without quotes, or "unknown"')
    return value


Known = BeforeValidator(_known)
Millilitres = Annotated[Annotated[Decimal, BeforeValidator(_number), Field(ge=10, le=50)] | None, Known]
Years = Annotated[Annotated[int, Field(ge=1, le=30, strict=True)] | None, Known]
YesNo = Annotated[Annotated[bool, Field(strict=True)] | None, Known]


class Pump(Row):
    """One model of pump; `None` means not known, never no.

    Attributes:
        id: the slug that profiles use; permanent.
        code: the number that symbols use; permanent, 0 is "other".
        make, name, short: as a person reads them; `short` is for the card.
        model_numbers: as on the implant card.
        reservoir_ml: millilitres.
        programmable: False: runs at one fixed rate.
        mri, alarms, hyperbaric: ids of guidance entries, the strictest where nothing is known.
        service_years: years from implantation to its end, by its maker.
        patient_bolus: whether people give themselves boluses of baclofen with it.
        can_be_stopped: False: only by emptying it.
    """

    code: Annotated[int, Field(ge=0, le=9999, strict=True)]
    make: Words
    name: Words
    short: Words
    model_numbers: tuple[Words, ...]
    reservoir_ml: Millilitres
    programmable: YesNo
    mri: Id
    alarms: Id
    service_years: Years
    hyperbaric: Id
    patient_bolus: Literal["not_for_baclofen", "reported", "none", "unknown"]
    can_be_stopped: YesNo
    sources: Citations

    @field_validator("mri", "alarms", "hyperbaric", mode="before")
    @classmethod
    def _unknown_is_strictest(cls, value: object, info: ValidationInfo) -> object:
        return STRICTEST[str(info.field_name)] if value == "unknown" else value

    @property
    def label(self) -> str:
        """Name and model numbers for a list to choose from: "Medtronic SynchroMed II, 40 mL (8637-40)"."""
        numbers = ", ".join(self.model_numbers)
        return f"{self.name} ({numbers})" if numbers else self.name


@cache
def load_pumps(path: Path = DATA / "pumps.toml") -> Mapping[str, Pump]:
    """Every pump by its slug, in the order of the file.

    Raises:
        DataError: the file or a row is broken: a code, name or model number twice, an unknown source,
            a rule that is not wording of its part, or no "other"; names the row.
    """
    pumps, sources, guidance = read_rows(path, Pump), load_sources(), load_guidance()
    for pump in pumps.values():
        check_citations(path.name, pump.id, pump.sources, sources)
        _check_rules(path.name, pump, guidance)
        if (pump.id == OTHER) != (pump.code == 0):
            raise DataError(path.name, pump.id, f"code: 0 belongs to {OTHER!r} alone")
    if OTHER not in pumps:
        raise DataError(path.name, OTHER, "is missing; a pump that is not in the list needs it")
    _check_twins(path.name, pumps)
    return MappingProxyType(pumps)


def pump_by_code(code: int) -> Pump:
    """The pump that a symbol names.

    Raises:
        KeyError: no pump has that code; the symbol was made by a newer version.
    """
    return _by_code()[code]


@cache
def _by_code() -> Mapping[int, Pump]:
    return MappingProxyType({pump.code: pump for pump in load_pumps().values()})


def _check_rules(file: str, pump: Pump, guidance: Guidance) -> None:
    for part in STRICTEST:
        key = getattr(pump, part)
        entry = guidance.entries.get(key)
        if entry is None or entry.part != part:
            raise DataError(file, pump.id, f"{part}: {key} is not wording of part {part!r} in guidance.toml")


def _check_twins(file: str, pumps: Mapping[str, Pump]) -> None:
    taken: dict[tuple[str, object], str] = {}
    for pump in pumps.values():
        marks = [
            ("code", pump.code),
            ("name", pump.name),
            *(("model number", number) for number in pump.model_numbers),
        ]
        for mark in marks:
            if mark in taken:
                raise DataError(
                    file, pump.id, f"has the {mark[0]} of {taken[mark]}; each belongs to one pump for ever"
                )
            taken[mark] = pump.id
