"""The service: settings, guards, blueprints, pages made once, error pages."""

import os
from datetime import date
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from idcard import web
from idcard.config import Settings, read_settings
from idcard.errors import IdcardError
from idcard.guidance import load_guidance
from idcard.pdf import fonts
from idcard.pumps import load_pumps
from idcard.service import api, assets, guards, logs
from interactions import default_table
from interactions.web import bp as checker

PROBLEM = "application/problem+json"
SORRY = "Something went wrong here. Nothing was kept. Try again, or use the printed card."


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; without settings it reads the environment.

    `config["TODAY"]` gives the day on which a card is made; tests put another one there.

    Raises:
        SettingError: a setting of the environment cannot be used.
        DataError, TableError: a data file of the project is broken.
    """
    settings = settings or read_settings(os.environ)
    app = Flask("idcard", template_folder=str(assets.templates_folder()), static_folder=None)
    app.jinja_env.undefined = StrictUndefined  # a slip in a template fails a test instead of printing nothing
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(SETTINGS=settings, TODAY=date.today)
    logs.install(app, settings.log_level)
    guards.install(app, settings)
    assets.install(app)
    for blueprint in (web.bp, api.bp, checker):
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _known_error)
    app.register_error_handler(Exception, _unknown_error)
    _warm()
    web.freeze(app)
    return app


def _warm() -> None:
    # What every card needs is read now: the first person to ask should not wait for it, and a broken file
    # should stop the service at its start.  The dictionary of names is large and waits for its first use.
    load_guidance()
    load_pumps()
    default_table()
    fonts.width_mm(" ", 7)


def _known_error(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    response = _problem(status, error.description or "")
    # 405 keeps Allow; the body and its type are ours.
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _unknown_error(error: Exception) -> Response:
    logs.LOG.error("error", exc_info=error, extra={"event": "error", "request_id": g.get("request_id")})
    # The project's own errors speak to people and hold nothing that was typed.
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, str(error) if isinstance(error, IdcardError) else SORRY)


def _problem(status: int, detail: str) -> Response:
    title = HTTPStatus(status).phrase
    if request.path.startswith("/api/") or request.path == "/openapi.json":
        response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail})
        response.mimetype = PROBLEM
    else:
        page = render_template(
            "problem.html", title=title, detail=detail, status=status, request_id=g.get("request_id", "")
        )
        response = Response(page, mimetype="text/html")
    response.status_code = status
    return response
