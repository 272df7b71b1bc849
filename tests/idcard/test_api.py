import json
import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idcard.pdf.raster import pages, symbol_texts
from idcard.reader import read_address
from idcard.sample import KINDS, sample_profile
from idcard.service.api import BodyError, pointer, read_order

CARDS = "/api/v1/cards"


@pytest.fixture
def order(client):
    """Posts a body and gives the answer."""

    def post(body, accept=None):
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Accept": accept} if accept else {}
        length = {"CONTENT_LENGTH": str(len(data))}  # the test client leaves it out of an empty body
        return client.post(
            CARDS, data=data, content_type="application/json", headers=headers, environ_overrides=length
        )

    return post


@pytest.fixture
def odd(person):
    """A made-up person with a dose that is asked about."""
    person["therapy"]["daily_dose_mcg"] = "1500"
    return person


class TestFormats:
    """What comes out, by Accept."""

    @pytest.mark.parametrize(
        ("accept", "mimetype"),
        [
            pytest.param(None, "application/pdf", id="nothing said"),
            pytest.param("*/*", "application/pdf", id="anything"),
            pytest.param("application/pdf", "application/pdf", id="PDF"),
            pytest.param("application/json", "application/json", id="JSON"),
            pytest.param("image/svg+xml", "image/svg+xml", id="SVG"),
            pytest.param("image/*", "image/svg+xml", id="any picture"),
            pytest.param(
                "application/pdf;q=0.5, application/json", "application/json", id="the better liked"
            ),
        ],
    )
    def test_accept_chooses(self, order, person, accept, mimetype):
        """The first of ours that the other side likes best; kept by nobody."""
        answer = order(person, accept)

        assert answer.status_code == 200
        assert answer.mimetype == mimetype
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("accept", ["image/png", "text/html", "application/pdf;q=0"])
    def test_what_we_have_not_is_said(self, order, person, accept):
        """With what we have."""
        answer = order(person, accept)

        assert answer.status_code == 406
        assert "image/svg+xml" in answer.get_json()["detail"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_symbols_of_pdf_and_json_are_the_same(self, order, kind, today):
        """And the full view reads back as the profile."""
        profile = sample_profile(kind, today=today)
        body = json.loads(profile.to_json())
        found = order(body, "application/json").get_json()
        printed = {text for page in pages(order(body).data) for text in symbol_texts(page)}

        assert printed == {found["symbols"]["page"]["text"], found["symbols"]["contact"]["text"]}
        assert read_address(found["symbols"]["page"]["text"]).profile == profile
        assert found["made_on"] == today.isoformat()
        assert found["demo"] is True
        assert order(body, "image/svg+xml").get_data(as_text=True) == found["symbols"]["page"]["svg"]

    @pytest.mark.parametrize(("paper", "count"), [("a4", 1), ("letter", 1), ("id1", 2)])
    def test_paper(self, order, person, paper, count):
        """Around the profile or among its fields."""
        assert len(pages(order({"profile": person, "paper": paper}).data)) == count
        assert len(pages(order(person | {"paper": paper}).data)) == count

    def test_the_name_of_the_file_names_nobody(self, order, person):
        """It is shown to whoever looks over the shoulder."""
        assert order(person).headers["Content-Disposition"] == "attachment; filename=baclofen-pump-card.pdf"

    def test_what_idcard_read_prints_is_taken(self, order, person):
        """Last year's card makes this year's."""
        assert (
            order(
                {"profile": person, "made_on": "2025-11-23", "signature": None, "unknown_fields": []}
            ).status_code
            == 200
        )


class TestRefusals:
    """RFC 9457, with the place of each problem in the body."""

    @pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
    def test_each_problem_has_its_pointer(self, order, person, wrapped):
        """All of them at once; nothing that was typed is repeated."""
        person["patient"]["name"] = "Sam\u202eSample"
        person["contacts"][1]["phone"] = "5550143"
        answer = order({"profile": person} if wrapped else person)
        problem = answer.get_json()
        inside = "/profile" if wrapped else ""

        assert answer.status_code == problem["status"] == 422
        assert answer.mimetype == "application/problem+json"
        assert [e["pointer"] for e in problem["errors"]] == [
            f"{inside}/patient/name",
            f"{inside}/contacts/1/phone",
        ]
        assert "Sample" not in answer.get_data(as_text=True)
        assert "5550143" not in answer.get_data(as_text=True)

    @pytest.mark.parametrize("accept", ["application/pdf", "application/json", "image/svg+xml"])
    def test_doubts_must_be_confirmed(self, order, odd, accept):
        """Whatever is asked for."""
        answer = order(odd, accept)

        assert answer.status_code == 422
        assert [doubt["id"] for doubt in answer.get_json()["doubts"]] == ["dose-unusual"]
        assert "1500 micrograms per day" in answer.get_json()["doubts"][0]["question"]
        assert order(odd | {"confirm": ["dose-unusual"]}, accept).status_code == 200
        assert order({"profile": odd, "confirm": ["dose-unusual"]}, accept).status_code == 200
        assert order(odd | {"confirm": ["another"]}, accept).status_code == 422

    @pytest.mark.parametrize(
        ("body", "status", "words"),
        [
            pytest.param(b"", 400, "not JSON", id="nothing"),
            pytest.param(b"{", 400, "not JSON", id="cut"),
            pytest.param(b'{"patient": "\xff"}', 400, "not JSON in UTF-8", id="no UTF-8"),
            pytest.param(b"[" * 30_000, 400, "not JSON", id="deep"),
            pytest.param(b"1" * 5_000, 400, "more than 20 digits", id="a huge number"),
            pytest.param(b'{"a": NaN}', 400, "not a number", id="NaN"),
            pytest.param(b'{"a": 1, "a": 2}', 400, "twice", id="a key twice"),
            pytest.param(b"[]", 422, "must be an object", id="a list"),
            pytest.param(b"null", 422, "must be an object", id="null"),
            pytest.param(b'{"profile": null}', 422, "wrong form", id="no profile in it"),
            pytest.param(
                b'{"profile": {}, "papier": "a4"}', 422, "beside 'profile'", id="an unknown field beside it"
            ),
            pytest.param(b'{"paper": "a0"}', 422, "must be one of", id="unknown paper"),
            pytest.param(b'{"paper": []}', 422, "must be one of", id="paper that is no text"),
            pytest.param(b'{"confirm": "dose-unusual"}', 422, "must be a list", id="confirm that is no list"),
            pytest.param(b'{"confirm": [1]}', 422, "must be a list", id="confirm with a number"),
            pytest.param(b'{"a": "' + b"x" * 40_000 + b'"}', 422, "longer than 32768 bytes", id="too long"),
        ],
    )
    def test_a_body_that_is_none(self, order, body, status, words):
        """Each with its own sentence."""
        answer = order(body)

        assert answer.status_code == answer.get_json()["status"] == status
        assert words in answer.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("change", "pointers"),
        [
            pytest.param({"conditions": [], "other_conditions": ["W" * 60] * 4}, ["/conditions"], id="no room on the card"),
            pytest.param({"medicines": [f"a medicine with a long name {n}" for n in range(20)]}, ["/medicines", "/contacts", "/allergies/items"], id="too much for the symbol"),
        ],
    )  # fmt: skip
    def test_what_is_too_much_names_what_to_shorten(self, order, person, change, pointers):
        """Longest first."""
        found = [error["pointer"] for error in order(person | change).get_json()["errors"]]

        assert found[:1] == pointers[:1]

    def test_a_symbol_that_would_be_too_fine(self, order, person, monkeypatch):
        """Names each field that makes it so."""
        from idcard.errors import SymbolTooFine

        def too_fine(*args, **kwargs):
            raise SymbolTooFine(0.2, ["notes", "medicines"])

        monkeypatch.setattr("idcard.service.api.make_symbols", too_fine)

        assert [e["pointer"] for e in order(person, "application/json").get_json()["errors"]] == [
            "/notes",
            "/medicines",
        ]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["profile", "confirm", "paper", "patient", "name", "pump", "therapy", "contacts"]) | st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(body=_JSON | st.binary(max_size=40))
def test_whatever_is_posted_gets_an_answer(order, body):
    """A refusal in words, never a fault."""
    answer = order(body)

    assert answer.status_code in (400, 422)
    assert answer.get_json()["title"]


@pytest.mark.parametrize(
    ("inside", "path", "place"),
    [
        pytest.param("", "patient.name", "/patient/name", id="bare"),
        pytest.param("/profile", "contacts.0.phone", "/profile/contacts/0/phone", id="wrapped"),
        pytest.param("/profile", "profile", "/profile", id="the whole"),
        pytest.param("", "a/b~c", "/a~1b~0c", id="escaped as RFC 6901 says"),
    ],
)
def test_pointers(inside, path, place):
    """Where a program finds the field."""
    assert pointer(inside, path) == place


def test_numbers_stay_exact():
    """A dose is never a float on its way."""
    assert read_order(b'{"profile": {"x": 0.1}}').profile == {"x": Decimal("0.1")}


def test_a_body_error_without_a_place_is_no_json():
    """400 against 422."""
    assert BodyError("x").status == 400
    assert BodyError("x", "").status == 422


def test_no_answer_of_the_service_names_a_value_of_the_request(order, person):
    """Not even where it is refused for it."""
    person["patient"]["nickname"] = "Sammy"
    text = order(person).get_data(as_text=True)

    assert not re.search("Sammy|Alex Sample|2025550143", text)
