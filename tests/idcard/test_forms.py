from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idcard.doubts import Doubt
from idcard.errors import ProfileError
from idcard.profile import build_profile
from idcard.sample import KINDS, sample_profile
from idcard.service.forms import (
    UNITS,
    conversions,
    field_of,
    fill_form,
    read_day,
    read_form,
    read_phone,
    rows,
)
from idcard.wording import date_words


def posted(fields):
    """Fields as a browser posts them."""
    return {name: value if isinstance(value, list) else [value] for name, value in fields.items()}


@given(data=st.data())
def test_what_the_form_shows_reads_back_as_the_same_profile(profiles, data):
    """Nothing of a card is lost on the way through the form, whatever it says."""
    profile = data.draw(profiles)

    assert build_profile(read_form(posted(fill_form(profile.model_dump(mode="json")))).data) == profile


@given(data=st.data())
def test_milligrams_read_back_as_the_same_profile(profiles, data):
    """A dose shown as it was typed gives the same micrograms, exactly."""
    profile = data.draw(profiles)
    fields = fill_form(profile.model_dump(mode="json"), UNITS)
    filled = read_form(posted(fields))

    assert build_profile(filled.data) == profile
    assert set(filled.in_mg) == set(UNITS)
    assert filled.shown == fields


@pytest.mark.parametrize("kind", KINDS)
def test_samples_go_through_the_form(kind, today):
    """Every sample, every field."""
    profile = sample_profile(kind, today=today)

    assert build_profile(read_form(posted(fill_form(profile.model_dump(mode="json")))).data) == profile


_NAMES = st.sampled_from([
    "contacts.0.phone", "contacts.1.role", "contacts.99.name", "contacts", "contacts.x.phone", "therapy", "therapy.daily_dose_mcg",
    "therapy.daily_dose_unit", "patient.name", "patient", "conditions", "medicines", "patient.languages", "patient.alias",
    "therapy.boluses_per_day", "allergies.state", "allergies.items", "allergies.items.0.substance", "therapy.admixtures.3.name",
    "a.b.c.d.e.f.g.h", ".", "", "0", "0.0", "\u0663", "pump.implanted",
]) | st.text(max_size=20)  # fmt: skip
_VALUES = st.lists(
    st.sampled_from(["", " ", "mg", "yes", "1,250", "0.48", "\u0664\u0668\u0660", "9" * 5000, "2 Nov 2026"])
    | st.text(),
    max_size=3,
)


@given(fields=st.dictionaries(_NAMES, _VALUES, max_size=12))
def test_whatever_is_posted_is_read_or_refused_in_words(fields):
    """Never another error, and the refusal never holds what was typed into a text field."""
    try:
        build_profile(read_form(fields).data)
    except ProfileError as error:
        assert all(sentence for _, sentence in error.problems)
    else:
        pytest.fail("these fields are no card")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        pytest.param("2 Nov 2026", "2026-11-02", id="as the card prints it"),
        pytest.param("02 november 2026", "2026-11-02", id="in full"),
        pytest.param("2nd Nov. 2026", "2026-11-02", id="with an ordinal and a dot"),
        pytest.param("November 2, 2026", "2026-11-02", id="American order"),
        pytest.param("Sept 14 2026", "2026-09-14", id="four letters"),
        pytest.param("Jun 2024", "2024-06", id="month and year"),
        pytest.param("2026-11-02", "2026-11-02", id="ISO stays"),
        pytest.param("3/4/2026", "3/4/2026", id="two readings: left for the profile to refuse"),
        pytest.param("31 Feb 2026", "2026-02-31", id="no such day: left for the profile to refuse"),
        pytest.param("2 Foo 2026", "2 Foo 2026", id="no month"),
        pytest.param("2 Ma 2026", "2 Ma 2026", id="two letters: March or May"),
        pytest.param("x" * 5000, "x" * 5000, id="very long"),
    ],
)
def test_dates_in_words(written, iso):
    """Words are read in one way; everything else goes on unchanged."""
    assert read_day(written) == iso


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_printed_date_is_read_back(day):
    """What the card prints may be typed."""
    assert read_day(date_words(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("+1 202 555 0143", "+1 202 555 0143", id="as it should be"),
        pytest.param("001 202 555 0143", "+1 202 555 0143", id="international prefix"),
        pytest.param("+1 202 555 0143 ext. 12", "+1 202 555 0143;ext=12", id="extension"),
        pytest.param("+1 202 555 0143 x12", "+1 202 555 0143;ext=12", id="extension, short"),
        pytest.param("+1 202 555 0143, Extension 12", "+1 202 555 0143;ext=12", id="extension, in full"),
        pytest.param("+1 202 555 0143 x12 or 13", "+1 202 555 0143 x12 or 13", id="something behind it"),
        pytest.param("x" + " " * 5000, "x" + " " * 5000, id="very long"),
    ],
)
def test_phones_as_people_write_them(written, number):
    """Only what is certain is changed; the profile judges the rest."""
    assert read_phone(written) == number


def test_languages_by_name():
    """People do not know codes; whoever does may use them."""
    assert read_form({"patient.languages": ["English, french,pt-BR"]}).data["patient"]["languages"] == [
        "en",
        "fr",
        "pt-BR",
    ]
    assert fill_form({"patient": {"languages": ["en", "pt-BR"]}}) == {"patient.languages": "English, pt-BR"}


class TestMilligrams:
    """Doses in the unit that stands on the paper."""

    dose, unit = "therapy.daily_dose_mcg", "therapy.daily_dose_unit"

    @pytest.mark.parametrize(
        ("written", "micrograms"),
        [
            pytest.param("0.48", "480", id="point"),
            pytest.param("0,48", "480", id="comma"),
            pytest.param("0.48125", "481.25", id="five decimals"),
            pytest.param("1", "1000", id="whole"),
        ],
    )
    def test_are_converted_exactly_and_asked_about(self, written, micrograms):
        """The question shows both numbers."""
        filled = read_form({self.dose: [written], self.unit: ["mg"]})
        (doubt,) = conversions(filled.data, filled.in_mg)

        assert filled.data["therapy"]["daily_dose_mcg"] == micrograms
        assert isinstance(doubt, Doubt)
        assert doubt.id == "converted-daily"
        assert written.replace(",", ".") in doubt.question
        assert f"{micrograms} micrograms per day" in doubt.question

    @pytest.mark.parametrize("written", ["1.250", "a lot", "0.481256", "-1"])
    def test_that_cannot_be_read_go_on_as_typed(self, written):
        """The profile refuses them; nothing is guessed."""
        filled = read_form({self.dose: [written], self.unit: ["mg"]})

        assert filled.data["therapy"]["daily_dose_mcg"] == written
        assert filled.in_mg == ()

    def test_micrograms_are_not_asked_about(self):
        """Neither are they changed."""
        filled = read_form({self.dose: ["480"], self.unit: ["mcg"]})

        assert conversions(filled.data, filled.in_mg) == []
        assert filled.data["therapy"]["daily_dose_mcg"] == "480"

    def test_what_is_not_a_dose_is_not_asked_about(self):
        """A forged name asks nothing."""
        assert conversions({"therapy": {}}, ("patient.name",)) == []


class TestRows:
    """Groups that repeat."""

    def test_gaps_are_closed(self):
        """So that a problem's number is the row that is shown."""
        filled = read_form(
            {"contacts.0.role": ["clinic"], "contacts.2.role": ["family"], "contacts.2.phone": [" +44 "]}
        )

        assert filled.data["contacts"] == [{"role": "family", "phone": "+44"}]
        assert filled.shown["contacts.0.phone"] == " +44 "

    def test_a_row_of_choices_alone_is_empty(self):
        """A list always has a value; only what was typed counts. One row is left, so that its phone is asked for."""
        assert read_form({"contacts.0.role": ["family"], "contacts.0.name": [" "]}).data["contacts"] == [
            {"role": "on_call"}
        ]

    @pytest.mark.parametrize(
        ("fields", "shown"),
        [
            pytest.param({}, 3, id="nothing yet"),
            pytest.param({"contacts.2.phone": "1"}, 4, id="one more than is filled"),
            pytest.param({"contacts.5.phone": "1"}, 6, id="as many as the profile takes"),
            pytest.param({"contacts.7.phone": "1"}, 8, id="too many: all are shown"),
        ],
    )
    def test_rows_to_show(self, fields, shown):
        """There is always room for what was typed."""
        assert rows(fields, "contacts") == shown


@pytest.mark.parametrize(
    ("items", "state", "expected"),
    [
        pytest.param(["Latex"], "not_recorded", "listed", id="named, so listed"),
        pytest.param(["Latex"], "none_known", "none_known", id="a contradiction stays, to be refused"),
        pytest.param([], "not_recorded", "not_recorded", id="nothing said"),
        pytest.param([], "listed", "listed", id="listed, and none named: to be refused"),
    ],
)
def test_named_allergies_are_listed(items, state, expected):
    """Nobody should have to say it twice."""
    fields = {f"allergies.items.{n}.substance": [item] for n, item in enumerate(items)}

    assert read_form({"allergies.state": [state], **fields}).data["allergies"]["state"] == expected


@pytest.mark.parametrize(
    ("path", "field"),
    [
        pytest.param("patient.needs.1", "patient.needs", id="a line of a text area"),
        pytest.param("patient.languages.0", "patient.languages", id="one of several in a field"),
        pytest.param("contacts", "contacts.0.phone", id="a whole group"),
        pytest.param("therapy.admixtures.1", "therapy.admixtures.1.name", id="a whole row"),
        pytest.param("allergies.items.1.reaction", "allergies.items.1.reaction", id="a field of a row"),
        pytest.param("patient.name", "patient.name", id="a plain field"),
    ],
)
def test_where_a_problem_is_shown(path, field):
    """At a field that exists."""
    assert field_of(path) == field


@pytest.mark.parametrize(
    "words", ["~12025550143", "+1 202 555 0144"], ids=["not read back", "read back as another"]
)
def test_a_phone_that_cannot_be_grouped_is_shown_as_it_is(monkeypatch, words):
    """The form never loses a number for its looks."""
    monkeypatch.setattr("idcard.service.forms.phone_words", lambda phone: words)

    assert fill_form({"contacts": [{"phone": "+12025550143"}]}) == {"contacts.0.phone": "+12025550143"}
