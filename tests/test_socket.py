"""What only a real socket shows: bodies without a length, cut bodies, a server's own log."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from urllib.parse import urlencode

import pytest

from idcard.sample import sample_profile
from idcard.service.server import command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="gunicorn does not run on Windows")

FORM = "application/x-www-form-urlencoded"
SECONDS = 30


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """The service as it is run in earnest; gives its port and where its log is written."""
    port, log = free_port(), tmp_path_factory.mktemp("production") / "log"
    with (
        log.open("wb") as file,
        subprocess.Popen(
            command("127.0.0.1", port, 1),
            stdout=file,
            stderr=subprocess.STDOUT,
            env=os.environ | {"IDCARD_LOG_LEVEL": "INFO"},
        ) as server,
    ):
        until = time.monotonic() + SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < until, log.read_text()
                assert server.poll() is None, log.read_text()
                time.sleep(0.1)
        yield port, log
        server.send_signal(signal.SIGTERM)
        server.wait(SECONDS)


def ask(port, method, path, body=None, **headers):
    """One request over a socket of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        # A server that refuses may hang up before it was sent everything; its answer is there all the same.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(
                method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
            )
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), answer
    finally:
        connection.close()


def raw(port, data):
    """Bytes as they are; the answer's first line."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").readline().decode()


@pytest.mark.parametrize("path", ["/card", "/card.pdf", "/check", "/api/v1/check", "/api/v1/cards"])
def test_a_chunked_body_is_refused_before_it_is_cut(production, path):
    """A server gives its application the first part of it, and it looks whole."""
    chunks = iter([b"list=" + b"a" * 200_000, b"\noxycodone" * 20_000])
    kind = "application/json" if path.startswith("/api/") else FORM
    status, page, _ = ask(production[0], "POST", path, chunks, Content_Type=kind, Transfer_Encoding="chunked")

    assert status == 411
    assert "Nothing was read" in page


def test_a_body_over_the_limit_is_refused_whole(production):
    """The answer arrives although nobody read the body."""
    status, page, _ = ask(production[0], "POST", "/check", b"list=" + b"a" * 300_000, Content_Type=FORM)

    assert status == 413
    assert "256 kB" in page


def test_a_form_from_another_site_is_refused(production):
    """Nothing of it is read."""
    status, page, _ = ask(
        production[0], "POST", "/card", b"a=b", Content_Type=FORM, Sec_Fetch_Site="cross-site"
    )

    assert status == 403
    assert "another site" in page


def test_a_body_that_breaks_off_gives_no_report(production):
    """The length says more than came: no part of a list is checked, no part of a profile printed."""
    body = b"list=omeprazole"
    head = (
        f"POST /check HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(body) + 20}\r\n\r\n"
    )

    assert " 400 " in raw(production[0], head.encode() + body)


def test_a_long_list_comes_back_whole(production):
    """Every line is accounted for, however long the list."""
    lines = [f"frobnicol {number} mg" for number in range(500)]
    body = json.dumps({"lines": lines}).encode()
    status, text, _ = ask(production[0], "POST", "/api/v1/check", body, Content_Type="application/json")

    assert status == 200
    assert [line["text"] for line in json.loads(text)["lines"]] == lines


def test_a_static_page_is_compressed_and_carries_its_headers(production):
    """As the application sent it."""
    status, _, answer = ask(production[0], "GET", "/emergency", Accept_Encoding="gzip")

    assert status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert int(answer.headers["Content-Length"]) < 8_000


def test_the_servers_log_holds_nothing_of_a_profile(production):
    """Not of the body, the query, the referrer or an address that was mistyped."""
    port, log = production
    profile = sample_profile("full", today=date.today())
    body = urlencode({"profile": profile.to_json()})
    status, pdf, _ = ask(
        port, "POST", "/card.pdf", body, Content_Type=FORM, Referer="http://127.0.0.1/Muster"
    )
    ask(port, "GET", "/check?name=Muster")
    ask(port, "GET", "/Muster")
    ask(port, "POST", "/api/v1/cards", b'{"patient": {"name": "Muster"}}', Content_Type="application/json")
    ask(port, "POST", "/card", urlencode({"patient.name": "Muster"}), Content_Type=FORM)
    time.sleep(0.5)
    written = log.read_text()

    assert status == 200
    assert pdf.startswith("%PDF")
    assert '"route": "/card.pdf"' in written
    for value in ("Muster", "NGV123456H", "202555", "oxybutynin", "480", "Traceback"):
        assert value not in written


def test_the_workers_answer_the_health_check(production):
    """What a balancer asks."""
    assert ask(production[0], "GET", "/healthz")[0] == 200


def test_a_wrong_setting_is_told_before_anything_is_served():
    """In one sentence, with exit status 3."""
    found = subprocess.run(
        [sys.executable, "-m", "idcard", "serve", "--port", str(free_port())],
        env=os.environ | {"IDCARD_BASE_URL": "http://pump.example"}, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip

    assert found.returncode == 3
    assert "https://" in found.stderr
    assert "Traceback" not in found.stderr
