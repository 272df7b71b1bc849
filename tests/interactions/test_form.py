"""The form: what was typed becomes a context, and an accepted suggestion stays visible."""

import pytest

from interactions.errors import ListError
from interactions.form import Form, arguments, json_arguments, read_form
from interactions.names import split_lines


def test_an_empty_form_knows_nothing():
    """Not answered is not known, never no."""
    given = arguments(read_form({"list": "morphine"}, [], [], split_lines), split_lines)

    assert given == {
        "lines": ["morphine"], "situation": "routine", "oral_baclofen": None, "egfr": None, "age": None,
        "conditions": [], "without": [], "pump_drugs": [],
    }  # fmt: skip


def test_three_answers_are_three_things():
    """Yes, no and not known."""
    sent = {
        "list": "a\r\nb", "oral_baclofen": "no", "egfr": " 45,5 ", "age": "7", "condition-renal": "yes",
        "condition-epilepsy": "no", "pump_other": "yes", "pump_drugs": "morphine; clonidine;", "situation": "unsure",
    }  # fmt: skip
    given = arguments(read_form(sent, [], [], split_lines), split_lines)

    assert given["lines"] == ["a", "b"]
    assert given["oral_baclofen"] is False
    assert (given["egfr"], given["age"]) == (45.5, 7.0)
    assert (given["conditions"], given["without"]) == (["renal"], ["epilepsy"])
    assert given["pump_drugs"] == ["morphine", "clonidine"]
    assert arguments(Form(list="a", pump_other="no"), split_lines)["without"] == ["pump_drugs"]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        pytest.param(Form(oral_baclofen="maybe"), "oral_baclofen", id="an answer that is not offered"),
        pytest.param(Form(conditions={"renal": "1"}), "renal", id="a condition"),
        pytest.param(Form(egfr="n/a"), "egfr", id="words"),
        pytest.param(Form(egfr="-1"), "egfr", id="a sign"),
        pytest.param(Form(egfr="1,2,3"), "egfr", id="two commas"),
        pytest.param(Form(egfr="٤٥"), "egfr", id="other digits"),
        pytest.param(Form(age="1e3"), "age", id="an exponent"),
        pytest.param(Form(age="1234567890"), "age", id="too long"),
        pytest.param(Form(pump_other="yes"), "pump_drugs", id="another drug without its name"),
    ],
)
def test_a_wrong_answer_is_refused_by_field(form, field):
    """Nothing wrong is taken for not known."""
    sent = {
        "oral_baclofen": form.oral_baclofen,
        "egfr": form.egfr,
        "age": form.age,
        "pump_other": form.pump_other,
    }
    full = read_form(
        {**sent, **{f"condition-{k}": v for k, v in form.conditions.items()}}, [], [], split_lines
    )

    with pytest.raises(ListError) as refused:
        arguments(full, split_lines)
    assert refused.value.field == field


def test_an_accepted_suggestion_changes_its_line_and_is_remembered():
    """The record shows what was first written, also after a second correction of the same line."""
    first = read_form({"list": "a\nmorfin 5 mgg\nmorfin"}, ["1|morfin|morphine"], [], split_lines)
    assert first.list == "a\nmorphine 5 mgg\nmorfin"
    assert first.replaced == (("morfin 5 mgg", "morphine 5 mgg"),)

    kept = [f"{old}\r\n{new}" for old, new in first.replaced]
    second = read_form({"list": first.list}, ["1|mgg|mg"], kept, split_lines)
    assert second.replaced == (("morfin 5 mgg", "morphine 5 mg"),)

    third = read_form({"list": "a"}, [], kept, split_lines)
    assert third.replaced == ()


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param("1|zzz|morphine", id="a word that is not there"),
        pytest.param("9|a|morphine", id="a line that is not there"),
        pytest.param("x|a|morphine", id="no number"),
        pytest.param("²|a|morphine", id="no digit"),
        pytest.param("0|a", id="no suggestion"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_choice_that_does_not_fit_changes_nothing(choice):
    """A list that was edited meanwhile stays as it was edited."""
    assert read_form({"list": "a\nb"}, [choice], ["x", "a\nb\nc"], split_lines) == read_form(
        {"list": "a\nb"}, [], [], split_lines
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param([], "body", id="a list"),
        pytest.param({"lines": ["a"], "name": "x"}, "body", id="a key that is not wanted"),
        pytest.param({}, "lines", id="no lines"),
        pytest.param({"lines": None}, "lines", id="null lines"),
        pytest.param({"lines": ["a"], "situation": 1}, "situation", id="situation as a number"),
        pytest.param({"lines": ["a"], "situation": ["routine"]}, "situation", id="situation as a list"),
    ],
)
def test_a_wrong_body_is_refused_by_field(body, field):
    """The name of a key is never echoed: it may be a patient's."""
    with pytest.raises(ListError) as refused:
        json_arguments(body)
    assert refused.value.field == field


def test_null_is_the_same_as_left_out():
    """Unknown context is null."""
    assert json_arguments({"lines": ["a"], "egfr": None}) == {"lines": ["a"]}
