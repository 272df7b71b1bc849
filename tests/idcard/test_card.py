"""The finished card: read back whole from the raster, the same bytes each time, refused where it would not do."""

import json
from datetime import date

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import idcard
from idcard.card import WouldNotScan, card_pdf, check_scans, make_symbols
from idcard.config import SettingError
from idcard.errors import DoesNotFit, ProfileError, SymbolTooFine, Unconfirmed
from idcard.pdf.raster import pages, symbol_texts
from idcard.pdf.sheet import PAPERS
from idcard.profile import build_profile
from idcard.reader import read_file
from idcard.sample import KINDS, sample_profile

HOST = "https://pump.example"


def changed(today, **parts):
    """The typical sample with parts replaced."""
    data = json.loads(sample_profile("typical", today=today).to_json())
    for part, value in parts.items():
        data[part] = data[part] | value if isinstance(value, dict) and part in data else value
    return build_profile(data)


def text_of(pdf):
    """Every word that a viewer can copy from the PDF."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_read_back_whole_from_its_raster(kind, paper, today):
    """Every field that the card carries comes back equal, from every paper."""
    profile = sample_profile(kind, today=today)
    card = read_file(card_pdf(profile, paper=paper, base_url=HOST, today=today))

    assert card.profile == profile
    assert card.made_on == today


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(min_value=date(2024, 1, 1), max_value=date(2080, 12, 31)))
def test_a_sample_card_can_be_made_on_any_day(day):
    """Leap days and turns of the year print like other days."""
    profile = sample_profile("full", today=day)

    assert read_file(card_pdf(profile, base_url=HOST, today=day)).profile == profile


@pytest.mark.parametrize("paper", list(PAPERS))
def test_the_same_card_has_the_same_bytes(paper, today):
    """What was printed can be printed again and compared."""
    profile = sample_profile("full", today=today)

    first, second = (card_pdf(profile, paper=paper, base_url=HOST, today=today) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("paper", "size", "number"),
    [("a4", (595.3, 841.9), 1), ("letter", (612.0, 792.0), 1), ("id1", (242.6, 153.0), 2)],
)
def test_paper_has_the_size_that_it_is_called(paper, size, number, today):
    """Points of the page box, and a page for each face of a card printer."""
    document = pypdfium2.PdfDocument(
        card_pdf(sample_profile("typical", today=today), paper=paper, base_url=HOST, today=today)
    )

    assert len(document) == number
    assert document[0].get_size() == pytest.approx(size, abs=0.1)


def test_each_face_of_a_card_printer_holds_one_symbol(today):
    """A camera never sees two."""
    pdf = card_pdf(sample_profile("typical", today=today), paper="id1", base_url=HOST, today=today)
    front, back = (symbol_texts(image) for image in pages(pdf))

    assert [text[:25] for text in front] == ["https://pump.example/c#" + front[0][23:25]]
    assert [text[:11] for text in back] == ["BEGIN:VCARD"]


def test_a_symbol_scans_at_the_resolution_of_a_plain_printer(today):
    """150 dpi is worse than any printer of the last twenty years."""
    pdf = card_pdf(sample_profile("typical", today=today), base_url=HOST, today=today)

    assert len(symbol_texts(pages(pdf, dpi=150)[0])) == 2


def test_a_card_without_an_address_says_demo_on_both_faces(today):
    """Nobody is sent out with a card that opens nowhere."""
    profile = sample_profile("typical", today=today)

    assert text_of(card_pdf(profile, today=today)).count("DEMO") == 2
    assert "DEMO" not in text_of(card_pdf(profile, base_url=HOST, today=today))


def test_the_printed_text_holds_everything_that_the_faces_say(today):
    """Nothing is cut at an edge: a viewer copies every word, without a second card for a typical one."""
    text = text_of(card_pdf(sample_profile("typical", today=today), base_url=HOST, today=today))

    for words in ("Alexandra Sample-Featherstone", "480 mcg per day", "14 Jan 2027", "PENICILLIN (anaphylaxis)",
                  "Spinal injury at T6 or above", "+1 202-555-0143", "Wording not reviewed by a clinician."):  # fmt: skip
        assert words in text.replace("\u00a0", " ")
    assert "card 2" not in text


def test_what_has_no_room_moves_to_a_second_card(today):
    """The front says where it went, and it is there."""
    profile = changed(
        today, other_conditions=["A condition with a rather long name " + letter for letter in "ABCD"]
    )
    text = text_of(card_pdf(profile, base_url=HOST, today=today)).replace("\u00a0", " ")

    assert "More on card 2" in text
    assert all(f"rather long name {letter}" in text for letter in "ABCD")


def test_the_file_names_nobody(today):
    """Lists of files are seen by others."""
    pdf = card_pdf(sample_profile("typical", today=today), base_url=HOST, today=today)
    document = pypdfium2.PdfDocument(pdf)

    assert "Sample" not in json.dumps(document.get_metadata_dict())


@pytest.mark.parametrize("name", ["Sam 😀", "محمد", "田中"])
def test_a_name_that_cannot_be_printed_is_refused_by_field(name, today):
    """An empty box on a card identifies nobody."""
    with pytest.raises(ProfileError) as caught:
        card_pdf(changed(today, patient={"name": name}), base_url=HOST, today=today)

    assert [field for field, _ in caught.value.problems] == ["patient.name"]
    assert name not in str(caught.value)


def test_allergies_that_do_not_fit_are_refused_and_not_cut(today):
    """Half a list of allergies is worse than none."""
    items = [
        {"substance": f"Substance number {n} with a long name", "reaction": "a reaction in words"}
        for n in range(6)
    ]
    profile = changed(today, allergies={"state": "listed", "items": items})

    with pytest.raises(DoesNotFit, match=r"allergies\.items"):
        card_pdf(profile, base_url=HOST, today=today)


def test_too_much_for_the_symbol_is_refused_with_what_to_shorten(today):
    """A symbol that no phone reads is not printed; nothing is printed at all."""
    profile = changed(today, medicines=[f"Medicine number {n} in many words 10 mg a day" for n in range(20)])

    with pytest.raises((SymbolTooFine, ProfileError), match="medicines"):
        card_pdf(profile, base_url=HOST, today=today)


def test_a_doubt_stops_the_card_until_it_is_confirmed(today):
    """The question comes first, then the card."""
    profile = changed(today, therapy={"daily_dose_mcg": "1200"})

    with pytest.raises(Unconfirmed):
        card_pdf(profile, base_url=HOST, today=today)
    assert card_pdf(profile, base_url=HOST, today=today, confirmed=["dose-unusual"])


def test_a_card_that_would_not_scan_is_not_handed_out(today):
    """The gate really looks: another card's PDF does not pass."""
    profile = sample_profile("typical", today=today)
    symbols = make_symbols(profile, base_url=HOST, made_on=today)
    other = card_pdf(sample_profile("minimal", today=today), base_url=HOST, today=today, verify=False)

    with pytest.raises(WouldNotScan):
        check_scans(other, symbols)


def test_a_wrong_address_or_paper_is_refused(today):
    """Before anything is drawn."""
    profile = sample_profile("minimal", today=today)

    with pytest.raises(SettingError):
        card_pdf(profile, base_url="http://pump.example", today=today)
    with pytest.raises(ValueError, match="paper must be one of"):
        card_pdf(profile, paper="a5", base_url=HOST, today=today)


def test_the_library_has_the_five_names_that_it_promises(today):
    """load, print, encode, decode; and a day is taken where none is given."""
    profile = idcard.load_profile(sample_profile("minimal", today=today).to_json())

    assert idcard.decode(idcard.encode(profile, made_on=today)) == idcard.Card(profile, today)
    assert idcard.decode(idcard.encode(profile)).made_on == date.today()
    assert idcard.card_pdf(profile).startswith(b"%PDF")
