"""The browser's decoder against the vectors of the Python one: the same facts, the same refusals."""

import json
from pathlib import Path

import pytest

from idcard import payload_fields
from idcard.pumps import load_pumps

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent.parent / "golden" / "payload"
GOOD = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(GOLDEN.glob("good-*.json"))}
BAD = json.loads((GOLDEN / "bad.json").read_text("utf-8"))
SLUGS = {str(pump.code): slug for slug, pump in load_pumps().items()}

# Gives [kind] of a refusal, the card otherwise; any other error is a defect and comes out as it is.
DECODE = """(given) => given.map((digits) => {
    try { return pumpcard.decode(digits, SLUGS); }
    catch (error) { if (error instanceof pumpcard.Refused) return [error.kind]; throw error; }
})""".replace("SLUGS", json.dumps(SLUGS))


@pytest.fixture
def decode(viewer):
    """Decodes many digits in one browser page."""
    page = viewer()
    return lambda digits: page.evaluate(DECODE, list(digits))


def test_golden_cards_are_read(decode):
    """Every good vector gives the profile that Python reads, field by field."""
    for vector, card in zip(GOOD.values(), decode(vector["digits"] for vector in GOOD.values()), strict=True):
        assert card["profile"] == vector["profile"]
        assert card["made_on"] == vector["made_on"]
        assert card["unknown"] == vector["unknown"]
        assert (card["signature"] and card["signature"]["key_id"]) == vector["key_id"]


def test_bad_digits_are_refused(decode):
    """Every bad vector is refused with the kind that Python gives it."""
    kinds = decode(vector["digits"] for vector in BAD)
    assert {vector["name"]: kind for vector, kind in zip(BAD, kinds, strict=True)} == {
        vector["name"]: [vector["kind"]] for vector in BAD
    }


def test_every_altered_digit_is_found(decode):
    """Any other digit at any place is refused as damaged, or as not ours where it is a leading zero."""
    digits = GOOD["good-typical"]["digits"]
    altered = [
        digits[:place] + wrong + digits[place + 1 :]
        for place, right in enumerate(digits) for wrong in "0123456789" if wrong != right
    ]  # fmt: skip
    kinds = decode(altered)
    assert kinds.count(["damaged"]) == len(altered) - 1
    assert kinds[[text[0] for text in altered].index("0")] == ["not_ours"]


def test_every_cut_is_found(decode):
    """Digits that end early, at any place, are refused."""
    digits = GOOD["good-typical"]["digits"]
    assert decode(digits[:length] for length in range(len(digits))) == [["not_ours"]] + [["damaged"]] * (len(digits) - 1)


def test_the_tables_agree(viewer):
    """Keys and codes are those of the Python reader."""
    page = viewer()
    assert page.evaluate("pumpcard.keys") == {str(key): path for key, path in payload_fields.KEYS.items()}
    assert page.evaluate("pumpcard.tables") == {
        "MODES": dict(payload_fields.MODES),
        "DOSE_SOURCES": dict(payload_fields.DOSE_SOURCES),
        "ALLERGY_STATES": dict(payload_fields.ALLERGY_STATES),
        "ROLES": dict(payload_fields.ROLES),
        "CONDITIONS": dict(payload_fields.CONDITION_CODES),
    }
