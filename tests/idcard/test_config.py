"""Settings are checked at the start and named when they are wrong."""

import pytest

from idcard.config import SettingError, Settings, check_base_url, is_demo, read_settings


def test_an_empty_environment_is_a_demonstration():
    """Nobody hands out cards that open nowhere without being told."""
    settings = read_settings({})

    assert settings == Settings(base_url=None, behind_proxy=False, log_level="INFO")
    assert is_demo(settings.base_url)


def test_a_real_environment_is_read():
    """Address without trailing slash, one proxy, a log level."""
    settings = read_settings(
        {"IDCARD_BASE_URL": "https://Pump.Example/", "BEHIND_PROXY": "1", "IDCARD_LOG_LEVEL": "warning"}
    )

    assert settings == Settings(base_url="https://pump.example", behind_proxy=True, log_level="WARNING")
    assert not is_demo(settings.base_url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:9", "http://[::1]:8000"])
def test_loopback_may_do_without_tls_and_is_a_demonstration(url):
    """A card that opens on one machine only says so."""
    assert check_base_url(url) == url
    assert is_demo(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("http://pump.example", "https", id="no TLS"),
        pytest.param("ftp://pump.example", "https", id="another scheme"),
        pytest.param("pump.example", "not an address", id="no scheme"),
        pytest.param("https://", "not an address", id="no host"),
        pytest.param("https://[::1", "not an address", id="broken address"),
        pytest.param("https://pump.example:99999", "not an address", id="no such port"),
        pytest.param("https://pump.example/cards", "host alone", id="path"),
        pytest.param("https://pump.example?x=1", "host alone", id="query"),
        pytest.param("https://pump.example#c", "host alone", id="fragment"),
        pytest.param("https://me@pump.example", "host alone", id="user name"),
        pytest.param("https://pümp.example", "not an address", id="letters outside ASCII"),
        pytest.param("https://pump example", "not an address", id="space"),
        pytest.param("https://" + "a" * 60 + ".example", "longer than", id="too long for the symbol"),
    ],
)
def test_an_address_that_no_card_can_carry_is_refused(url, says):
    """The remedy is in the sentence."""
    with pytest.raises(SettingError, match=says):
        check_base_url(url)


@pytest.mark.parametrize(
    ("environment", "name"),
    [({"BEHIND_PROXY": "yes"}, "BEHIND_PROXY"), ({"IDCARD_LOG_LEVEL": "LOUD"}, "IDCARD_LOG_LEVEL")],
)
def test_a_wrong_setting_names_itself(environment, name):
    """Whoever starts the service sees which variable to change."""
    with pytest.raises(SettingError, match=name):
        read_settings(environment)
