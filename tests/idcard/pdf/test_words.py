"""What the faces say, word for word, for every kind of pump, phone and allergy."""

import json

import pytest

from idcard.contact import call_order
from idcard.guidance import load_guidance
from idcard.pdf.faces import face_text
from idcard.pdf.words import (
    back_words,
    careful_line,
    contact_label,
    front_words,
    language_name,
)
from idcard.profile import build_profile
from idcard.pumps import load_pumps
from idcard.sample import sample_profile
from interactions import careful_with


@pytest.fixture
def change(today):
    """The typical sample with parts replaced."""

    def changed(**parts):
        data = json.loads(sample_profile("typical", today=today).to_json())
        for part, value in parts.items():
            data[part] = data[part] | value if isinstance(value, dict) and part in data else value
        return build_profile(data)

    return changed


def front(profile):
    """The front as one text with plain spaces."""
    words = front_words(profile)
    return "\n".join([words.title, words.subtitle, *face_text(words.paragraphs)]).replace("\u00a0", " ")


def back(profile, today):
    """The back as one text with plain spaces."""
    words = back_words(profile, today)
    return "\n".join(face_text([*words.paragraphs, *words.bottom])).replace("\u00a0", " ")


def test_the_front_says_what_a_stranger_needs_in_this_order(change):
    """Pump first, then who, drug, dose, refill, model, MRI, allergies, conditions."""
    lines = front(change())
    order = [
        "BACLOFEN PUMP", "Sudden stop can kill.", "Alexandra Sample-Featherstone", "2 Apr 1980", "Baclofen 2000 mcg per mL",
        "480 mcg per day fixed rate", "As of 2 Nov 2026, clinic printout. Not an order: interrogate.", "14 Jan 2027",
        "Medtronic SynchroMed II 40 mL", "MRI pauses the infusion.", "PENICILLIN (anaphylaxis)", "Spinal injury at T6 or above",
    ]  # fmt: skip
    places = [lines.index(words) for words in order]

    assert places == sorted(places)


def test_the_back_says_whom_to_call_and_what_to_do(change, today):
    """Calls, the two readings, careful with, never, the line for lay people, date and labels."""
    lines = back(change(), today)
    order = [
        "CALL +1 202-555-0143", "On call, 24 h", "+1 202-555-0123", "Pump clinic, day", "+1 202-555-0187", "Brother Jordan",
        "STIFFER than usual,", "FLOPPIER than usual,", "CAREFUL WITH", "NEVER inject through the catheter (side) port.",
        "Not medical staff? Call an ambulance. Do not touch the pump.", "Card made on 23 Nov 2026. Not an order",
        "Facts entered by: holder, from a clinic printout.", "Wording not reviewed by a clinician.",
    ]  # fmt: skip
    places = [lines.index(words) for words in order]

    assert places == sorted(places)
    assert "No 24 h number" not in lines


def test_card_and_checker_name_the_same_medicines(change, today):
    """The line comes from the table that the checker uses."""
    words = careful_with()

    assert words
    assert all(word in careful_line() and word in back(change(), today) for word, _ in words)


@pytest.mark.parametrize("slug", list(load_pumps()))
def test_every_pump_prints_its_own_mri_rule(change, slug):
    """The rules are opposite by make; none borrows another's."""
    extra = {"other_make": "Acme", "other_model": "One"} if slug == "other" else {}
    text = front(change(pump={"model": slug, "serial": None, "implanted": None, "replace_by": None} | extra))
    rules = {entry.id: entry.card for entry in load_guidance().part("mri")}
    mine = load_pumps()[slug].mri

    assert rules[mine] in text
    assert not any(rule in text for key, rule in rules.items() if rule != rules[mine])


def test_a_pump_outside_the_list_takes_the_strictest_rule(change):
    """Not known is never allowed."""
    text = front(change(pump={"model": "other", "other_make": "Acme", "other_model": "One"}))

    assert "Acme One" in text
    assert "No MRI until the maker confirms." in text


@pytest.mark.parametrize(
    ("allergies", "says"),
    [
        pytest.param({"state": "not_recorded", "items": []}, "Not recorded: ask", id="not recorded"),
        pytest.param(
            {"state": "none_known", "as_of": "2026-11-02", "items": []},
            "None known (2 Nov 2026)",
            id="none known",
        ),
        pytest.param({"state": "listed", "items": [{"substance": "Latex"}]}, "LATEX", id="without reaction"),
    ],
)
def test_allergies_have_three_states(change, allergies, says):
    """Not recorded is not none."""
    assert says in front(change(allergies=allergies))


@pytest.mark.parametrize(
    ("therapy", "says"),
    [
        pytest.param({"mode": "flex"}, "varies over the day", id="flex"),
        pytest.param(
            {"mode": "bolus", "bolus_mcg": "10.5", "boluses_per_day": 4},
            "bolus 10.5 mcg, at most 4 a day",
            id="bolus",
        ),
        pytest.param({"dose_source": "patient"}, "As of 2 Nov 2026, by the patient.", id="from the patient"),
        pytest.param({"refill_by": None}, "Refill by not recorded: ask", id="refill not recorded"),
        pytest.param(
            {"admixtures": [{"name": "clonidine", "daily_dose": "12 mcg"}]},
            "+ clonidine 12 mcg",
            id="another drug",
        ),
    ],
)
def test_the_therapy_is_said_in_words(change, therapy, says):
    """Mode, source and what is missing are said."""
    assert says in front(change(therapy=therapy))


def test_an_alias_is_marked(change):
    """A name that is not the legal one must not lead to the wrong record."""
    assert "(alias)" in front(change(patient={"alias": True}))


def test_without_a_round_the_clock_number_the_card_says_so(change, today):
    """Nobody should wait for the morning."""
    profile = change(contacts=[{"role": "clinic", "phone": "+12025550123", "hours": "day"}])

    assert "No 24 h number: go to an ER" in back(profile, today)


def test_the_number_that_answers_at_night_comes_first(change):
    """Whatever order they were typed in."""
    contacts = [
        {"role": "family", "phone": "+12025550101"},
        {"role": "clinic", "phone": "+12025550102"},
        {"role": "other", "phone": "+12025550103", "hours": "24/7"},
        {"role": "on_call", "phone": "+12025550104"},
    ]
    ordered = call_order(change(contacts=contacts).contacts)

    assert [contact.phone[-1] for contact in ordered] == ["3", "4", "2", "1"]
    assert contact_label(ordered[0]) == "Contact, 24/7"


@pytest.mark.parametrize(("code", "name"), [("en", "English"), ("pt-BR", "Portuguese"), ("qaa", "qaa")])
def test_a_language_is_named_where_it_is_common(code, name):
    """A code that few know is still printed."""
    assert language_name(code) == name
