"""The card viewer in a real browser: what it shows, what it works out, and how it leaves."""

import json
from datetime import date
from pathlib import Path

import pytest

from idcard.guidance import load_guidance
from idcard.payload import encode
from idcard.profile import build_profile
from idcard.pumps import load_pumps

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent.parent / "golden" / "payload"
MADE_ON = date(2026, 11, 23)


def golden(name):
    """The digits of a golden card."""
    return json.loads((GOLDEN / f"good-{name}.json").read_text("utf-8"))["digits"]


def digits(person, made_on=MADE_ON):
    """The digits of a person's card."""
    return encode(build_profile(person), made_on=made_on)


def alarms(page):
    """Ids of the alarms on the page, in their order."""
    return page.eval_on_selector_all("[data-alarm]", "parts => parts.map(part => part.dataset.alarm)")


def test_everything_on_the_card_is_on_the_page(viewer):
    """No field of the fullest card is left out, and done is told only then."""
    page = viewer(golden("full"))
    assert page.locator("html[data-done]").count() == 1
    text = page.locator("body").inner_text()
    for part in (
        "Alex Muster (alias), born 29 Feb 1988", "61.5 kg", "English, Brazilian Portuguese", "Talks with a letter board",
        "Medtronic SynchroMed II", "Reservoir 20 mL", "NGV000001H", "Implanted 14 Jun 2021", "Replace by 2028",
        "left abdomen", "T10", "300.05 mcg per day, patient bolus, bolus 12.5 mcg, at most 4 a day",
        "from a clinic letter", "Baclofen 1000 mcg per mL", "+ clonidine 50 mcg per mL 12 mcg per day", "+ saline",
        "+ ziconotide 2 mcg per day", "30 Dec 2026", "Last refill 2 Nov 2026", "Filled 20 mL, not usable 1 mL, alarm at 2 mL",
        "baclofen 10 mg, by plan only", "Penicillin (anaphylaxis)", "Latex", "As of 1 Nov 2026", "scoliosis", "port in chest",
        "oxybutynin 5 mg", "omeprazole 20 mg", "Wheelchair user. Keys: with Jo.", "Card made on 23 Nov 2026",
        "Facts entered by: holder, from a clinic letter", "Wording not reviewed by a clinician",
    ):  # fmt: skip
        assert part in text
    for name in json.loads((GOLDEN / "good-full.json").read_text("utf-8"))["profile"]["conditions"]:
        assert load_guidance().text(f"condition-{name}".replace("_", "-")) in text


def test_what_is_not_on_the_card_is_not_said_to_be_no(viewer):
    """Missing facts are not recorded, other drugs are not listed; nothing reads as an all-clear."""
    page = viewer(golden("minimal"))
    text = page.locator("body").inner_text()
    assert "Not recorded: ask" in page.locator("#allergies").inner_text()
    assert "Not recorded: ask" in page.locator("#refill").inner_text()
    assert "No other drug in the pump is listed on the card." in text
    assert "No 24-hour number on this card: go to an emergency room." in text
    assert "96.25 mcg per day" in text
    assert "No alarm here does not exclude failure." in text
    assert not page.locator("#conditions").is_visible()


def test_allergies_have_three_states(viewer):
    """None known comes with its day."""
    assert viewer(golden("other-pump")).locator("#allergies").inner_text() == "None known on 20 Nov 2026"
    assert viewer(golden("typical")).locator("#allergies").inner_text() == "Penicillin (anaphylaxis)"


@pytest.mark.parametrize("slug", sorted(load_pumps()))
def test_every_pump_has_its_own_mri_line(viewer, person, slug):
    """The MRI rule is that of the model; one that is not in the list takes the strictest."""
    person["pump"] = {"model": slug} | (
        {"other_make": "Acme", "other_model": "One"} if slug == "other" else {}
    )
    page = viewer(digits(person))
    rule = load_pumps()[slug].mri
    assert page.locator("#mri").inner_text() == load_guidance().text(rule)
    assert (rule == "mri-unknown") or slug != "other"


def test_patient_bolus_that_the_maker_excludes_is_said(viewer, person):
    """A bolus mode on a pump whose maker rules it out gets its line."""
    person["pump"]["model"] = "prometra-ii-20"
    person["therapy"] |= {"mode": "bolus", "bolus_mcg": "10", "boluses_per_day": 2}
    assert "must not be used for baclofen" in viewer(digits(person)).locator("#bolus-rule").inner_text()


@pytest.mark.parametrize(
    ("today", "found", "words"),
    [
        pytest.param("2026-11-23", [], None, id="nothing to work out"),
        pytest.param("2027-01-06", [], None, id="8 days before the refill"),
        pytest.param("2027-01-07", ["refill-soon"], "In 7 days.", id="7 days before"),
        pytest.param("2027-01-13", ["refill-soon"], "In 1 day.", id="the day before"),
        pytest.param("2027-01-14", ["refill-soon"], "Today.", id="on the day"),
        pytest.param("2027-01-15", ["refill-passed"], "due on 14 Jan 2027. Refilled since? Ask. If not: think of withdrawal. 1 day ago", id="the day after"),
        pytest.param("2027-02-20", ["refill-passed"], "37 days ago", id="weeks after"),
        pytest.param("2027-05-01", ["refill-passed"], "3 months ago", id="a day before the dose is old"),
        pytest.param("2027-05-02", ["refill-passed", "dose-old"], "This dose is 6 months old.", id="6 months"),
        pytest.param("2030-06-30", ["refill-passed", "dose-old"], "3 years ago", id="last day of the replacement month"),
        pytest.param("2030-07-01", ["refill-passed", "replace-passed", "dose-old"], "was to be replaced by Jun 2030.", id="pump due"),
        pytest.param("2026-11-22", [], None, id="one day behind is a time zone"),
        pytest.param("2026-11-21", ["clock-wrong"], "before the day the card was made", id="a clock that is wrong"),
    ],
)  # fmt: skip
def test_alarms_by_the_day(viewer, person, today, found, words):
    """What the dates mean on each day, worst first, in words that ask."""
    person["pump"]["replace_by"] = "2030-06"
    page = viewer(digits(person), today=today)
    assert alarms(page) == found
    box = page.locator("#alarms").text_content().replace("\n", " ")
    assert (words or "") in box
    assert "No alarm here does not exclude failure." in box
    assert "Card: 23 Nov 2026. This device: " in box


@pytest.mark.parametrize(
    ("start", "end", "age"),
    [
        pytest.param("2026-08-31", "2027-02-28", {"unit": "months", "n": 6}, id="a month that is shorter"),
        pytest.param("2026-08-31", "2027-02-27", {"unit": "months", "n": 5}, id="a day less"),
        pytest.param("2024-02-29", "2025-02-28", {"unit": "months", "n": 12}, id="29 February"),
        pytest.param("2026-11-02", "2026-11-02", {"unit": "days", "n": 0}, id="same day"),
        pytest.param("2026-10-31", "2026-12-31", {"unit": "months", "n": 2}, id="two months"),
        pytest.param("2026-10-31", "2026-12-30", {"unit": "days", "n": 60}, id="60 days"),
        pytest.param("2024-11-23", "2026-11-23", {"unit": "years", "n": 2}, id="two years"),
        pytest.param("2024-11-24", "2026-11-23", {"unit": "months", "n": 23}, id="23 months"),
    ],
)
def test_ages_are_what_people_would_say(viewer, start, end, age):
    """Days, then months, then years, by the calendar."""
    assert viewer().evaluate("([start, end]) => pumpcard.age(start, end)", [start, end]) == age


@pytest.mark.parametrize(
    ("replace_by", "today", "passed"),
    [
        pytest.param("2026", "2026-12-31", False, id="last day of the year"),
        pytest.param("2026", "2027-01-01", True, id="after the year"),
        pytest.param("2028-02", "2028-02-29", False, id="29 February"),
        pytest.param("2028-02", "2028-03-01", True, id="after February"),
        pytest.param("2026-11-22", "2026-11-22", False, id="on the day"),
        pytest.param("2026-11-22", "2026-11-23", True, id="after the day"),
    ],
)
def test_replacement_date_may_be_partial(viewer, replace_by, today, passed):
    """A year or a month has passed when its last day has."""
    card = {"made_on": today, "profile": {"pump": {"replace_by": replace_by}, "therapy": {"set_on": today}}}
    found = viewer().evaluate(
        "([card, today]) => pumpcard.alarms(card, today).map(alarm => alarm.id)", [card, today]
    )
    assert found == (["replace-passed"] if passed else [])


def test_dose_has_its_date_and_its_source(viewer, person):
    """Beside the dose stand its date, its age, who says so, and that it is no order."""
    shown = viewer(digits(person)).locator("#dose").inner_text()
    assert shown.split("\n") == [
        "480 mcg per day, fixed rate",
        "As of 2 Nov 2026, 21 days ago, from a clinic printout. Not an order: interrogate the pump.",
    ]


def test_calls_are_in_order_with_their_digits(viewer, person):
    """The round-the-clock number is first and filled; each link dials what it shows."""
    person["contacts"] += [
        {"role": "other", "phone": "+442079460018;ext=012"},
        {"role": "manufacturer", "phone": "+3726001234"},
    ]
    links = viewer(digits(person)).locator(".call")
    assert [link.get_attribute("href") for link in links.all()] == [
        "tel:+12025550143", "tel:+12025550123", "tel:+3726001234", "tel:+12025550187", "tel:+442079460018,012",
    ]  # fmt: skip
    assert links.first.inner_text().split() == ["On", "call,", "24", "h", "+1", "202", "555", "0143"]
    assert links.nth(2).inner_text().split()[1:] == ["+372", "600", "1234"]
    assert links.nth(4).inner_text().split()[1:] == ["+44", "207", "946", "0018", "ext.", "012"]
    assert [link.get_attribute("class") for link in links.all()] == ["call first"] + ["call"] * 4
    assert min(link.bounding_box()["height"] for link in links.all()) >= 48


def test_later_fields_are_counted_and_shown(viewer):
    """What a newer version wrote is counted and shown as it is, with a signature that is not known."""
    shown = viewer(golden("later")).locator("#unknown").inner_text()
    assert shown.startswith("5 entries of this card are of a newer version")
    assert 'key 57: ["text",[3]]' in shown
    assert viewer(golden("later-pump")).locator("#unknown").inner_text().startswith("1 entry")
    assert viewer(golden("typical")).locator("#unknown").is_hidden()
    assert viewer(golden("signed")).locator("#entered").inner_text().startswith("Signature not known here")


def test_text_of_a_card_is_never_markup(viewer, person):
    """What looks like HTML is shown as it was typed."""
    nasty = "<img src=/x onerror=alert(1)>"
    person["patient"]["name"] = nasty
    person["notes"] = "{date} <b>&amp;"
    page = viewer(digits(person))
    assert nasty in page.locator("#who").inner_text()
    assert page.locator("#notes").inner_text() == "{date} <b>&amp;"
    assert page.locator("main img, header img").count() == 0


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        pytest.param(None, "none", "no card in this address", id="nothing"),
        pytest.param("12025550143", "damaged", "damaged or incomplete", id="damaged"),
        pytest.param("0123", "not_ours", "Do not rely on it", id="not ours"),
        pytest.param("9" * 5000, "not_ours", "Do not rely on it", id="5,000 digits"),
        pytest.param(next(v["digits"] for v in json.loads((GOLDEN / "bad.json").read_text()) if v["name"] == "version 2"),
                     "newer", "newer version", id="newer"),
    ],
)  # fmt: skip
def test_what_is_no_card_is_said_and_the_readings_stay(viewer, given, kind, words):
    """A refusal has its own words, no fact and no done; what to do stays on the screen."""
    page = viewer(given)
    assert page.locator("html").get_attribute("data-refused") == kind
    assert page.locator("html[data-done]").count() == 0
    assert words in page.locator("#refused").inner_text()
    assert "printed side" in page.locator("#refused").inner_text()
    assert page.locator("#facts, #alarms, #calls, #forget").evaluate_all(
        "parts => parts.every(part => part.hidden)"
    )
    assert "Suspect withdrawal." in page.locator("#readings").inner_text()


def test_forget_clears_page_and_address(viewer):
    """After "forget" neither the page, its title nor the address hold the card."""
    page = viewer(golden("typical"))
    assert "Alexandra" in page.title()
    page.get_by_role("button", name="Forget this card").click()
    assert page.url == "https://pump.example/c"
    assert "Alexandra" not in page.content()
    assert "12025550143" not in page.content()
    assert page.title() == "Baclofen pump"
    assert "gone from this page" in page.locator("#refused").inner_text()
    assert page.locator("html[data-done]").count() == 0


def test_another_card_in_the_same_window_replaces_the_first(viewer):
    """Scanning a second card leaves nothing of the first."""
    page = viewer(golden("full"))
    page.evaluate("digits => { location.hash = digits }", golden("minimal"))
    page.wait_for_function("document.getElementById('who').textContent.includes('Sam Sample')")
    assert "Alex Muster" not in page.content()
    assert len(page.locator(".call").all()) == 1
    page.evaluate("location.hash = '5'")
    page.wait_for_function("document.documentElement.dataset.refused === 'damaged'")
    assert "Sam Sample" not in page.content()


def test_readings_open_by_a_tap_and_on_wide_screens(viewer):
    """On a phone the first sentence is on screen and the rest a tap away; on a wide screen all is open."""
    narrow = viewer(golden("typical")).locator("#readings details.card")
    assert narrow.evaluate_all("parts => parts.map(part => part.open)") == [False] * 3
    assert "Suspect overdose." in narrow.nth(1).locator("summary").first.inner_text()
    wide = viewer(golden("typical"), width=1280).locator("#readings details.card")
    assert wide.evaluate_all("parts => parts.map(part => part.open)") == [True] * 3
    assert "tablets only bridge" in wide.first.inner_text()


@pytest.mark.parametrize("width", [320, 360, 768])
def test_the_page_never_scrolls_sideways(viewer, width):
    """Long words and numbers stay inside the screen."""
    page = viewer(golden("full"), width=width, today="2030-01-01")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
