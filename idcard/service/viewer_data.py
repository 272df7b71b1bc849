"""What the card viewer needs from the server: wording, pumps and the careful-with line; never a card.

The page is the same for every card: the card stays behind "#" in the browser.  `viewer_data()` goes to
`templates/viewer.html` as `wording`; its "page" is put in by the template, its "script" is embedded as JSON.
The clinical words are those of `guidance.toml`, the rest those of `data/viewer.toml`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from idcard.errors import DataError
from idcard.guidance import PLACEHOLDER, Entry, load_guidance
from idcard.pumps import load_pumps
from idcard.sources import DATA
from idcard.text import calling_codes
from idcard.wire.fields import CONDITION_CODES, DOSE_SOURCES
from idcard.wording import MONTHS
from interactions import careful_with

PHRASES_FILE = DATA / "viewer.toml"

# Every phrase that the script asks for, with the values that it fills in.
PHRASES: Mapping[str, str] = MappingProxyType({
    "born": "date", "dose": "number", "amount": "number", "concentration": "number", "volume": "number", "weight": "number",
    "bolus": "amount count", "mode_simple": "", "mode_flex": "", "mode_bolus": "", "days_one": "", "days": "n",
    "months_one": "", "months": "n", "years": "n", "today": "", "in_age": "age", "how_past": "age", "how_dose": "date",
    "serial": "text", "reservoir": "volume", "site": "text", "catheter_tip": "text", "implanted": "date", "replace_by": "date",
    "last_refill": "date", "filled": "volume", "residual": "volume", "alarm_at": "volume", "refill_unknown": "",
    "allergies_as_of": "date", "role_on_call": "", "role_clinic": "", "role_manufacturer": "", "role_family": "",
    "role_other": "", "extension": "number extension", "tested": "date", "entered_by": "", "entered_by_from": "source",
    "unknown_one": "", "unknown_many": "n", "clock_headline": "", "clock_page": "", "refused_none": "", "refused_damaged": "",
    "refused_newer": "", "refused_not_ours": "", "refused_browser": "", "forgotten": "",
})  # fmt: skip

# Guidance that the script puts in, because it hangs on the card or on the day.
_SCRIPT_TEXTS = (
    "refill-passed", "refill-soon", "replace-passed", "dose-old", "dose-line", "dose-age", "refill-date", "clocks",
    "card-made", "facts-entered", "signature-unknown", "no-24h-number", "alias", "allergies-none-known",
    "allergies-not-recorded", "admixtures-not-listed", "bolus-prometra",
)  # fmt: skip


def viewer_data() -> dict[str, Any]:
    """Everything that `templates/viewer.html` shows without a card, and the JSON for its script.

    Raises:
        DataError: a data file is broken, or misses what the viewer shows.
        interactions.TableError: the table of cautions cannot be used.
    """
    return {"page": _page(), "script": _script()}


def _page() -> dict[str, Any]:
    say = load_guidance()
    lay = say.entries["lay-reader"]
    return {
        "title": say.text("title"),
        "what": say.text("what-it-is"),
        "lay": {"headline": lay.headline, "page": lay.page},
        "question": say.text("reading-question", "headline"),
        "readings": [_reading(entry) for entry in say.part("readings")],
        "ask": say.text("questions"),
        "no_alarm": say.text("no-alarm-here"),
        "careful": {
            "headline": say.text("careful-with", "headline"),
            "words": [{"word": word, "note": note} for word, note in careful_with()],
        },
        "never": {
            "headline": say.text("never", "headline"),
            "lines": [entry.page for entry in say.part("never") if entry.id not in _SCRIPT_TEXTS],
        },
        "unreviewed": say.text("wording-not-reviewed") if say.unreviewed else "",
    }


def _reading(entry: Entry) -> dict[str, Any]:
    """A reading with its first sentence apart: that one is on the screen before anybody taps."""
    first, dot, rest = (entry.page or "").partition(". ")
    return {
        "headline": entry.headline,
        "first": first + dot.strip(),
        "rest": rest,
        "detail": [line.text for line in entry.detail],
    }


def _script() -> dict[str, Any]:
    say = load_guidance()
    ids = [
        *_SCRIPT_TEXTS,
        *(f"condition-{name}".replace("_", "-") for name in CONDITION_CODES),
        *(f"by-{source}".replace("_", "-") for source in DOSE_SOURCES),
        *(entry.id for part in ("mri", "alarms", "hyperbaric") for entry in say.part(part)),
    ]
    return {
        "phrases": dict(load_phrases()),
        "texts": {entry_id: _texts(say.entries, entry_id) for entry_id in ids},
        "pumps": {
            str(pump.code): {
                "slug": pump.id,
                "name": pump.short,
                "reservoir_ml": None if pump.reservoir_ml is None else str(pump.reservoir_ml),
                "mri": pump.mri,
                "alarms": pump.alarms,
                "hyperbaric": pump.hyperbaric,
                "no_bolus": pump.patient_bolus == "not_for_baclofen",
            }
            for pump in load_pumps().values()
        },
        "months": list(MONTHS),
        # the longest code that fits is the country's; the rest of a number is then grouped for the eye
        "calling_codes": calling_codes(),
    }


def _texts(entries: Mapping[str, Entry], entry_id: str) -> dict[str, str | None]:
    try:
        entry = entries[entry_id]
    except KeyError:
        raise DataError("guidance.toml", entry_id, "is missing; the card viewer shows it") from None
    return {"headline": entry.headline, "page": entry.page}


@cache
def load_phrases(path: Path = PHRASES_FILE) -> Mapping[str, str]:
    """The viewer's labels by their names.

    Raises:
        DataError: the file cannot be read, a phrase is missing or not known, or its braces are not those asked for.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(path.name, "", f"cannot be read ({type(error).__name__})") from error
    for name in sorted(PHRASES.keys() ^ found.keys()):
        raise DataError(path.name, name, "is missing" if name in PHRASES else "is not a phrase of the viewer")
    for name, phrase in found.items():
        if not isinstance(phrase, str) or not phrase.strip():
            raise DataError(path.name, name, "is not text in quotes")
        if sorted(PLACEHOLDER.findall(phrase)) != sorted(PHRASES[name].split()):
            raise DataError(path.name, name, f"takes {{{'}, {'.join(PHRASES[name].split())}}}, each once")
    return MappingProxyType(found)
