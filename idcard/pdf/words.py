"""What the two faces say: a profile and the guidance in paragraphs, in the order that a stranger needs.

Nothing clinical is written here; wording comes from `guidance.toml`, pumps from `pumps.toml`, the
medicines from the table that the checker uses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from idcard.contact import call_order
from idcard.guidance import load_guidance
from idcard.pdf.faces import BackWords, FrontWords
from idcard.pdf.flow import GREY, RED, Paragraph, Run
from idcard.profile import Contact, Profile
from idcard.pumps import OTHER, load_pumps
from idcard.text import phone_words
from idcard.wording import amount_words, concentration_words, date_words, dose_words
from interactions import careful_with

SECONDARY = 0.88
ON_CARD_2 = "More on card 2"
FIRST_PHONES = 2  # these never move to a second card
FIXED = "\u00a0"  # keeps a number and its unit on one line
MODES = {"simple": "fixed rate", "flex": "varies over the day", "bolus": "patient bolus"}
ROLES = {
    "on_call": "On call", "clinic": "Pump clinic", "manufacturer": "Manufacturer", "family": "Family", "other": "Contact",
}  # fmt: skip


def bold(text: str, colour: str = "#0b0c0c") -> Run:
    """Words that change treatment."""
    return Run(text, bold=True, colour=colour)


def grey(text: str) -> Run:
    """Words that explain."""
    return Run(text, colour=GREY)


def front_words(profile: Profile) -> FrontWords:
    """The front: what it is, who, drug and dose, refill, pump and MRI, allergies, conditions."""
    say = load_guidance()
    paragraphs = (
        *_person(profile), *_drug(profile), *_refill(profile), *_pump(profile), *_allergies(profile), *_conditions(profile),
    )  # fmt: skip
    return FrontWords(
        say.text("title", "card"), say.text("what-it-is", "card"), paragraphs, say.text("scan-full", "card")
    )


def _person(profile: Profile) -> Iterator[Paragraph]:
    patient = profile.patient
    name = [bold(patient.name)]
    if patient.alias:
        name.append(grey(load_guidance().text("alias", "card")))
    yield Paragraph("patient.name", tuple(name), scale=1.36)
    runs: list[Run] = []
    if patient.born:
        runs += [grey("Born"), bold(date_words(patient.born).replace(" ", FIXED))]
    if patient.languages:
        runs += [
            grey(f"{FIXED}{FIXED}Speaks" if runs else "Speaks"),
            bold(", ".join(language_name(code) for code in patient.languages)),
        ]
    if runs:
        yield Paragraph("patient.languages", tuple(runs))


def _drug(profile: Profile) -> Iterator[Paragraph]:
    therapy = profile.therapy
    strength = concentration_words(therapy.concentration_mcg_per_ml).replace(" ", FIXED)
    yield Paragraph(
        "therapy.concentration_mcg_per_ml", (bold(f"Baclofen {strength}"),), label=grey("Drug"), before_mm=0.5
    )
    for number, other in enumerate(profile.therapy.admixtures):
        amounts = ", ".join(
            part.replace(" ", FIXED) for part in (other.concentration, other.daily_dose) if part
        )
        runs = (bold(f"+ {other.name}"), Run(amounts))
        yield Paragraph(
            f"therapy.admixtures.{number}", runs, instead=bold(f"+ {other.name} (amounts on card 2)")
        )
    yield Paragraph(
        "therapy.daily_dose_mcg",
        (bold(dose_words(therapy.daily_dose_mcg).replace(" ", FIXED)), Run(MODES[therapy.mode])),
        label=grey("Dose"),
    )
    if therapy.bolus_mcg is not None:
        bolus = amount_words(therapy.bolus_mcg).replace(" ", FIXED)
        yield Paragraph(
            "therapy.bolus_mcg", (Run(f"bolus {bolus}, at most {therapy.boluses_per_day} a day"),)
        )
    by = load_guidance().text(f"by-{therapy.dose_source}".replace("_", "-"), "card")
    line = load_guidance().text(
        "dose-line", "card", date=date_words(therapy.set_on).replace(" ", FIXED), by=by
    )
    yield Paragraph("therapy.set_on", (grey(line),), scale=SECONDARY)


def _refill(profile: Profile) -> Iterator[Paragraph]:
    if profile.therapy.refill_by is None:
        yield Paragraph("therapy.refill_by", (bold("not recorded: ask"),), label=grey("Refill by"))
        return
    day = bold(date_words(profile.therapy.refill_by).replace(" ", FIXED))
    warning = Run(load_guidance().text("refill-date", "card"), colour=GREY, scale=SECONDARY)
    yield Paragraph("therapy.refill_by", (day, warning), label=grey("Refill by"))


def pump_name(profile: Profile) -> str:
    """Make and model as the card prints them."""
    pump = profile.pump
    if pump.model == OTHER:
        return f"{pump.other_make} {pump.other_model}"
    return load_pumps()[pump.model].short


def _pump(profile: Profile) -> Iterator[Paragraph]:
    facts, say = load_pumps()[profile.pump.model], load_guidance()
    volume = profile.pump.reservoir_ml or facts.reservoir_ml
    size = [Run(f"{volume.normalize():f}{FIXED}mL")] if volume else []
    yield Paragraph("pump.other_model", (bold(pump_name(profile)), *size), label=grey("Pump"))
    rule = say.entries[facts.mri]
    if rule.lead:
        yield Paragraph("pump.model", (bold(rule.lead), Run(rule.card or "")), label=grey("MRI"))
    else:
        yield Paragraph("pump.model", (bold(rule.card or ""),), label=grey("MRI"))


def _allergies(profile: Profile) -> Iterator[Paragraph]:
    allergies, say = profile.allergies, load_guidance()
    if allergies.state == "listed":
        listed = ", ".join(
            f"{a.substance.upper()} ({a.reaction})" if a.reaction else a.substance.upper()
            for a in allergies.items
        )
    elif allergies.state == "none_known" and allergies.as_of:
        listed = say.text(
            "allergies-none-known", "card", date=date_words(allergies.as_of).replace(" ", FIXED)
        )
    else:
        listed = say.text("allergies-not-recorded", "card")
    # At least 7 points in bold, whatever size the rest shrinks to.
    yield Paragraph("allergies.items", (bold(listed),), label=grey("Allergies"), scale=1.08)


def _conditions(profile: Profile) -> Iterator[Paragraph]:
    words = [
        load_guidance().text(f"condition-{name}".replace("_", "-"), "card") for name in profile.conditions
    ]
    words += profile.other_conditions
    if words:
        yield Paragraph("conditions", (bold(" · ".join(words)),), label=grey("Note"), instead=bold(ON_CARD_2))


def contact_label(contact: Contact) -> str:
    """Who it is and when: "On call, 24 h", "Brother Jordan"."""
    who = contact.name or ROLES[contact.role]
    return f"{who}, {contact.hours}" if contact.hours else who


def back_words(profile: Profile, made_on: date) -> BackWords:
    """The back: whom to call, the two readings, what to be careful with, what never to do, the labels."""
    say = load_guidance()
    contacts = call_order(profile.contacts)
    paragraphs = [_phone(profile, contact, number) for number, contact in enumerate(contacts)]
    if not any(contact.day_and_night for contact in contacts):
        paragraphs.append(
            Paragraph("contacts", (bold(say.text("no-24h-number", "card")),), scale=1.15, label=grey(" "))
        )
    paragraphs += [_block("reading-stiffer", before_mm=0.9), _block("reading-floppier"), _careful()]
    return BackWords(tuple(paragraphs), _labels(profile, made_on), say.text("scan-offline", "card"))


def _phone(profile: Profile, contact: Contact, place: int) -> Paragraph:
    # A number broken over two lines is misdialled.
    number, first = phone_words(contact.phone).replace(" ", FIXED), place == 0
    return Paragraph(
        f"contacts.{profile.contacts.index(contact)}.phone",
        (bold(number), Run(FIXED + contact_label(contact), colour=GREY, scale=0.74 if first else 0.82)),
        scale=1.4 if first else 1.27,
        label=bold("CALL", RED) if first else grey(" "),
        instead=grey(ON_CARD_2) if place >= FIRST_PHONES else None,
    )


def second_words(profile: Profile, moved: Sequence[Paragraph]) -> FrontWords:
    """A second card with what had no room on the first; it carries no symbol."""
    say = load_guidance()
    name = Paragraph("patient.name", (bold(profile.patient.name),), scale=1.36)
    also = tuple(
        paragraph if paragraph.label else replace(paragraph, label=grey("Also")) for paragraph in moved
    )
    return FrontWords(
        f"{say.text('title', 'card')}, card 2", say.text("what-it-is", "card"), (name, *also), ""
    )


def _block(entry_id: str, before_mm: float = 0.4) -> Paragraph:
    entry = load_guidance().entries[entry_id]
    return Paragraph(
        entry_id, (bold(entry.lead or "", RED), Run(entry.card or "")), before_mm=before_mm, flush=True
    )


def careful_line() -> str:
    """The medicines of the table's card column, worst first: "opioids · alcohol · benzodiazepines (but ...)"."""
    return " · ".join(f"{word} ({note})" if note else word for word, note in careful_with()) + "."


def _careful() -> Paragraph:
    say = load_guidance()
    never = [say.text(entry.id, "card") for entry in say.part("never") if entry.card]
    lead = bold(say.entries["careful-with"].lead or "", RED)
    word, _, rest = " ".join(never).partition(" ")
    heading = bold(word.upper(), RED)  # the lines open with the word itself
    return Paragraph("careful-with", (lead, Run(careful_line()), heading, Run(rest)), before_mm=0.4)


def _labels(profile: Profile, made_on: date) -> tuple[Paragraph, ...]:
    say = load_guidance()
    lay = say.entries["lay-reader"]
    by = "holder"
    if profile.therapy.dose_source != "patient":
        by += ", from a " + say.text(f"by-{profile.therapy.dose_source}".replace("_", "-"), "card")
    labels = (
        say.text("card-made", "card", date=date_words(made_on)),
        say.text("facts-entered", "card", by=by),
        say.text("wording-not-reviewed", "card"),
    )
    return (
        Paragraph("lay-reader", (bold(lay.lead or ""), bold(lay.card or "")), scale=1.03),
        Paragraph("labels", (grey(" ".join(labels)),), scale=SECONDARY),
    )


def language_name(code: str) -> str:
    """A language in English words where it is common, else its code."""
    return LANGUAGES.get(code.partition("-")[0], code)


# ISO 639-1 codes of languages often met in hospitals of the countries whose drug names are known here.
LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "ta": "Tamil", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
