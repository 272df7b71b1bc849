import json
from io import BytesIO

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from idcard.app import create_app
from idcard.config import Settings
from idcard.service.guards import MOST_BYTES, MOST_UPLOAD, from_this_site

EVERY_PAGE = (
    "/",
    "/card",
    "/c",
    "/check",
    "/emergency",
    "/guide",
    "/healthz",
    "/openapi.json",
    "/nowhere",
    "/robots.txt",
)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SAFARI_15 = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def behind():
    """The service behind a proxy that ends TLS."""
    return create_app(
        Settings(base_url="https://pump.example", behind_proxy=True, log_level="ERROR")
    ).test_client()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_answer_carries_the_headers(client, path):
    """Also one that says that there is no such page."""
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )
    assert "unsafe" not in headers["Content-Security-Policy"]
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert directive in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        pytest.param("/c", "no-referrer", id="the viewer"),
        pytest.param("/emergency", "no-referrer", id="the emergency page"),
        pytest.param(
            "/card", "same-origin", id="a page with a form, whose post must say where it comes from"
        ),
        pytest.param("/check", "same-origin", id="the checker's form"),
    ],
)
def test_referrer_policy(client, path, policy):
    """Nothing leaves the pages that strangers open; forms still say where they were sent from."""
    assert client.get(path).headers["Referrer-Policy"] == policy


@pytest.mark.parametrize("path", ["/card", "/card.pdf", "/check", "/api/v1/cards", "/api/v1/check"])
class TestUnsafeMethods:
    """What a post must bring before anything of it is read."""

    def kind(self, path):
        """What the route reads."""
        return JSON if path.startswith("/api/") else FORM

    def test_a_length(self, client, path):
        """Without one nobody can tell whether the body is whole."""
        answer = client.post(path, headers={"Transfer-Encoding": "chunked"}, content_type=self.kind(path))

        assert answer.status_code == 411
        assert b"Nothing was read" in answer.data

    def test_not_too_much(self, client, path):
        """A body over the limit is refused whole, with the limit in words."""
        answer = client.post(path, data=b"x" * (MOST_BYTES + 1), content_type=self.kind(path))

        assert answer.status_code == 413
        assert b"256 kB" in answer.data

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site"),
            pytest.param({"Sec-Fetch-Site": "same-site"}, id="another name of the same site"),
            pytest.param({"Origin": "https://evil.example"}, id="another site, older browser"),
            pytest.param({"Origin": "null"}, id="a page that hides where it is from"),
        ],
    )
    def test_not_from_another_site(self, client, path, headers):
        """A page elsewhere cannot make this server work."""
        assert client.post(path, data=b"{}", content_type=self.kind(path), headers=headers).status_code == 403

    @pytest.mark.parametrize(
        "kind",
        [
            pytest.param("text/plain", id="what a foreign form can send without asking"),
            pytest.param("", id="nothing said"),
        ],
    )
    def test_the_right_type(self, client, path, kind):
        """JSON where JSON is read, a form where a form is read."""
        answer = client.post(path, data=b"{}", content_type=kind)

        assert answer.status_code == 415
        assert self.kind(path).encode() in answer.data


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        pytest.param({}, True, id="a program, no browser"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, True, id="our own page"),
        pytest.param({"Sec-Fetch-Site": "none"}, True, id="typed by the person"),
        pytest.param(
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True, id="our page that sends no referrer"
        ),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
            False,
            id="the browser knows better",
        ),
        pytest.param(SAFARI_15, True, id="an older browser on our page"),
        pytest.param({"Origin": "http://localhost.evil.example"}, False, id="a name that begins like ours"),
    ],
)
def test_from_this_site(headers, ours):
    """The browser's own word first, then the origin; a program is let through."""
    assert from_this_site(Request(EnvironBuilder(headers=headers).get_environ())) is ours


def upload(size):
    """A post of a file of so many bytes, as a browser writes it."""
    head = b'--x\r\nContent-Disposition: form-data; name="do"\r\n\r\nopen\r\n--x\r\nContent-Disposition: form-data; name="open"; filename="a.pdf"\r\n\r\n'
    return {"data": head + b"x" * size + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


def test_an_upload_may_be_larger_than_a_form(client):
    """A photo of a card passes the guard; more than 8 MB does not."""
    passed, refused = client.post("/card", **upload(MOST_BYTES)), client.post("/card", **upload(MOST_UPLOAD))

    assert passed.status_code == 422  # no card in it
    assert b"neither PDF, PNG nor JPEG" in passed.data
    assert refused.status_code == 413
    assert b"8 MB" in refused.data


@pytest.mark.parametrize("path", ["/card.pdf", "/check"])
def test_only_the_form_takes_uploads(client, path):
    """Elsewhere a multipart body is none that is read."""
    assert client.post(path, data={"a": "b"}, content_type="multipart/form-data").status_code == 415


def test_uploads_stay_in_memory(app):
    """A file that somebody hands in is never written to a disk, however large."""
    with app.test_request_context("/card", method="POST", **upload(2_000_000)) as context:
        context.request.max_content_length = MOST_UPLOAD

        assert isinstance(context.request.files["open"].stream, BytesIO)


def test_plain_http_behind_a_proxy_goes_to_the_sites_own_address(behind):
    """Whatever host the request names, and with its query."""
    answer = behind.get("/check?situation=unsure", headers={"Host": "evil.example"})

    assert answer.status_code == 308
    assert answer.headers["Location"] == "https://pump.example/check?situation=unsure"


def test_without_an_address_the_requests_host_is_kept():
    """A trial behind a proxy still moves to https."""
    client = create_app(Settings(behind_proxy=True, log_level="ERROR")).test_client()

    assert client.get("/card").headers["Location"] == "https://localhost/card"


def test_behind_a_proxy_https_is_remembered(behind):
    """What the proxy says of the scheme is believed, and browsers are told to stay."""
    answer = behind.get("/", headers={"X-Forwarded-Proto": "https"})

    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_a_proxy_nobody_can_claim_https(client):
    """The header of a stranger changes nothing."""
    assert "Strict-Transport-Security" not in client.get("/", headers={"X-Forwarded-Proto": "https"}).headers


def test_a_post_over_plain_http_is_not_redirected(behind):
    """The browser would send the profile a second time; it was too late for the first."""
    assert behind.post("/card", data={}).status_code == 403


def test_the_health_check_may_use_plain_http(behind):
    """It comes from inside."""
    assert behind.get("/healthz").get_json() == {"status": "ok"}


def test_problems_of_the_api_are_problems_in_json(client):
    """RFC 9457, for programs."""
    answer = client.post("/api/v1/cards", data=json.dumps({}), content_type="text/plain")

    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 415


@pytest.mark.parametrize("terminated", [True, False], ids=["as gunicorn reads", "as Werkzeug reads"])
def test_a_body_that_was_cut_is_refused(client, terminated):
    """A list would lose its end, and nobody would see it."""
    cut = {"CONTENT_LENGTH": "100", "wsgi.input_terminated": terminated}
    answer = client.post("/check", data=b"list=omeprazole", content_type=FORM, environ_overrides=cut)

    assert answer.status_code == 400
