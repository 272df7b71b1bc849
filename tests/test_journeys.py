"""People's ways through the service, in a real browser on a real socket."""

import io
import json
import logging
from datetime import date, timedelta

import pypdfium2 as pdfium
import pytest

from idcard.pdf.raster import pages, symbol_texts
from idcard.service.logs import LOG, JsonLines
from idcard.wording import date_words

pytestmark = pytest.mark.browser

BORN, NAME, PHONE, SERIAL = "2 Apr 1979", "Zebedee Quillfeather", "+1 202 555 0143", "QZX778899"
# Each is found nowhere but in this profile.
SECRETS = ("Zebedee", "Quillfeather", "1979", "0143", SERIAL, "gluten", "Xanthippe", "313.5")


@pytest.fixture
def tab(browser, live):
    """A page on the service that notes every request: address, headers, body."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, base_url=live, accept_downloads=True
    )
    page = context.new_page()
    page.sent = []
    page.on("request", lambda request: page.sent.append(request))
    yield page
    context.close()


@pytest.fixture
def log():
    """What the service and the server write meanwhile."""
    stream = io.StringIO()
    ours, servers = logging.StreamHandler(stream), logging.StreamHandler(stream)
    ours.setFormatter(JsonLines())
    werkzeug = logging.getLogger("werkzeug")
    level = werkzeug.level, LOG.level
    for logger, handler in ((LOG, ours), (werkzeug, servers)):
        logger.addHandler(handler)
        logger.setLevel("INFO")
    yield stream
    LOG.removeHandler(ours)
    werkzeug.removeHandler(servers)
    werkzeug.setLevel(level[0])
    LOG.setLevel(level[1])


def unfold(page):
    """Open what is folded away."""
    folded = page.locator("form[novalidate] details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def fill_in(page, set_on):
    """The form as a patient fills it in, with milligrams as the clinic's paper has them."""
    page.goto("/card")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Birth date").fill(BORN)
    page.get_by_label("Make and model").select_option(label="Medtronic SynchroMed II, 40 mL (8637-40)")
    page.get_by_label("Concentration of baclofen", exact=True).fill("2000")
    page.get_by_label("Dose in 24 hours", exact=True).fill("0.3135")
    page.get_by_label("Dose in 24 hours: unit as printed").select_option("mg")
    page.get_by_label("Dose set on").fill(date_words(set_on))
    page.get_by_label("Where you read the dose").select_option("clinic_printout")
    page.get_by_label("Phone 1").fill(PHONE)
    page.get_by_label("Hours 1").fill("24 h")
    page.get_by_label("Name of contact 1").fill("Xanthippe")
    page.get_by_label("Allergies", exact=True).select_option("listed")
    page.get_by_label("Allergic to 1").fill("gluten")
    unfold(page)
    page.get_by_label("Serial number").fill(SERIAL)
    page.get_by_role("button", name="Look at the card").click()


def download(page):
    """Press the button and give the PDF."""
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the card").click()
    assert started.value.suggested_filename == "baclofen-pump-card.pdf"
    return started.value.path().read_bytes()


def full_view(pdf):
    """The address in the front's symbol."""
    texts = [text for image in pages(pdf) for text in symbol_texts(image)]
    (address,) = [text for text in texts if text.startswith("http")]
    return address


def test_a_card_from_form_to_phone(tab, log, live):
    """A patient makes it, confirms the unit, prints it; a stranger scans it and sees the facts."""
    set_on = date.today() - timedelta(3)
    fill_in(tab, set_on)
    tab.get_by_text("You gave 0.3135 mg per day. The card will say 313.5 micrograms per day.").wait_for()
    tab.get_by_label("Yes. I looked").check()
    address = full_view(download(tab))
    made = list(tab.sent)
    tab.goto(address)
    tab.locator("html[data-done]").wait_for()
    seen = tab.locator("body").inner_text()

    assert address.startswith(f"{live}/c#")
    for words in (
        NAME,
        BORN,
        "313.5 mcg per day",
        date_words(set_on),
        "MRI pauses the infusion",
        "gluten",
        SERIAL,
    ):
        assert words.lower() in seen.lower()
    assert tab.locator('a[href="tel:+12025550143"]').inner_text().replace("-", " ").count("0143") == 1
    check_nothing_leaks(tab, log, address, made)


def check_nothing_leaks(tab, log, address, made):
    """No value of the profile in an address, header or log line; in bodies only of the card's own requests."""
    digits = address.partition("#")[2]
    for request in tab.sent:
        outside = request.url.partition("#")[0] + json.dumps(request.all_headers())
        if request.url.startswith("data:"):
            continue
        for secret in (*SECRETS, digits):
            assert secret not in outside, (secret, request.url.partition("#")[0])
        if request.post_data:
            assert request in made
            assert request.method == "POST"
            assert request.url.endswith(("/card", "/card.pdf"))
    written = log.getvalue()
    assert '"route": "/card.pdf"' in written
    for secret in (*SECRETS, digits):
        assert secret not in written


def test_a_stranger_without_scripts_gets_the_first_hour(browser, live):
    """The card cannot be read; what to do can."""
    context = browser.new_context(java_script_enabled=False, base_url=live)
    page = context.new_page()
    page.goto("/c#123")
    seen = page.locator("body").inner_text()
    context.close()

    for words in (
        "Read the printed side",
        "The first hour",
        "Suspect withdrawal",
        "Call the pump team",
        "MRI, by pump",
    ):
        assert words in seen


def test_a_pharmacist_checks_a_list(tab):
    """Every line is accounted for; what was not recognised comes first."""
    tab.goto("/")
    tab.get_by_role("link", name="Check medicines").click()
    tab.get_by_label("Medicines, one on each line").fill("OxyContin 20 mg bd\nfrobnicol 5 mg\nomeprazole 20")
    tab.get_by_role("button", name="Check", exact=True).click()
    tab.wait_for_load_state()
    seen = tab.locator("main").inner_text()

    assert "2 of 3 lines checked" in seen
    assert seen.index("frobnicol") < seen.index("OxyContin")
    assert "major" in seen.lower()
    assert tab.get_by_label("Medicines, one on each line").input_value().splitlines()[1] == "frobnicol 5 mg"


FORTY = """Baclofen intrathecal 2000 mcg/mL, SynchroMed II, 480 mcg/day
Oxycodone MR 20 mg bd\nOxyNorm 5 mg prn\nPregabalin 150 mg bd\nDiazepam 5 mg nocte\nAmitriptyline 25 mg nocte
Ramipril 5 mg od\nAmlodipine 5 mg od\nBisoprolol 2.5 mg od\nFurosemide 40 mg mane\nOmeprazole 20 mg od
Atorvastatin 40 mg nocte\nMetformin 500 mg bd\nApixaban 5 mg bd\nParacetamol 1 g qds\nIbuprofen 400 mg prn
Senna 15 mg nocte\nMacrogol sachet prn\nLactulose 15 ml bd\nOxybutynin 5 mg bd\nSolifenacin 5 mg
Salbutamol inhaler prn\nTimolol eye drops\nFostair 100/6\nLevothyroxine 75 mcg\nVitamin D 800 IU
Ferrous sulfate 200 mg\nFolic acid 5 mg\nSertraline 50 mg\nMirtazapine 15 mg\nCetirizine 10 mg
Zopiclone 7.5 mg prn\nQuetiapine 25 mg\nLevetiracetam 500 mg bd\nTizanidine 4 mg\nClonidine 25 mcg
Amoxicillin 500 mg tds\nZzyzxofrin 10 mg\nMelatonin 2 mg\nNKDA"""


def test_a_long_list_prints_on_two_pages(tab):
    """What is filed has every line once, what was not checked before the cautions, and room to write."""
    tab.goto("/check")
    tab.get_by_label("Medicines, one on each line").fill(FORTY)
    tab.get_by_role("button", name="Check", exact=True).click()
    tab.locator("section.print").wait_for(state="attached")
    with pdfium.PdfDocument(tab.pdf(prefer_css_page_size=True, format="A4")) as printed:
        texts = [page.get_textpage().get_text_range() for page in printed]

    assert len(texts) <= 2
    record = "".join("".join(texts).split())  # lines wrap where they must
    missing = [line for line in FORTY.splitlines() if "".join(line.split()) not in record]
    assert missing == []
    order = [record.index(words) for words in ("NOTCHECKED:line38", "Everylineaswritten", "Cautions")]
    assert order == sorted(order)
    assert all(words in record for words in ("Patient", "Time", "Prescribercalled", "Decision", "Pharmacist"))


def test_an_er_opens_the_checker_undecided(tab):
    """From the emergency page, with both readings to come."""
    tab.goto("/emergency")
    tab.get_by_role("link", name="Check the medicines").click()

    assert tab.locator('input[name="situation"]:checked').get_attribute("value") == "unsure"


def test_a_slip_comes_back_at_its_field(tab):
    """With the message there, the cursor one tap away, and everything typed still there."""
    tab.goto("/card")
    tab.get_by_label("Name", exact=True).fill(NAME)
    tab.get_by_label("Dose in 24 hours", exact=True).fill("2,5")
    tab.get_by_role("button", name="Look at the card").click()
    tab.wait_for_load_state()

    assert tab.title().startswith("Error: ")
    assert tab.get_by_label("Name", exact=True).input_value() == NAME
    assert tab.get_by_label("Dose in 24 hours", exact=True).input_value() == "2,5"
    tab.get_by_role("link", name="Make and model is needed").click()
    described = tab.get_by_label("Make and model").get_attribute("aria-describedby").split()
    assert tab.locator(f"[id='{described[-1]}']").inner_text() == "Error: Make and model is needed."
    assert tab.get_by_label("Make and model").get_attribute("aria-invalid") == "true"
    assert tab.evaluate("document.activeElement.id") == "pump.model"


def test_last_years_card_makes_this_years(tab):
    """From its PDF, without typing; then with one thing changed."""
    fill_in(tab, date.today() - timedelta(3))
    tab.get_by_label("Yes. I looked").check()
    pdf = download(tab)
    tab.goto("/card")
    tab.get_by_text("I have a card or a saved file").click()
    tab.get_by_label("File").set_input_files(
        {"name": "card.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    tab.get_by_role("button", name="Fill the form from it").click()
    tab.get_by_text("The form is filled from the card made on").wait_for()
    assert tab.get_by_label("Serial number").input_value() == SERIAL
    tab.get_by_label("Dose in 24 hours", exact=True).fill("400")
    tab.get_by_role("button", name="Look at the card").click()
    tab.goto(full_view(download(tab)))
    tab.locator("html[data-done]").wait_for()

    assert "400 mcg per day" in tab.locator("body").inner_text()


def tab_to(page, find):
    """Press Tab until the wanted control has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return {find}; }})()"):
            return
    pytest.fail(f"the keyboard never reached {find}")


def type_into(page, name, text):
    """Go to a field and type."""
    tab_to(page, f"e.name === {json.dumps(name)}")
    page.keyboard.type(text)


def test_by_keyboard_alone(tab):
    """For hands that hold no mouse: from the first page to the PDF."""
    tab.goto("/")
    tab_to(tab, "e.pathname === '/card'")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/card")
    type_into(tab, "patient.name", NAME)
    type_into(tab, "pump.model", "Medtronic SynchroMed II, 40")
    type_into(tab, "therapy.concentration_mcg_per_ml", "2000")
    type_into(tab, "therapy.daily_dose_mcg", "1500")
    type_into(tab, "therapy.set_on", date_words(date.today() - timedelta(3)))
    type_into(tab, "contacts.0.phone", PHONE)
    tab.keyboard.press("Enter")
    tab.get_by_text("Is the dose really 1500 micrograms per day").wait_for()
    tab_to(tab, "e.name === 'confirm'")
    tab.keyboard.press("Space")
    tab_to(tab, "e.innerText === 'Download the card (PDF)'")
    with tab.expect_download() as started:
        tab.keyboard.press("Enter")

    assert started.value.path().read_bytes().startswith(b"%PDF")


def test_a_foreign_page_cannot_send_the_form(browser, live):
    """A real browser says where the post comes from."""
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "http://evil.example/*",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{live}/card"><button>Win</button></form>',
        ),
    )
    page.goto("http://evil.example/")
    with page.expect_response(f"{live}/card") as answered:
        page.get_by_role("button").click()
    status = answered.value.status
    context.close()

    assert status == 403
