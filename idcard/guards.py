"""What every request must pass and every answer carries.

Headers: the set that scores highest by the rules of the MDN HTTP Observatory without cookies and preload.
Guards: an unsafe method needs a length (a chunked body over the limit arrives cut and looks whole), comes
from this site's own pages, and brings JSON where JSON is read.
"""

from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from idcard.config import Settings

MOST_BYTES = 256 * 1024  # a list of 1,000 medicines has about 60 kB; a profile under 16
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
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


def install(app: Flask, settings: Settings) -> None:
    """Put the guards before and the headers after every view of the app."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
        app.before_request(_to_https)
    app.before_request(_guard)
    app.after_request(_add_headers)


def _to_https() -> BaseResponse | None:
    # The health check comes from inside and speaks plain http.
    if request.is_secure or request.path == "/healthz":
        return None
    if request.method not in SAFE_METHODS:
        abort(403, "Open the page through https and send it again.")
    return redirect(request.url.replace("http://", "https://", 1), code=308)


def _guard() -> None:
    if request.method in SAFE_METHODS:
        return
    if request.content_length is None:
        abort(411, "The request has no length, so nobody can tell whether it arrived whole. Nothing was read.")
    if request.content_length > MOST_BYTES:
        abort(413, "The request is too large. Nothing was read. Send less at a time.")
    if not from_this_site(request):
        abort(403, "The form was sent from another site. Open this site's own page and send it there.")
    if request.path.startswith("/api/") and request.mimetype != "application/json":
        abort(415, "Send JSON, with the header Content-Type: application/json.")


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
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"{ONE_YEAR}; includeSubDomains")
    return response
