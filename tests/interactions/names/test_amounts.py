import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.names.amounts import levels, strengths, unglued, value
from interactions.names.match import Matcher
from interactions.names.sentence import Reading, Sentence
from interactions.names.text import written


def _strengths(names, text):
    line = unglued(Sentence(text, names))
    return [
        (written(text, line.tokens[first], line.tokens[last]), parts)
        for first, last, parts in strengths(line)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("5/325", [("5/325", 2)], id="slash"),
        pytest.param("50 mg/12.5 mg", [("50 mg/12.5 mg", 2)], id="units"),
        pytest.param("50/12,5/5 mg", [("50/12,5/5 mg", 3)], id="three"),
        pytest.param("200 mg + 30 mg", [("200 mg + 30 mg", 2)], id="plus"),
        pytest.param("20 mg und 12,5 mg", [("20 mg und 12,5 mg", 2)], id="and"),
        pytest.param("20 mg/g + 225 mg/g", [("20 mg/g + 225 mg/g", 2)], id="in an ointment"),
        pytest.param("5-325", [("5-325", 2)], id="hyphen, rising steeply"),
        pytest.param("2.5/5 and 5/10", [("2.5/5", 2), ("5/10", 2)], id="two of them"),
        pytest.param("30 + 500", [("30 + 500", 2)], id="plus without units"),
        pytest.param("100 + 8", [("100 + 8", 2)], id="plus, the second one small"),
        pytest.param("2/0.5", [("2/0.5", 2)], id="two and a half"),
        pytest.param("50/12", [("50/12", 2)], id="more than a year has months"),
        pytest.param("100 mg 25 mg", [("100 mg 25 mg", 2)], id="beside each other"),
        pytest.param("160 mg, 12,5 mg", [("160 mg, 12,5 mg", 2)], id="beside each other with a comma"),
        pytest.param("10mg 325mg", [("10mg 325mg", 2)], id="more than anybody takes of the first"),
        pytest.param("5\u2013325", [("5\u2013325", 2)], id="en dash"),
    ],
)
def test_strengths_of_several_ingredients_are_seen(names, text, found):
    """However registers and people join them."""
    assert _strengths(names, text) == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1-0-1", id="scheme"),
        pytest.param("1+0+1", id="scheme with plus"),
        pytest.param("1/2", id="half a tablet"),
        pytest.param("5/7", id="five days"),
        pytest.param("2/52", id="two weeks"),
        pytest.param("3/12", id="three months"),
        pytest.param("12/03/2026", id="date"),
        pytest.param("1/1000", id="dilution"),
        pytest.param("5-10 mg", id="range"),
        pytest.param("2.5 - 5 mg", id="range with blanks"),
        pytest.param("10 mg/5 ml", id="concentration"),
        pytest.param("25 mcg/h", id="an hour"),
        pytest.param("120/80 mmHg", id="blood pressure"),
        pytest.param("1.2.3/4", id="no number"),
        pytest.param("10 mg, 20 mg", id="two doses"),
        pytest.param("300 mg 600 mg", id="two tablets"),
        pytest.param("20 mg (10 mg)", id="half a tablet"),
        pytest.param("10 mg 10 mg/ml", id="strength of a solution"),
        pytest.param("10\u201320 mg", id="range with an en dash"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_numbers_beside_each_other_are_no_strengths(names, text):
    """Schemes, dates, ranges, dilutions and concentrations say nothing of a second ingredient."""
    assert _strengths(names, text) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("Baclofen10mgTDS", ["baclofen", "10", "mg", "tds"], id="unit and frequency"),
        pytest.param("fentanyl 25mcgpatch", ["fentanyl", "25", "mcg", "patch"], id="unit and form"),
        pytest.param("10MGNOCTE", ["10", "mg", "nocte"], id="capitals"),
        pytest.param("10mgzorbex", ["10", "mgzorbex"], id="an unknown word stays whole"),
        pytest.param("20 MGTAB", ["20", "mg", "tab"], id="a blank between"),
        pytest.param("30 Gauge", ["30", "gauge"], id="no gram of an eye"),
        pytest.param("10mg tds", ["10", "mg", "tds"], id="nothing glued"),
    ],
)
def test_a_unit_is_cut_from_the_word_glued_to_it(names, text, keys):
    """Only behind a number, and only where the rest is a known word."""
    line = unglued(Sentence(text, names))

    assert line.keys == keys
    assert [written(text, token, token).casefold() for token in line.tokens] == keys


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("morphine 0.7 mmol/L", ["0.7 mmol/L"], id="beside an ingredient"),
        pytest.param("morphine 20 ng/ml", ["20 ng/ml"], id="nanograms"),
        pytest.param("morphine 10 mg/ml", [], id="strength of a solution"),
        pytest.param("morphine 40 mmol/L infusion", [], id="contents of a bag"),
        pytest.param("morphine 10 mg, 0.7 mmol/L", [], id="beside the dose"),
        pytest.param("OxyContin 0.7 mmol/L", [], id="beside a product"),
        pytest.param("morphine 10 mg", [], id="no level"),
    ],
)
def test_a_level_in_the_blood_is_no_dose(names, text, found):
    """A level beside an ingredient is told from what a medicine is made of."""
    line = Sentence(text, names)
    reading = Reading(line, Matcher(line).marks())

    assert [written(text, line.tokens[first], line.tokens[last]) for first, last in levels(reading)] == found


@given(st.from_regex(r"\A[0-9]{1,6}([.,][0-9]{1,3})?\Z"))
def test_a_number_is_read_with_point_and_with_comma(number):
    """Both are the same number, and every number has a value."""
    assert value(number) == value(number.replace(",", ".")) == float(number.replace(",", "."))


def test_what_only_looks_like_a_number_is_none():
    """A version or a date with stops has no value."""
    assert value("1.2.3") == 0
