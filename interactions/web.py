"""The check as a page and as JSON.  Parses, calls `check`, renders; nothing of a list is kept or logged."""

import json
from datetime import date
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, render_template, request

from interactions.check import check
from interactions.curate.export import table_json
from interactions.errors import ListError, NamesError, TableError
from interactions.form import Form, arguments, json_arguments, read_form
from interactions.model import CONDITIONS, Situation
from interactions.names import split_lines
from interactions.present import ASK_FIRST, MAY_HIDE, SITUATION_WORDS, Shown, show
from interactions.table import default_table

bp = Blueprint("interactions", __name__)

UNUSABLE = "The table of cautions cannot be used. Nothing was checked. Use another source, and tell the host."


@bp.get("/check")
def empty_form() -> str:
    """The form; `?situation=unsure` is how the emergency page opens it."""
    asked = request.args.get("situation", "")
    return _page(Form(situation=asked if asked in list(Situation) else str(Situation.ROUTINE)))


@bp.post("/check")
def answer() -> tuple[str, int] | str:
    """The answer above the form, or the form again with what has to be put right."""
    sent = request.form
    accepted = [value for name, value in sent.items() if name.startswith("accept-")]
    form = read_form(sent, accepted, sent.getlist("replaced"), split_lines)
    try:
        report = check(**arguments(form, split_lines))
    except ListError as problem:
        return _page(form, problem=problem), HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(form, shown=show(report, default_table()))


def _page(form: Form, *, problem: ListError | None = None, shown: Shown | None = None) -> str:
    return render_template(
        "check.html",
        form=form,
        problem=problem,
        shown=shown,
        situations=SITUATION_WORDS,
        conditions=CONDITIONS,
        may_hide=MAY_HIDE,
        ask_first=ASK_FIRST,
        today=date.today().isoformat(),
    )


@bp.post("/api/v1/check")
def check_json() -> Response:
    """A report as JSON; a problem (RFC 9457) with the name of the field where the list is refused."""
    try:
        data = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return _problem(HTTPStatus.BAD_REQUEST, "The body is not JSON.", "json", "body")
    try:
        report = check(**json_arguments(data))
    except ListError as problem:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, problem.problem, problem.code, problem.field)
    return jsonify(report.model_dump(mode="json"))


@bp.get("/api/v1/cautions")
def cautions_json() -> Response:
    """The whole table as JSON."""
    return jsonify(table_json(default_table()))


@bp.errorhandler(TableError)
@bp.errorhandler(NamesError)
def unusable(error: TableError | NamesError) -> Response | tuple[str, int]:
    """Nothing can be checked; says so, and names the file to whoever runs the service."""
    if request.path.startswith("/api/"):
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, UNUSABLE, error.code, "")
    page = render_template(
        "problem.html", title="No check possible", detail=UNUSABLE, status=503, request_id=""
    )
    return page, HTTPStatus.SERVICE_UNAVAILABLE


def _problem(status: HTTPStatus, detail: str, code: str, field: str) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    response = jsonify(body | {"code": code} | ({"field": field} if field else {}))
    response.status_code, response.mimetype = status, "application/problem+json"
    return response
