"""A card read back: from a PDF, a picture or an address to the profile that it carries."""

import re

from idcard.errors import IdcardError, UnreadableFile
from idcard.payload import Card, decode
from idcard.pdf.raster import open_pictures, symbol_texts

# What symbol B holds.  Whatever follows "#" is taken, so that damaged digits are called damaged.
_ADDRESS = re.compile(r"https?://[^/?#\s]{1,80}/c#(.*)", re.ASCII | re.DOTALL)


LONGEST_ADDRESS = 4096  # characters; a card's has under 1,600


class NoSymbol(IdcardError):
    """A picture or text that holds no card."""

    code = "no-symbol"


def read_address(text: str) -> Card:
    """The card of an address such as `https://pump.example/c#1234`, or of its digits alone.

    Raises:
        NoSymbol: not the address of a card.
        PayloadError: digits that are damaged, of a newer version, or no card's.
    """
    text = text.strip()
    match = _ADDRESS.fullmatch(text)
    if match is None and not text.isdecimal():
        raise NoSymbol("This is not the address of a card. It looks like https://.../c# and many digits.")
    return decode(match[1] if match else text)


def read_file(data: bytes) -> Card:
    """The card on a PDF or picture.

    Raises:
        UnreadableFile: not a PDF, PNG or JPEG that can be opened, or more than one card in it.
        NoSymbol: no card symbol was found.
        PayloadError: the symbol was read but its digits are no card.
    """
    texts = {text for image in open_pictures(data) for text in symbol_texts(image)}
    addresses = sorted(text for text in texts if _ADDRESS.fullmatch(text))
    if len(addresses) > 1:
        raise UnreadableFile(
            "More than one card is in the picture. Show one card alone, so that none is mixed up."
        )
    if addresses:
        return read_address(addresses[0])
    if any(text.startswith("BEGIN:VCARD") for text in texts):
        raise NoSymbol(
            "Only the no-signal symbol was found. Turn the card over: the other one holds every field."
        )
    raise NoSymbol("No card symbol was found. Lay the card flat, fill the picture with it, and avoid glare.")


def read(data: bytes) -> Card:
    """The card of whatever was handed in: a file, or an address as text.

    Raises:
        UnreadableFile, NoSymbol, PayloadError: as `read_file` and `read_address`.
    """
    if not data or data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8")) or len(data) > LONGEST_ADDRESS:
        return read_file(data)
    try:
        return read_address(data.decode("ascii"))
    except UnicodeDecodeError:
        return read_file(data)
