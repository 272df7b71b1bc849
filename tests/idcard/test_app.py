import os

import pytest

from idcard.app import create_app
from idcard.config import SettingError, Settings
from idcard.errors import DataError
from interactions import TableError


def test_settings_come_from_the_environment(monkeypatch):
    """As gunicorn starts it."""
    monkeypatch.setenv("IDCARD_BASE_URL", "https://pump.example")
    monkeypatch.setenv("IDCARD_LOG_LEVEL", "ERROR")

    assert create_app().config["SETTINGS"] == Settings(base_url="https://pump.example", log_level="ERROR")


def test_a_wrong_setting_stops_the_start(monkeypatch):
    """Rather than print cards that open nowhere."""
    monkeypatch.setenv("IDCARD_BASE_URL", "ftp://pump.example")

    with pytest.raises(SettingError, match="https"):
        create_app()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        pytest.param("load_guidance", DataError("guidance.toml", "", "cannot be read"), id="wording"),
        pytest.param("load_pumps", DataError("pumps.toml", "", "cannot be read"), id="pumps"),
        pytest.param("default_table", TableError("cautions.toml", "", "cannot be read"), id="cautions"),
    ],
)
def test_a_broken_data_file_stops_the_start(monkeypatch, name, error):
    """It is told to whoever starts the service, not to the first patient."""

    def broken():
        raise error

    monkeypatch.setattr(f"idcard.app.{name}", broken)

    with pytest.raises(type(error), match="cannot be read"):
        create_app(Settings(log_level="ERROR"))


@pytest.mark.parametrize(
    ("path", "method", "status", "words"),
    [
        pytest.param("/nowhere", "GET", 404, "Not Found", id="no such page"),
        pytest.param("/card", "DELETE", 411, "Length Required", id="no length"),
        pytest.param("/emergency", "POST", 415, "Unsupported Media Type", id="no form"),
    ],
)
def test_errors_are_pages_with_a_way_on(client, path, method, status, words):
    """With the emergency page one tap away."""
    answer = client.open(path, method=method, data=b"x" if status == 415 else None)
    page = answer.get_data(as_text=True)

    assert answer.status_code == status
    assert f"<title>Error: {words} – Pumpcard</title>" in page
    assert 'href="/emergency"' in page


def test_a_method_that_is_not_allowed_says_which_are(client):
    """405 keeps Allow."""
    answer = client.post("/emergency", data={"a": "b"})

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/cards"])
def test_errors_of_the_api_are_problems(client, path):
    """RFC 9457, whatever goes wrong."""
    answer = client.get(path)

    assert answer.mimetype == "application/problem+json"
    assert set(answer.get_json()) == {"type", "title", "status", "detail"}
    assert answer.get_json()["status"] == answer.status_code


@pytest.mark.parametrize(
    ("error", "words"),
    [
        pytest.param(
            RuntimeError("Sam Sample"), "Something went wrong here. Nothing was kept.", id="a fault"
        ),
        pytest.param(
            DataError("pumps.toml", "x", "is broken"),
            "pumps.toml: x: is broken",
            id="one that speaks to people",
        ),
    ],
)
def test_a_fault_says_nothing_of_what_was_typed(app, monkeypatch, error, words):
    """No text of a stray exception, no trace."""

    def fail():
        raise error

    monkeypatch.setitem(app.view_functions, "web.healthy", fail)
    answer = app.test_client().get("/healthz")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 500
    assert words in page
    assert "Sam Sample" not in page
    assert "Traceback" not in page


def test_templates_refuse_a_slip(app):
    """An undefined name is an error, not an empty space on a page about a dose."""
    assert app.jinja_env.undefined.__name__ == "StrictUndefined"
    assert "IDCARD_BASE_URL" not in os.environ
