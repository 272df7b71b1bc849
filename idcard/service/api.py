"""The card for programs: a profile as JSON in, the PDF or the symbols out.  Errors are RFC 9457 problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, request

from idcard import strict_json
from idcard.card import card_pdf, make_symbols
from idcard.config import Settings, is_demo
from idcard.doubts import require_confirmed
from idcard.errors import DoesNotFit, ProfileError, SymbolTooFine, Unconfirmed
from idcard.pdf.sheet import PAPERS, Sized
from idcard.profile import LARGEST_JSON, Profile, build_profile
from idcard.service.openapi import openapi
from idcard.symbol import to_svg

bp = Blueprint("api", __name__)

PDF, SVG, JSON = "application/pdf", "image/svg+xml", "application/json"
KINDS = (PDF, JSON, SVG)
MOST_CONFIRMED = 50
# What `idcard read` prints beside the profile; it is about the old card, not the new one.
OF_THE_OLD_CARD = {"made_on", "signature", "unknown_fields"}

Problems = list[dict[str, str]]


class BodyError(Exception):
    """A body that is no order: a sentence, and where it is wrong as a JSON pointer; None where it is no JSON."""

    def __init__(self, detail: str, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail, self.pointer = detail, pointer

    @property
    def status(self) -> HTTPStatus:
        """400 where it is no JSON at all."""
        return HTTPStatus.BAD_REQUEST if self.pointer is None else HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class Order:
    """What a body asks for; `inside` is the pointer to the profile in it."""

    profile: object
    inside: str
    confirm: tuple[str, ...]
    paper: str


def read_order(body: bytes) -> Order:
    """The order in a body: a profile with `confirm` and `paper` beside its fields, or around it.

    Raises:
        BodyError: not JSON, a key twice, NaN, or something beside the profile is wrong.
    """
    data = _json(body)
    if not isinstance(data, dict):
        raise BodyError("must be an object: a profile.", "")
    confirm, paper = data.pop("confirm", []), data.pop("paper", "a4")
    if (
        not isinstance(confirm, list)
        or len(confirm) > MOST_CONFIRMED
        or not all(isinstance(c, str) for c in confirm)
    ):
        raise BodyError(f"must be a list of at most {MOST_CONFIRMED} ids, in quotes.", "/confirm")
    if not isinstance(paper, str) or paper not in PAPERS:
        raise BodyError(f"must be one of: {', '.join(PAPERS)}.", "/paper")
    if "profile" not in data:
        return Order(data, "", tuple(confirm), paper)
    if data.keys() - OF_THE_OLD_CARD - {"profile"}:
        raise BodyError(
            "has a field beside 'profile' that is not known. Send profile, confirm and paper.", ""
        )
    return Order(data["profile"], "/profile", tuple(confirm), paper)


def _json(body: bytes) -> Any:
    if len(body) > LARGEST_JSON:
        raise BodyError(f"is longer than {LARGEST_JSON} bytes. It was not read.", "")
    try:
        return strict_json.read(body.decode("utf-8"))
    except strict_json.OddJson as error:
        raise BodyError(f"The body {error}") from error
    except (ValueError, RecursionError) as error:
        raise BodyError("The body is not JSON in UTF-8.") from error


@bp.post("/api/v1/cards")
def make_card() -> Response:
    """The card of the posted profile, in the form that `Accept` prefers."""
    kind = _kind()
    order = read_order(request.get_data())
    try:
        return _card(kind, build_profile(order.profile), order)
    except Unconfirmed as error:
        asked = [{"id": name, "question": question} for name, question in error.doubts]
        return _problem(
            "Something is odd. Look at it; send its id in 'confirm' if it is right.", doubts=asked
        )
    except (ProfileError, SymbolTooFine, DoesNotFit) as error:
        errors = [
            {"pointer": pointer(order.inside, path), "detail": detail} for path, detail in _pairs(error)
        ]
        return _problem("No card can be made from this.", errors=errors)


@bp.get("/openapi.json")
def describe() -> Response:
    """What this service understands."""
    return jsonify(openapi())


@bp.errorhandler(BodyError)
def refuse_body(error: BodyError) -> Response:
    """The problem of a body that is no order."""
    if error.pointer is None:
        return _problem(error.detail, status=error.status)
    return _problem(
        "No card can be made from this.", errors=[{"pointer": error.pointer, "detail": error.detail}]
    )


def _kind() -> str:
    wanted = request.accept_mimetypes
    kind = wanted.best_match(KINDS) if wanted else PDF
    if kind is None:
        abort(HTTPStatus.NOT_ACCEPTABLE, f"A card comes as one of: {', '.join(KINDS)}.")
    return kind


def _card(kind: str, profile: Profile, order: Order) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    today: date = current_app.config["TODAY"]()
    if kind == PDF:
        pdf = card_pdf(
            profile, paper=order.paper, base_url=settings.base_url, today=today, confirmed=order.confirm
        )
        answer = Response(pdf, mimetype=PDF)
        answer.headers["Content-Disposition"] = "attachment; filename=baclofen-pump-card.pdf"
        return answer
    require_confirmed(profile, today, order.confirm)
    symbols = make_symbols(profile, base_url=settings.base_url, made_on=today)
    if kind == SVG:
        return Response(_svg(symbols.page), mimetype=SVG)
    return jsonify(
        made_on=today.isoformat(),
        demo=is_demo(settings.base_url),
        symbols={
            "page": {"text": symbols.address, "size_mm": symbols.page.size_mm, "svg": _svg(symbols.page)},
            "contact": {
                "text": symbols.contact_text,
                "size_mm": symbols.contact.size_mm,
                "svg": _svg(symbols.contact),
            },
        },
    )


def _svg(sized: Sized) -> str:
    return to_svg(sized.symbol, sized.size_mm)


def _pairs(error: ProfileError | SymbolTooFine | DoesNotFit) -> Iterator[tuple[str, str]]:
    if isinstance(error, ProfileError):
        yield from error.problems
    elif isinstance(error, SymbolTooFine):
        yield from (
            (field, "makes the symbol too fine for a phone to read. Shorten it.") for field in error.fields
        )
    else:
        yield error.field, "does not fit on the card, even in the smallest print. Shorten it."


def pointer(inside: str, path: str) -> str:
    """A field's place in the body, RFC 6901: "patient.name" is "/patient/name"; "profile" is the whole of it."""
    if path == "profile":
        return inside
    return inside + "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path.split("."))


def _problem(
    detail: str, *, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY, errors: Problems | None = None,
    doubts: Problems | None = None,
) -> Response:  # fmt: skip
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    lists = {"errors": errors, "doubts": doubts}
    response = jsonify(body | {name: found for name, found in lists.items() if found})
    response.status_code, response.mimetype = status, "application/problem+json"
    return response
