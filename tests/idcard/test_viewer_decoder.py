"""The browser's decoder against the vectors of the Python one: the same facts, the same refusals."""

import contextlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idcard.errors import PayloadError, ProfileError
from idcard.payload import decode as python_decode
from idcard.payload import encode, with_crc
from idcard.pumps import load_pumps
from idcard.wire import fields as payload_fields
from idcard.wire.cbor import CborError, dumps, loads

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
    assert decode(digits[:length] for length in range(len(digits))) == [["not_ours"]] + [["damaged"]] * (
        len(digits) - 1
    )


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


def outcome(digits):
    """What Python makes of digits, in the browser's shape."""
    try:
        card = python_decode(digits)
    except PayloadError as error:
        return [error.kind]
    unknown = [[part.field, json.loads(json.dumps(part.value))] for part in card.unknown_fields]
    return {
        "profile": json.loads(card.profile.to_json()),
        "made_on": card.made_on.isoformat(),
        "unknown": unknown,
        "signature": None,
    }


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_card_is_read_alike(decode, profiles, data):
    """Every card that Python writes is read by the browser, with the same fields."""
    digits = []
    for profile in data.draw(st.lists(profiles, min_size=5, max_size=10)):
        with contextlib.suppress(ProfileError):  # too large for a symbol
            digits.append(encode(profile, made_on=date(2026, 11, 23)))
    assert decode(digits) == [outcome(text) for text in digits]


_ODD = st.recursive(
    st.sampled_from([0, 1, 2, 3, 5, 8, 9, 10, 13, 119, 5000, 480000, 12025550143, "", "x", "en", " x", "x\u200d", "A" * 61, "e\u0301"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(0, 40), inner, max_size=2), max_leaves=6,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(st.integers(0, 130), _ODD, min_size=1, max_size=2), min_size=20, max_size=40))
def test_odd_cards_are_read_or_refused_alike(decode, changes):
    """Cards with a right frame and odd values get the same answer from both readers."""
    body = loads(bytes.fromhex(GOOD["good-typical"]["bytes"])[2:-4])
    digits = []
    for change in changes:
        with contextlib.suppress(CborError):  # more levels than can be written
            data = with_crc(b"\x01\x01" + dumps(body | change))
            digits.append(str(int.from_bytes(data, "big")))
    assert decode(digits) == [outcome(text) for text in digits]
