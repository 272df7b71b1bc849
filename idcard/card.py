"""From a profile to the finished card: checked, encoded, drawn, and read again before it is handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from idcard.config import DEMO_URL, check_base_url, is_demo
from idcard.contact import vcard
from idcard.doubts import require_confirmed
from idcard.errors import IdcardError
from idcard.payload import costs, encode
from idcard.pdf.raster import pages, symbol_texts
from idcard.pdf.sheet import PAPERS, Sized, draw_card
from idcard.profile import Profile
from idcard.symbol import REQUIRED_MODULE_MM, Symbol, choose_size, contact_symbol, page_symbol

# Widths without the quiet zone, millimetres.
PAGE_SYMBOL_MM = (25.0, 30.0)
CONTACT_SYMBOL_MM = (20.0, 22.0)


class WouldNotScan(IdcardError):
    """The finished PDF was rasterised and its symbols did not come back as they should."""

    code = "would-not-scan"


@dataclass(frozen=True, slots=True)
class Symbols:
    """Both symbols with their texts: `address` opens the viewer, `contact` needs no network."""

    address: str
    page: Sized
    contact_text: str
    contact: Sized


def make_symbols(profile: Profile, *, base_url: str | None, made_on: date) -> Symbols:
    """The symbols of a card.

    Raises:
        SettingError: an address that no card can carry.
        SymbolTooFine: the card holds too much for a symbol that phones can read; names what to shorten.
    """
    url = check_base_url(base_url) if base_url else DEMO_URL
    digits = encode(profile, made_on=made_on)
    page, text = page_symbol(url, digits), vcard(profile)
    contact = contact_symbol(text)
    longest = [field for field, _ in costs(profile, made_on=made_on)[:3]]
    return Symbols(
        address=f"{url}/c#{digits}",
        page=_sized(page, PAGE_SYMBOL_MM, longest),
        contact_text=text,
        contact=_sized(contact, CONTACT_SYMBOL_MM, ["patient.name"]),
    )


def _sized(symbol: Symbol, limits_mm: tuple[float, float], fields: Sequence[str]) -> Sized:
    size = choose_size(symbol, *limits_mm, fields=fields)
    return Sized(symbol, size, min(size, max(limits_mm[0], symbol.modules * REQUIRED_MODULE_MM)))


def card_pdf(
    profile: Profile,
    *,
    paper: str = "a4",
    base_url: str | None = None,
    today: date | None = None,
    confirmed: Sequence[str] = (),
    verify: bool = True,
) -> bytes:
    """The wallet card as a PDF.

    Args:
        paper: "a4", "letter" or "id1".
        base_url: where symbol B points, "https://pump.example"; None makes a card marked DEMO.
        today: the day the card is made; None takes the machine's day.
        confirmed: ids of doubts that a person has looked at and found right.
        verify: rasterise the PDF and read its symbols before it is handed out.

    Raises:
        ProfileError, Unconfirmed: the profile cannot be right, or raises doubts that nobody confirmed.
        SymbolTooFine, DoesNotFit: it says too much for a card; names the fields.
        WouldNotScan: the symbols of the finished PDF could not be read.
        ValueError: no such paper.
    """
    if paper not in PAPERS:
        raise ValueError(f"paper must be one of {', '.join(PAPERS)}")
    made_on = today or date.today()
    require_confirmed(profile, made_on, tuple(confirmed))
    symbols = make_symbols(profile, base_url=base_url, made_on=made_on)
    pdf = draw_card(profile, made_on, symbols.page, symbols.contact, paper=paper, demo=is_demo(base_url))
    if verify:
        check_scans(pdf, symbols)
    return pdf


def check_scans(pdf: bytes, symbols: Symbols) -> None:
    """Rasterise the PDF and read both symbols back.

    Raises:
        WouldNotScan: one of them is missing or says something else.
    """
    found = {text for image in pages(pdf) for text in symbol_texts(image)}
    if found != {symbols.address, symbols.contact_text}:
        raise WouldNotScan(
            "The finished card could not be read back, so it is not handed out. Report this as a fault."
        )
