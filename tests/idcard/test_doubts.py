"""What is odd is asked, what cannot be right is refused, and nothing odd passes unconfirmed."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idcard.doubts import doubts, fill_lasts_days, problems, require_confirmed, years_after
from idcard.errors import ProfileError, Unconfirmed
from idcard.profile import build_profile
from idcard.sample import KINDS, sample_profile

TODAY = date(2026, 11, 23)


def changed(kind="typical", **parts):
    """The sample with some fields of its parts replaced; a value of None removes a field."""
    data = json.loads(sample_profile(kind, today=TODAY).to_json())
    for part, values in parts.items():
        if isinstance(values, dict):
            data[part] = {
                key: value for key, value in (data.get(part, {}) | values).items() if value is not None
            }
        else:
            data[part] = values
    return build_profile(data)


@given(day=st.dates(min_value=date(2024, 1, 1), max_value=date(2090, 12, 31)), kind=st.sampled_from(KINDS))
def test_a_sample_raises_no_doubt_on_any_day(day, kind):
    """Whoever tries the program out meets no question that is not theirs."""
    profile = sample_profile(kind, today=day)

    assert problems(profile, day) == []
    assert doubts(profile, day) == []


@pytest.mark.parametrize(
    ("parts", "doubt"),
    [
        pytest.param({"therapy": {"daily_dose_mcg": "24"}}, "dose-unusual", id="low dose"),
        pytest.param({"therapy": {"daily_dose_mcg": "1200"}}, "dose-unusual", id="high dose"),
        pytest.param({"therapy": {"concentration_mcg_per_ml": "3000"}}, "concentration-not-standard", id="compounded"),
        pytest.param({"therapy": {"daily_dose_mcg": "30", "last_refill": None}}, "daily-volume-unusual", id="hardly any flow"),
        pytest.param({"therapy": {"daily_dose_mcg": "900", "concentration_mcg_per_ml": "500"}}, "daily-volume-unusual", id="much flow"),
        pytest.param({"pump": {"reservoir_ml": "20"}}, "reservoir-differs", id="reservoir of another model"),
        pytest.param({"pump": {"model": "other", "other_make": "A", "other_model": "B", "reservoir_ml": "35"}}, "reservoir-unusual", id="odd reservoir"),
        pytest.param({"pump": {"replace_by": "2026-10"}}, "replacement-passed", id="replace-by passed"),
        pytest.param({"pump": {"implanted": "2019-10", "replace_by": None}}, "service-life-passed", id="older than the pump works"),
        pytest.param({"pump": {"model": "codman-3000", "implanted": None, "replace_by": None}, "therapy": {"mode": "flex"}}, "mode-not-for-pump", id="flex on a constant-flow pump"),
        pytest.param({"therapy": {"mode": "bolus", "bolus_mcg": "25", "boluses_per_day": 2}}, "bolus-large", id="large bolus"),
        pytest.param({"pump": {"model": "prometra-ii-20", "reservoir_ml": None}, "therapy": {"mode": "bolus", "bolus_mcg": "5", "boluses_per_day": 2}}, "bolus-not-for-pump", id="Prometra's patient controller"),
        pytest.param({"therapy": {"refill_by": "2026-11-22"}}, "refill-overdue", id="refill date passed"),
        pytest.param({"therapy": {"last_refill": "2026-11-01", "refill_by": "2027-05-01"}}, "refill-interval-long", id="181 days between refills"),
        pytest.param({"therapy": {"filled_ml": "5", "residual_ml": "1", "refill_by": None}}, "fill-lasts-unusual", id="fill of 16 days"),
        pytest.param({"patient": {"born": "1916-11-23"}}, "born-long-ago", id="110 years old"),
        pytest.param({"contacts": [{"role": "clinic", "phone": "+15551234567"}]}, "phone-1-unlikely", id="number of no range"),
        pytest.param({"medicines": ["omeprazole 20 mg", "baclofen 10 mg tablets"]}, "oral-baclofen", id="baclofen tablets"),
    ],
)  # fmt: skip
def test_what_is_odd_is_asked_once(parts, doubt):
    """Each oddity has an id of its own, raises one question, and passes when confirmed."""
    profile = changed(**parts)

    assert problems(profile, TODAY) == []
    found = doubts(profile, TODAY)
    assert [d.id for d in found].count(doubt) == 1
    assert all(d.question.endswith(("?", ".")) for d in found)
    with pytest.raises(Unconfirmed, match=doubt):
        require_confirmed(profile, TODAY)
    require_confirmed(profile, TODAY, tuple(d.id for d in found))


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            {"therapy": {"daily_dose_mcg": "25", "concentration_mcg_per_ml": "500"}}, id="lowest usual dose"
        ),
        pytest.param({"therapy": {"daily_dose_mcg": "1000"}}, id="highest usual dose"),
        pytest.param({"therapy": {"refill_by": "2026-11-23"}}, id="refill today"),
        pytest.param(
            {"therapy": {"last_refill": "2026-11-02", "refill_by": "2027-05-01"}},
            id="180 days between refills",
        ),
        pytest.param(
            {"therapy": {"mode": "bolus", "bolus_mcg": "24.9", "boluses_per_day": 2}},
            id="bolus below the limit",
        ),
        pytest.param({"pump": {"replace_by": "2026"}}, id="to be replaced this year"),
        pytest.param({"pump": {"implanted": "2019-12", "replace_by": None}}, id="seven years not yet over"),
        pytest.param(
            {"therapy": {"oral_backup": "baclofen 10 mg by plan"}}, id="tablets kept for an emergency"
        ),
    ],
)
def test_what_is_usual_is_not_asked(parts):
    """A question too many teaches people to tick without reading."""
    assert doubts(changed(**parts), TODAY) == []


@pytest.mark.parametrize(
    ("parts", "field", "says"),
    [
        pytest.param({"patient": {"born": "2090-01-01"}}, "patient.born", "future", id="born in 2090"),
        pytest.param({"pump": {"implanted": "2027"}}, "pump.implanted", "future", id="implanted next year"),
        pytest.param({"therapy": {"set_on": "2026-11-24"}}, "therapy.set_on", "future", id="dose of tomorrow"),
        pytest.param({"therapy": {"last_refill": "2026-11-24"}}, "therapy.last_refill", "future", id="refill of tomorrow"),
        pytest.param({"allergies": {"state": "none_known", "items": None, "as_of": "2027-01-01"}}, "allergies.as_of", "future", id="allergies of next year"),
        pytest.param({"contacts": [{"role": "clinic", "phone": "+12025550143", "tested_on": "2027-01-01"}]}, "contacts.0.tested_on", "future", id="phone tested next year"),
        pytest.param({"patient": {"born": "2025-01-01"}}, "pump.implanted", "birth", id="implanted before birth"),
        pytest.param({"patient": {"born": "2026-11-20"}, "pump": {"implanted": None, "replace_by": None}}, "therapy.set_on", "birth", id="dose before birth"),
        pytest.param({"pump": {"implanted": "2026-11-10"}}, "therapy.set_on", "implanted", id="dose before the pump"),
        pytest.param({"pump": {"replace_by": "2020"}}, "pump.replace_by", "implanted", id="replaced before implanted"),
        pytest.param({"therapy": {"refill_by": "2026-10-01"}}, "therapy.refill_by", "last refill", id="refill before the last"),
        pytest.param({"therapy": {"daily_dose_mcg": "1200", "concentration_mcg_per_ml": "500"}}, "therapy.daily_dose_mcg", "2 mL per day", id="2.4 mL a day"),
        pytest.param({"therapy": {"filled_ml": "41"}}, "therapy.filled_ml", "reservoir holds", id="41 mL in 40"),
        pytest.param({"therapy": {"filled_ml": "2", "residual_ml": "1"}}, "therapy.filled_ml", "within a week", id="a fill of four days"),
        pytest.param({"therapy": {"filled_ml": "12", "residual_ml": "2", "refill_by": "2026-12-15"}}, "therapy.refill_by", "used up", id="refill after the last drop"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_together_is_refused(parts, field, says):
    """Dates and volumes that contradict each other print nothing."""
    found = dict(problems(changed(**parts), TODAY))

    assert says in found[field]
    with pytest.raises(ProfileError):
        require_confirmed(changed(**parts), TODAY, ("dose-unusual",))


@pytest.mark.parametrize(
    ("volumes", "days"),
    [
        pytest.param(
            {"filled_ml": "40", "residual_ml": "0", "daily_dose_mcg": "500"}, 160, id="40 mL at 2000 by 500"
        ),
        pytest.param(
            {"filled_ml": "20", "residual_ml": "0", "daily_dose_mcg": "100"}, 400, id="20 mL at 2000 by 100"
        ),
        pytest.param(
            {"filled_ml": "20", "residual_ml": "2", "daily_dose_mcg": "350"}, 102, id="102.9 days are 102"
        ),
        pytest.param({"filled_ml": "20"}, None, id="residual not given"),
        pytest.param({"residual_ml": "2"}, None, id="fill not given"),
        pytest.param({"filled_ml": "20", "residual_ml": "2", "mode": "flex"}, None, id="no fixed rate"),
    ],
)
def test_days_of_supply_are_reckoned_only_from_real_volumes(volumes, days):
    """Rounded down, and not at all where a number would be guessed."""
    assert fill_lasts_days(changed("minimal", therapy=volumes).therapy) == days


@given(dose=st.integers(25, 1000), strength=st.sampled_from([500, 1000, 2000]), filled=st.integers(3, 40))
def test_a_fill_never_lasts_longer_than_its_drug(dose, strength, filled):
    """The promised days never need more drug than was filled in."""
    therapy = {
        "daily_dose_mcg": str(dose),
        "concentration_mcg_per_ml": str(strength),
        "filled_ml": str(filled),
        "residual_ml": "2",
    }
    days = fill_lasts_days(changed("minimal", therapy=therapy).therapy)

    assert days * dose <= (filled - 2) * strength < (days + 1) * dose


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), st.integers(-50, 50))
def test_a_number_of_years_later_is_about_that_far(day, years):
    """29 February moves to the 28th, no other day moves."""
    later = years_after(day, years)

    assert later.year == day.year + years
    assert (later.month, later.day) in {(day.month, day.day), (2, 28)}
    assert abs((later - day) - timedelta(365.2425 * years)) < timedelta(2)


def test_years_end_with_the_calendar():
    """A typing error in a year, 9890 for 1989, is answered and trips nothing."""
    assert years_after(date(9890, 1, 1), 110) == date.max
    assert years_after(date(9889, 1, 1), 110) == date(9999, 1, 1)
