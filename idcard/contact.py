"""The card as a contact, for the symbol that needs no network: vCard 3.0 (RFC 2426).

A contact is the one kind of text with more than a line that every phone shows from its camera without an
app and without a signal.  So it is short, says only what the print beside it says, and puts the pump where
phones show a name.  What does not fit is left out as a whole, in a fixed order; nothing is cut.

Three decisions:

- The name is in N and in FN.  RFC 2426 asks for both; one family of phones shows the one, the other the other.
- Lines are not folded (RFC 2426 section 2.6 says "should"): some scanners do not join them again.
- An extension follows the number after a comma, which phones dial as a pause.
"""

from collections.abc import Sequence

from idcard.guidance import Guidance, load_guidance
from idcard.profile import Contact, Profile
from idcard.pumps import OTHER, load_pumps
from idcard.wording import date_words, dose_words

WANTED_BYTES = 210  # QR version 10 at level M, with the header for UTF-8: a module of 0.386 mm at 22 mm
MOST_BYTES = 284  # version 12: 0.338 mm

ROLE_ORDER = ("on_call", "clinic", "manufacturer", "family", "other")


def call_order(contacts: Sequence[Contact]) -> list[Contact]:
    """The contacts as they should be called, the same everywhere.

    Who answers day and night first, then the pump's own people, then the others; each group as typed.
    """
    return sorted(contacts, key=lambda contact: (not contact.day_and_night, ROLE_ORDER.index(contact.role)))


def vcard(profile: Profile, *, guidance: Guidance | None = None) -> str:
    """The text of the contact, lines ended by CRLF.

    Optional facts are left out until it is small enough to scan well: the pump's model first, then the birth
    date; the second writing of the name only where nothing else helps.  A name of sixty letters of another
    script can still be too large; the symbol's sizing gate then refuses it.
    """
    guidance = guidance or load_guidance()
    optional = [_born(profile), _pump_name(profile)]
    while True:
        text = _text(profile, guidance, optional, short=False)
        if _size(text) <= WANTED_BYTES or not optional:
            break
        optional.pop()
    return text if _size(text) <= MOST_BYTES else _text(profile, guidance, optional, short=True)


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _text(profile: Profile, guidance: Guidance, optional: Sequence[str], *, short: bool) -> str:
    """All lines; `short`: FN holds the pump alone."""
    title = guidance.text("title", "contact").upper()  # stands out in a list of contacts
    shown = f"{title} {_name(profile, guidance)}"
    phone, _, extension = call_order(profile.contacts)[0].phone.partition(";ext=")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        # family name empty: whichever order a phone has for names, the pump comes first
        f"N:;{_escaped(shown)}",
        f"FN:{_escaped(title if short else shown)}",
        f"TEL:{phone}{',' + extension if extension else ''}",
        f"NOTE:{_escaped(_note(profile, guidance, optional))}",
        "END:VCARD",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _note(profile: Profile, guidance: Guidance, optional: Sequence[str]) -> str:
    therapy = profile.therapy
    facts = [
        guidance.text("what-it-is", "contact"),
        f"{dose_words(therapy.daily_dose_mcg)} on {date_words(therapy.set_on)}",
        *(fact for fact in optional if fact),
    ]
    return " ".join(f"{fact}." for fact in facts)


def _name(profile: Profile, guidance: Guidance) -> str:
    name = profile.patient.name
    return f"{name} {guidance.text('alias')}" if profile.patient.alias else name


def _born(profile: Profile) -> str:
    return f"Born {date_words(profile.patient.born)}" if profile.patient.born else ""


def _pump_name(profile: Profile) -> str:
    if profile.pump.model == OTHER:
        return f"{profile.pump.other_make} {profile.pump.other_model}"
    pump = load_pumps()[profile.pump.model]
    return pump.short.removeprefix(f"{pump.make} ")


def _escaped(value: str) -> str:
    """Text with what has a meaning in a vCard set off by backslashes, RFC 2426 section 4."""
    for char in "\\,;":
        value = value.replace(char, f"\\{char}")
    return value.replace("\n", "\\n")
