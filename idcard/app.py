"""The service: settings, guards, the two blueprints, error pages."""

import os
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

import interactions.web
from idcard import api, assets, guards, logs, web
from idcard.config import Settings, read_settings

PROBLEM = "application/problem+json"


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; without settings it reads the environment.

    Raises:
        SettingError: a setting of the environment cannot be used.
        DataError, TableError: a data file of the project is broken.
    """
    settings = settings or read_settings(os.environ)
    app = Flask("idcard", template_folder=str(assets.templates_folder()), static_folder=None)
    app.jinja_env.undefined = StrictUndefined  # a slip in a template fails a test instead of printing nothing
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["SETTINGS"] = settings
    logs.install(app, settings.log_level)
    guards.install(app, settings)
    assets.install(app)
    app.register_blueprint(web.bp)
    app.register_blueprint(api.bp)
    app.register_blueprint(interactions.web.bp)
    app.register_error_handler(HTTPException, _known_error)
    app.register_error_handler(Exception, _unknown_error)
    return app


def _known_error(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    response = _problem(status, error.description or "")
    # 405 keeps Allow, 413 keeps Retry-After; the body and its type are ours.
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _unknown_error(error: Exception) -> Response:
    logs.LOG.error("error", exc_info=error, extra={"event": "error", "request_id": g.get("request_id")})
    sentence = "Something went wrong here. Nothing was kept. Try again, or use the printed card."
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence)


def _problem(status: int, detail: str) -> Response:
    title = HTTPStatus(status).phrase
    if request.path.startswith("/api/") or request.path == "/openapi.json":
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        response = jsonify(body)
        response.mimetype = PROBLEM
    else:
        page = render_template(
            "problem.html", title=title, detail=detail, status=status, request_id=g.get("request_id", "")
        )
        response = Response(page, mimetype="text/html")
    response.status_code = status
    return response
