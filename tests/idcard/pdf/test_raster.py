"""Files that strangers hand in are opened within limits, and refused in a sentence."""

import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from idcard.errors import UnreadableFile
from idcard.pdf.raster import MOST_BYTES, open_pictures, pages, symbol_texts
from idcard.symbol import contact_symbol, to_png


def pdf_of(number_of_pages, *, size=(100, 100), password=None):
    """An empty PDF."""
    document = pikepdf.new()
    for _ in range(number_of_pages):
        document.add_blank_page(page_size=size)
    buffer = BytesIO()
    document.save(buffer, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return buffer.getvalue()


def bomb(side):
    """A PNG that says it is `side` pixels wide and high, in a few bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"hello", "neither PDF, PNG nor JPEG", id="text"),
        pytest.param(b"%PDF-1.7 and then nothing", "not a PDF that can be opened", id="broken PDF"),
        pytest.param(pdf_of(1, password="secret"), "password", id="encrypted PDF"),
        pytest.param(pdf_of(11), "more than 10 pages", id="many pages"),
        pytest.param(pdf_of(1, size=(14000, 14000)), "too large", id="huge page"),
        pytest.param(bomb(30_000), "too many pixels", id="decompression bomb"),
        pytest.param(bomb(9_000), "too many pixels", id="large picture"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), "neither PDF", id="PNG without a header"),
        pytest.param(
            to_png(contact_symbol("x" * 40))[:150], "broken or was cut short", id="PNG cut in the middle"
        ),
        pytest.param(bytes(MOST_BYTES + 1), "larger than 20 MB", id="too many bytes"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_a_sentence(data, says):
    """Each kind of broken file has its own remedy."""
    with pytest.raises(UnreadableFile, match=says):
        open_pictures(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_picture_or_a_refusal(data):
    """No file brings the reader down."""
    for start in (b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        try:
            assert open_pictures(start + data)
        except UnreadableFile as error:
            assert str(error).endswith(".")


def test_pages_come_in_the_resolution_asked_for():
    """100 points at 144 dpi are 200 pixels, grey unless colour is asked for."""
    grey, coloured = (pages(pdf_of(1), dpi=144, colour=colour)[0] for colour in (False, True))

    assert grey.size == coloured.size == (200, 200)
    assert (grey.mode, coloured.mode) == ("L", "RGB")


def test_every_symbol_of_a_picture_is_read():
    """Two symbols beside each other both come back."""
    symbols = [Image.open(BytesIO(to_png(contact_symbol(text)))).convert("L") for text in ("first", "García")]
    picture = Image.new("L", (900, 450), 255)
    for number, symbol in enumerate(symbols):
        picture.paste(symbol, (450 * number, 0))

    assert sorted(symbol_texts(picture)) == ["García", "first"]


def test_a_photo_is_read_as_jpeg():
    """The file of a phone's camera."""
    buffer = BytesIO()
    Image.open(BytesIO(to_png(contact_symbol("photo")))).convert("RGB").save(buffer, "JPEG")

    assert symbol_texts(open_pictures(buffer.getvalue())[0]) == ["photo"]
