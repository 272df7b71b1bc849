"""Text as a QR symbol: the only module that knows the QR library.

Symbols have error correction level M: for a card a larger module helps more than stronger correction.
Sizes are millimetres of the symbol without its quiet zone.  The same text always gives the same symbol.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from qrcode import QRCode, base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from idcard.errors import SymbolTooFine

QUIET_MODULES = 4  # clear on each side, ISO/IEC 18004
WANTED_MODULE_MM = 0.38  # read by every decoder tried, from a phone held at 25 cm
REQUIRED_MODULE_MM = 0.33  # four dots of a 300 dpi printer; below it weak cameras fail
LARGEST_VERSION = 40
WIDEST_MM = 30.0  # of any symbol on the card

_ECI, _ECI_BITS = 0b0111, 8
_UTF_8 = 26  # ECI assignment number of UTF-8
_PADDING = (0xEC, 0x11)  # ISO/IEC 18004: pad codewords, in turn


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol: rows of modules, True is dark, without the quiet zone."""

    rows: tuple[tuple[bool, ...], ...]
    version: int

    @property
    def modules(self) -> int:
        """Modules along one side."""
        return len(self.rows)

    def module_mm(self, size_mm: float) -> float:
        """The side of one module when the symbol is printed `size_mm` wide."""
        return size_mm / self.modules

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Dark modules as horizontal runs: column, row (0 at the top), length.

        Drawn as one path in whole module units they leave no hairline in any viewer; drawn one by one they do.
        """
        for y, row in enumerate(self.rows):
            x = 0
            while x < len(row):
                length = 1
                while x + length < len(row) and row[x + length] == row[x]:
                    length += 1
                if row[x]:
                    yield x, y, length
                x += length


def page_symbol(base_url: str, digits: str) -> Symbol:
    """Symbol B: the viewer's address with the card's digits behind "#".

    The address is written in byte mode and the digits in numeric mode, ten bits for three of them.

    Raises:
        SymbolTooFine: more than the largest QR symbol holds.
    """
    address = f"{base_url.rstrip('/')}/c#".encode("ascii")
    return _symbol(
        [util.QRData(address, util.MODE_8BIT_BYTE), util.QRData(digits.encode("ascii"), util.MODE_NUMBER)]
    )


def contact_symbol(text: str) -> Symbol:
    """Symbol A: a vCard in byte mode.

    A QR symbol without a declared character set is Latin-1 by the standard and guessed by readers, and some
    guess wrong ("García" becomes Chinese).  So text outside ASCII is declared as UTF-8 by an ECI header; a
    byte order mark would also be read right, but keeps some phones from seeing that it is a contact.

    Raises:
        SymbolTooFine: more than the largest QR symbol holds.
    """
    if text.isascii():
        return _symbol([util.QRData(text.encode("ascii"), util.MODE_8BIT_BYTE)])
    return _declared_utf8(text.encode("utf-8"))


def choose_size(symbol: Symbol, low_mm: float, high_mm: float, *, fields: Sequence[str] = ()) -> float:
    """The smallest size between the two that has modules of 0.38 mm, or the largest where none has.

    Args:
        fields: names of what the symbol carries, longest first, for the error.

    Raises:
        SymbolTooFine: even at `high_mm` a module is under 0.33 mm.
    """
    wanted = math.ceil(symbol.modules * WANTED_MODULE_MM * 10 - 1e-6) / 10
    size = min(max(low_mm, wanted), high_mm)
    if symbol.module_mm(size) < REQUIRED_MODULE_MM:
        raise SymbolTooFine(symbol.module_mm(size), fields)
    return size


def to_svg(symbol: Symbol, size_mm: float) -> str:
    """The symbol with its quiet zone as an SVG picture, one path in whole module units."""
    side = symbol.modules + 2 * QUIET_MODULES
    width = f"{side * symbol.module_mm(size_mm):.3f}mm"
    path = "".join(f"M{x + QUIET_MODULES} {y + QUIET_MODULES}h{n}v1h-{n}z" for x, y, n in symbol.runs())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>\n'
    )


def to_png(symbol: Symbol, pixels_per_module: int = 10) -> bytes:
    """The symbol with its quiet zone as a PNG picture, black on white."""
    side = symbol.modules + 2 * QUIET_MODULES
    picture = Image.new("1", (side, side), 1)
    for x, y, length in symbol.runs():
        picture.paste(
            0, (x + QUIET_MODULES, y + QUIET_MODULES, x + QUIET_MODULES + length, y + QUIET_MODULES + 1)
        )
    picture = picture.resize((side * pixels_per_module,) * 2, Image.Resampling.NEAREST)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _symbol(segments: Iterable[util.QRData]) -> Symbol:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    for segment in segments:
        code.add_data(segment)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:  # the library asks for version 41 and then refuses it
        raise _too_much() from error
    return _finished(code)


def _too_much() -> SymbolTooFine:
    return SymbolTooFine(WIDEST_MM / (4 * LARGEST_VERSION + 17), ())


def _finished(code: QRCode) -> Symbol:
    return Symbol(tuple(tuple(bool(module) for module in row) for row in code.modules), code.version)


def _declared_utf8(data: bytes) -> Symbol:
    limits = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M]
    for version in range(1, LARGEST_VERSION + 1):
        buffer = _with_eci(data, version)
        if len(buffer) <= limits[version]:
            break
    else:
        raise _too_much()
    _fill(buffer, limits[version])
    code = QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0)
    # the library takes finished codewords, and knows no ECI header itself
    code.data_cache = util.create_bytes(buffer, base.rs_blocks(version, ERROR_CORRECT_M))
    code.make(fit=False)
    return _finished(code)


def _with_eci(data: bytes, version: int) -> util.BitBuffer:
    """The ECI header and one byte segment, ISO/IEC 18004 section 7.4.2."""
    buffer = util.BitBuffer()
    buffer.put(_ECI, 4)
    buffer.put(_UTF_8, _ECI_BITS)
    buffer.put(util.MODE_8BIT_BYTE, 4)
    buffer.put(len(data), util.length_in_bits(util.MODE_8BIT_BYTE, version))
    for byte in data:
        buffer.put(byte, 8)
    return buffer


def _fill(buffer: util.BitBuffer, limit: int) -> None:
    """Terminator, zeros up to a whole byte, then pad codewords up to the symbol's capacity in bits."""
    buffer.put(0, min(4, limit - len(buffer)))
    buffer.put(0, -len(buffer) % 8)
    for turn in range((limit - len(buffer)) // 8):
        buffer.put(_PADDING[turn % 2], 8)
