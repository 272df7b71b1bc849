"""What every test stands on: no network, a fixed day, a dictionary of names built once."""

import os
import shutil
import socket
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow now and then; what a law says does not hang on the clock.
settings.register_profile("pumpcard", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("pumpcard")

# Tests know nothing of this machine's settings, lists or caches; what they build is kept between runs.
for name in (
    "IDCARD_BASE_URL",
    "BEHIND_PROXY",
    "IDCARD_LOG_LEVEL",
    "IDCARD_SECURITY_CONTACT",
    "INTERACTIONS_OVERLAY",
):
    os.environ.pop(name, None)
OURS = Path(tempfile.gettempdir()) / "pumpcard-tests"
os.environ["INTERACTIONS_CACHE"] = str(OURS / "cache")
os.environ["INTERACTIONS_SITE_DIR"] = str(OURS / "no-site-lists")

TODAY = date(2026, 11, 23)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch):
    """A test that reaches for the network fails, and says where to."""
    real = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test tried to reach {address}")
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def today():
    """The day that tests take for today."""
    return TODAY


@pytest.fixture(scope="session")
def chromium():
    """Path of a real Chromium; skips in words where there is none, unless REQUIRE_BROWSER forbids it."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1 is set and no chromium is installed")
        pytest.skip("no Chromium on this machine: the browser tests were not run")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium):
    """One headless Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    arguments = [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
    ]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def app():
    """The service of a demonstration, on the tests' day."""
    from idcard.app import create_app
    from idcard.config import Settings

    made = create_app(Settings(log_level="ERROR"))
    made.config["TODAY"] = lambda: TODAY
    return made


@pytest.fixture
def client(app):
    """A client of the service that needs no socket."""
    return app.test_client()


@pytest.fixture(scope="session")
def live():
    """The address of the service on a real socket; its cards point at itself."""
    from threading import Thread

    from werkzeug.serving import make_server

    from idcard.app import create_app
    from idcard.config import Settings

    server = make_server("127.0.0.1", 0, lambda environ, start: [], threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    server.app = create_app(Settings(base_url=url, log_level="INFO"))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()
