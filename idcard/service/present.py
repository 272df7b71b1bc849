"""What the pages of the card show: labels, choices, and the review of a finished card as plain values.

Nothing here knows of a request.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from idcard.card import Symbols, card_pdf, make_symbols
from idcard.doubts import Doubt, doubts
from idcard.errors import DoesNotFit, IdcardError, ProfileError, SymbolTooFine
from idcard.guidance import load_guidance
from idcard.pdf.flow import RED, Paragraph
from idcard.pdf.raster import pages
from idcard.pdf.words import FIXED, ROLES, back_words, front_words
from idcard.profile import CONDITIONS, Profile
from idcard.pumps import OTHER, load_pumps
from idcard.service.forms import conversions, field_of
from idcard.sources import load_sources
from idcard.wording import partial_date_words

PICTURE_DPI = 220  # a face is 741 pixels wide: sharp in one column, and the letters of 6 points can be read
PICTURE_COLOURS = 32

# Labels of the form, the errors and the review; a row's fields carry its number behind.
LABELS: Mapping[str, str] = {
    "patient.name": "Name", "patient.alias": "Not the legal name", "patient.born": "Birth date",
    "patient.languages": "Languages", "patient.weight_kg": "Weight, kg",
    "patient.needs": "What helps you to talk and be understood",
    "pump.model": "Make and model", "pump.other_make": "Make, if not in the list",
    "pump.other_model": "Model, if not in the list", "pump.reservoir_ml": "Reservoir, mL",
    "pump.serial": "Serial number", "pump.implanted": "Implanted on", "pump.replace_by": "Replace by",
    "pump.site": "Where it sits", "pump.catheter_tip": "Tip of the catheter",
    "therapy.concentration_mcg_per_ml": "Concentration of baclofen", "therapy.daily_dose_mcg": "Dose in 24 hours",
    "therapy.mode": "How the pump runs", "therapy.bolus_mcg": "One bolus, micrograms",
    "therapy.boluses_per_day": "Most boluses a day", "therapy.set_on": "Dose set on",
    "therapy.dose_source": "Where you read the dose", "therapy.last_refill": "Last refill",
    "therapy.filled_ml": "Filled to, mL", "therapy.residual_ml": "Cannot be delivered, mL",
    "therapy.alarm_ml": "Low alarm at, mL", "therapy.refill_by": "Refill by",
    "therapy.oral_backup": "Tablets kept for an emergency",
    "therapy.admixtures.name": "Other drug in the pump", "therapy.admixtures.concentration": "Its concentration, with unit",
    "therapy.admixtures.daily_dose": "Its daily dose, with unit",
    "contacts.role": "Who", "contacts.name": "Name of contact", "contacts.phone": "Phone", "contacts.hours": "Hours",
    "contacts.tested_on": "Last tried on",
    "allergies.state": "Allergies", "allergies.as_of": "“None known” was true on",
    "allergies.items.substance": "Allergic to", "allergies.items.reaction": "What happened",
    "conditions": "What else changes treatment", "other_conditions": "Other conditions", "medicines": "Medicines",
    "notes": "Note", "patient": "Who", "pump": "Pump", "therapy": "Drug and dose", "open": "File", "profile": "Card", "paper": "Paper",
}  # fmt: skip

MODES = (
    ("simple", "One fixed rate"),
    ("flex", "Varies over the day (flex)"),
    ("bolus", "Patient gives boluses"),
)
DOSE_SOURCES = (
    ("", "Choose"), ("clinic_printout", "A printout of the clinic"), ("clinic_letter", "A letter of the clinic"),
    ("patient", "From memory, or told"),
)  # fmt: skip
ALLERGY_STATES = (
    ("not_recorded", "Not recorded (ask)"), ("listed", "Listed below"), ("none_known", "None known"),
)  # fmt: skip
PAPERS = (("a4", "A4"), ("letter", "Letter (US)"), ("id1", "Card printer (ID-1)"))

# Fields that are in the symbol of the full view and not in print.
ONLY_IN_SYMBOL = (
    "patient.weight_kg", "patient.needs", "pump.serial", "pump.implanted", "pump.replace_by", "pump.site",
    "pump.catheter_tip", "therapy.last_refill", "therapy.filled_ml", "therapy.residual_ml", "therapy.alarm_ml",
    "therapy.oral_backup", "contacts.tested_on", "allergies.as_of", "medicines", "notes",
)  # fmt: skip

# What people can make shorter; the rest of a face is the project's own words.
CAN_BE_SHORTENED = (
    "patient.name", "pump.other_m", "therapy.admixtures", "contacts.", "allergies.items", "conditions", "other_conditions",
)  # fmt: skip
A_DATE = "is not a date that can be read in one way only. Write it as 2 Nov 2026 or 2026-11-02."
FULL = (
    "does not fit: this face of the card is full. Shorten the longest entries: name, other drugs, allergies, "
    "conditions, or the names beside the phones."
)

Row = tuple[str, tuple[str, ...]]


def label(field: str) -> str:
    """A field in words: "contacts.0.phone" is "Phone 1"."""
    field = field_of(field)
    match = re.fullmatch(r"(.+)\.([0-9]{1,2})\.([a-z_]+)", field)
    if match and f"{match[1]}.{match[3]}" in LABELS:
        return f"{LABELS[f'{match[1]}.{match[3]}']} {int(match[2]) + 1}"
    return LABELS.get(field, field)


def choices() -> dict[str, Sequence[tuple[str, str]]]:
    """Every list of the form: (value, words)."""
    say = load_guidance()
    pumps = [pump for pump in load_pumps().values() if pump.id != OTHER]
    return {
        "pumps": [
            ("", "Choose"),
            *((pump.id, pump.label) for pump in pumps),
            (OTHER, "Another pump, or not sure which"),
        ],
        "modes": MODES,
        "sources": DOSE_SOURCES,
        "roles": tuple(ROLES.items()),
        "allergy_states": ALLERGY_STATES,
        "conditions": [
            (name, say.text(f"condition-{name}".replace("_", "-"), "card")) for name in CONDITIONS
        ],
    }


def field_errors(error: IdcardError) -> dict[str, str]:
    """A refusal as sentences by field of the form, each beginning with the field's label."""
    if isinstance(error, ProfileError):
        pairs = list(error.problems)
    elif isinstance(error, SymbolTooFine):
        more = " Or leave out something else." if len(error.fields) > 1 else ""
        pairs = [
            (f, f"makes the symbol too fine for a phone to read. Shorten it.{more}") for f in error.fields
        ]
    elif isinstance(error, DoesNotFit):
        pairs = [(error.field if error.field.startswith(CAN_BE_SHORTENED) else "profile", FULL)]
    else:
        pairs = [("profile", str(error))]
    found: dict[str, str] = {}
    for path, sentence in pairs:
        field = field_of(path)
        # The form takes words for a date, which are safer than numbers; the profile's own sentence asks for numbers.
        sentence = A_DATE if sentence.startswith("is not a date.") else sentence
        found.setdefault(field, f"{label(field)} {sentence}")
    return found


def emergency() -> dict[str, Any]:
    """What the emergency page says beside the guidance in its order: sounds by pump, and the sources."""
    say, used = load_guidance(), set[str]()
    sounds = []
    for entry in say.part("alarms"):
        pumps = sorted(load_pumps().values(), key=lambda pump: pump.id == OTHER)
        names = dict.fromkeys(pump.short for pump in pumps if pump.alarms == entry.id)
        sounds.append(("; ".join(names), entry))
    for entry in say.entries.values():
        if "emergency" in entry.used:
            used |= {citation.id for citation in entry.sources}
    sources = [source for source in load_sources().values() if source.id in used and source.kind != "project"]
    return {"say": say, "sounds": sounds, "sources": sources}


@dataclass(frozen=True, slots=True)
class Review:
    """A finished card before it is printed.

    Attributes:
        faces: each face as a PNG in base64, the front first.
        front, back: what they say, as label and lines.
        carried: what only the symbol of the full view holds.
        contact: what the symbol for no signal shows.
        questions: what has to be confirmed.
    """

    faces: tuple[str, ...]
    front: tuple[Row, ...]
    back: tuple[Row, ...]
    carried: tuple[Row, ...]
    contact: tuple[Row, ...]
    questions: tuple[Doubt, ...]


def questions(profile: Profile, today: date, in_mg: Iterable[str]) -> tuple[Doubt, ...]:
    """Everything that a person has to confirm: units first, then what is odd."""
    return (*conversions(profile.model_dump(mode="json"), in_mg), *doubts(profile, today))


def review(profile: Profile, *, base_url: str | None, today: date, in_mg: Iterable[str]) -> Review:
    """The card as it would be printed.

    Raises:
        ProfileError, SymbolTooFine, DoesNotFit: it cannot be; names the fields.
    """
    asked = questions(profile, today, in_mg)
    pdf = card_pdf(
        profile, paper="id1", base_url=base_url, today=today, confirmed=[d.id for d in asked], verify=False
    )  # read back when it is handed out
    back = back_words(profile, today)
    return Review(
        faces=_pictures(pdf),
        front=tuple(_rows(front_words(profile).paragraphs, "Who")),
        back=(*_rows(back.paragraphs, "CALL"), *_rows(back.bottom, "At the bottom")),
        carried=tuple(_carried(profile)),
        contact=tuple(_contact(make_symbols(profile, base_url=base_url, made_on=today))),
        questions=asked,
    )


def _pictures(pdf: bytes) -> tuple[str, ...]:
    found = []
    for image in pages(pdf, dpi=PICTURE_DPI, colour=True):
        file = BytesIO()
        image.convert("RGB").quantize(PICTURE_COLOURS).save(file, "PNG")
        found.append(b64encode(file.getvalue()).decode("ascii"))
    return tuple(found)


def _rows(paragraphs: Iterable[Paragraph], first: str) -> Iterator[Row]:
    """Paragraphs as label and lines; those without a label go on with the one before."""
    name, lines = first, list[str]()
    for paragraph in paragraphs:
        runs = list(paragraph.runs)
        if len(runs) > 1 and runs[0].colour == RED:
            heading = runs.pop(0).text.rstrip(",:")  # its bold opening words
        else:
            heading = paragraph.label.text.strip() if paragraph.label else ""
        if heading and lines:
            yield name, tuple(lines)
            lines = []
        name = heading or name
        lines.append(_plain(run.text for run in runs))
    yield name, tuple(lines)


def _plain(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).replace(FIXED, " ").split())


def _carried(profile: Profile) -> Iterator[Row]:
    data = profile.model_dump(mode="json", exclude_none=True)
    for path in ONLY_IN_SYMBOL:
        section, _, field = path.rpartition(".")
        holder = data.get(section, {}) if section else data
        if isinstance(holder, list):
            lines = [
                f"{_words(item[field])} (phone {n})" for n, item in enumerate(holder, 1) if field in item
            ]
        else:
            value = holder.get(field)
            lines = (
                [_words(part) for part in value]
                if isinstance(value, list)
                else [_words(value)]
                if value
                else []
            )
        if lines:
            yield LABELS[path], tuple(lines)


def _words(value: Any) -> str:
    """A value as the pages write it: a date names its month."""
    text = str(value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text, re.ASCII):
        return partial_date_words(text)
    return text


_SHOWN = {"FN": "Name", "TEL": "Phone", "NOTE": "Note"}


def _contact(symbols: Symbols) -> Iterator[Row]:
    for line in symbols.contact_text.splitlines():
        name, _, value = line.partition(":")
        if name in _SHOWN:
            yield _SHOWN[name], (re.sub(r"\\(.)", r"\1", value),)
