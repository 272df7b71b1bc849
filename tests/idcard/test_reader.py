"""A card is read from file, picture or address, or refused with what to do next."""

from io import BytesIO

import pytest
from PIL import Image

from idcard.card import card_pdf, make_symbols
from idcard.errors import PayloadError, UnreadableFile
from idcard.pdf.raster import pages
from idcard.reader import NoSymbol, read, read_address, read_file
from idcard.sample import sample_profile
from idcard.symbol import page_symbol, to_png

HOST = "https://pump.example"


@pytest.fixture(scope="module")
def made():
    """A profile, its PDF and the texts of its symbols."""
    from datetime import date

    today = date(2026, 11, 23)
    profile = sample_profile("typical", today=today)
    return (
        profile,
        card_pdf(profile, base_url=HOST, today=today, paper="id1"),
        make_symbols(profile, base_url=HOST, made_on=today),
    )


def file_of(image, kind="PNG"):
    """A picture as the bytes of a file."""
    buffer = BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def test_a_card_is_read_from_pdf_picture_photo_address_and_digits(made):
    """Whatever is at hand gives the same profile."""
    profile, pdf, symbols = made
    front = pages(pdf)[0]
    photo = front.rotate(7, expand=True, fillcolor=200).convert("RGB")

    sources = [
        pdf,
        file_of(front),
        file_of(photo, "JPEG"),
        symbols.address.encode(),
        symbols.address.partition("#")[2].encode(),
    ]
    assert [read(source).profile for source in sources] == [profile] * len(sources)


def test_the_back_alone_says_to_turn_the_card_over(made):
    """The no-signal symbol has too little to rebuild a profile from."""
    with pytest.raises(NoSymbol, match="Turn the card over"):
        read(file_of(pages(made[1])[1]))


def test_a_photo_with_two_cards_is_refused(made):
    """Two people must not be mixed up."""
    front = pages(made[1])[0]
    other = Image.open(BytesIO(to_png(page_symbol(HOST, "1" + "2" * 300)))).convert("L")
    both = Image.new("L", (front.width + other.width, max(front.height, other.height)), 255)
    both.paste(front, (0, 0))
    both.paste(other, (front.width, 0))

    with pytest.raises(UnreadableFile, match="More than one card"):
        read(file_of(both))


def test_the_same_card_twice_is_one_card(made):
    """Front and its copy say the same."""
    front = pages(made[1])[0]
    both = Image.new("L", (2 * front.width, front.height), 255)
    both.paste(front, (0, 0))
    both.paste(front, (front.width, 0))

    assert read(file_of(both)).profile == made[0]


def test_a_picture_without_a_symbol_says_how_to_take_it():
    """The remedy is in the sentence."""
    with pytest.raises(NoSymbol, match="Lay the card flat"):
        read_file(file_of(Image.new("L", (300, 300), 255)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "https://pump.example/",
        "https://pump.example/d#12",
        "ftp://pump.example/c#12",
        "https://pump.example/c",
        "12a",
    ],
)
def test_a_text_that_is_no_card_address_is_refused(text):
    """Only what a card symbol holds is read."""
    with pytest.raises(NoSymbol):
        read_address(text)


@pytest.mark.parametrize(
    ("fragment", "kind"),
    [
        pytest.param("123456789", "damaged", id="a number that is no card"),
        pytest.param("", "not_ours", id="nothing behind the sign"),
        pytest.param("0123", "not_ours", id="leading zero"),
        pytest.param("1_000", "not_ours", id="underscore"),
        pytest.param("٤٨٠", "not_ours", id="Arabic digits"),
        pytest.param("9" * 5000, "not_ours", id="5,000 digits"),
    ],
)
def test_digits_that_are_no_card_get_their_own_refusal(fragment, kind):
    """Damaged, newer and foreign are told apart."""
    with pytest.raises(PayloadError) as caught:
        read_address(f"{HOST}/c#{fragment}")

    assert caught.value.kind == kind


def test_digits_of_another_script_are_no_number():
    """Without an address around them they are no card either."""
    with pytest.raises((NoSymbol, PayloadError)):
        read_address("٤٨٠")


def test_bytes_of_no_kind_are_refused():
    """Neither text nor picture."""
    with pytest.raises(UnreadableFile, match="neither"):
        read(b"\xfe\xfd\x00 something")
