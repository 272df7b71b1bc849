"""The wire format: nothing lost, one spelling, and a clear word for what is damaged, newer or not ours."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idcard.errors import PayloadError, ProfileError
from idcard.payload import costs, decode, encode, from_bytes, to_bytes, with_crc
from idcard.profile import CONDITIONS, build_profile
from idcard.symbol import page_symbol
from idcard.wire import fields as payload_fields
from idcard.wire.cbor import CborError, dumps, loads
from idcard.wire.codecs import CODECS

MADE_ON = date(2026, 11, 23)
GOLDEN = Path(__file__).parent.parent / "golden" / "payload"
GOOD = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(GOLDEN.glob("good-*.json"))}
BAD = json.loads((GOLDEN / "bad.json").read_text("utf-8"))
by_stem = pytest.mark.parametrize("vector", GOOD.values(), ids=GOOD)


def digits_of(body, *, header=1, tail=b""):
    """The digits of a body made by hand, with a right CRC."""
    data = with_crc(bytes([1, header]) + (body if isinstance(body, bytes) else dumps(body)) + tail)
    return str(int.from_bytes(data, "big"))


@pytest.fixture
def body(person):
    """A card's map of fields, to be changed by hand."""
    return loads(to_bytes(build_profile(person), made_on=MADE_ON)[2:-4])


@by_stem
def test_golden_card_is_read(vector):
    """A card printed with the first version is read for ever, field by field."""
    card = decode(vector["digits"])
    assert card.profile == build_profile(vector["profile"])
    assert card.made_on.isoformat() == vector["made_on"]
    assert [[part.field, part.value] for part in card.unknown_fields] == vector["unknown"]
    assert (card.signature and card.signature.key_id) == vector["key_id"]


@by_stem
def test_golden_card_is_written(vector):
    """The same profile gives the same digits for ever, where this version writes all that is on the card."""
    if vector["unknown"] or vector["key_id"]:
        return
    profile, made_on = build_profile(vector["profile"]), date.fromisoformat(vector["made_on"])
    assert to_bytes(profile, made_on=made_on).hex() == vector["bytes"]
    assert encode(profile, made_on=made_on) == vector["digits"]


@pytest.mark.parametrize("vector", BAD, ids=[vector["name"] for vector in BAD])
def test_bad_digits_are_refused(vector):
    """Each kind of bad digits is refused with its kind, and nothing of them is repeated."""
    with pytest.raises(PayloadError) as caught:
        decode(vector["digits"])
    assert caught.value.kind == vector["kind"]
    assert "printed side" in str(caught.value)


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(st.data(), st.dates(min_value=date(1900, 1, 1)))
def test_every_profile_comes_back(profiles, data, made_on):
    """Reading what was written gives every field back, or the writer said that it is too large."""
    profile = data.draw(profiles)
    try:
        digits = encode(profile, made_on=made_on)
    except ProfileError as error:
        assert "too large" in str(error)
        return
    card = decode(digits)
    assert (card.profile, card.made_on, card.unknown_fields, card.signature) == (profile, made_on, (), None)
    assert card.profile.to_json() == profile.to_json()
    assert encode(card.profile, made_on=card.made_on) == digits


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_as_a_payload(data):
    """Arbitrary bytes, also with a right frame round them, raise PayloadError and nothing else."""
    for candidate in (
        data,
        with_crc(data),
        with_crc(b"\x01\x01" + data),
        with_crc(b"\x01\x21" + data + bytes(68)),
    ):
        with pytest.raises(PayloadError):
            from_bytes(candidate)


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{0,60}"))
def test_any_text_is_refused_as_digits(text):
    """Arbitrary text raises PayloadError and nothing else."""
    with pytest.raises(PayloadError):
        decode(text)


_VALUES = st.recursive(
    st.integers(0, 5000) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(0, 40), inner, max_size=2), max_leaves=5,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(1, 45), _VALUES, min_size=1, max_size=2))
def test_any_value_in_any_field_is_read_or_refused(body, changes):
    """A well-framed card with odd values is a card or a PayloadError, whatever the values are."""
    try:
        digits = digits_of(body | changes)
    except ValueError:
        return  # too many levels: the writer refuses it
    try:
        card = decode(digits)
    except PayloadError as error:
        assert error.kind in ("newer", "not_ours")
        return
    if not card.unknown_fields:
        assert encode(card.profile, made_on=card.made_on) == digits


def test_every_altered_digit_is_found():
    """Any other digit at any place is refused as damaged."""
    digits = GOOD["good-typical"]["digits"]
    for place, right in enumerate(digits):
        for wrong in set("0123456789") - {right}:
            with pytest.raises(PayloadError) as caught:
                decode(digits[:place] + wrong + digits[place + 1 :])
            assert caught.value.kind == ("not_ours" if (place, wrong) == (0, "0") else "damaged")


def test_every_cut_is_found():
    """Digits that end early, at any place, are refused."""
    digits = GOOD["good-typical"]["digits"]
    kinds = set()
    for length in range(len(digits)):
        with pytest.raises(PayloadError) as caught:
            decode(digits[:length])
        kinds.add((length > 0, caught.value.kind))
    assert kinds == {(False, "not_ours"), (True, "damaged")}


def test_the_tables_agree():
    """Every key has a codec, every word of the model a number, and no number is used twice."""
    assert set(payload_fields.KEYS) == set(CODECS) == set(range(1, 38))
    assert set(payload_fields.CONDITION_CODES) == set(CONDITIONS)
    for table in (payload_fields.MODES, payload_fields.ROLES, payload_fields.DOSE_SOURCES,
                  payload_fields.ALLERGY_STATES, payload_fields.CONDITION_CODES):  # fmt: skip
        assert sorted(table.values()) == list(range(1, len(table) + 1))


def test_what_a_later_version_adds_is_counted(body):
    """Keys below 128, cells at the end of a row, and codes that are not known are shown and break nothing."""
    body[57], body[12] = ["text", {3: 4}], [1, 40]
    body[9][0], body[9][1][1] = [12025550123, 1, "day", "", "", 0, "extra"], 77
    card = decode(digits_of(body))
    assert [(part.field, part.value) for part in card.unknown_fields] == [
        ("contacts[0][6]", "extra"), ("contacts[1].role", 77), ("conditions", 40), ("key 57", ["text", {3: 4}]),
    ]  # fmt: skip
    assert card.profile.conditions == ("spinal_injury_t6",)
    assert card.profile.contacts[1].role == "other"


def test_a_pump_that_came_later_takes_the_strictest_rules(body):
    """A pump code that is not known is read as another pump, and said to be unknown."""
    body[4] = 9000
    card = decode(digits_of(body))
    assert card.profile.pump.model == "other"
    assert [(part.field, part.value) for part in card.unknown_fields] == [("pump.model", 9000)]


@pytest.mark.parametrize("key", [10, 14, 37])
def test_a_word_that_must_be_understood_stops_the_reader(body, key):
    """An unknown mode, dose source or allergy state is never guessed at."""
    with pytest.raises(PayloadError) as caught:
        decode(digits_of(body | {key: 40}))
    assert caught.value.kind == "newer"


def test_signature_is_handed_on(body):
    """A signed card is read, and its signature is said to be not checked."""
    card = decode(digits_of(body, header=0x21, tail=b"kid!" + bytes(range(64))))
    assert card.signature.key_id == b"kid!".hex()
    assert card.signature.signature == bytes(range(64)).hex()
    assert card.signature.state == "not checked"


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [
        pytest.param("patient", "born", "1899-12-31", id="day"),
        pytest.param("pump", "implanted", "1899", id="year"),
    ],
)
def test_date_before_1900_is_refused_by_field(person, section, field, value):
    """The format counts days from 1900 on; the writer says which field is before it."""
    person[section][field] = value
    with pytest.raises(ProfileError, match=rf"{section}\.{field} is before 1900"):
        encode(build_profile(person), made_on=MADE_ON)


def test_too_much_is_refused_by_field(person):
    """A card over 600 bytes names its longest parts."""
    person |= {"notes": "n" * 240, "medicines": ["m" * 60] * 5, "other_conditions": ["c" * 60]}
    with pytest.raises(ProfileError) as caught:
        encode(build_profile(person), made_on=MADE_ON)
    assert [field for field, _ in caught.value.problems] == ["medicines", "notes", "other_conditions"]


def test_costs_add_up(person):
    """What the fields cost is what the card is long: two bytes of map and header are all that is left."""
    person["notes"] = "n" * 100
    profile = build_profile(person)
    sizes = costs(profile, made_on=MADE_ON)
    assert sizes[0] == ("notes", 103)
    assert sum(size for _, size in sizes) == len(to_bytes(profile, made_on=MADE_ON)) - 2 - 4 - 1


def test_a_typical_card_stays_in_version_12(person):
    """The card of the design's sketch scans from 25 mm: version 12 or less behind a prefix of 24 characters."""
    person["patient"]["name"] = "Alexandra Sample-Featherstone"
    digits = encode(build_profile(person), made_on=MADE_ON)
    assert len("https://p.example.org/c#") == 24
    assert page_symbol("https://p.example.org", digits).version <= 12


def test_a_fraction_of_a_thousandth_is_not_rounded():
    """The model has two decimals; a codec that is given more refuses instead of rounding a dose."""
    with pytest.raises(CborError, match="more than three decimals"):
        CODECS[6].write(Decimal("480.0001"))
    assert CODECS[6].write(Decimal("480.125")) == 480125
