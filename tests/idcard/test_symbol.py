"""QR symbols: two modes, level M, fine enough to carry and coarse enough to scan."""

import io
import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from idcard.errors import SymbolTooFine
from idcard.symbol import (
    QUIET_MODULES,
    REQUIRED_MODULE_MM,
    WANTED_MODULE_MM,
    choose_size,
    contact_symbol,
    page_symbol,
    to_png,
    to_svg,
)

BASE = "https://pump.example"


def read(symbol, mode=zxingcpp.TextMode.Plain):
    """What an independent decoder makes of the picture."""
    picture = Image.open(io.BytesIO(to_png(symbol, 4))).convert("L")
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=mode)
    return found


@settings(max_examples=30, deadline=None)
@given(st.from_regex(r"[1-9][0-9]{0,300}", fullmatch=True))
def test_page_symbol_holds_the_address(digits):
    """A decoder reads the viewer's address with the digits behind "#"."""
    assert read(page_symbol(BASE, digits)).text == f"{BASE}/c#{digits}"


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_contact_symbol_holds_the_text(text):
    """A decoder reads the text, in whatever script it is."""
    assert read(contact_symbol(text)).text == text


def test_text_outside_ascii_is_declared():
    """Text outside ASCII carries the ECI header for UTF-8, and ASCII text stays without."""
    assert read(contact_symbol("José"), zxingcpp.TextMode.ECI).text == "]Q2\\000026José"
    assert read(contact_symbol("Jose"), zxingcpp.TextMode.ECI).text.endswith("Jose")
    assert contact_symbol("a" * 14).version == 1
    assert contact_symbol("a" * 12 + "é").version == 2


def test_level_is_m():
    """Both symbols have error correction level M."""
    assert {
        read(symbol).ec_level
        for symbol in (page_symbol(BASE, "1" * 300), contact_symbol("a"), contact_symbol("é"))
    } == {"M"}


def test_digits_take_ten_bits_for_three():
    """691 digits fill version 12 behind no address worth speaking of; as bytes they would need version 20."""
    assert page_symbol("https://p.example.org", "1" * 620).version == 12
    assert page_symbol("https://p.example.org", "1" * 640).version == 13


def test_trailing_slash_of_the_host_makes_no_difference():
    """The base address may end in a slash."""
    assert page_symbol(BASE + "/", "123") == page_symbol(BASE, "123")


def test_same_text_same_symbol():
    """Symbol, SVG and PNG are the same every time."""
    first, second = contact_symbol("é" * 30), contact_symbol("é" * 30)
    assert first == second
    assert to_svg(first, 22) == to_svg(second, 22)
    assert to_png(first) == to_png(second)


@pytest.mark.parametrize(
    ("digits", "low", "high", "size"),
    [
        pytest.param(100, 25, 30, 25, id="coarse enough at the smallest size"),
        pytest.param(620, 25, 30, 25, id="version 12 at 25 mm"),
        pytest.param(760, 25, 30, 27.8, id="grown until a module is 0.38 mm"),
        pytest.param(1250, 25, 30, 30, id="the largest size, under 0.38 but over 0.33 mm"),
        pytest.param(100, 20, 22, 20, id="the small symbol"),
    ],
)
def test_size_is_the_smallest_that_scans_well(digits, low, high, size):
    """The symbol grows only as far as it has to."""
    symbol = page_symbol("https://p.example.org", "1" * digits)
    assert choose_size(symbol, low, high) == size
    assert symbol.module_mm(size) >= (WANTED_MODULE_MM if size < high else REQUIRED_MODULE_MM)


def test_too_fine_a_symbol_is_refused_by_field():
    """Under 0.33 mm nothing is printed, and the fields to shorten are named."""
    symbol = page_symbol("https://p.example.org", "1" * 1300)
    with pytest.raises(SymbolTooFine, match=r"0\.32 mm a module.*notes, medicines") as caught:
        choose_size(symbol, 25, 30, fields=["notes", "medicines"])
    assert caught.value.fields == ("notes", "medicines")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: page_symbol(BASE, "1" * 6000), id="digits"),
        pytest.param(lambda: contact_symbol("a" * 3000), id="ASCII"),
        pytest.param(lambda: contact_symbol("é" * 3000), id="declared UTF-8"),
    ],
)
def test_more_than_any_symbol_holds_is_refused(make):
    """What no QR symbol holds is refused in the same words."""
    with pytest.raises(SymbolTooFine, match=r"0\.17 mm"):
        make()


def test_runs_are_the_dark_modules():
    """The runs cover the dark modules and nothing else, each as long as it can be."""
    symbol = page_symbol(BASE, "123")
    painted = [[False] * symbol.modules for _ in range(symbol.modules)]
    for x, y, length in symbol.runs():
        assert x == 0 or not symbol.rows[y][x - 1]
        assert x + length == symbol.modules or not symbol.rows[y][x + length]
        painted[y][x : x + length] = [True] * length
    assert tuple(map(tuple, painted)) == symbol.rows


def test_svg_is_one_path_in_whole_modules():
    """No hairlines: one dark path, integer coordinates, four clear modules all round, and the true size."""
    symbol = page_symbol(BASE, "123")
    svg = to_svg(symbol, 25)
    side = symbol.modules + 8
    assert svg.count("<path") == 2
    assert f'viewBox="0 0 {side} {side}"' in svg
    assert f'width="{side * 25 / symbol.modules:.3f}mm"' in svg
    path = re.findall(r' d="([^"]+)"', svg)[1]
    assert set(re.findall(r"[^\d]+", path)) <= {"M", " ", "h", "v", "h-", "z", "zM"}
    starts = [tuple(map(int, start)) for start in re.findall(r"M(\d+) (\d+)h(?:\d+)v1", path)]
    assert starts == [(x + QUIET_MODULES, y + QUIET_MODULES) for x, y, _ in symbol.runs()]


def test_png_has_whole_pixels_and_a_quiet_zone():
    """Each module is the same number of pixels, and four modules all round are white."""
    symbol = page_symbol(BASE, "123")
    picture = Image.open(io.BytesIO(to_png(symbol, 3))).convert("L")
    assert picture.size == ((symbol.modules + 8) * 3,) * 2
    inner = picture.crop((12, 12, picture.width - 12, picture.height - 12))
    assert bytes(picture.convert("1").tobytes()).count(b"\x00") > 0
    picture.paste(255, (12, 12, picture.width - 12, picture.height - 12))
    assert picture.getextrema() == (255, 255)
    pixels = inner.load()
    assert all(
        (pixels[x * 3 + 1, y * 3 + 1] == 0) == dark
        for y, row in enumerate(symbol.rows)
        for x, dark in enumerate(row)
    )
