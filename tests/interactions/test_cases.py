"""Written lists of invented people against the shipped table and names: nothing lost, nothing invented."""

import tomllib
from pathlib import Path

import pytest

from idcard.app import create_app
from interactions import check, default_table
from interactions.present import show
from interactions.text import report_text

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
case = pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in CASES])


def report_of(written):
    """The report on a written case."""
    return check(written["lines"], **written.get("context", {}))


@case
def test_a_written_list_gets_the_cautions_that_it_should_and_no_others(case):
    """Right class, right severity, one finding for each class."""
    found = [(finding.id.split("/")[0], str(finding.severity)) for finding in report_of(case).cautions]

    assert len(found) == len(dict(found))
    assert dict(found) == case["findings"]


@case
def test_every_written_line_comes_back_and_the_unread_ones_are_named(case):
    """No line dropped, doubled or passed over in silence."""
    report = report_of(case)

    assert [line.text for line in report.lines] == case["lines"]
    assert [report.lines[index].text for index in report.not_checked] == case["not_checked"]


@case
def test_the_reader_is_told_every_unknown_once(case):
    """What would make a finding worse stands in the answer, and not again with each finding."""
    report = report_of(case)
    text = list(report_text(show(report, default_table())))
    for unknown in {each.text for finding in report.cautions for each in finding.unknown}:
        assert sum(unknown.removesuffix("not known.") in line for line in text) == 1


def test_there_are_enough_cases_of_every_kind():
    """Forty lists at least, every situation among them."""
    assert len(CASES) >= 40
    assert {each.get("context", {}).get("situation", "routine") for each in CASES} == {
        "routine", "withdrawal", "overdose", "procedure", "unsure",
    }  # fmt: skip


def test_the_print_shows_what_a_minor_caution_depends_on():
    """Where the situations differ the filed page holds both readings, for a minor caution too."""
    client = create_app().test_client()
    html = client.post("/check", data={"list": "sertraline 50 mg", "situation": "unsure"}).get_data(
        as_text=True
    )
    printed = html.split('<section class="print">', 1)[1]

    assert "It depends, read below" in printed
    assert "Suspected withdrawal:" in printed
    assert "Suspected overdose:" in printed


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Tramadol 50 mg, Augentropfen abends", "opioids"),
        ("Oxycodon 10 mg und Salbe", "opioids"),
        ("Citalopram 20 mg and vaginal cream", "ssri-and-snri"),
        ("Hydroxyzine 25 mg nocte for cutaneous itch", "sedating-antihistamines"),
        ("Amitriptyline 10 mg nocte ocular migraine", "tricyclics"),
        ("Lorazepam 1 mg cream-coloured", "benzodiazepines"),
        ("Baclofen 10 mg tds for spinal spasticity", "oral-baclofen"),
        ("Baclofen 10 mg im Wechsel", "oral-baclofen"),
        ("iv) Baclofen 10 mg tablets", "oral-baclofen"),
        ("Baclofen und Pflaster alle 72 Stunden", "oral-baclofen"),
    ],
)
def test_no_word_about_something_else_silences_a_caution(line, row):
    """A disease, a colour, a second medicine or a list mark gives tablets no local way in."""
    assert row in {finding.id.split("/")[0] for finding in check([line]).cautions}
