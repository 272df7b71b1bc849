import base64
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from idcard.errors import DoesNotFit, IdcardError, ProfileError, SymbolTooFine
from idcard.guidance import load_guidance
from idcard.profile import CONDITIONS, build_profile
from idcard.pumps import load_pumps
from idcard.sample import sample_profile
from idcard.service.forms import fill_form
from idcard.service.present import LABELS, choices, emergency, field_errors, label, questions, review
from idcard.text import phone_words
from idcard.wording import partial_date_words

SITE = "https://pump.example"


def texts(rows):
    """Labels and lines as one text."""
    return " ".join(" ".join([name, *lines]) for name, lines in rows)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        pytest.param("patient.name", "Name", id="plain"),
        pytest.param("contacts.1.phone", "Phone 2", id="of a row"),
        pytest.param("contacts", "Phone 1", id="of a whole group"),
        pytest.param("medicines.3", "Medicines", id="a line of an area"),
        pytest.param("unheard.of", "unheard.of", id="not known"),
    ],
)
def test_labels(field, words):
    """A field in the words of the form."""
    assert label(field) == words


def test_every_field_of_a_full_profile_has_a_label(today):
    """Nothing is shown by its name in the code."""
    fields = fill_form(sample_profile("full", today=today).model_dump(mode="json"))

    assert [name for name in fields if label(name) == name] == []


def test_choices_hold_every_value_that_the_profile_takes():
    """A pump or condition that is missing could not be chosen."""
    offered = choices()

    assert {value for value, _ in offered["pumps"]} == {"", *load_pumps()}
    assert offered["pumps"][-1][0] == "other"
    assert [value for value, _ in offered["conditions"]] == list(CONDITIONS)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(ProfileError([("patient.name", "is needed.")]), {"patient.name": "Name is needed."}, id="a problem"),
        pytest.param(
            ProfileError([("patient.needs.0", "is empty."), ("patient.needs.1", "is long.")]),
            {"patient.needs": "What helps you to talk and be understood is empty."}, id="two in one field: the first",
        ),
        pytest.param(
            SymbolTooFine(0.3, ["notes"]),
            {"notes": "Note makes the symbol too fine for a phone to read. Shorten it."}, id="too much for the symbol",
        ),
        pytest.param(IdcardError("A sentence."), {"profile": "Card A sentence."}, id="something else"),
    ],
)  # fmt: skip
def test_errors_by_field(error, expected):
    """One sentence at the field where it can be put right."""
    assert field_errors(error) == expected


@pytest.mark.parametrize("written", ["3/4/2026", "04.25.1979", "today"])
def test_a_date_in_numbers_is_asked_for_in_words(person, written):
    """The form takes words, which nobody misreads."""
    person["therapy"]["set_on"] = written
    with pytest.raises(ProfileError) as refused:
        build_profile(person)

    assert "2 Nov 2026" in field_errors(refused.value)["therapy.set_on"]
    assert written not in field_errors(refused.value)["therapy.set_on"]


@pytest.mark.parametrize(
    ("field", "shown_at"),
    [
        pytest.param("conditions", "conditions", id="something a person typed"),
        pytest.param("therapy.admixtures.0", "therapy.admixtures.0.name", id="a row"),
        pytest.param("reading-stiffer", "profile", id="the project's own words"),
        pytest.param("pump.model", "profile", id="a rule of the pump"),
    ],
)
def test_what_does_not_fit_is_shown_where_it_can_be_shortened(field, shown_at):
    """The project's own words cannot be."""
    (name,) = field_errors(DoesNotFit(field, 10, 5))

    assert name == shown_at


@pytest.mark.parametrize("kind", ["minimal", "typical", "full"])
def test_the_review_says_everything_that_a_card_holds(kind, today):
    """Printed, or in the symbol: nothing is on a card that its owner has not seen."""
    profile = sample_profile(kind, today=today)
    shown = review(profile, base_url=SITE, today=today, in_mg=())
    everything = texts((*shown.front, *shown.back, *shown.carried)).lower()
    coded = {"pump.model", "therapy.mode", "therapy.dose_source", "allergies.state", "conditions"}

    for name, value in fill_form(profile.model_dump(mode="json")).items():
        if name in coded or name.endswith(".role") or name == "patient.alias":
            continue
        text = str(value)
        if text[:4].isdigit() and text[4:5] == "-":
            text = partial_date_words(text)
        assert text.lower() in everything, name
    assert all(phone_words(contact.phone) in everything for contact in profile.contacts)


def test_the_review_shows_pictures_of_both_faces(today):
    """As they will be printed, wide enough to read."""
    shown = review(sample_profile("typical", today=today), base_url=SITE, today=today, in_mg=())
    sizes = [Image.open(BytesIO(base64.b64decode(face))).size for face in shown.faces]

    assert sizes == [(742, 468)] * 2


def test_the_review_puts_each_reading_under_its_own_words(today):
    """For those who cannot see the picture."""
    shown = review(sample_profile("typical", today=today), base_url=SITE, today=today, in_mg=())
    names = [name for name, _ in shown.back]

    assert names == ["CALL", "STIFFER than usual", "FLOPPIER than usual", "CAREFUL WITH", "At the bottom"]
    assert [name for name, _ in shown.front][:3] == ["Who", "Drug", "Dose"]
    assert ("Phone", ("+12025550143",)) in shown.contact


def test_questions_about_units_come_first(today, person):
    """A slip of the unit is the worst of them."""
    person["therapy"]["daily_dose_mcg"] = "1200"
    asked = questions(build_profile(person), today, ("therapy.daily_dose_mcg",))

    assert [doubt.id for doubt in asked] == ["converted-daily", "dose-unusual"]
    assert "1.2 mg per day" in asked[0].question


@settings(
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
    max_examples=25,
)
@given(data=st.data())
def test_a_review_is_made_or_refused_at_fields_of_the_form(profiles, today, data):
    """Whatever a profile says, its owner is told what to change."""
    profile = data.draw(profiles)
    try:
        shown = review(profile, base_url=SITE, today=today, in_mg=())
    except (ProfileError, SymbolTooFine, DoesNotFit) as error:
        assert all(label(field) != field or field in LABELS for field in field_errors(error))
    else:
        assert len(shown.faces) >= 2


def test_the_emergency_page_names_each_pump_once():
    """Under the sounds that are its own; the pump nobody knows comes last of its kind."""
    shown = emergency()
    names = [name for names, _ in shown["sounds"] for name in names.split("; ")]

    assert set(names) == {pump.short for pump in load_pumps().values()}
    assert len(names) == len(set(names))
    assert names[-1] == "Another pump"


def test_the_emergency_page_names_its_sources():
    """Publications only; the project does not cite itself."""
    shown = emergency()

    assert len(shown["sources"]) > 5
    assert all(source.kind != "project" for source in shown["sources"])
    assert shown["say"] is load_guidance()
