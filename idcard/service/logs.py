"""What the service writes down: an allow-list, one JSON object a line.

Route templates instead of addresses, no query, no body, no referrer, no address of a person: what is
not written cannot leak.
"""

import json
import logging
import time
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask, Response, g, request

LOG = logging.getLogger("pumpcard")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
FIELDS = ("event", "route", "method", "status", "ms", "request_id")


class JsonLines(logging.Formatter):
    """Writes the fields of `FIELDS` and nothing else that a record may carry."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; an exception shows its type and place, never its text."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = _last_place(record)
        return json.dumps(line)


def _last_place(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""


def install(app: Flask, level: str) -> None:
    """Log one line a request; Flask's own error log is replaced, as it would print the address."""
    if not LOG.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        LOG.addHandler(handler)
    LOG.setLevel(level)
    LOG.propagate = False
    app.logger.disabled = True

    @app.before_request
    def start() -> None:
        g.started, g.request_id = time.perf_counter(), uuid4().hex[:12]

    @app.after_request
    def finish(response: Response) -> Response:
        LOG.info(
            "request",
            extra={
                "event": "request",
                "route": request.url_rule.rule if request.url_rule else None,
                # A method is free text: what is none of these may be anything.
                "method": request.method if request.method in METHODS else "other",
                "status": response.status_code,
                "ms": round((time.perf_counter() - g.started) * 1000, 1),
                "request_id": g.request_id,
            },
        )
        response.headers["X-Request-Id"] = g.request_id
        return response
