import json

import pytest

from idcard.service.openapi import openapi
from interactions.form import ALLOWED


def references(part):
    """Every $ref in a description."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_every_json_route_is_described(app, client):
    """And nothing that is not there."""
    described = {
        (path, method)
        for path, methods in client.get("/openapi.json").get_json()["paths"].items()
        for method in methods
    }
    served = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if rule.rule.startswith("/api/") or rule.rule in ("/openapi.json", "/healthz")
    }

    assert described == served


def test_every_reference_leads_somewhere():
    """Programs are made from this file."""
    found = set(references(openapi()))

    assert len(found) > 5
    assert {name.removeprefix("#/components/schemas/") for name in found} <= openapi()["components"][
        "schemas"
    ].keys()


def test_a_check_takes_what_the_checker_takes():
    """Neither more nor less."""
    assert openapi()["components"]["schemas"]["CheckOrder"]["properties"].keys() == ALLOWED


def test_the_described_report_has_the_fields_of_a_real_one(client):
    """The shape is the model's own."""
    report = client.post("/api/v1/check", json={"lines": ["omeprazole 20 mg"]}).get_json()

    assert report.keys() == openapi()["components"]["schemas"]["Report"]["properties"].keys()


@pytest.mark.parametrize("path", ["/api/v1/cards", "/api/v1/check"])
@pytest.mark.parametrize("status", ["400", "403", "411", "413", "415", "422"])
def test_refusals_are_described(path, status):
    """Each guard's status, as a problem."""
    answer = openapi()["paths"][path]["post"]["responses"][status]

    assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


def test_an_uninstalled_checkout_has_a_version_too(monkeypatch):
    """The description never fails for want of it."""
    from importlib.metadata import PackageNotFoundError

    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("idcard.service.openapi.version", missing)
    openapi.cache_clear()

    assert openapi()["info"]["version"] == "0"
    assert json.dumps(openapi())
    openapi.cache_clear()
