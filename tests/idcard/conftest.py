"""Profiles to draw from, and a browser that shows the card viewer."""

import functools
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps

from idcard.profile import Profile, build_profile
from idcard.pumps import load_pumps
from idcard.service.viewer_data import viewer_data
from idcard.text import clean_text
from idcard.wire.fields import CONDITION_CODES, DOSE_SOURCES, ROLES

ROOT = Path(__file__).parents[2]
STATIC, TEMPLATES = ROOT / "idcard" / "static", ROOT / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# Letters that have been lost on the way before: accents, two scripts of other directions, joiners, beyond 16 bits.
_LETTERS = st.sampled_from("aAzZ09 .,;:\\'\"-+/()éßøŽđ\u1ec5Ωשعिক水€😀") | st.characters(
    categories=["L", "Nd", "P", "S"]
)
_DAYS = st.dates().filter(lambda day: day.year >= 1900).map(lambda day: day.isoformat())


def _plain(text):
    try:
        return clean_text(text) == text
    except ValueError:
        return False


def _words(longest):
    return (
        st.text(_LETTERS, min_size=1, max_size=longest)
        .map(lambda text: " ".join(text.split()))
        .filter(_plain)
    )


def _number(low, high):
    return st.decimals(low, high, places=2).map(str)


def _sometimes(**parts):
    return st.fixed_dictionaries({}, optional=parts)


@st.composite
def _pump(draw):
    pump = draw(_sometimes(
        reservoir_ml=_number(10, 50), serial=_words(40), site=_words(40), catheter_tip=_words(40),
        implanted=_DAYS | _DAYS.map(lambda day: day[:7]) | _DAYS.map(lambda day: day[:4]),
        replace_by=_DAYS | _DAYS.map(lambda day: day[:7]) | _DAYS.map(lambda day: day[:4]),
    ))  # fmt: skip
    pump["model"] = draw(st.sampled_from(sorted(load_pumps())))
    if pump["model"] == "other":
        pump |= {"other_make": draw(_words(40)), "other_model": draw(_words(40))}
    return pump


@st.composite
def _therapy(draw):
    therapy = draw(_sometimes(
        dose_source=st.sampled_from(sorted(DOSE_SOURCES)), last_refill=_DAYS, refill_by=_DAYS, oral_backup=_words(60),
        filled_ml=_number(20, 50), residual_ml=_number(0, 5), alarm_ml=_number(0, 5),
        admixtures=st.lists(st.fixed_dictionaries(
            {"name": _words(40)}, optional={"concentration": _words(40), "daily_dose": _words(40)}), max_size=4),
    ))  # fmt: skip
    therapy |= {
        "concentration_mcg_per_ml": draw(_number(100, 6000)), "daily_dose_mcg": draw(_number(5, 2500)),
        "set_on": draw(_DAYS), "mode": draw(st.sampled_from(["simple", "flex", "bolus"])),
    }  # fmt: skip
    if therapy["mode"] == "bolus":
        most = Decimal(therapy["daily_dose_mcg"]) - Decimal("0.01")
        therapy |= {"bolus_mcg": draw(_number("0.01", most)), "boluses_per_day": draw(st.integers(1, 50))}
    return therapy


_PHONES = st.builds(
    lambda country, rest, extension: f"+{country}{rest}{extension}",
    st.sampled_from(["1", "44", "39", "49"]),
    st.from_regex(r"[1-9][0-9]{9}", fullmatch=True),
    st.just("") | st.from_regex(r";ext=[0-9]{1,7}", fullmatch=True),
)
_CONTACTS = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(sorted(ROLES)), "phone": _PHONES},
        optional={"name": _words(40), "hours": _words(40) | st.sampled_from(["24 h", "24/7", "day"]), "tested_on": _DAYS.filter(lambda day: day > "1900-01-01")},
    ),
    min_size=1, max_size=6,
)  # fmt: skip
_ALLERGIES = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"state": st.just("none_known"), "as_of": _DAYS}),
    st.fixed_dictionaries(
        {"state": st.just("listed"), "items": st.lists(st.fixed_dictionaries(
            {"substance": _words(40)}, optional={"reaction": _words(40)}), min_size=1, max_size=8)},
        optional={"as_of": _DAYS}),
)  # fmt: skip
_PROFILES = st.fixed_dictionaries(
    {
        "patient": st.fixed_dictionaries({"name": _words(60)}, optional={
            "alias": st.booleans(), "born": _DAYS, "weight_kg": _number(1, 400),
            "languages": st.lists(st.sampled_from(["en", "fr", "pt-BR", "yue"]), max_size=4), "needs": st.lists(_words(60), max_size=4),
        }),
        "pump": _pump(), "therapy": _therapy(), "contacts": _CONTACTS,
    },
    optional={
        "allergies": _ALLERGIES, "conditions": st.lists(st.sampled_from(sorted(CONDITION_CODES)), unique=True, max_size=8),
        "other_conditions": st.lists(_words(60), max_size=4), "medicines": st.lists(_words(60), max_size=5), "notes": _words(240),
    },
).map(build_profile)  # fmt: skip


@pytest.fixture(scope="session")
def profiles() -> st.SearchStrategy[Profile]:
    """Every profile that the model accepts, near enough; draw from it with `st.data()`."""
    return _PROFILES


@pytest.fixture
def person():
    """A made-up person's profile as data; tests change what they are about."""
    return {
        "patient": {"name": "Alex Sample", "born": "1979-04-02"},
        "pump": {"model": "synchromed-ii-40"},
        "therapy": {"concentration_mcg_per_ml": "2000", "daily_dose_mcg": "480", "set_on": "2026-11-02",
                    "dose_source": "clinic_printout", "refill_by": "2027-01-14"},
        "contacts": [
            {"role": "clinic", "phone": "+12025550123", "hours": "day"},
            {"role": "on_call", "phone": "+12025550143", "hours": "24 h"},
            {"role": "family", "name": "Brother Jordan", "phone": "+12025550187"},
        ],
        "allergies": {"state": "listed", "items": [{"substance": "Penicillin", "reaction": "anaphylaxis"}]},
        "conditions": ["spinal_injury_t6"],
    }  # fmt: skip


@pytest.fixture
def viewer(browser):
    """Opens the card viewer without a server: `viewer(digits, today="2026-11-23", width=360)` gives its page.

    The page is the template as the service renders it, under the service's content policy; whatever the
    browser complains about, and any request for something else, makes the test fail.
    """
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, timezone_id="America/New_York", locale="en-US"
    )
    complaints = []

    def answer(route):
        path = urlsplit(route.request.url).path
        if path == "/c":
            route.fulfill(
                body=_viewer_page(),
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": POLICY},
            )
        elif (STATIC / path.removeprefix("/static/")).is_file() and path.startswith("/static/"):
            name = path.removeprefix("/static/")
            route.fulfill(
                body=(STATIC / name).read_bytes(),
                content_type="text/css" if name.endswith("css") else "text/javascript",
            )
        else:
            complaints.append(f"asked for {path}")
            route.abort()

    context.route("**/*", answer)

    def open_page(digits=None, *, today="2026-11-23", width=360):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 740})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.set_fixed_time(datetime.fromisoformat(f"{today}T12:00:00-05:00"))
        page.goto("https://pump.example/c" + (f"#{digits}" if digits is not None else ""))
        return page

    yield open_page
    context.close()
    assert complaints == []


@functools.cache
def _viewer_page():
    folder = ChoiceLoader(
        [DictLoader({"guidance.html": "<p>guidance stands here</p>"}), FileSystemLoader(TEMPLATES)]
    )
    jinja = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
    jinja.globals["asset"] = lambda name: f"/static/{name}"
    jinja.filters["tojson"] = htmlsafe_json_dumps
    return jinja.get_template("viewer.html").render(wording=viewer_data())
