"""Files that never change while the service runs: read, hashed and compressed once, at the start."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

PACKAGE = Path(__file__).parent.parent
# The machine's own table of types differs from host to host, and nosniff makes a wrong one fatal.
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}
FOR_EVER = "public, max-age=31536000, immutable"


def templates_folder() -> Path:
    """The Jinja pages: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


@dataclass(frozen=True, slots=True)
class Asset:
    """A body in both forms; `tag` is the start of its SHA-256."""

    body: bytes
    packed: bytes
    mimetype: str
    tag: str

    @classmethod
    def of(cls, body: bytes, mimetype: str) -> "Asset":
        """The asset of some bytes; the compressed form carries no time, so that it is always the same."""
        return cls(body, gzip.compress(body, mtime=0), mimetype, hashlib.sha256(body).hexdigest()[:12])

    def response(self) -> Response:
        """The body as this request can take it."""
        packs = request.accept_encodings["gzip"] > 0
        answer = Response(self.packed if packs else self.body, mimetype=self.mimetype)
        answer.headers["Vary"] = "Accept-Encoding"
        if packs:
            answer.headers["Content-Encoding"] = "gzip"
        return answer


def install(app: Flask) -> None:
    """Serve `static/` under names with a hash, and give templates `asset('app.css')`.

    A page of an older version of the service asks for an older hash and gets 404, never another file.
    """
    files = sorted(path for path in (PACKAGE / "static").iterdir() if path.is_file())
    assets = {
        path.name: Asset.of(path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"))
        for path in files
    }

    @app.get("/static/<tag>/<name>", endpoint="asset")
    def send_asset(tag: str, name: str) -> Response:
        asset = assets.get(name)
        if asset is None or asset.tag != tag:
            abort(404)
        answer = asset.response()
        answer.headers["Cache-Control"] = FOR_EVER
        return answer

    def asset(name: str) -> str:
        return f"/static/{assets[name].tag}/{name}"

    app.jinja_env.globals["asset"] = asset
