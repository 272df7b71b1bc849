"""The profile refuses what cannot be right, names the field, and never repeats what was typed."""

import json
from decimal import Decimal

import pytest

from idcard.errors import ProfileError
from idcard.profile import build_profile, load_profile
from idcard.sample import KINDS, sample_profile


@pytest.fixture
def data(today):
    """A typical profile as parsed JSON, to be broken in one place."""
    return json.loads(sample_profile("typical", today=today).to_json())


def put(data, path, value):
    """Set the field at a dotted path."""
    *parents, last = path.split(".")
    for part in parents:
        data = data[int(part)] if part.isdigit() else data[part]
    data[last] = value


def refusals(data):
    """The problems of a profile that is refused."""
    with pytest.raises(ProfileError) as caught:
        build_profile(data)
    return dict(caught.value.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_a_profile_survives_being_written_and_read(kind, today):
    """JSON out and in is the same profile, and so is what `idcard read` prints."""
    profile = sample_profile(kind, today=today)

    assert load_profile(profile.to_json()) == profile
    printed = {"profile": json.loads(profile.to_json()), "made_on": today.isoformat(), "signature": None}
    assert load_profile(json.dumps(printed)) == profile


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        pytest.param("therapy.daily_dose_mcg", "0", "under 5", id="dose 0"),
        pytest.param("therapy.daily_dose_mcg", "2", "2 mg is 2000 micrograms", id="dose that looks like mg"),
        pytest.param("therapy.daily_dose_mcg", "0.48", "0.48 mg is 480 micrograms", id="dose in mg"),
        pytest.param("therapy.daily_dose_mcg", "2501", "over 2500", id="dose too high"),
        pytest.param("therapy.daily_dose_mcg", "NaN", "plain number", id="not a number"),
        pytest.param("therapy.daily_dose_mcg", "1e9", "plain number", id="exponent"),
        pytest.param("therapy.daily_dose_mcg", "1_000", "plain number", id="underscore"),
        pytest.param("therapy.daily_dose_mcg", "1,250", "two ways", id="thousand or fraction"),
        pytest.param("therapy.daily_dose_mcg", "٤٨٠", "plain number", id="Arabic digits"),
        pytest.param("therapy.daily_dose_mcg", True, "plain number", id="true is no number"),
        pytest.param("therapy.daily_dose_mcg", None, "plain number", id="null is not a dose"),
        pytest.param("therapy.concentration_mcg_per_ml", "2", "mg per mL: 2 mg per mL is 2000", id="concentration in mg"),
        pytest.param("therapy.concentration_mcg_per_ml", "50", "test dose", id="the test dose"),
        pytest.param("therapy.concentration_mcg_per_ml", "6001", "over 6000", id="concentration too high"),
        pytest.param("therapy.mode", "turbo", "not one of", id="unknown mode"),
        pytest.param("therapy.set_on", "2026-02-29", "does not exist", id="29 February of a common year"),
        pytest.param("therapy.bolus_mcg", "10", "patient-bolus mode", id="bolus without its mode"),
        pytest.param("therapy.filled_ml", "51", "over 50 mL", id="fill too large"),
        pytest.param("patient.name", "x" * 5000, "longer than 60", id="a name of 5,000 characters"),
        pytest.param("patient.name", "", "empty", id="an empty name"),
        pytest.param("patient.name", "Sam\u202eelpmaS", "cannot be seen", id="a name with a direction mark"),
        pytest.param("patient.name", 7, "must be text", id="a number for a name"),
        pytest.param("patient.alias", "yes", "true or false", id="alias in words"),
        pytest.param("patient.weight_kg", "900", "400 kg", id="weight"),
        pytest.param("patient.languages", ["Englisch"], "language code", id="language in words"),
        pytest.param("patient.shoe_size", "44", "not a field", id="a field too many"),
        pytest.param("pump.model", "synchromed-9", "not a pump of the list", id="unknown pump"),
        pytest.param("pump.other_make", "Acme", "not in the list", id="make of a listed pump"),
        pytest.param("pump.reservoir_ml", "4", "between 10 and 50", id="reservoir"),
        pytest.param("pump.implanted", "June 2021", "not a date", id="date in words"),
        pytest.param("contacts", [], "at least one", id="no phone"),
        pytest.param("contacts.0.phone", "555 0143", "country code", id="phone without country"),
        pytest.param("contacts.0.phone", "+1" + "0" * 60, "longer than 40", id="phone of 60 digits"),
        pytest.param("allergies.items", [], "Name the allergies", id="listed and none named"),
        pytest.param("allergies.state", "not_recorded", "must be 'listed'", id="named but not listed"),
        pytest.param("conditions", ["epilepsy", "epilepsy"], "twice", id="the same condition twice"),
        pytest.param("conditions", ["hiccups"], "not one of", id="unknown condition"),
        pytest.param("notes", "x" * 241, "longer than 240", id="notes too long"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_by_field(data, field, value, says):
    """Each mistake has its own sentence at its own field."""
    put(data, field, value)

    found = refusals(data)

    assert len(found) == 1
    ((where, sentence),) = found.items()
    assert where.startswith(field.rpartition(".")[0] or field)
    assert says in sentence


def test_every_problem_is_told_at_once(data):
    """Nobody has to send a form five times."""
    put(data, "therapy.mode", "turbo")
    put(data, "patient.born", "1979")
    put(data, "contacts.1.phone", "+1")

    assert set(refusals(data)) == {"therapy.mode", "patient.born", "contacts.1.phone"}


def test_a_refusal_never_repeats_what_was_typed(data):
    """An error may reach a log; a name must not."""
    put(data, "patient.name", "Secret-Person" * 10)
    put(data, "pump.model", "Secret-Pump")
    put(data, "therapy.mode", "Secret-Mode")
    put(data, "Secret-Field", "Secret-Value")
    with pytest.raises(ProfileError) as caught:
        build_profile(data)

    assert "Secret-P" not in str(caught.value)
    assert "Secret-M" not in str(caught.value)
    assert "Secret-V" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        pytest.param({"mode": "bolus"}, "therapy.bolus_mcg", "needed", id="no bolus size"),
        pytest.param({"mode": "bolus", "bolus_mcg": "10"}, "therapy.boluses_per_day", "needed", id="no number of boluses"),
        pytest.param({"mode": "bolus", "bolus_mcg": "480", "boluses_per_day": 2}, "therapy.bolus_mcg", "less than the daily", id="bolus of a day"),
        pytest.param({"mode": "bolus", "bolus_mcg": "0", "boluses_per_day": 2}, "therapy.bolus_mcg", "more than 0", id="bolus of nothing"),
        pytest.param({"filled_ml": "20", "residual_ml": "20"}, "therapy.residual_ml", "less than the filled", id="all of it residual"),
        pytest.param({"filled_ml": "20", "alarm_ml": "21"}, "therapy.alarm_ml", "less than the filled", id="alarm above the fill"),
    ],
)  # fmt: skip
def test_parts_of_the_therapy_must_fit_each_other(data, changes, field, says):
    """A bolus, a fill and an alarm that contradict each other are not printed."""
    data["therapy"] |= changes

    assert says in refusals(data)[field]


def test_a_bolus_pump_is_accepted(data):
    """Patient-bolus mode with size and number is a real way to run a pump."""
    data["therapy"] |= {"mode": "bolus", "bolus_mcg": "10", "boluses_per_day": 4}

    assert build_profile(data).therapy.bolus_mcg == Decimal(10)


@pytest.mark.parametrize("missing", ["other_make", "other_model"])
def test_a_pump_outside_the_list_is_named_in_words(data, missing):
    """A card without make and model cannot say which MRI rule holds."""
    data["pump"] = {"model": "other", "other_make": "Acme", "other_model": "One"}
    assert build_profile(data).pump.other_make == "Acme"

    del data["pump"][missing]
    assert "implant card" in refusals(data)[f"pump.{missing}"]


def test_none_known_needs_its_day(data):
    """That no allergy was known is true of a day."""
    data["allergies"] = {"state": "none_known"}

    assert "on which day" in refusals(data)["allergies.as_of"]


@pytest.mark.parametrize(
    ("hours", "all_day"),
    [
        ("24 h", True),
        ("24/7", True),
        ("24-hour line", True),
        ("8 to 16", False),
        ("day, 240 beds", False),
        (None, False),
    ],
)
def test_a_round_the_clock_number_is_told_by_its_hours(data, hours, all_day):
    """The number that answers at night goes to the top."""
    put(data, "contacts.0.hours", hours)

    assert build_profile(data).contacts[0].day_and_night is all_day


@pytest.mark.parametrize(
    ("source", "says"),
    [
        pytest.param("", "not valid JSON", id="nothing"),
        pytest.param('{"patient": ', "not valid JSON", id="cut off"),
        pytest.param("[" * 20000, "not valid JSON", id="deep nesting"),
        pytest.param('{"a": 1, "a": 2}', "same field twice", id="a key twice"),
        pytest.param('{"a": NaN}', "not a number", id="NaN"),
        pytest.param('{"a": 1' + "0" * 5000 + "}", "more than 20 digits", id="a number of 5,000 digits"),
        pytest.param(" " * 40000, "longer than", id="too long"),
        pytest.param("[]", "wrong form", id="a list"),
        pytest.param('"text"', "wrong form", id="a text"),
    ],
)
def test_json_that_is_no_profile_is_refused(source, says):
    """Whatever is handed in, the answer is a sentence."""
    with pytest.raises(ProfileError, match=says):
        load_profile(source)


def test_a_json_number_is_read_exactly(data):
    """19.5 in JSON is nineteen and a half, not the nearest binary fraction."""
    source = json.dumps(data).replace('"480"', "480.1")

    assert load_profile(source).therapy.daily_dose_mcg == Decimal("480.1")
