from datetime import date, timedelta

import pytest

from idcard.app import create_app
from idcard.config import SettingError, Settings, read_settings
from idcard.service.security_txt import security_txt


def test_it_names_contact_and_its_own_address(today):
    """RFC 9116: one field a line."""
    lines = security_txt("mailto:security@pump.example", "https://pump.example", today).splitlines()

    assert lines == [
        "Contact: mailto:security@pump.example",
        "Expires: 2027-05-22T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://pump.example/.well-known/security.txt",
    ]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31)])
def test_it_expires_in_the_future_and_within_a_year(day):
    """Whenever it is asked for."""
    expires = date.fromisoformat(security_txt("tel:+1", None, day).split("Expires: ")[1][:10])

    assert day < expires < day + timedelta(365)
    assert "Canonical" not in security_txt("tel:+1", None, day)


def test_the_route_serves_it_where_the_host_names_somebody():
    """As plain text."""
    answer = (
        create_app(Settings(security_contact="mailto:a@pump.example", log_level="ERROR"))
        .test_client()
        .get("/.well-known/security.txt")
    )

    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).startswith("Contact: mailto:a@pump.example\n")


def test_without_a_contact_there_is_no_file(client):
    """Better than one that leads nowhere."""
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("written", "contact"),
    [
        pytest.param("", None, id="nobody"),
        pytest.param(" mailto:a@pump.example ", "mailto:a@pump.example", id="a mailbox"),
        pytest.param("https://pump.example/report", "https://pump.example/report", id="a page"),
    ],
)
def test_the_contact_is_a_setting(written, contact):
    """As a URI, so that programs can tell a mailbox from a page."""
    assert read_settings({"IDCARD_SECURITY_CONTACT": written}).security_contact == contact


@pytest.mark.parametrize(
    "written", ["a@pump.example", "http://pump.example", "mailto:a@b\nExpires: 1999", "mailto:a b"]
)
def test_a_contact_that_is_no_address_stops_the_start(written):
    """A line break could write a field of its own."""
    with pytest.raises(SettingError, match="IDCARD_SECURITY_CONTACT"):
        read_settings({"IDCARD_SECURITY_CONTACT": written})
