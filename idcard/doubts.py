"""Cross-checks of a whole profile: what is refused, and what is asked.

A problem cannot be right and stops the card.  A doubt may be right and must be confirmed by its id
(a tick in the form, `--confirm ID`, `confirm` in JSON), so that a slip of the unit or the year is
seen by a person before it is printed.

Limits: the table "Suggested input checks" of the evidence on intrathecal baclofen; no clinician has
ratified it.  Where it would refuse on a figure nobody could verify (a pump's smallest flow), this
module asks instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal

from idcard.errors import ProfileError, Unconfirmed
from idcard.profile import Profile, Therapy
from idcard.pumps import load_pumps
from idcard.text import earliest_day, latest_day, phone_is_in_use, plain
from interactions import resolve

USUAL_DOSE_MCG = (Decimal(25), Decimal(1000))
STANDARD_MCG_PER_ML = (Decimal(500), Decimal(1000), Decimal(2000))
USUAL_RESERVOIR_ML = (Decimal(20), Decimal(40))
USUAL_ML_PER_DAY = (Decimal("0.05"), Decimal(1))
MOST_ML_PER_DAY = Decimal(2)
LARGE_BOLUS_MCG = Decimal(25)  # one bolus of 25 mcg has caused an overdose in a sensitive adult (US label)
LONGEST_FILL_DAYS = 180
USUAL_FILL_DAYS = 21
SHORTEST_FILL_DAYS = 7
OLDEST_PERSON_YEARS = 110

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about one field.  `id` is what confirms it; the sentence never ends in a judgement."""

    id: str
    field: str
    question: str


def days_until(volume_ml: Decimal | None, left_ml: Decimal | None, therapy: Therapy) -> int | None:
    """Whole days in which a fill runs down from one volume to another, rounded down.

    None unless both volumes are given and the pump runs at one fixed rate: an estimate from guesses
    would be read as safe time.
    """
    if therapy.mode != "simple" or volume_ml is None or left_ml is None:
        return None
    return int((volume_ml - left_ml) * therapy.concentration_mcg_per_ml // therapy.daily_dose_mcg)


def fill_lasts_days(therapy: Therapy) -> int | None:
    """Days from the last refill until nothing more can be delivered; None where it cannot be reckoned."""
    return days_until(therapy.filled_ml, therapy.residual_ml, therapy)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 28 February where 29 does not exist, the last day where no such year does."""
    if day.year + years > MAXYEAR:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def problems(profile: Profile, today: date) -> list[Pair]:
    """Everything in the profile that cannot be right, as field and sentence."""
    return [*_future_dates(profile, today), *_order_of_dates(profile), *_volumes(profile)]


def doubts(profile: Profile, today: date) -> list[Doubt]:
    """Everything in the profile that may be right but is odd enough to ask, in the order of the form."""
    checks: tuple[Callable[[Profile, date], Iterator[Doubt]], ...] = (
        _ask_person, _ask_pump, _ask_dose, _ask_bolus, _ask_refill, _ask_phones, _ask_tablets,
    )  # fmt: skip
    return [doubt for check in checks for doubt in check(profile, today)]


def require_confirmed(profile: Profile, today: date, confirmed: tuple[str, ...] = ()) -> None:
    """Let a profile pass only if nothing is wrong and every doubt was confirmed by its id.

    Raises:
        ProfileError: something cannot be right.
        Unconfirmed: doubts that nobody has confirmed.
    """
    wrong = problems(profile, today)
    if wrong:
        raise ProfileError(wrong)
    open_doubts = [d for d in doubts(profile, today) if d.id not in confirmed]
    if open_doubts:
        raise Unconfirmed([(d.id, d.question) for d in open_doubts])


def _future_dates(profile: Profile, today: date) -> Iterator[Pair]:
    implanted = profile.pump.implanted
    dated = [
        ("patient.born", profile.patient.born),
        ("pump.implanted", earliest_day(implanted) if implanted else None),
        ("therapy.set_on", profile.therapy.set_on),
        ("therapy.last_refill", profile.therapy.last_refill),
        ("allergies.as_of", profile.allergies.as_of),
        *((f"contacts.{n}.tested_on", c.tested_on) for n, c in enumerate(profile.contacts)),
    ]
    for field, day in dated:
        if day is not None and day > today:
            yield field, "is in the future. Check the year."


def _order_of_dates(profile: Profile) -> Iterator[Pair]:
    pump, therapy, born = profile.pump, profile.therapy, profile.patient.born
    implanted = earliest_day(pump.implanted) if pump.implanted else None
    if born and implanted and latest_day(pump.implanted or "") < born:
        yield "pump.implanted", "is before the birth date. Check both years."
    if born and therapy.set_on < born:
        yield "therapy.set_on", "is before the birth date. Check both years."
    for field, day in (("therapy.set_on", therapy.set_on), ("therapy.last_refill", therapy.last_refill)):
        if implanted and day and day < implanted:
            yield (
                field,
                "is before the pump was implanted. Check both dates; after a replacement give the new pump's.",
            )
    if pump.replace_by and implanted and latest_day(pump.replace_by) < implanted:
        yield "pump.replace_by", "is before the pump was implanted. Check both dates."
    if therapy.refill_by and therapy.last_refill and therapy.refill_by < therapy.last_refill:
        yield "therapy.refill_by", "is before the last refill. Check both dates."


def _volumes(profile: Profile) -> Iterator[Pair]:
    therapy, reservoir = profile.therapy, _reservoir_ml(profile)
    per_day = therapy.daily_dose_mcg / therapy.concentration_mcg_per_ml
    if per_day > MOST_ML_PER_DAY and profile.pump.model.startswith("synchromed"):
        yield (
            "therapy.daily_dose_mcg",
            "needs more than 2 mL per day at this concentration. Read both numbers and units again.",
        )
    if reservoir and therapy.filled_ml and therapy.filled_ml > reservoir:
        yield "therapy.filled_ml", "is more than the reservoir holds. Read both volumes again."
    lasts = fill_lasts_days(therapy)
    if lasts is None:
        return
    if lasts < SHORTEST_FILL_DAYS:
        yield (
            "therapy.filled_ml",
            "would be used up within a week. Read volume, concentration and dose again.",
        )
    elif (
        therapy.last_refill
        and therapy.refill_by
        and therapy.refill_by > therapy.last_refill + timedelta(lasts)
    ):
        yield (
            "therapy.refill_by",
            "is later than the day on which this fill would be used up. Read the dates and volumes again.",
        )


def _reservoir_ml(profile: Profile) -> Decimal | None:
    return profile.pump.reservoir_ml or load_pumps()[profile.pump.model].reservoir_ml


def _ask_person(profile: Profile, today: date) -> Iterator[Doubt]:
    born = profile.patient.born
    if born and years_after(born, OLDEST_PERSON_YEARS) <= today:
        yield Doubt(
            "born-long-ago", "patient.born", "The birth date is more than 110 years ago. Is the year right?"
        )


def _ask_pump(profile: Profile, today: date) -> Iterator[Doubt]:
    pump, facts = profile.pump, load_pumps()[profile.pump.model]
    if pump.reservoir_ml and facts.reservoir_ml and pump.reservoir_ml != facts.reservoir_ml:
        yield Doubt(
            "reservoir-differs",
            "pump.reservoir_ml",
            f"This model is listed with {facts.reservoir_ml} mL, the card would say {pump.reservoir_ml} mL. "
            "Is the model right?",
        )
    elif pump.reservoir_ml and pump.reservoir_ml not in USUAL_RESERVOIR_ML:
        yield Doubt(
            "reservoir-unusual",
            "pump.reservoir_ml",
            f"Is the reservoir really {pump.reservoir_ml} mL? Usual are 20 and 40 mL.",
        )
    if pump.replace_by and latest_day(pump.replace_by) < today:
        yield Doubt(
            "replacement-passed",
            "pump.replace_by",
            "The date by which the pump should be replaced has passed. Was it replaced?",
        )
    elif (
        pump.implanted
        and not pump.replace_by
        and facts.service_years
        and years_after(latest_day(pump.implanted), facts.service_years) <= today
    ):
        yield Doubt(
            "service-life-passed",
            "pump.implanted",
            f"The pump was implanted over {facts.service_years} years ago, longer than this model works. Was it replaced?",
        )
    if profile.therapy.mode != "simple" and facts.programmable is False:
        yield Doubt(
            "mode-not-for-pump", "therapy.mode", "This pump runs at one fixed rate. Is the mode right?"
        )


def _ask_dose(profile: Profile, today: date) -> Iterator[Doubt]:
    dose, strength = profile.therapy.daily_dose_mcg, profile.therapy.concentration_mcg_per_ml
    if not USUAL_DOSE_MCG[0] <= dose <= USUAL_DOSE_MCG[1]:
        yield Doubt(
            "dose-unusual",
            "therapy.daily_dose_mcg",
            f"Is the dose really {dose} micrograms per day ({plain(dose / 1000)} mg)? Usual are 25 to 1000.",
        )
    if strength not in STANDARD_MCG_PER_ML:
        yield Doubt(
            "concentration-not-standard",
            "therapy.concentration_mcg_per_ml",
            f"Is the concentration really {strength} micrograms per mL ({plain(strength / 1000)} mg per mL)? "
            "Standard are 500, 1000 and 2000.",
        )
    per_day = dose / strength
    if not USUAL_ML_PER_DAY[0] <= per_day <= USUAL_ML_PER_DAY[1]:
        yield Doubt(
            "daily-volume-unusual",
            "therapy.daily_dose_mcg",
            f"Dose and concentration together make {per_day.quantize(Decimal('0.001'))} mL per day; usual are 0.05 to 1. "
            "Are both right?",
        )


def _ask_bolus(profile: Profile, today: date) -> Iterator[Doubt]:
    therapy = profile.therapy
    if therapy.mode != "bolus":
        return
    if load_pumps()[profile.pump.model].patient_bolus == "not_for_baclofen":
        yield Doubt(
            "bolus-not-for-pump",
            "therapy.mode",
            "The maker says that this pump's patient controller is not for baclofen. Is the mode right?",
        )
    if therapy.bolus_mcg and therapy.bolus_mcg >= LARGE_BOLUS_MCG:
        yield Doubt(
            "bolus-large", "therapy.bolus_mcg", f"Is one bolus really {therapy.bolus_mcg} micrograms?"
        )


def _ask_refill(profile: Profile, today: date) -> Iterator[Doubt]:
    therapy = profile.therapy
    if therapy.refill_by and therapy.refill_by < today:
        yield Doubt(
            "refill-overdue",
            "therapy.refill_by",
            "The refill date has passed. Was the pump refilled since? If not, call the pump team now.",
        )
    if (
        therapy.refill_by
        and therapy.last_refill
        and (therapy.refill_by - therapy.last_refill).days > LONGEST_FILL_DAYS
    ):
        yield Doubt(
            "refill-interval-long",
            "therapy.refill_by",
            "More than 180 days lie between the last refill and the next. Are both dates right?",
        )
    lasts = fill_lasts_days(therapy)
    if lasts is not None and not USUAL_FILL_DAYS <= lasts <= LONGEST_FILL_DAYS:
        yield Doubt(
            "fill-lasts-unusual",
            "therapy.filled_ml",
            f"By these numbers the fill lasts {lasts} days; usual are 21 to 180. Are volumes, concentration and dose right?",
        )


def _ask_phones(profile: Profile, today: date) -> Iterator[Doubt]:
    for number, contact in enumerate(profile.contacts):
        if not phone_is_in_use(contact.phone):
            yield Doubt(
                f"phone-{number + 1}-unlikely",
                f"contacts.{number}.phone",
                f"Phone number {number + 1} belongs to no range that its country has given out. Did you dial it to test it?",
            )


def _ask_tablets(profile: Profile, today: date) -> Iterator[Doubt]:
    for number, written in enumerate(profile.medicines):
        if any(substance.name == "baclofen" for substance in resolve(written).substances):
            yield Doubt(
                "oral-baclofen",
                f"medicines.{number}",
                "Baclofen stands in the list of medicines as well. Is it taken beside the pump, ordered by the pump team?",
            )
            return
