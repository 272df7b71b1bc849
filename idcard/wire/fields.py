"""The frozen tables of the card's wire format: which key stands for which field, which number for which word.

A number that is in here once is never given to anything else and never taken away: printed cards cannot
be changed, and a reader keeps every version for ever.  `static/payload.js` holds the same tables.

| key | field | written as |
|---|---|---|
| 1 | made_on | day |
| 2 | patient.name | text |
| 3 | patient.born | day |
| 4 | pump.model | code of pumps.toml; or text, the model's own words where `model` is "other" |
| 5 | therapy.concentration_mcg_per_ml | thousandths |
| 6 | therapy.daily_dose_mcg | thousandths |
| 7 | therapy.set_on | day |
| 8 | therapy.refill_by | day |
| 9 | contacts | rows: phone digits, role, hours, name, extension, tested_on |
| 10 | therapy.dose_source | code, patient left out |
| 11 | allergies.items | rows: substance, reaction |
| 12 | conditions | codes |
| 13 | pump.serial | text |
| 14 | therapy.mode | code, simple left out |
| 15 | therapy.last_refill | day |
| 16 | pump.implanted | partial day |
| 17 | pump.replace_by | partial day |
| 18 | patient.needs | texts |
| 19 | patient.languages | texts |
| 20 | medicines | texts |
| 21 | notes | text |
| 22 | therapy.oral_backup | text |
| 23 | pump.reservoir_ml | thousandths |
| 24 | patient.alias | 1, left out where it is not one |
| 25 | patient.weight_kg | thousandths |
| 26 | pump.other_make | text |
| 27 | pump.site | text |
| 28 | pump.catheter_tip | text |
| 29 | therapy.bolus_mcg | thousandths |
| 30 | therapy.boluses_per_day | number |
| 31 | therapy.filled_ml | thousandths |
| 32 | therapy.residual_ml | thousandths |
| 33 | therapy.alarm_ml | thousandths |
| 34 | therapy.admixtures | rows: name, concentration, daily_dose |
| 35 | other_conditions | texts |
| 36 | allergies.as_of | day |
| 37 | allergies.state | code, only "none known": items mean listed, their absence not recorded |

- day: days since 1900-01-01.  Partial day: the same, or [year - 1900] or [year - 1900, month].
- thousandths: of the unit in the field's name.  Exact, never a fraction.
- code: a number of the tables below.  Texts: an array of text, never empty.
- rows: an array of arrays.  What is not given in the middle of a row is "" (0 where a number belongs), at its
  end it is left out; a row of one text is that text alone.
- what is not given, and what is usual ("left out"), has no key at all.

Keys 38 to 127 are for later fields that a reader may skip; it counts and shows them.  So it does with extra
entries at the end of a row, and with codes of pump, role or condition that it does not know.  Keys from 128,
key 0, and unknown codes of mode, dose source or allergy state have to be understood: "newer version".
"""

from collections.abc import Mapping
from types import MappingProxyType

MADE_ON, PUMP, OTHER_MAKE = 1, 4, 26

KEYS: Mapping[int, str] = MappingProxyType({
    1: "made_on",
    2: "patient.name",
    3: "patient.born",
    4: "pump.model",
    5: "therapy.concentration_mcg_per_ml",
    6: "therapy.daily_dose_mcg",
    7: "therapy.set_on",
    8: "therapy.refill_by",
    9: "contacts",
    10: "therapy.dose_source",
    11: "allergies.items",
    12: "conditions",
    13: "pump.serial",
    14: "therapy.mode",
    15: "therapy.last_refill",
    16: "pump.implanted",
    17: "pump.replace_by",
    18: "patient.needs",
    19: "patient.languages",
    20: "medicines",
    21: "notes",
    22: "therapy.oral_backup",
    23: "pump.reservoir_ml",
    24: "patient.alias",
    25: "patient.weight_kg",
    26: "pump.other_make",
    27: "pump.site",
    28: "pump.catheter_tip",
    29: "therapy.bolus_mcg",
    30: "therapy.boluses_per_day",
    31: "therapy.filled_ml",
    32: "therapy.residual_ml",
    33: "therapy.alarm_ml",
    34: "therapy.admixtures",
    35: "other_conditions",
    36: "allergies.as_of",
    37: "allergies.state",
})  # fmt: skip

MODES: Mapping[str, int] = MappingProxyType({"simple": 1, "flex": 2, "bolus": 3})
DOSE_SOURCES: Mapping[str, int] = MappingProxyType({"patient": 1, "clinic_printout": 2, "clinic_letter": 3})
ALLERGY_STATES: Mapping[str, int] = MappingProxyType({"not_recorded": 1, "listed": 2, "none_known": 3})
ROLES: Mapping[str, int] = MappingProxyType(
    {"clinic": 1, "on_call": 2, "family": 3, "manufacturer": 4, "other": 5}
)
CONDITION_CODES: Mapping[str, int] = MappingProxyType({
    "spinal_injury_t6": 1,
    "non_verbal": 2,
    "epilepsy": 3,
    "respiratory": 4,
    "sleep_apnoea": 5,
    "renal": 6,
    "dialysis": 7,
    "pregnancy": 8,
})  # fmt: skip

ROW_CONTACT = ("phone", "role", "hours", "name", "extension", "tested_on")
ROW_ALLERGY = ("substance", "reaction")
ROW_ADMIXTURE = ("name", "concentration", "daily_dose")
