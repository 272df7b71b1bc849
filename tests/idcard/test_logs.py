import io
import json
import logging

import pytest

from idcard.service.logs import FIELDS, LOG, JsonLines


@pytest.fixture
def lines():
    """What the service writes while a test runs, one parsed line each."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    level = LOG.level
    LOG.addHandler(handler)
    LOG.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    LOG.removeHandler(handler)
    LOG.setLevel(level)


def test_a_request_is_one_line_of_allowed_fields(client, lines):
    """The route as it is written in the code, never the address that was asked for."""
    client.get("/check?situation=unsure&name=Sam+Sample", headers={"Referer": "http://localhost/Sam"})
    (line,) = lines()

    assert set(line) == {"time", "level", *FIELDS}
    assert line["route"] == "/check"
    assert line["status"] == 200
    assert "Sam" not in json.dumps(line)


def test_an_unknown_address_is_not_repeated(client, lines):
    """Somebody may have pasted a card behind the wrong sign."""
    client.get("/c/1234567890")

    assert lines()[0]["route"] is None
    assert "1234567890" not in json.dumps(lines())


def test_an_unknown_method_is_not_repeated(client, lines):
    """A method is free text."""
    client.open("/", method="SAMSAMPLE")

    assert lines()[0]["method"] == "other"


def test_the_request_id_joins_page_and_line(client, lines):
    """A person can name it, and nothing else has to be kept."""
    assert client.get("/nowhere").headers["X-Request-Id"] == lines()[0]["request_id"]


def test_an_error_is_named_by_type_and_place_never_by_its_text(app, lines, monkeypatch):
    """The text of an exception may hold what somebody typed."""
    monkeypatch.setitem(app.view_functions, "web.healthy", lambda: {}["Sam Sample"])
    answer = app.test_client().get("/healthz")
    error, request = lines()

    assert answer.status_code == 500
    assert error["error"] == "KeyError"
    assert error["at"].startswith("<lambda>:")
    assert error["request_id"] == request["request_id"]
    assert "Sam" not in json.dumps(lines()) + answer.get_data(as_text=True)


def test_what_a_record_carries_beside_is_left_out():
    """A message and arguments are no allowed fields."""
    record = logging.LogRecord("pumpcard", logging.INFO, "a", 1, "typed: %s", ("Sam Sample",), None)

    assert set(json.loads(JsonLines().format(record))) == {"time", "level"}


def test_an_error_without_a_place_is_still_a_line():
    """An exception that was never raised has no trace."""
    record = logging.LogRecord(
        "pumpcard", logging.ERROR, "a", 1, "", (), (ValueError, ValueError("Sam"), None)
    )

    assert json.loads(JsonLines().format(record))["at"] == ""
