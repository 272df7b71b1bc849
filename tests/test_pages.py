"""Every page in a real browser: accessible, narrow enough, silent, and whole without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PAGES = ("/", "/card", "/c", "/check", "/check?situation=unsure", "/emergency", "/guide", "/nowhere")
WIDTHS = (320, 1280)
TYPED = {
    "patient.name": "Alexandra Sample-Featherstone", "pump.model": "synchromed-ii-40", "therapy.daily_dose_mcg": "1500",
    "therapy.concentration_mcg_per_ml": "2000", "therapy.set_on": "2 Nov 2025", "contacts.0.phone": "+1 202 555 0143",
}  # fmt: skip
SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def tab(browser, live, request):
    """A page that notes what it asks for, what it complains of and what it is given to keep."""
    context = browser.new_context(viewport={"width": request.param, "height": 740}, base_url=live)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda sent: page.asked.append(sent.url))
    page.on(
        "console",
        lambda message: (
            page.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def make(page, **changes):
    """Fill in the form and send it."""
    page.goto("/card")
    for name, value in (TYPED | changes).items():
        field = page.locator(f'form[novalidate] [name="{name}"]')
        if name == "pump.model":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Look at the card").click()


def look_at(page, live, status=200):
    """What must hold on every page."""
    violations = Axe().run(page, options=AXE).response["violations"]
    expected = [f"the server responded with a status of {status}"] if status != 200 else []

    assert [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations] == []
    assert page.evaluate(SIDEWAYS) <= 0
    assert [url for url in page.asked if not url.startswith((f"{live}/", "data:"))] == []
    assert [text for text in page.complaints if not any(words in text for words in expected)] == []
    assert page.context.cookies() == []
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("path", PAGES)
def test_a_page(tab, live, path):
    """Axe finds nothing, nothing scrolls sideways, nobody else is asked, nothing is kept."""
    answer = tab.goto(path)

    look_at(tab, live, answer.status)


@pytest.mark.parametrize("path", ["/", "/card", "/emergency", "/guide", "/c"])
def test_a_page_with_everything_unfolded(tab, live, path):
    """What is folded away must hold as well."""
    tab.goto(path)
    tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    look_at(tab, live)


def test_the_form_with_errors(tab, live):
    """The summary is announced, its links lead to the fields."""
    make(tab, **{"therapy.daily_dose_mcg": "2", "contacts.0.phone": "5550143"})

    look_at(tab, live, 422)
    tab.locator("#errors a").first.click()
    assert tab.url.endswith("#therapy.daily_dose_mcg")


def test_the_review(tab, live):
    """With a question, and again when nobody answered it."""
    make(tab)
    look_at(tab, live)
    tab.get_by_role("button", name="Download the card").click()
    tab.wait_for_load_state()

    assert tab.title().startswith("Error: ")
    look_at(tab, live, 422)


def test_a_report_of_the_checker(tab, live):
    """With a caution, a line that was not recognised, and what is folded away."""
    tab.goto("/check")
    tab.get_by_label(re.compile("Medicines")).fill("OxyContin 20 mg bd\nfrobnicol 5 mg\nomeprazole 20")
    tab.get_by_role("button", name="Check", exact=True).click()
    tab.wait_for_load_state()

    assert "of 3" in tab.content()
    look_at(tab, live)


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("path", ["/", "/card", "/emergency", "/check"])
def test_contrast_by_day_and_night(browser, live, scheme, path):
    """The dark sheet as well."""
    context = browser.new_context(color_scheme=scheme, base_url=live)
    page = context.new_page()
    page.goto(path)
    violations = Axe().run(page, options=AXE).response["violations"]
    context.close()

    assert [found["id"] for found in violations] == []


@pytest.mark.parametrize("path", ["/", "/card", "/emergency", "/guide", "/check"])
def test_a_page_is_whole_without_scripts(browser, live, path):
    """The same words, whether scripts run or not."""
    seen = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, base_url=live)
        page = context.new_page()
        page.goto(path)
        seen.append(page.locator("body").inner_text())
        context.close()

    assert seen[0] == seen[1]
    assert len(seen[0]) > 200


def test_the_emergency_page_prints(browser, live):
    """Black on white, with the three readings."""
    context = browser.new_context(base_url=live)
    page = context.new_page()
    page.goto("/emergency")
    page.emulate_media(media="print")
    band = page.locator(".band").evaluate("each => getComputedStyle(each).backgroundColor")
    readings = page.locator(".card").all_inner_texts()
    context.close()

    assert band == "rgba(0, 0, 0, 0)"
    assert [text.split("\n")[0] for text in readings][-1] == "Not sure"
    assert len(readings) == 3
