"""The strict CBOR subset: one value, one spelling, everything else refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idcard.wire.cbor import LARGEST_INTEGER, CborError, dumps, loads

_INTEGERS = st.integers(0, LARGEST_INTEGER)
_LEAVES = _INTEGERS | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def _levels(inner):
    return inner | st.lists(inner, max_size=4) | st.dictionaries(_INTEGERS, inner, max_size=4)


VALUES = _levels(_levels(_levels(_levels(_LEAVES))))


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        # appendix A of RFC 8949
        pytest.param(0, "00", id="zero"),
        pytest.param(23, "17", id="largest in the first byte"),
        pytest.param(24, "1818", id="smallest in one more byte"),
        pytest.param(100, "1864", id="one more byte"),
        pytest.param(1000, "1903e8", id="two more bytes"),
        pytest.param(1000000, "1a000f4240", id="four more bytes"),
        pytest.param(1000000000000, "1b000000e8d4a51000", id="eight more bytes"),
        pytest.param("", "60", id="empty text"),
        pytest.param("IETF", "6449455446", id="text"),
        pytest.param("\u6c34", "63e6b0b4", id="text of three bytes"),
        pytest.param([], "80", id="empty array"),
        pytest.param([1, [2, 3], [4, 5]], "8301820203820405", id="nested arrays"),
        pytest.param({}, "a0", id="empty map"),
        pytest.param({1: 2, 3: 4}, "a201020304", id="map"),
        # by hand
        pytest.param({300: 1, 2: 2, 24: 3}, "a30202181803" + "19012c01", id="keys are sorted"),
        pytest.param(LARGEST_INTEGER, "1b001fffffffffffff", id="largest number"),
    ],
)
def test_values_are_spelled_as_the_standard_says(value, spelled):
    """Examples of RFC 8949 and the limits of the subset come out byte for byte, and come back."""
    assert dumps(value).hex() == spelled
    assert loads(bytes.fromhex(spelled)) == value


@pytest.mark.parametrize(
    ("spelled", "reason"),
    [
        pytest.param("", "ends too early", id="nothing"),
        pytest.param("18", "ends too early", id="argument missing"),
        pytest.param("6261", "ends too early", id="text cut"),
        pytest.param("8201", "ends too early", id="array cut"),
        pytest.param("a101", "ends too early", id="map cut"),
        pytest.param("9b001fffffffffffff", "ends too early", id="array that claims to be endless"),
        pytest.param("0000", "after its end", id="bytes left over"),
        pytest.param("1817", "shortest", id="23 in two bytes"),
        pytest.param("1900ff", "shortest", id="255 in three bytes"),
        pytest.param("1a0000ffff", "shortest", id="65535 in five bytes"),
        pytest.param("1b00000000ffffffff", "shortest", id="2^32-1 in nine bytes"),
        pytest.param("780161", "shortest", id="text length not shortest"),
        pytest.param("1b0020000000000000", "2\\^53", id="2^53"),
        pytest.param("1bffffffffffffffff", "2\\^53", id="2^64-1"),
        pytest.param("20", "type", id="negative number"),
        pytest.param("4161", "type", id="byte string"),
        pytest.param("c101", "type", id="tag"),
        pytest.param("f4", "type", id="false"),
        pytest.param("f6", "type", id="null"),
        pytest.param("f93c00", "type", id="float"),
        pytest.param("9fff", "open or reserved", id="array without length"),
        pytest.param("7f6161ff", "open or reserved", id="text in pieces"),
        pytest.param("1c", "open or reserved", id="reserved length"),
        pytest.param("61ff", "UTF-8", id="not UTF-8"),
        pytest.param("63eda080", "UTF-8", id="half of a surrogate pair"),
        pytest.param("62c080", "UTF-8", id="zero in two bytes"),
        pytest.param("a161616162", "key", id="text as key"),
        pytest.param("a201020103", "twice", id="key twice"),
        pytest.param("a203040102", "out of order", id="keys unsorted"),
        pytest.param("8181818180", "levels", id="five levels of arrays"),
        pytest.param("a101a101a101a101a0", "levels", id="five levels of maps"),
    ],
)
def test_what_is_outside_the_subset_is_refused(spelled, reason):
    """Each other spelling, type or depth gets its own words."""
    with pytest.raises(CborError, match=reason):
        loads(bytes.fromhex(spelled))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(-1, id="negative"),
        pytest.param(LARGEST_INTEGER + 1, id="too large"),
        pytest.param(True, id="a truth value"),
        pytest.param(1.5, id="a fraction"),
        pytest.param(None, id="nothing"),
        pytest.param(b"a", id="bytes"),
        pytest.param({"a": 1}, id="text as key"),
        pytest.param([[[[[]]]]], id="five levels"),
    ],
)
def test_what_cannot_be_read_is_not_written(value):
    """The writer refuses whatever the reader would refuse."""
    with pytest.raises(CborError):
        dumps(value)


@given(VALUES)
def test_every_value_comes_back(value):
    """Writing and reading is the identity."""
    assert loads(dumps(value)) == value


@given(st.binary(max_size=40))
def test_any_bytes_are_one_spelling_or_refused(data):
    """Whatever is read is written with the same bytes again, and nothing else is raised."""
    try:
        value = loads(data)
    except CborError:
        return
    assert dumps(value) == data
