"""The viewer in a real browser: every fact on screen, alarms that ask, refusals in words, nothing sent or kept."""

import json
import re
from datetime import date, timedelta

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
        context = browser.new_context(viewport={"width": width, "height": 740}, base_url=live, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda sent: page.asked.append(sent.url + str(sent.headers) + (sent.post_data or "")))
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
        data[part] = {k: v for k, v in merged.items() if v is not None} if isinstance(merged, dict) else merged
    return build_profile(data)


def seen(page):
    """Every word on screen, with plain spaces."""
    return " ".join(page.inner_text("body").replace("\u00a0", " ").split())


def alarms(page):
    """The alarms of the box, in order."""
    return page.eval_on_selector_all("#alarm-list [data-alarm]", "found => found.map(part => part.dataset.alarm)")


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_of_the_card_is_on_screen(open_card, kind):
    """What the symbol carries is shown; nothing is dropped in silence."""
    profile = sample_profile(kind, today=TODAY)
    words = seen(open_card(profile))
    data = profile.model_dump(mode="json", exclude_none=True)
    expected = [profile.patient.name, "480 mcg per day", "2000 mcg per mL", "2 Nov 2026", "Medtronic SynchroMed II", "MRI pauses"]
    expected += [data["pump"].get(name, "") for name in ("serial", "site", "catheter_tip")]
    expected += [*profile.medicines, *profile.other_conditions, *profile.patient.needs, profile.notes or "", profile.therapy.oral_backup or ""]
    expected += [item.substance for item in profile.allergies.items] + [item.reaction or "" for item in profile.allergies.items]
    expected += [f"{a.name}" for a in profile.therapy.admixtures] + [a.daily_dose or "" for a in profile.therapy.admixtures]

    assert [text for text in expected if text not in words] == []
    digits = re.sub(r"\D", "", words)
    assert [c.phone for c in profile.contacts if c.phone.lstrip("+") not in digits] == []


@pytest.mark.parametrize(
    ("therapy", "pump", "found"),
    [
        pytest.param({}, {}, [], id="nothing due"),
        pytest.param({"refill_by": "2026-11-22"}, {}, ["refill-passed"], id="refill yesterday"),
        pytest.param({"refill_by": "2026-11-23"}, {}, ["refill-soon"], id="refill today"),
        pytest.param({"refill_by": "2026-11-30"}, {}, ["refill-soon"], id="refill in a week"),
        pytest.param({"refill_by": "2026-12-01"}, {}, [], id="refill in eight days"),
        pytest.param({"refill_by": None}, {}, [], id="no refill date"),
        pytest.param({"set_on": "2026-05-23", "last_refill": None}, {}, ["dose-old"], id="dose of six months"),
        pytest.param({"set_on": "2026-05-24", "last_refill": None}, {}, [], id="dose of not quite six months"),
        pytest.param({}, {"replace_by": "2026-10"}, ["replace-passed"], id="replacement passed"),
        pytest.param({}, {"replace_by": "2026-11"}, [], id="to be replaced this month"),
        pytest.param(
            {"refill_by": "2026-11-01", "set_on": "2026-04-01", "last_refill": None}, {"replace_by": "2026"},
            ["refill-passed", "dose-old"], id="two at once, the worst first",
        ),
    ],
)  # fmt: skip
def test_alarms_hang_on_the_card_and_the_calendar(open_card, therapy, pump, found):
    """One box, worst first; with or without an alarm it says that silence proves nothing."""
    page = open_card(changed(therapy=therapy, pump=pump))

    assert alarms(page) == found
    assert STANDING in seen(page)
    assert page.locator("#alarms").count() == 1


def test_a_refill_date_that_passed_is_asked_about(open_card):
    """A card may be older than the last refill: the alarm asks and does not assert."""
    box = open_card(changed(therapy={"refill_by": "2026-11-17"})).inner_text("#alarms")

    assert "The card says the refill was due on 17 Nov 2026." in box
    assert "Refilled since? Ask." in box
    assert "6 days ago" in box


def test_a_device_whose_clock_is_wrong_is_told(open_card):
    """Nothing can be worked out on a day before the card was made."""
    assert alarms(open_card(changed(), today=TODAY - timedelta(40)))[:1] == ["clock-wrong"]


def test_the_first_screen_of_a_phone_has_who_what_and_a_number_to_call(open_card):
    """Band, the line for lay readers, the three readings and the first call button, without scrolling."""
    page = open_card(changed())
    parts = ["#who", "text=Not medical staff?", "#readings details >> nth=0", "#readings details >> nth=2", "a.call >> nth=0"]
    bottoms = {part: (box := page.locator(part).first.bounding_box())["y"] + box["height"] for part in parts}

    assert page.evaluate("scrollY") == 0
    assert {part: bottom for part, bottom in bottoms.items() if bottom > 740} == {}


def test_calls_come_night_number_first_with_digits_visible(open_card):
    """A tap dials what is read."""
    page = open_card(changed())
    links = page.eval_on_selector_all("a.call", "found => found.map(a => [a.getAttribute('href'), a.innerText])")

    assert [link for link, _ in links] == ["tel:+12025550143", "tel:+12025550123", "tel:+12025550187"]
    assert all(re.sub(r"\D", "", link) in re.sub(r"\D", "", text) for link, text in links)
    assert "first" in page.locator("a.call").first.get_attribute("class")


@pytest.mark.parametrize(
    ("slug", "rule"),
    [
        ("prometra-ii-20", "EMPTY before MRI"),
        ("prometra", "No MRI unless the maker clears it."),
        ("codman-3000", "No MRI until the maker confirms."),
    ],
)
def test_the_mri_rule_is_that_of_the_model(open_card, slug, rule):
    """The rules are opposite by make."""
    page = open_card(changed(pump={"model": slug, "reservoir_ml": None}))

    assert rule in page.inner_text("#mri")
    assert "pauses" not in page.inner_text("#mri")


@pytest.mark.parametrize(
    ("allergies", "says"),
    [
        ({"state": "not_recorded", "items": None}, "Not recorded: ask"),
        ({"state": "none_known", "as_of": "2026-11-02", "items": None}, "None known on 2 Nov 2026"),
    ],
)
def test_allergies_have_three_states(open_card, allergies, says):
    """Not recorded is not none."""
    assert says in open_card(changed(allergies=allergies)).inner_text("#allergies")


def test_the_labels_say_who_typed_it_and_that_nobody_reviewed_the_words(open_card):
    """A checksum is no signature."""
    words = seen(open_card(changed()))

    assert "Facts entered by: holder, from a clinic printout. Not signed by a clinic." in words
    assert "Wording not reviewed by a clinician." in words


def test_what_somebody_typed_is_never_markup(open_card):
    """A name cannot become a script or a picture."""
    page = open_card(changed(patient={"name": "<img src=x onerror=alert(1)>"}, notes="<b>bold</b>"))

    assert "<img src=x onerror=alert(1)>" in page.inner_text("#who")
    assert page.locator("img, #notes b").count() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda digits: digits[:-3], "damaged", id="cut"),
        pytest.param(lambda digits: digits[:50] + str((int(digits[50]) + 1) % 10) + digits[51:], "damaged", id="one digit altered"),
        pytest.param(lambda digits: "0" + digits, "not", id="leading zero"),
        pytest.param(lambda digits: digits * 8, "not", id="thousands of digits"),
        pytest.param(lambda digits: "٤" + digits[1:], "not", id="another script's digit"),
        pytest.param(lambda digits: "hello", "not", id="no digits"),
    ],
)
def test_what_is_no_card_is_refused_and_nothing_of_it_shown(open_card, change, says):
    """Its own words, the printed side as the way out, no facts."""
    profile = changed()
    page = open_card(profile, fragment=change(encode(profile, made_on=TODAY)))

    assert says in page.inner_text("#refused")
    assert "printed side" in page.inner_text("#refused")
    assert profile.patient.name not in seen(page)
    assert not page.locator("#facts").is_visible()


def test_without_digits_the_page_still_helps(open_card):
    """The readings stand there for whoever opened the address alone."""
    assert "Stiffer, hot, itching, confused" in seen(open_card(changed(), fragment=""))


def test_without_scripts_the_page_is_the_emergency_guidance(open_card):
    """An old browser still says what to do, and that the printed side is to be read."""
    words = seen(open_card(changed(), scripts=False))

    assert "Read the printed side" in words
    assert "Restore baclofen into the spine" in words


def test_forgetting_takes_the_card_off_the_page_and_out_of_the_address(open_card):
    """What can be undone here is undone; the rest is said."""
    page = open_card(changed())
    page.get_by_role("button", name="Forget this card").click()

    assert "#" not in page.url or page.url.endswith("#")
    assert "Sample" not in page.content()
    assert "480 mcg" not in seen(page)
    page.reload()
    assert "Sample" not in page.content()


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
