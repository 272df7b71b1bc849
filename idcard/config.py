"""Settings from the environment, checked once at the start.

IDCARD_BASE_URL    where card symbols point, "https://pump.example"; unset: a loopback address, and every card says DEMO
BEHIND_PROXY       "1" behind one proxy that ends TLS: trust its scheme and address, redirect to https, send HSTS
IDCARD_LOG_LEVEL   DEBUG, INFO (default), WARNING or ERROR
IDCARD_SECURITY_CONTACT  where to report a weakness, "mailto:..." or "https://..."; shown in /.well-known/security.txt
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from idcard.errors import IdcardError

DEMO_URL = "http://127.0.0.1:8000"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_URL = 60  # every character costs eight bits of the symbol
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingError(IdcardError):
    """A setting of the environment cannot be used; names it and says what is expected."""

    code = "setting"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service needs to know; `base_url` is None for a demonstration."""

    base_url: str | None = None
    behind_proxy: bool = False
    log_level: str = "INFO"
    security_contact: str | None = None


def check_base_url(url: str) -> str:
    """The address under which cards are read, without a trailing slash.

    Raises:
        SettingError: not https (plain http only on loopback), or with a path, query, fragment or user name.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or not url.isascii() or any(c.isspace() for c in url):
        raise SettingError("base URL", "is not an address. Write it as https://pump.example.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise SettingError("base URL", "must start with https://.")
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingError("base URL", "must be a host alone, without path, query or user name.")
    if len(url) > LONGEST_URL:
        raise SettingError(
            "base URL", f"is longer than {LONGEST_URL} characters; the symbol would get too fine."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def is_demo(base_url: str | None) -> bool:
    """Whether cards made for this address open nowhere but on this machine."""
    return base_url is None or urlsplit(base_url).hostname in LOOPBACK


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        SettingError: a value that cannot be used.
    """
    url = environment.get("IDCARD_BASE_URL", "").strip()
    level = environment.get("IDCARD_LOG_LEVEL", "INFO").upper()
    if level not in LEVELS:
        raise SettingError("IDCARD_LOG_LEVEL", f"must be one of {', '.join(LEVELS)}.")
    proxy = environment.get("BEHIND_PROXY", "")
    if proxy not in ("", "0", "1"):
        raise SettingError("BEHIND_PROXY", "must be 1 or 0.")
    return Settings(
        base_url=check_base_url(url) if url else None,
        behind_proxy=proxy == "1",
        log_level=level,
        security_contact=_contact(environment.get("IDCARD_SECURITY_CONTACT", "").strip()),
    )


def _contact(address: str) -> str | None:
    # RFC 9116 section 2.5.3: a URI, so that programs can tell a mailbox from a page.
    if address and (
        not address.startswith(("mailto:", "https://", "tel:")) or not address.isprintable() or " " in address
    ):
        raise SettingError("IDCARD_SECURITY_CONTACT", "must start with mailto:, https:// or tel:.")
    return address or None
