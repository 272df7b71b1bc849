"""What a card says: one model for the form, the JSON and the command line.

Units are part of the names; numbers are exact decimals.  The model refuses what cannot be right
whatever the day; what depends on today, and what is only odd, is in `doubts`.

Limits: evidence on intrathecal baclofen dosing (labels and published series) as collected for this
project; each constant says what it stands for.  No clinician has ratified them yet.
"""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from idcard import strict_json, text
from idcard.errors import ProfileError
from idcard.pumps import load_pumps

LARGEST_JSON = 32_768  # characters; a full card is under 3,000

# Daily dose, mcg: below the first it is probably milligrams, above the second nobody was seen to need it
# (2,400 mcg/24 h is the highest reported).
DOSE_MCG = (Decimal(5), Decimal(2500))
# Concentration, mcg/mL: 50 is the screening ampoule; 6000 the highest compounded strength reported.
CONCENTRATION_MCG_PER_ML = (Decimal(100), Decimal(6000))
RESERVOIR_ML = (Decimal(10), Decimal(50))

CONDITIONS = (
    "spinal_injury_t6", "non_verbal", "epilepsy", "respiratory", "sleep_apnoea", "renal", "dialysis", "pregnancy",
)  # fmt: skip


def _refuse(sentence: str) -> NoReturn:
    # PydanticCustomError keeps the sentence as it is; a plain ValueError gets a prefix.
    raise PydanticCustomError("refused", sentence)


def _from_text(read: Callable[[str], Any], longest: int) -> Callable[[Any], Any]:
    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            _refuse("must be text, in quotes.")
        if len(value) > longest:
            _refuse(f"is longer than {longest} characters. Shorten it.")
        try:
            return read(value)
        except ValueError as error:
            _refuse(str(error))

    return validate


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        _refuse("is not a plain number. Write digits only, for example 480 or 19.5.")
    try:
        return text.exact_number(str(value))
    except ValueError as error:
        _refuse(str(error))


def _date(value: Any) -> date:
    if type(value) is date:
        return value
    validate: Callable[[Any], date] = _from_text(text.full_date, 40)
    return validate(value)


Text40 = Annotated[str, BeforeValidator(_from_text(text.clean_text, 40))]
Text60 = Annotated[str, BeforeValidator(_from_text(text.clean_text, 60))]
Text120 = Annotated[str, BeforeValidator(_from_text(text.clean_text, 120))]
Text240 = Annotated[str, BeforeValidator(_from_text(text.clean_text, 240))]
Number = Annotated[Decimal, BeforeValidator(_number), PlainSerializer(str, return_type=str, when_used="json")]
Day = Annotated[date, BeforeValidator(_date)]
PartialDay = Annotated[str, BeforeValidator(_from_text(text.partial_date, 40))]
Phone = Annotated[str, BeforeValidator(_from_text(text.phone_number, 40))]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Patient(_Part):
    """Who carries the card.  `alias`: the name is not the legal one, and the card says so."""

    name: Text60
    alias: Annotated[bool, Field(strict=True)] = False
    born: Day | None = None
    weight_kg: Number | None = None
    languages: tuple[Language, ...] = Field(default=(), max_length=4)
    needs: tuple[Text60, ...] = Field(default=(), max_length=4)

    @model_validator(mode="after")
    def _weight_is_a_persons(self) -> Self:
        if self.weight_kg is not None and not 1 <= self.weight_kg <= 400:
            _refuse_field("weight_kg", "is not between 1 and 400 kg. Check the unit.")
        return self


class Pump(_Part):
    """The device.  `model` is a key of pumps.toml; "other" needs make and model in words."""

    model: str
    other_make: Text40 | None = None
    other_model: Text40 | None = None
    reservoir_ml: Number | None = None
    serial: Text40 | None = None
    implanted: PartialDay | None = None
    replace_by: PartialDay | None = None
    site: Text40 | None = None
    catheter_tip: Text40 | None = None

    @model_validator(mode="after")
    def _model_is_known(self) -> Self:
        if self.model not in load_pumps():
            _refuse_field(
                "model",
                "is not a pump of the list. Choose one by the number on the implant card, or 'other'.",
            )
        if self.model == "other":
            for field in ("other_make", "other_model"):
                if getattr(self, field) is None:
                    _refuse_field(
                        field, "is needed when the pump is not in the list. Copy it from the implant card."
                    )
        elif self.other_make or self.other_model:
            _refuse_field(
                "other_make", "is only for pumps that are not in the list. Remove it, or choose 'other'."
            )
        if self.reservoir_ml is not None and not RESERVOIR_ML[0] <= self.reservoir_ml <= RESERVOIR_ML[1]:
            _refuse_field("reservoir_ml", "is not between 10 and 50 mL. Read it from the implant card.")
        return self


class Admixture(_Part):
    """Another drug in the reservoir, with its own units as the clinic wrote them."""

    name: Text40
    concentration: Text40 | None = None
    daily_dose: Text40 | None = None


class Therapy(_Part):
    """Drug, dose and refill.

    Volumes are millilitres: `filled_ml` in the reservoir after the last refill, `residual_ml` of them that the pump
    cannot deliver, `alarm_ml` at which the low-reservoir alarm sounds.
    """

    concentration_mcg_per_ml: Number
    daily_dose_mcg: Number
    mode: Literal["simple", "flex", "bolus"] = "simple"
    bolus_mcg: Number | None = None
    boluses_per_day: Annotated[int, Field(ge=1, le=50, strict=True)] | None = None
    set_on: Day
    dose_source: Literal["clinic_printout", "clinic_letter", "patient"] = "patient"
    last_refill: Day | None = None
    filled_ml: Number | None = None
    residual_ml: Number | None = None
    alarm_ml: Number | None = None
    refill_by: Day | None = None
    oral_backup: Text60 | None = None
    admixtures: tuple[Admixture, ...] = Field(default=(), max_length=4)

    @model_validator(mode="after")
    def _numbers_can_be_right(self) -> Self:
        dose, strength = self.daily_dose_mcg, self.concentration_mcg_per_ml
        if dose < DOSE_MCG[0]:
            in_mcg = f": {dose} mg is {text.plain(dose * 1000)} micrograms" if dose else ""
            _refuse_field("daily_dose_mcg", f"is under 5 micrograms per day. Is the printed unit mg{in_mcg}?")
        if dose > DOSE_MCG[1]:
            _refuse_field("daily_dose_mcg", "is over 2500 micrograms per day. Read number and unit again.")
        if strength < CONCENTRATION_MCG_PER_ML[0]:
            in_mcg = f": {strength} mg per mL is {text.plain(strength * 1000)}" if strength else ""
            _refuse_field(
                "concentration_mcg_per_ml",
                f"is under 100 micrograms per mL (50 is the test dose). Is the printed unit mg per mL{in_mcg}?",
            )
        if strength > CONCENTRATION_MCG_PER_ML[1]:
            _refuse_field(
                "concentration_mcg_per_ml", "is over 6000 micrograms per mL. Read number and unit again."
            )
        return self

    @model_validator(mode="after")
    def _bolus_goes_with_its_mode(self) -> Self:
        if self.mode != "bolus":
            if self.bolus_mcg is not None or self.boluses_per_day is not None:
                _refuse_field("bolus_mcg", "is only for patient-bolus mode. Remove it, or choose that mode.")
            return self
        if self.bolus_mcg is None or self.boluses_per_day is None:
            missing = "bolus_mcg" if self.bolus_mcg is None else "boluses_per_day"
            _refuse_field(missing, "is needed in patient-bolus mode: size, and most a day.")
        if not 0 < self.bolus_mcg < self.daily_dose_mcg:
            _refuse_field("bolus_mcg", "must be more than 0 and less than the daily dose. Read it again.")
        return self

    @model_validator(mode="after")
    def _volumes_fit_each_other(self) -> Self:
        for field in ("filled_ml", "residual_ml", "alarm_ml"):
            volume = getattr(self, field)
            if volume is not None and volume > RESERVOIR_ML[1]:
                _refuse_field(field, "is over 50 mL. Read number and unit again.")
            if (
                volume is not None
                and self.filled_ml is not None
                and field != "filled_ml"
                and volume >= self.filled_ml
            ):
                _refuse_field(field, "must be less than the filled volume.")
        return self


class Contact(_Part):
    """Somebody to call.  `hours` as words; "24 h" or "24/7" makes it a round-the-clock number."""

    role: Literal["clinic", "on_call", "family", "manufacturer", "other"]
    name: Text40 | None = None
    phone: Phone
    hours: Text40 | None = None
    tested_on: Day | None = None

    @property
    def day_and_night(self) -> bool:
        """Whether somebody answers at any hour, as far as the card says."""
        words = (self.hours or "").lower().replace(" ", "")
        return words.startswith(("24h", "24/7", "24-hour"))


class Allergy(_Part):
    """A substance and what it did."""

    substance: Text40
    reaction: Text40 | None = None


class Allergies(_Part):
    """Three states: listed with items, none known as of a date, not recorded."""

    state: Literal["listed", "none_known", "not_recorded"] = "not_recorded"
    as_of: Day | None = None
    items: tuple[Allergy, ...] = Field(default=(), max_length=8)

    @model_validator(mode="after")
    def _state_and_items_agree(self) -> Self:
        if self.state == "listed" and not self.items:
            _refuse_field(
                "items", "are missing. Name the allergies, or choose 'none known' or 'not recorded'."
            )
        if self.state != "listed" and self.items:
            _refuse_field("state", "must be 'listed' when allergies are named.")
        if self.state == "none_known" and self.as_of is None:
            _refuse_field("as_of", "is needed: on which day was 'none known' true?")
        return self


class Profile(_Part):
    """Everything that a card can say.  Absent or null means not given."""

    patient: Patient
    pump: Pump
    therapy: Therapy
    contacts: tuple[Contact, ...] = Field(min_length=1, max_length=6)
    allergies: Allergies = Allergies()
    conditions: tuple[
        Literal[
            "spinal_injury_t6",
            "non_verbal",
            "epilepsy",
            "respiratory",
            "sleep_apnoea",
            "renal",
            "dialysis",
            "pregnancy",
        ],
        ...,
    ] = Field(default=(), max_length=8)
    other_conditions: tuple[Text60, ...] = Field(default=(), max_length=4)
    medicines: tuple[Text60, ...] = Field(default=(), max_length=20)
    notes: Text240 | None = None

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        if len(set(self.conditions)) != len(self.conditions):
            _refuse_field("conditions", "name the same condition twice. Remove one.")
        return self

    def to_json(self) -> str:
        """The profile as indented JSON without what is not given; `load_profile` reads it back equal."""
        given = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(_without_empty(given), ensure_ascii=False, indent=1)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(part) for key, part in value.items() if part != []}
    return value


def _refuse_field(field: str, sentence: str) -> NoReturn:
    # A model validator has no field of its own; the name travels in the context.
    raise PydanticCustomError("refused_field", "{sentence}", {"sentence": sentence, "field": field})


_SENTENCES = {
    "missing": "is needed.",
    "extra_forbidden": "is not a field of a profile. Remove it, or check its spelling.",
    "literal_error": "is not one of the choices.",
    "too_long": "has too many entries.",
    "too_short": "needs at least one entry.",
    "string_pattern_mismatch": "is not a language code such as en or pt-BR.",
    "bool_type": "must be true or false.",
}


def _problem(detail: ErrorDetails) -> tuple[str, str]:
    path = [str(part) for part in detail["loc"]]
    context = detail.get("ctx") or {}
    if detail["type"] == "refused_field":
        return ".".join([*path, str(context["field"])]), str(context["sentence"])
    if detail["type"] == "refused":
        return ".".join(path), detail["msg"]
    if detail["type"] == "literal_error":
        return ".".join(path), f"is not one of: {context['expected']}."
    # The rest are wrong JSON types; the library's words would speak of Python.
    return ".".join(path) or "profile", _SENTENCES.get(detail["type"], "has the wrong form.")


def build_profile(data: object) -> Profile:
    """A profile from parsed JSON or a form.

    Raises:
        ProfileError: every problem at once, by field; never with what was typed.
    """
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        raise ProfileError([_problem(d) for d in error.errors(include_url=False)]) from None


def load_profile(source: str) -> Profile:
    """A profile from JSON text, or from what `idcard read` printed (its "profile" member).

    Raises:
        ProfileError: not JSON, a key twice, too long, or fields that cannot be right.
    """
    if len(source) > LARGEST_JSON:
        raise ProfileError([("profile", f"is longer than {LARGEST_JSON} characters. It was not read.")])
    try:
        data = strict_json.read(source)
    except strict_json.OddJson as error:
        raise ProfileError([("profile", str(error))]) from None
    except (ValueError, RecursionError):
        raise ProfileError([("profile", "is not valid JSON.")]) from None
    if isinstance(data, dict) and "profile" in data and "made_on" in data:
        data = data["profile"]
    return build_profile(data)
