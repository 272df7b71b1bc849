"""Fictitious profiles to try things with.

They hang on the day they are made for, so that they raise no doubt on any day.  The phone numbers are
of ranges that the North American numbering plan keeps for fiction (555-0100 to 555-0199).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from idcard.doubts import years_after
from idcard.profile import Profile, build_profile

Kind = Literal["typical", "minimal", "full"]
KINDS: tuple[Kind, ...] = ("typical", "minimal", "full")


def sample_profile(kind: Kind = "typical", *, today: date) -> Profile:
    """A made-up person's profile: "minimal" has what is required, "full" fills every field."""
    ago = _Calendar(today)
    return build_profile({"minimal": _minimal, "typical": _typical, "full": _full}[kind](ago))


class _Calendar:
    """Dates relative to the day of the sample."""

    def __init__(self, today: date) -> None:
        self.today = today

    def days(self, number: int) -> str:
        """The ISO date so many days from today."""
        return (self.today + timedelta(number)).isoformat()

    def born(self, years: int, day: str) -> str:
        """A birth date that many years ago; in a leap year, so that 29 February is one too."""
        return f"{(self.today.year - years) // 4 * 4}-{day}"

    def month(self, years: int) -> str:
        """The year and month so many years from today."""
        return years_after(self.today, years).isoformat()[:7]


def _minimal(on: _Calendar) -> Mapping[str, Any]:
    return {
        "patient": {"name": "Sam Sample"},
        "pump": {"model": "synchromed-ii-40"},
        "therapy": {"concentration_mcg_per_ml": "2000", "daily_dose_mcg": "480", "set_on": on.days(-21)},
        "contacts": [{"role": "clinic", "phone": "+12025550123"}],
    }


def _typical(on: _Calendar) -> Mapping[str, Any]:
    return {
        "patient": {"name": "Alexandra Sample-Featherstone", "born": on.born(44, "04-02"), "languages": ["en"]},
        "pump": {"model": "synchromed-ii-40", "serial": "NGV123456H", "implanted": on.month(-2), "replace_by": on.month(4)},
        "therapy": {
            "concentration_mcg_per_ml": "2000", "daily_dose_mcg": "480", "mode": "simple", "set_on": on.days(-21),
            "dose_source": "clinic_printout", "last_refill": on.days(-21), "refill_by": on.days(52),
        },
        "contacts": [
            {"role": "on_call", "phone": "+12025550143", "hours": "24 h"},
            {"role": "clinic", "phone": "+12025550123", "hours": "day"},
            {"role": "family", "name": "Brother Jordan", "phone": "+12025550187"},
        ],
        "allergies": {"state": "listed", "items": [{"substance": "Penicillin", "reaction": "anaphylaxis"}]},
        "conditions": ["spinal_injury_t6"],
    }  # fmt: skip


def _full(on: _Calendar) -> Mapping[str, Any]:
    profile: dict[str, Any] = dict(_typical(on))
    profile["patient"] = {
        "name": "Alex Muster", "alias": True, "born": on.born(38, "02-29"), "weight_kg": "61.5",
        "languages": ["en", "fr"], "needs": ["Talks with a letter board"],
    }  # fmt: skip
    profile["pump"] |= {"reservoir_ml": "40", "site": "left abdomen", "catheter_tip": "T10"}
    profile["therapy"] |= {
        "mode": "simple", "filled_ml": "40", "residual_ml": "2", "alarm_ml": "3",
        "oral_backup": "baclofen 10 mg, by plan only",
        "admixtures": [{"name": "clonidine", "concentration": "50 mcg per mL", "daily_dose": "12 mcg per day"}],
    }  # fmt: skip
    profile["contacts"][0]["tested_on"] = on.days(-14)
    profile["conditions"] = ["spinal_injury_t6", "epilepsy"]
    profile["other_conditions"] = ["Hydrocephalus shunt"]
    profile["medicines"] = ["oxybutynin 5 mg"]
    profile["notes"] = "Wheelchair user"
    return profile
