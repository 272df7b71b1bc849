"""What every request must pass and every answer carries.

Headers: the set that scores highest by the rules of the MDN HTTP Observatory without cookies and preload.
Guards: an unsafe method needs a length (a chunked body over the limit arrives cut and looks whole) and a body
of that length, comes from this site's own pages, and brings JSON where JSON is read and a form where a form is read.
"""

from collections.abc import Callable
from io import BytesIO
from typing import IO
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from idcard.config import Settings

MOST_BYTES = 256 * 1024  # a list of 1,000 medicines has about 60 kB; a profile under 16
MOST_UPLOAD = 8 * 1024 * 1024  # a photo of a card, handed in to fill the form again
UPLOAD_PATH = "/card"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
FORM, UPLOAD, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
# Pages whose address may hold a card, or that are opened by strangers' phones: nothing may leave them.
SILENT_PATHS = ("/c", "/emergency")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), browsing-topics=()",
    "X-Robots-Tag": "noindex, nofollow",
}
ONE_YEAR = "max-age=31536000"


class MemoryRequest(Request):
    """A request whose uploads stay in memory: what somebody hands in is never written to a disk."""

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        return BytesIO()


def install(app: Flask, settings: Settings) -> None:
    """Put the guards before and the headers after every view of the app."""
    app.request_class = MemoryRequest
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
        app.before_request(_to_https(settings.base_url))
    app.before_request(_guard)
    app.after_request(_add_headers)


def _to_https(base_url: str | None) -> Callable[[], BaseResponse | None]:
    def to_https() -> BaseResponse | None:
        # The health check comes from inside and speaks plain http.
        if request.is_secure or request.path == "/healthz":
            return None
        if request.method not in SAFE_METHODS:
            abort(403, "Open the page through https and send it again.")
        # The host as it is set up; what a request says of it is believed only where nothing is set up.
        site = base_url or f"https://{request.host}"
        return redirect(site + request.full_path.removesuffix("?"), code=308)

    return to_https


def _guard() -> None:
    if request.method in SAFE_METHODS:
        return
    most = MOST_UPLOAD if _may_upload() else MOST_BYTES
    if request.content_length is None:
        abort(
            411, "The request has no length, so nobody can tell whether it arrived whole. Nothing was read."
        )
    if request.content_length > most:
        abort(413, f"More than {_size(most)} were sent, so nothing was read. Send less at a time.")
    if not from_this_site(request):
        abort(403, "The form was sent from another site. Open this site's own page and send it there.")
    _refuse_other_types()
    request.max_content_length = most
    # gunicorn gives what came before a connection broke off as if it were all; a list would lose its end.
    if len(request.get_data(cache=True)) != request.content_length:
        abort(400, "The request was cut on its way. Nothing was checked or printed. Send it again.")


def _may_upload() -> bool:
    return request.path == UPLOAD_PATH and request.mimetype == UPLOAD


def _refuse_other_types() -> None:
    if request.path.startswith("/api/"):
        if request.mimetype != JSON:
            abort(415, f"Send JSON, with the header Content-Type: {JSON}.")
    elif request.mimetype != FORM and not _may_upload():
        abort(415, f"Send the form of the page, with the header Content-Type: {FORM}.")


def _size(most: int) -> str:
    return f"{most // 1024 // 1024} MB" if most >= 1024 * 1024 else f"{most // 1024} kB"


def from_this_site(asked: Request) -> bool:
    """Whether an unsafe request comes from this site's own page, or from a program that is no browser."""
    fetch_site = asked.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = asked.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == asked.host


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    silent = request.path in SILENT_PATHS
    response.headers.setdefault("Referrer-Policy", "no-referrer" if silent else "same-origin")
    # Whatever a view or the framework says: only files that never change are kept anywhere.
    if "immutable" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"{ONE_YEAR}; includeSubDomains")
    return response
