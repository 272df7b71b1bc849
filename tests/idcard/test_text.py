"""What people type becomes exact, or is refused with a sentence that says what to do."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idcard import text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("480", "480", id="whole"),
        pytest.param("19.5", "19.5", id="point"),
        pytest.param("19,5", "19.5", id="decimal comma"),
        pytest.param(" 2000 ", "2000", id="spaces around"),
        pytest.param("0.25", "0.25", id="leading zero"),
        pytest.param("480.00", "480", id="trailing zeros are dropped"),
        pytest.param("1250", "1250", id="a thousand without separator"),
    ],
)
def test_a_plain_number_is_read_exactly(written, number):
    """Point or comma, the number is the one on the clinic's paper."""
    assert text.exact_number(written) == Decimal(number)
    assert str(text.exact_number(written)) == number


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param("1,250", "two ways", id="a comma before three digits"),
        pytest.param("1.250", "two ways", id="a point before three digits"),
        pytest.param("19.555", "two ways", id="three decimals"),
        pytest.param("1234.567", "2 decimals", id="three decimals of a thousand"),
        pytest.param("1_000", "plain number", id="underscore"),
        pytest.param("1e9", "plain number", id="exponent"),
        pytest.param("NaN", "plain number", id="not a number"),
        pytest.param("٤٨٠", "plain number", id="Arabic digits"),
        pytest.param("-5", "plain number", id="negative"),
        pytest.param("+5", "plain number", id="sign"),
        pytest.param("480 mcg", "plain number", id="unit"),
        pytest.param(".5", "plain number", id="no leading zero"),
        pytest.param("", "plain number", id="nothing"),
        pytest.param("12345678", "plain number", id="eight digits"),
    ],
)
def test_an_ambiguous_or_odd_number_is_refused(written, says):
    """A number that can be read in two ways is never guessed at."""
    with pytest.raises(ValueError, match=says):
        text.exact_number(written)


@given(st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False, allow_infinity=False))
def test_every_number_survives_being_written_and_read(number):
    """Reading what was written gives the same number, with a comma as with a point."""
    assert text.exact_number(f"{number:f}") == number
    assert text.exact_number(f"{number:f}".replace(".", ",")) == number


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_sentence(written):
    """No input of any kind brings down the reader of numbers."""
    try:
        assert text.exact_number(written).is_finite()
    except ValueError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("  Ana   María ", "Ana María", id="spaces"),
        pytest.param("Jose\u0301", "José", id="composed"),
        pytest.param("Nguyễn Đặng", "Nguyễn Đặng", id="two marks on a letter"),
        pytest.param("علی\u200cرضا", "علی\u200cرضا", id="zero-width non-joiner"),
    ],
)
def test_text_is_kept_in_one_form(written, kept):
    """The same name typed on two keyboards is the same name."""
    assert text.clean_text(written) == kept


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param("Sam\nSample", "cannot be seen", id="line break"),
        pytest.param("Sam\u202eelpmaS", "cannot be seen", id="right-to-left override"),
        pytest.param("Sam\u2066", "cannot be seen", id="isolate"),
        pytest.param("Sam\x00", "cannot be seen", id="null"),
        pytest.param("Sam\ud800", "cannot be seen", id="lone surrogate"),
        pytest.param("Za" + "\u0300" * 6, "marks", id="stack of marks"),
        pytest.param("   ", "empty", id="only spaces"),
        pytest.param("", "empty", id="empty"),
    ],
)
def test_text_that_hides_something_is_refused(written, says):
    """What a reader cannot see must not be on a card."""
    with pytest.raises(ValueError, match=says):
        text.clean_text(written)


@given(st.text(max_size=60))
def test_clean_text_is_stable(written):
    """Cleaning twice changes nothing more."""
    try:
        once = text.clean_text(written)
    except ValueError:
        return
    assert text.clean_text(once) == once


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        pytest.param("2024", date(2024, 1, 1), date(2024, 12, 31), id="year"),
        pytest.param("2024-02", date(2024, 2, 1), date(2024, 2, 29), id="month of a leap year"),
        pytest.param("2023-02", date(2023, 2, 1), date(2023, 2, 28), id="month of a common year"),
        pytest.param("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), id="leap day"),
    ],
)
def test_a_partial_date_spans_the_days_it_can_mean(partial, first, last):
    """Where only the year is known, no day is invented."""
    assert text.partial_date(partial) == partial
    assert (text.earliest_day(partial), text.latest_day(partial)) == (first, last)


@pytest.mark.parametrize(
    "written", ["2023-02-29", "2024-13", "2024-00", "0000", "24", "2024-2-9", "02/03/2024", "२०२४"]
)
def test_a_day_that_does_not_exist_is_refused(written):
    """The calendar decides, not the pattern."""
    with pytest.raises(ValueError, match=r"not a date|does not exist"):
        text.partial_date(written)


def test_a_full_date_needs_its_day():
    """A month is not enough where a day is asked."""
    assert text.full_date("2026-11-02") == date(2026, 11, 2)
    with pytest.raises(ValueError, match="a day, a month and a year"):
        text.full_date("2026-11")


@pytest.mark.parametrize(
    ("written", "stored", "printed"),
    [
        pytest.param("+1 202 555 0143", "+12025550143", "+1 202-555-0143", id="US"),
        pytest.param("+44 (20) 7946-0018", "+442079460018", "+44 20 7946 0018", id="UK with brackets"),
        pytest.param("+12025550143;ext=12", "+12025550143;ext=12", "+1 202-555-0143 ext. 12", id="extension"),
    ],
)
def test_a_phone_number_is_stored_as_e164_and_printed_internationally(written, stored, printed):
    """What is dialled from abroad in the night must work."""
    assert text.phone_number(written) == stored
    assert text.phone_words(stored) == printed
    assert text.phone_is_in_use(stored)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param("202 555 0143", "country code", id="national"),
        pytest.param("+1 202 555", "too short", id="short"),
        pytest.param("+1 202 555 0143 0000", "too", id="long"),
        pytest.param("+999 12345678", "country", id="no such country"),
        pytest.param("+1 800 FLOWERS", "not part of a phone number", id="letters"),
        pytest.param("+1 202 555 0143;ext=a", "extension", id="extension of letters"),
        pytest.param("+١٢٠٢٥٥٥٠١٤٣", "not part of a phone number", id="Arabic digits"),
        pytest.param("+", "phone number", id="plus alone"),
    ],
)
def test_what_is_no_phone_number_is_refused(written, says):
    """Each mistake gets its own remedy."""
    with pytest.raises(ValueError, match=says):
        text.phone_number(written)


def test_a_number_of_no_range_is_told_apart():
    """A number can be of the right length and still belong to nobody."""
    assert not text.phone_is_in_use("+15551234567")
