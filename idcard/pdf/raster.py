"""PDF and pictures to pixels, and pixels to the texts of their QR symbols, within limits.

Files that strangers hand in are opened here and nowhere else: pages, pixels and bytes are bounded,
and whatever is wrong comes out as `UnreadableFile` with a sentence that says what to do.
"""

import warnings
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from idcard.errors import UnreadableFile

MOST_BYTES = 20_000_000
MOST_PAGES = 10
MOST_PIXELS = 60_000_000  # a 48-megapixel photo passes; a decompression bomb does not
DPI = 300
QR_ONLY = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def pages(pdf: bytes, *, dpi: int = DPI, colour: bool = False) -> list[Image.Image]:
    """Every page of a PDF as a picture, grey unless colour is asked for.

    Raises:
        UnreadableFile: broken, locked with a password, more than 10 pages, or pages too large.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableFile(
            "The PDF is locked with a password. Save it without one and try again."
            if locked
            else "The file is not a PDF that can be opened. Download it again."
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableFile(f"The PDF has more than {MOST_PAGES} pages. Give the card alone.")
        return [_draw(page, dpi, colour) for page in document]
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("A page of the PDF is broken. Download it again.") from error
    finally:
        document.close()


def _draw(page: pypdfium2.PdfPage, dpi: int, colour: bool) -> Image.Image:
    width, height = page.get_size()
    if width * height * (dpi / 72) ** 2 > MOST_PIXELS:
        raise UnreadableFile("A page of the PDF is too large. Give the card alone.")
    return page.render(scale=dpi / 72, grayscale=not colour).to_pil()  # type: ignore[no-any-return]


def picture(data: bytes) -> Image.Image:
    """A PNG or JPEG as a grey picture.

    Raises:
        UnreadableFile: of another kind, broken, or more pixels than a phone's photo has.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns before it refuses; our own limit speaks first.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        if image.width * image.height > MOST_PIXELS:
            raise UnreadableFile("The picture has too many pixels. Take a smaller photo of the card.")
        return image.convert("L")
    except UnidentifiedImageError as error:
        raise UnreadableFile("The file is neither PDF, PNG nor JPEG.") from error
    except Image.DecompressionBombError as error:
        raise UnreadableFile("The picture has too many pixels. Take a smaller photo of the card.") from error
    except (OSError, ValueError, SyntaxError) as error:  # Pillow raises all three for broken files
        raise UnreadableFile("The picture is broken or was cut short. Take or download it again.") from error


def open_pictures(data: bytes) -> list[Image.Image]:
    """What a file shows: the pages of a PDF, or one picture.

    Raises:
        UnreadableFile: see `pages` and `picture`; also an empty file or one over 20 MB.
    """
    if not data:
        raise UnreadableFile("The file is empty.")
    if len(data) > MOST_BYTES:
        raise UnreadableFile("The file is larger than 20 MB. Give the card alone.")
    return pages(data) if data[:1024].lstrip().startswith(b"%PDF") else [picture(data)]


def symbol_texts(image: Image.Image) -> list[str]:
    """The text of every QR symbol in a picture, in no particular order; bytes that are no UTF-8 are left out."""
    found = zxingcpp.read_barcodes(image, formats=QR_ONLY, text_mode=zxingcpp.TextMode.Plain)
    return [barcode.text for barcode in found if barcode.valid]
