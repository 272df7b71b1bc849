"""What the JSON routes take and give, as OpenAPI 3.1; the shapes come from the models themselves."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import BaseModel

from idcard.pdf.sheet import PAPERS
from idcard.profile import Profile
from interactions import CONDITIONS, Report, Situation

REF = "#/components/schemas/"
JSON, PROBLEM = "application/json", "application/problem+json"
TEXT = {"type": "string"}


@cache
def openapi() -> dict[str, Any]:
    """The whole description."""
    schemas: dict[str, Any] = {
        "Problem": _problem(),
        "CardOrder": _card_order(),
        "CheckOrder": _check_order(),
    }
    for model, mode in ((Profile, "validation"), (Report, "serialization")):
        schemas |= _schemas(model, mode)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pumpcard",
            "version": _version(),
            "description": "Wallet card and medicine check for people with an intrathecal baclofen pump. "
            "Not a medical device; no clinician has reviewed the wording. Nothing that is sent is kept.",
        },
        "paths": {
            "/api/v1/cards": {"post": _cards()},
            "/api/v1/check": {"post": _check()},
            "/api/v1/cautions": {"get": _get("The whole table of cautions, with its sources.")},
            "/openapi.json": {"get": _get("This description.")},
            "/healthz": {"get": _get("That the service answers.")},
        },
        "components": {"schemas": schemas},
    }


def _version() -> str:
    try:
        return version("pumpcard")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def _schemas(model: type[BaseModel], mode: Any) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=REF + "{model}", mode=mode)
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REF + name}


def _list_of(*fields: str) -> dict[str, Any]:
    item = {"type": "object", "properties": dict.fromkeys(fields, TEXT), "required": list(fields)}
    return {"type": "array", "items": item}


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "RFC 9457. 'errors' names what is wrong and where; 'doubts' what has to be confirmed. "
        "Nothing that was sent is repeated, but for doses and volumes that are asked about.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "code": TEXT, "field": TEXT,
            "errors": _list_of("pointer", "detail"), "doubts": _list_of("id", "question"),
        },
    }  # fmt: skip


def _beside() -> dict[str, Any]:
    return {
        "confirm": {
            "type": "array",
            "items": TEXT,
            "maxItems": 50,
            "description": "Ids of doubts that were looked at.",
        },
        "paper": {"enum": list(PAPERS), "default": "a4"},
    }


def _card_order() -> dict[str, Any]:
    around = {
        "type": "object",
        "required": ["profile"],
        "properties": {"profile": _ref("Profile"), **_beside()},
    }
    return {
        "description": "A profile with 'confirm' and 'paper' around it, or a bare profile with both beside its fields.",
        "anyOf": [around, _ref("Profile")],
    }


def _check_order() -> dict[str, Any]:
    names = {"type": "array", "items": {"enum": list(CONDITIONS)}}
    return {
        "type": "object",
        "required": ["lines"],
        "additionalProperties": False,
        "properties": {
            "lines": {
                "type": "array",
                "items": TEXT,
                "minItems": 1,
                "description": "One medicine in each, as written.",
            },
            "situation": {"enum": [str(situation) for situation in Situation], "default": "routine"},
            "oral_baclofen": {"type": ["boolean", "null"]},
            "egfr": {"type": ["number", "null"], "description": "mL per minute per 1.73 m2"},
            "age": {"type": ["integer", "null"], "description": "years"},
            "conditions": names,
            "without": {**names, "items": TEXT, "description": "Conditions known not to hold."},
            "pump_drugs": {
                "type": "array",
                "items": TEXT,
                "description": "Other drugs in the pump, as written.",
            },
        },
    }


def _answer(words: str, media: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": words, "content": {media: {"schema": schema or {"type": "object"}}}}


def _refusals(*statuses: tuple[int, str]) -> dict[str, Any]:
    always = ((400, "Not JSON."), (403, "Sent from another site's page."), (411, "No Content-Length."),
              (413, "Too large."), (415, "Not application/json."))  # fmt: skip
    return {str(status): _answer(words, PROBLEM, _ref("Problem")) for status, words in (*always, *statuses)}


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": _ref(name)}}}


def _cards() -> dict[str, Any]:
    symbol = {"type": "object", "properties": {"text": TEXT, "size_mm": {"type": "number"}, "svg": TEXT}}
    symbols = {
        "type": "object",
        "properties": {
            "made_on": {"type": "string", "format": "date"},
            "demo": {"type": "boolean", "description": "The symbol opens on this machine only."},
            "symbols": {"type": "object", "properties": {"page": symbol, "contact": symbol}},
        },
    }
    made = {
        "description": "The card: as PDF, as both symbols, or the symbol of the full view.",
        "content": {
            "application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}},
            JSON: {"schema": symbols},
            "image/svg+xml": {"schema": TEXT},
        },
    }
    return {
        "operationId": "makeCard",
        "summary": "A profile to a card, in the form that Accept prefers (PDF without it).",
        "requestBody": _body("CardOrder"),
        "responses": {
            "200": made,
            **_refusals(
                (406, "None of the forms is accepted."), (422, "Something is wrong, or has to be confirmed.")
            ),
        },
    }


def _check() -> dict[str, Any]:
    return {
        "operationId": "checkMedicines",
        "summary": "A medication list against the table of cautions; every line is accounted for.",
        "requestBody": _body("CheckOrder"),
        "responses": {
            "200": _answer("What was found, and what was not checked.", JSON, _ref("Report")),
            **_refusals(
                (422, "The list is refused."), (503, "The table cannot be used. Nothing was checked.")
            ),
        },
    }


def _get(words: str) -> dict[str, Any]:
    return {"summary": words, "responses": {"200": _answer(words, JSON)}}
