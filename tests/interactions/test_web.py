"""The page and the JSON route, against the tiny table."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined

import interactions.web
from interactions.errors import TableError

ROOT = Path(__file__).parent.parent.parent
BIG = 10_001


@pytest.fixture
def client(tiny, monkeypatch):
    """A small app with this blueprint alone, the real templates and the tiny table."""
    import importlib

    checking = importlib.import_module("interactions.check")
    conftest = importlib.import_module("interactions.web")
    from interactions.model import FoundSubstance, Line, LineStatus

    def read(text):
        found = tuple(FoundSubstance(name=n, written=n) for n in tiny.substances if n in text)
        status = LineStatus.RECOGNISED if found else LineStatus.NOT_RECOGNISED
        left = () if found else (text.split()[0],)
        return Line(
            text=text,
            status=status,
            substances=found,
            leftover=left,
            suggestions=() if found else ("morphine",),
        )

    monkeypatch.setattr(checking, "resolve", read)
    monkeypatch.setattr(checking, "default_table", lambda: tiny)
    monkeypatch.setattr(conftest, "default_table", lambda: tiny)
    app = Flask("small", template_folder=str(ROOT / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = lambda name: f"/static/{name}"
    app.register_blueprint(interactions.web.bp)
    return app.test_client()


def page(client, **fields):
    """The page after the form was sent."""
    return client.post("/check", data=fields).get_data(as_text=True)


def test_the_form_opens_at_routine_and_from_the_emergency_page_at_unsure(client):
    """The default is the safe one for each door; an unknown word in the address is routine."""
    for query, wanted in (("", "routine"), ("?situation=unsure", "unsure"), ("?situation=<b>", "routine")):
        html = client.get(f"/check{query}").get_data(as_text=True)
        assert f'value="{wanted}" checked' in html
        assert html.count(" checked") == 1
        assert "<b>" not in html


def test_the_answer_shows_first_what_was_not_checked(client):
    """The box stands above every card."""
    html = page(client, list="morphine\nfrobnicol 5 mg\ndiazepam\nibuprofen")

    assert "3 of 4 lines checked" in html
    assert html.index("frobnicol") < html.index("Opioids")
    assert html.index("Not checked:") < html.index("Usually avoid")
    assert "may hide a caution" in html


def test_a_major_card_is_open_and_the_minor_ones_are_folded(client):
    """Only why and sources of a major one are behind a disclosure."""
    html = page(client, list="morphine\nramipril")
    card, folded = html.index('class="card major"'), html.index("Minor and notes (1)")

    assert card < html.index("Call the prescriber.") < html.index("Why, how sure, sources") < folded
    assert "<details" not in html[card : html.index("Call the prescriber.", card)]
    assert "Do not stop it abruptly." in html


def test_nothing_found_is_no_clearance(client):
    """The words "none in this table", and what no check looks at."""
    html = page(client, list="frobnicol")

    assert "None in this table" in html
    assert "Allergies." in html
    assert "No clinician has signed" in html


def test_unsure_shows_both_readings(client):
    """Side by side, each with its own action."""
    html = page(client, list="diazepam", situation="unsure")

    assert "It depends, read below" in html
    assert "Suspected withdrawal:" in html
    assert "Suspected overdose:" in html


def test_a_suggestion_is_accepted_by_the_reader_only(client):
    """It is offered, chosen, checked, and the record keeps what was written."""
    html = page(client, list="frobnicol 5 mg")
    assert 'name="accept-0" value="0|frobnicol|morphine"' in html

    html = page(client, **{"list": "frobnicol 5 mg", "accept-0": "0|frobnicol|morphine"})
    assert "1 of 1 line checked" in html
    assert "<bdi>frobnicol 5 mg</bdi> was checked as <bdi>morphine 5 mg</bdi>" in html
    assert 'name="replaced" value="frobnicol 5 mg&#10;morphine 5 mg"' in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"list": ""}, "no medicine is written", id="empty"),
        pytest.param({}, "no medicine is written", id="no field at all"),
        pytest.param({"list": "x\n" * BIG}, "10001 lines", id="too many lines"),
        pytest.param({"list": "x" * 20_000}, "line 1 has 20000 characters", id="a long line"),
        pytest.param({"list": "morphine", "egfr": "-1"}, "write a number", id="eGFR below zero"),
        pytest.param({"list": "morphine\n%PDF-1.7"}, "PDF", id="a PDF"),
        pytest.param({"list": "morphine\0"}, "line 1", id="null byte"),
        pytest.param({"list": "morphine", "egfr": "n/a"}, "write a number", id="eGFR in words"),
        pytest.param({"list": "morphine", "egfr": "201"}, "from 0 to 200", id="eGFR too high"),
        pytest.param({"list": "morphine", "age": "12.5"}, "whole years", id="half a year"),
        pytest.param({"list": "morphine", "situation": "party"}, "one of routine", id="situation"),
        pytest.param({"list": "morphine", "condition-renal": "x"}, "choose yes, no", id="condition"),
    ],
)
def test_a_bad_form_comes_back_filled_with_422(client, fields, words):
    """Nothing is checked, the field is named, what was typed is there again."""
    response = client.post("/check", data=fields)
    html = response.get_data(as_text=True)

    assert response.status_code == 422
    assert words in html
    assert "Nothing was checked" in html
    assert "lines checked" not in html
    if fields.get("list") == "morphine":
        assert ">\nmorphine</textarea>" in html or ">morphine</textarea>" in html


def test_what_was_typed_is_shown_as_text(client):
    """Markup in a list stays text, everywhere on the page."""
    html = page(client, list='<script>alert(1)</script>\n"><img src=x>', pump_drugs="<i>", pump_other="yes")

    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<i>" not in html


def test_the_page_works_without_script_and_inline_style(client):
    """The content security policy forbids both."""
    html = page(client, list="morphine\nzzz\ndiazepam", situation="unsure")

    assert "<script" not in html
    assert "style=" not in html
    assert " on" + "click" not in html


def test_the_print_has_all_that_is_filed(client):
    """Table, overlay, signer, context, every line, and lines to fill by hand."""
    html = page(client, list="morphine\nzzz", egfr="45", **{"condition-epilepsy": "no"})
    record = html[
        html.index('<section class="print">') : html.index(
            "</section>", html.index('<section class="print">')
        )
    ]

    for words in (
        "1 of 2 lines checked", "no site overlay", "No clinician has signed", "eGFR: <bdi>45", "Epilepsy: <bdi>no",
        "Not known:</strong> Oral baclofen", "NOT CHECKED: not recognised", "Patient", "Prescriber called", "Decision",
        "Pharmacist", "Time", "Checked on 20", "Usually avoid [major] Opioids:",
    ):  # fmt: skip
        assert words in record
    assert "<details" not in record


def test_the_json_route_gives_the_report(client):
    """The same answer for programs."""
    response = client.post(
        "/api/v1/check", json={"lines": ["morphine", "zzz"], "situation": "unsure", "egfr": None}
    )

    assert response.status_code == 200
    assert response.json["not_checked"] == [1]
    assert response.json["cautions"][0]["severity"] == "major"
    assert response.json["context"]["situation"] == "unsure"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        pytest.param(b"{", 400, "body", id="no JSON"),
        pytest.param(b"\xff", 400, "body", id="no text"),
        pytest.param(b"[" * 100_000, 400, "body", id="nested too deep"),
        pytest.param(b"[]", 422, "body", id="a list"),
        pytest.param(b'{"lines": []}', 422, "lines", id="empty"),
        pytest.param(b'{"lines": "morphine"}', 422, "lines", id="text for a list"),
        pytest.param(b'{"lines": [1]}', 422, "lines", id="number for a line"),
        pytest.param(b'{"lines": ["a"], "egfr": NaN}', 422, "egfr", id="not a number"),
        pytest.param(b'{"lines": ["a"], "egfr": 1e999}', 422, "egfr", id="infinite"),
        pytest.param(b'{"lines": ["a"], "situation": {}}', 422, "situation", id="situation"),
        pytest.param(
            b'{"lines": ["a"], "conditions": {"renal": 1}}', 422, "conditions", id="object for a list"
        ),
        pytest.param(b'{"lines": ["\\ud800"]}', 422, "lines", id="half a character"),
        pytest.param(b'{"lines": ["a"], "patient": "x"}', 422, "body", id="unknown key"),
    ],
)
def test_a_bad_body_is_a_problem_with_its_field(client, body, status, field):
    """RFC 9457; never a part of a list, never an echo."""
    response = client.post("/api/v1/check", data=body, content_type="application/json")

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["field"] == field
    assert "patient" not in response.json["detail"]


def test_the_table_is_served_as_json(client):
    """Whoever builds on it gets all of it."""
    data = client.get("/api/v1/cautions").json

    assert {row["id"] for row in data["cautions"]} >= {"opioids", "opioids/epidural", "three-sedatives"}


def test_an_unusable_table_is_said_and_nothing_is_checked(client, monkeypatch):
    """Page and JSON answer 503; no file name reaches the reader."""

    def broken(*lines, **context):
        raise TableError("cautions.toml", "opioids", "is broken")

    monkeypatch.setattr(interactions.web, "check", broken)
    html = client.post("/check", data={"list": "morphine"})
    data = client.post("/api/v1/check", json={"lines": ["morphine"]})

    assert (html.status_code, data.status_code) == (503, 503)
    assert "Nothing was checked" in html.get_data(as_text=True)
    assert data.mimetype == "application/problem+json"
    assert "opioids" not in data.get_data(as_text=True)
