import html
import json
import re
from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from idcard.pdf.raster import pages, symbol_texts
from idcard.profile import load_profile
from idcard.sample import KINDS, sample_profile
from idcard.service.forms import fill_form

PHONE = {"contacts.0.role": "on_call", "contacts.0.phone": "+1 202 555 0143", "contacts.0.hours": "24 h"}
TYPED = {
    "patient.name": "Sam Sample", "pump.model": "synchromed-ii-40", "therapy.concentration_mcg_per_ml": "2000",
    "therapy.concentration_unit": "mcg", "therapy.daily_dose_mcg": "480", "therapy.daily_dose_unit": "mcg",
    "therapy.set_on": "2 Nov 2026", "therapy.dose_source": "clinic_letter", "therapy.mode": "simple",
    "allergies.state": "not_recorded", **PHONE,
}  # fmt: skip


@pytest.fixture
def send(client):
    """Posts the form, with changes, and gives status and page."""

    def post(path="/card", **changes):
        answer = client.post(path, data=MultiDict(TYPED | changes))
        return answer.status_code, answer.get_data(as_text=True)

    return post


@pytest.fixture
def profile(today):
    """A made-up person."""
    return sample_profile("typical", today=today)


def errors(page):
    """The sentences of the error summary by the field they lead to."""
    return {
        field: html.unescape(text)
        for field, text in re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page)
    }


def value(page, name):
    """What stands in a field."""
    return html.unescape(re.search(rf'name="{re.escape(name)}"[^>]* value="([^"]*)"', page)[1])


class TestPagesForEverybody:
    """Made once, the same for all."""

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            pytest.param("/", "Emergency now", id="three doors"),
            pytest.param(
                "/emergency", "Suspect withdrawal. Restore spinal baclofen urgently", id="emergency"
            ),
            pytest.param("/guide", "The pump beeps", id="guide"),
            pytest.param("/c", "This browser runs no scripts", id="viewer without a card"),
        ],
    )
    def test_they_are_there(self, client, path, words):
        """With the line that says what this is not."""
        page = client.get(path).get_data(as_text=True)

        assert words in page
        assert "not CE- or UKCA-marked, not FDA-cleared, status not assessed" in page
        assert "No clinician has reviewed the wording" in page

    def test_the_doors_lead_to_the_three(self, client):
        """Emergency first."""
        page = client.get("/").get_data(as_text=True)

        assert re.findall(r'class="btn[^"]*" href="([^"]+)"', page) == ["/emergency", "/card", "/check"]

    def test_the_emergency_page_opens_the_checker_undecided(self, client):
        """An ER must not be asked to know which it is."""
        page = client.get("/emergency").get_data(as_text=True)

        assert 'href="/check?situation=unsure"' in page
        assert 'value="unsure" checked' in client.get("/check?situation=unsure").get_data(as_text=True)

    def test_the_viewer_holds_the_first_hour_for_browsers_without_scripts(self, client):
        """Inside noscript, the same words."""
        page = client.get("/c").get_data(as_text=True)

        assert "The first hour" in page.split("<noscript>")[1].split("</noscript>")[0]

    def test_nothing_on_them_is_of_another_host(self, client):
        """No picture, font or script of a third party."""
        for path in ("/", "/emergency", "/guide", "/c", "/card", "/check"):
            page = client.get(path).get_data(as_text=True)
            assert re.findall(r'(?:src|href|action)="(?!/|#|data:)[^"]*"', page) == []

    def test_the_viewer_is_not_redirected(self, client):
        """A redirect would lose a second on a bad network."""
        assert client.get("/c").status_code == 200
        assert client.get("/c/").status_code == 404


class TestForm:
    """What people type, to a card or to a sentence."""

    def test_a_card_is_reviewed_before_it_is_printed(self, send):
        """Both faces as pictures, the words, and the button."""
        status, page = send()

        assert status == 200
        assert page.count('src="data:image/png;base64,') == 2
        assert "Sam Sample" in page
        assert "480 mcg per day fixed rate" in page
        assert "Download the card (PDF)" in page

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            pytest.param({"therapy.daily_dose_mcg": "0"}, "therapy.daily_dose_mcg", "under 5 micrograms", id="dose 0"),
            pytest.param({"therapy.daily_dose_mcg": "NaN"}, "therapy.daily_dose_mcg", "not a plain number", id="NaN"),
            pytest.param({"therapy.daily_dose_mcg": "1e9"}, "therapy.daily_dose_mcg", "not a plain number", id="exponent"),
            pytest.param({"therapy.daily_dose_mcg": "2"}, "therapy.daily_dose_mcg", "2 mg is 2000 micrograms", id="mg?"),
            pytest.param({"therapy.daily_dose_mcg": "1_000"}, "therapy.daily_dose_mcg", "not a plain number", id="underscore"),
            pytest.param({"therapy.daily_dose_mcg": "1,250"}, "therapy.daily_dose_mcg", "two ways", id="ambiguous"),
            pytest.param({"therapy.daily_dose_mcg": "\u0664\u0668\u0660"}, "therapy.daily_dose_mcg", "not a plain", id="digits of another script"),
            pytest.param({"therapy.daily_dose_mcg": "480", "therapy.daily_dose_unit": "mg"}, "therapy.daily_dose_mcg", "over 2500", id="mg chosen for mcg"),
            pytest.param({"therapy.set_on": "3/4/2026"}, "therapy.set_on", "one way only", id="date in numbers"),
            pytest.param({"therapy.set_on": "29 Feb 2026"}, "therapy.set_on", "does not exist", id="29 February"),
            pytest.param({"therapy.set_on": "2 Nov 2027"}, "therapy.set_on", "in the future", id="future"),
            pytest.param({"patient.born": "2090-01-01"}, "patient.born", "in the future", id="born in 2090"),
            pytest.param({"patient.name": "x" * 5000}, "patient.name", "longer than 60", id="long name"),
            pytest.param({"patient.name": "\u202eSam"}, "patient.name", "cannot be seen", id="direction mark"),
            pytest.param({"patient.name": "\U0001f600"}, "patient.name", "cannot be printed", id="emoji"),
            pytest.param({"patient.name": " "}, "patient.name", "is needed", id="no name"),
            pytest.param({"pump.model": ""}, "pump.model", "is needed", id="no pump"),
            pytest.param({"pump.model": "other"}, "pump.other_make", "is needed", id="another pump, not named"),
            pytest.param({"contacts.0.phone": "202 555 0143"}, "contacts.0.phone", "country code", id="no country code"),
            pytest.param({"contacts.0.phone": ""}, "contacts.0.phone", "is needed", id="no phone"),
            pytest.param({"allergies.state": "listed"}, "allergies.items.0.substance", "are missing", id="allergies not named"),
            pytest.param({"medicines": "aspirin\n" + "x" * 61}, "medicines", "longer than 60", id="a line of a list"),
            pytest.param({"contacts.0.name": "W" * 40}, "contacts.0.phone", "is full", id="no room on the card"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_right_comes_back_with_a_sentence_at_its_field(self, send, changes, field, words):
        """Status 422, the word Error in title and field, and everything typed still there."""
        status, page = send(**changes)

        assert status == 422
        assert "<title>Error: Make a card" in page
        assert 'role="alert"' in page
        assert words in errors(page)[field]
        assert value(page, "therapy.set_on") == changes.get("therapy.set_on", "2 Nov 2026")
        assert f'id="{field}-error"' in page
        assert f'id="{field}"' in page

    def test_what_was_typed_is_not_changed_for_its_owner(self, send):
        """Spaces, commas and units stay as they were."""
        _, page = send(
            **{
                "therapy.daily_dose_mcg": "0,48x",
                "therapy.daily_dose_unit": "mg",
                "contacts.0.phone": "001 202",
            }
        )

        assert value(page, "therapy.daily_dose_mcg") == "0,48x"
        assert '<option value="mg" selected>' in page
        assert value(page, "contacts.0.phone") == "001 202"

    def test_a_field_that_is_none_is_refused(self, send):
        """Nothing is ignored in silence."""
        status, page = send(**{"patient.nickname": "Sammy"})

        assert status == 422
        assert "is not a field" in page

    def test_markup_is_text(self, send):
        """Wherever it comes back."""
        for changes in ({}, {"pump.model": ""}):
            _, page = send(**{"patient.name": '"><b>Sam', **changes})
            assert "<b>Sam" not in page

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_sample_can_be_made_by_hand(self, client, kind, today):
        """The form has a field for everything that a card can say."""
        fields = fill_form(sample_profile(kind, today=today).model_dump(mode="json"))
        answer = client.post(
            "/card",
            data=MultiDict(
                [(n, v) for n, vs in fields.items() for v in (vs if isinstance(vs, list) else [vs])]
            ),
        )
        hidden = re.search(r'name="profile" value="([^"]*)"', answer.get_data(as_text=True))[1]

        assert load_profile(html.unescape(hidden)) == sample_profile(kind, today=today)


class TestReview:
    """Between form and print."""

    def test_the_pdf_is_an_attachment_without_a_name_in_its_name(self, client, profile):
        """And no cache keeps it."""
        answer = client.post("/card.pdf", data={"profile": profile.to_json(), "paper": "letter"})

        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"] == "attachment; filename=baclofen-pump-card.pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(symbol_texts(pages(answer.data)[0])) == 2

    def test_doubts_must_be_ticked(self, client, person):
        """Without the tick nothing is printed; the page says so and leads to the question."""
        person["therapy"]["daily_dose_mcg"] = "1500"
        form = {"profile": json.dumps(person), "paper": "letter"}
        refused = client.post("/card.pdf", data=form)
        page = refused.get_data(as_text=True)
        half = client.post("/card.pdf", data=form | {"confirm": "refill-overdue"})

        assert refused.status_code == half.status_code == 422
        assert "<title>Error: Look at the card" in page
        assert "Is the dose really 1500 micrograms per day" in errors(page)["confirm-dose-unusual"]
        assert '<option value="letter" selected>' in page
        assert client.post("/card.pdf", data=form | {"confirm": "dose-unusual"}).status_code == 200

    def test_milligrams_must_be_ticked(self, client, send):
        """The question travels to the download and back to the form."""
        _, page = send(**{"therapy.daily_dose_mcg": "0.48", "therapy.daily_dose_unit": "mg"})
        hidden = {"profile": value(page, "profile"), "in_mg": value(page, "in_mg")}
        edited = client.post("/card", data=hidden | {"do": "edit"}).get_data(as_text=True)

        assert "You gave 0.48 mg per day. The card will say 480 micrograms per day." in page
        assert client.post("/card.pdf", data=hidden).status_code == 422
        assert client.post("/card.pdf", data=hidden | {"confirm": "converted-daily"}).status_code == 200
        assert value(edited, "therapy.daily_dose_mcg") == "0.48"
        assert '<option value="mg" selected>milligrams (mg) per day' in edited

    def test_to_change_something_leads_back_to_the_filled_form(self, client, profile):
        """With every answer."""
        answer = client.post("/card", data={"profile": profile.to_json(), "do": "edit"})
        page = answer.get_data(as_text=True)

        assert answer.status_code == 200
        assert value(page, "patient.name") == profile.patient.name
        assert value(page, "contacts.2.name") == "Brother Jordan"

    def test_answers_are_saved_as_a_file_that_fills_the_form_again(self, client, profile):
        """Nothing of it stays here."""
        saved = client.post("/card", data={"profile": profile.to_json(), "do": "save"})
        opened = client.post("/card", data={"do": "open", "open": (BytesIO(saved.data), "answers.json")})

        assert saved.headers["Content-Disposition"] == "attachment; filename=baclofen-pump-card-answers.json"
        assert saved.headers["Cache-Control"] == "no-store"
        assert load_profile(saved.get_data(as_text=True)) == profile
        assert opened.status_code == 200
        assert value(opened.get_data(as_text=True), "patient.name") == profile.patient.name

    def test_a_printed_card_fills_the_form(self, client, profile):
        """With the day on which it was made."""
        pdf = client.post("/card.pdf", data={"profile": profile.to_json()}).data
        page = client.post("/card", data={"do": "open", "open": (BytesIO(pdf), "card.pdf")}).get_data(
            as_text=True
        )

        assert "the card made on 23 Nov 2026" in page
        assert value(page, "pump.serial") == profile.pump.serial

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            pytest.param(None, "Choose one first", id="no file"),
            pytest.param(b"hello", "not the address of a card", id="another file"),
            pytest.param(
                b'{"patient": {"name": "Sam Sample"}}',
                "Drug and dose is needed.",
                id="answers that are not whole",
            ),
        ],
    )
    def test_a_file_that_is_none_is_refused_at_its_field(self, client, file, words):
        """And what is in it is not shown."""
        data = {"do": "open"} | ({"open": (BytesIO(file), "x")} if file else {})
        answer = client.post("/card", data=data, content_type="multipart/form-data")
        page = answer.get_data(as_text=True)

        assert answer.status_code == 422
        assert words in errors(page)["open"]
        assert "Sam Sample" not in page

    @pytest.mark.parametrize("sent", ["", "{", '{"patient": {}}'], ids=["nothing", "cut", "altered"])
    @pytest.mark.parametrize(
        "where", [("/card.pdf", ""), ("/card", "edit"), ("/card", "save")], ids=["print", "edit", "save"]
    )
    def test_a_profile_that_did_not_arrive_whole_is_refused(self, client, sent, where):
        """Nothing is printed from a part."""
        answer = client.post(where[0], data={"profile": sent, "do": where[1]})

        assert answer.status_code == 422
        assert b"did not arrive whole" in answer.data

    def test_a_day_later_a_date_may_be_wrong(self, client, person):
        """What passes the model and not the calendar leads back to the form."""
        person["therapy"]["set_on"] = "2026-12-01"
        answer = client.post("/card.pdf", data={"profile": json.dumps(person)})

        assert answer.status_code == 422
        assert "in the future" in errors(answer.get_data(as_text=True))["therapy.set_on"]

    def test_paper_is_one_of_the_list(self, client, profile):
        """Else nothing is printed."""
        assert client.post("/card.pdf", data={"profile": profile.to_json(), "paper": "a0"}).status_code == 422

    def test_lost_fields_are_said(self, client, profile):
        """A signature does not vanish in silence."""
        read = {
            "profile": json.loads(profile.to_json()),
            "made_on": "2026-01-02",
            "signature": {"key_id": "0"},
            "unknown_fields": [],
        }
        data = {"do": "open", "open": (BytesIO(json.dumps(read).encode()), "x.json")}

        assert "The card was signed." in client.post("/card", data=data).get_data(as_text=True)

    def test_a_demonstration_says_so(self, send):
        """A card of a trial is not to be carried."""
        assert "Do not carry it." in send()[1]


def test_robots_are_sent_away(client):
    """Of every page."""
    assert client.get("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow: /\n"
