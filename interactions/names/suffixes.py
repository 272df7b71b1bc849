"""Words behind a name that say that there may be more in it: "Plus", "Comp", "PM", "No. 3".

Many of them are ordinary words elsewhere: "comp" is a tablet in Spanish, "PM" a time, "Forte" a strong pain.
"""

from interactions.names.amounts import HALF_A_DAY, value
from interactions.names.entry import Entry
from interactions.names.sentence import Reading

# Pain and fever medicines that are sold with an antihistamine for the night as "PM".
_NIGHT_BASES = frozenset(("paracetamol", "ibuprofen", "naproxen", "acetylsalicylic acid", "aspirin"))

# Painkillers whose brands are sold with a muscle relaxant as "MR" in India and around it; elsewhere it is a release.
_MUSCLE_BASES = frozenset(
    (
        "paracetamol",
        "ibuprofen",
        "aceclofenac",
        "diclofenac",
        "nimesulide",
        "etoricoxib",
        "lornoxicam",
        "naproxen",
    )
) | frozenset(("piroxicam", "ketorolac", "mefenamic acid", "tramadol"))

_ROMAN = frozenset(("ii", "iii", "iv"))
_NIGHT = frozenset(("pm", "sleep", "nighttime", "night"))
# A mixture for children is often another one: Coldrex Junior, Fervex Junior.
_FOR_CHILDREN = frozenset(
    ("junior", "kids", "kinder", "children", "childrens", "enfant", "enfants", "infantil")
)
# Amlodipine and atenolol behind brands in India; elsewhere words of a sentence.
_LETTERS = frozenset(("a", "at"))
_SUFFIXES = ("suffix", "brand_suffix", "frequency")
# Kinds of words that say something of a dose, so that a suffix behind it is none.
_SAID_OF_A_DOSE = frozenset(("frequency", "instruction", "meal", "with", "form"))


def is_suffix(reading: Reading, index: int, tail: Entry | None) -> bool:
    """Whether a word may stand for a second ingredient of the name before it.

    Args:
        tail: the name that the word belongs to; None where something else was said since.
    """
    line = reading.line
    key, kinds = line.keys[index], line.kinds(index)
    if key in _NIGHT and _is_for_the_night(reading, index):
        return True
    if "suffix" in kinds and "form" in kinds and _is_comp(reading, index):
        return True
    if tail is not None:
        return _belongs_to(reading, index, tail)
    return not kinds.isdisjoint(_SUFFIXES) and _stands_behind_a_strength(reading, index)


def _belongs_to(reading: Reading, index: int, tail: Entry) -> bool:
    line = reading.line
    key, kinds, brand = line.keys[index], line.kinds(index), not tail.ingredient
    if brand and (key in _ROMAN or line.counts(index) or _is_letter(reading, index)):
        return True
    if brand and key in _FOR_CHILDREN and len(tail.substances) > 1:
        return True
    if brand and key == "mr" and reading.substances <= _MUSCLE_BASES:
        return True
    if "company" in kinds and not brand:
        return False  # "Atenolol CF" is made by a company, "Tylenol CF" is for colds and flu
    if "suffix" in kinds:
        # "codeine plus paracetamol" joins two ingredients; "Nurofen plus" is another product.
        return brand or "with" not in kinds or not reading.leads_to_a_name(index + 1)
    return brand and "brand_suffix" in kinds


def _is_for_the_night(reading: Reading, index: int) -> bool:
    """Whether a painkiller is sold with something to sleep: "ibuprofen PM", "acetaminophen night-time"."""
    line = reading.line
    if not reading.substances or not reading.substances <= _NIGHT_BASES:
        return False
    key, before = line.keys[index], line.keys[index - 1] if index else ""
    if key == "pm":
        return not (index and line.tokens[index - 1].number and value(before) <= HALF_A_DAY)
    return (key != "night" or line.following[index] == "time") and reading.is_name(index - 1)


def _is_comp(reading: Reading, index: int) -> bool:
    """Whether "comp" is a combination and no Spanish tablet, which is counted or has its strength before it."""
    line = reading.line
    if index == 0 or reading.is_name(index - 1):
        return False
    return not (line.tokens[index - 1].number or line.is_unit(index - 1))


def _stands_behind_a_strength(reading: Reading, index: int) -> bool:
    """Whether a suffix stands behind the strength of a brand: "Valium 5 Forte", "Covance 50 AT"."""
    line = reading.line
    behind = index - 1
    while (
        behind > 0 and (line.tokens[behind].number or line.is_unit(behind)) and not line.tokens[behind].hard
    ):
        behind -= 1
    if behind == index - 1 or not reading.is_brand(behind) or line.tokens[index].hard:
        return False
    kinds = line.kinds(index)
    if _is_letter(reading, index):
        return True
    return kinds.isdisjoint(_SAID_OF_A_DOSE) and ("indication" not in kinds or line.keys[index] == "forte")


def _is_letter(reading: Reading, index: int) -> bool:
    """Whether capitals behind a brand are letters of its name: "Covance-AT 50", but "Xanax at night"."""
    line = reading.line
    if line.keys[index] not in _LETTERS or line.tokens[index].hard:
        return False
    written = line.stands_out(index) or (line.gap(index) == "-" and line.written(index).isupper())
    last = index + 1 == len(line)
    return written and (last or line.tokens[index + 1].number or "form" in line.kinds(index + 1))
