"""The viewer on a stranger's phone: the first screen, what holds whatever the card, and that nothing is sent."""

import json
import re
from datetime import date

import pytest

from idcard.payload import encode
from idcard.profile import build_profile
from idcard.sample import KINDS, sample_profile

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 23)
STANDING = "No alarm here does not exclude failure."


@pytest.fixture
def open_card(browser, live):
    """Opens a profile's address on a day, on a phone's screen; gives the page."""
    contexts = []

    def opened(profile, *, today=TODAY, made_on=TODAY, fragment=None, width=360, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 740}, base_url=live, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on(
            "request", lambda sent: page.asked.append(sent.url + str(sent.headers) + (sent.post_data or ""))
        )
        if scripts:
            page.clock.set_fixed_time(f"{today.isoformat()}T12:00:00")
        page.goto(f"/c#{fragment if fragment is not None else encode(profile, made_on=made_on)}")
        if scripts:
            page.wait_for_selector("html[data-done], #refused:visible")
        return page

    yield opened
    for context in contexts:
        context.close()


def changed(kind="typical", **parts):
    """A sample with parts replaced; None removes a field."""
    data = json.loads(sample_profile(kind, today=TODAY).to_json())
    for part, values in parts.items():
        merged = data.get(part, {}) | values if isinstance(values, dict) else values
        data[part] = (
            {k: v for k, v in merged.items() if v is not None} if isinstance(merged, dict) else merged
        )
    return build_profile(data)


def seen(page):
    """Every word on screen, with plain spaces."""
    return " ".join(page.inner_text("body").replace("\u00a0", " ").split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_of_the_card_is_on_screen(open_card, kind):
    """What the symbol carries is shown; nothing is dropped in silence."""
    profile = sample_profile(kind, today=TODAY)
    words = seen(open_card(profile))
    data = profile.model_dump(mode="json", exclude_none=True)
    expected = [
        profile.patient.name,
        "480 mcg per day",
        "2000 mcg per mL",
        "2 Nov 2026",
        "Medtronic SynchroMed II",
        "MRI pauses",
    ]
    expected += [data["pump"].get(name, "") for name in ("serial", "site", "catheter_tip")]
    expected += [
        *profile.medicines,
        *profile.other_conditions,
        *profile.patient.needs,
        profile.notes or "",
        profile.therapy.oral_backup or "",
    ]
    expected += [item.substance for item in profile.allergies.items] + [
        item.reaction or "" for item in profile.allergies.items
    ]
    expected += [f"{a.name}" for a in profile.therapy.admixtures] + [
        a.daily_dose or "" for a in profile.therapy.admixtures
    ]

    assert [text for text in expected if text not in words] == []
    digits = re.sub(r"\D", "", words)
    assert [c.phone for c in profile.contacts if c.phone.lstrip("+") not in digits] == []


def test_the_first_screen_of_a_phone_has_who_what_and_a_number_to_call(open_card):
    """Band, the line for lay readers, the three readings and the first call button, without scrolling."""
    page = open_card(changed())
    parts = [
        "#who",
        "text=Not medical staff?",
        "#readings details >> nth=0",
        "#readings details >> nth=2",
        "a.call >> nth=0",
    ]
    bottoms = {part: (box := page.locator(part).first.bounding_box())["y"] + box["height"] for part in parts}

    assert page.evaluate("scrollY") == 0
    assert {part: bottom for part, bottom in bottoms.items() if bottom > 740} == {}


@pytest.mark.parametrize("refill_by", ["2026-11-22", "2027-01-14", None])
def test_with_or_without_an_alarm_silence_proves_nothing(open_card, refill_by):
    """There is no calm state: the standing line is there on every card."""
    assert STANDING in seen(open_card(changed(therapy={"refill_by": refill_by})))


def test_the_labels_say_who_typed_it_and_that_nobody_reviewed_the_words(open_card):
    """A checksum is no signature."""
    words = seen(open_card(changed()))

    assert "Facts entered by: holder, from a clinic printout. Not signed by a clinic." in words
    assert "Wording not reviewed by a clinician." in words


def test_without_digits_the_page_still_helps(open_card):
    """The readings stand there for whoever opened the address alone."""
    assert "Stiffer, hot, itching, confused" in seen(open_card(changed(), fragment=""))


def test_without_scripts_the_page_is_the_emergency_guidance(open_card):
    """An old browser still says what to do, and that the printed side is to be read."""
    words = seen(open_card(changed(), scripts=False))

    assert "Read the printed side" in words
    assert "Restore baclofen into the spine" in words


def test_no_request_holds_a_word_of_the_card(open_card):
    """The digits stay behind the sign; nothing else is asked for."""
    profile = changed()
    page = open_card(profile)
    sent = "\n".join(page.asked)

    assert "Sample" not in sent
    assert encode(profile, made_on=TODAY)[:20] not in sent.replace("%23", "#")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_checker_opens_at_not_sure_from_here(open_card):
    """Neither reading is taken for granted in an emergency."""
    page = open_card(changed())
    page.get_by_role("link", name="Check a medication list").click()

    assert page.locator('input[name="situation"]:checked').get_attribute("value") == "unsure"
