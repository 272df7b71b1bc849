"""The contact for the symbol without a network: short, right on every phone, and never cut."""

import io
import re

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from idcard.contact import MOST_BYTES, WANTED_BYTES, call_order, vcard
from idcard.profile import build_profile
from idcard.symbol import choose_size, contact_symbol, to_png


def parsed(text):
    """A vCard's lines by name, unescaped; a reader written from RFC 2426 apart from the writer."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert lines[:2] + lines[-1:] == ["BEGIN:VCARD", "VERSION:3.0", "END:VCARD"]
    found = {}
    for line in lines[2:-1]:
        name, _, value = line.partition(":")
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value.removeprefix(";")) or name == "TEL"
        found[name] = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
    return found


def test_a_typical_contact(person):
    """The whole text of a usual card, byte for byte."""
    assert vcard(build_profile(person)) == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:;BACLOFEN PUMP Alex Sample\r\nFN:BACLOFEN PUMP Alex Sample\r\n"
        "TEL:+12025550143\r\nNOTE:Sudden stop can kill. 480 mcg per day on 2 Nov 2026. Born 2 Apr 1979. "
        "SynchroMed II.\r\nEND:VCARD\r\n"
    )


def test_a_typical_contact_scans_from_22_mm(person):
    """It stays in version 10, where a module is 0.38 mm or more."""
    text = vcard(build_profile(person))
    assert len(text) <= WANTED_BYTES
    symbol = contact_symbol(text)
    assert symbol.version <= 10
    assert symbol.module_mm(choose_size(symbol, 20, 22)) >= 0.38


def test_what_it_says_is_never_never_stop(person):
    """The wording is that a sudden stop can kill; "never stop" would be wrong in an overdose and an MRI."""
    assert "never" not in vcard(build_profile(person)).lower()


@pytest.mark.parametrize(
    ("name", "born", "pump"),
    [
        pytest.param("A" * 13, True, True, id="everything fits"),
        pytest.param("A" * 14, True, False, id="the pump's model goes first"),
        pytest.param("A" * 20, True, False, id="the birth date still fits"),
        pytest.param("A" * 22, False, False, id="then the birth date"),
        pytest.param("A" * 60, False, False, id="name and dose stay"),
    ],
)
def test_what_does_not_fit_is_left_out_whole(person, name, born, pump):
    """Optional facts go in a fixed order; name, dose and phone stay."""
    person["patient"]["name"] = name
    found = parsed(vcard(build_profile(person)))
    assert ("Born 2 Apr 1979." in found["NOTE"], "SynchroMed II." in found["NOTE"]) == (born, pump)
    assert found["N"] == f";BACLOFEN PUMP {name}"
    assert found["FN"] == f"BACLOFEN PUMP {name}"
    assert "480 mcg per day on 2 Nov 2026." in found["NOTE"]


def test_a_long_name_in_another_script_is_written_once(person):
    """Where even that is too much, FN holds the pump alone, as N holds the name."""
    person["patient"]["name"] = "Ω" * 50
    text = vcard(build_profile(person))
    assert len(text.encode()) <= MOST_BYTES
    assert parsed(text)["N"] == ";BACLOFEN PUMP " + "Ω" * 50
    assert parsed(text)["FN"] == "BACLOFEN PUMP"


@pytest.mark.parametrize(
    ("contacts", "first"),
    [
        pytest.param(
            [("clinic", "day"), ("family", None), ("on_call", "24/7")],
            "+12025550102",
            id="24-hour number first",
        ),
        pytest.param([("clinic", "day"), ("family", None)], "+12025550100", id="else the first"),
        pytest.param(
            [("family", "24 h"), ("on_call", "24 h")], "+12025550101", id="of two the pump's own people"
        ),
        pytest.param(
            [("other", None), ("clinic", None), ("clinic", "day")], "+12025550101", id="of equals the first"
        ),
        pytest.param(
            [("family", "24-hour"), ("clinic", "not 24 h")],
            "+12025550100",
            id="24 h is meant only at the start",
        ),
    ],
)
def test_one_phone(person, contacts, first):
    """The one number is a round-the-clock one where there is any."""
    person["contacts"] = [
        {"role": role, "hours": hours, "phone": f"+1202555010{index}"}
        for index, (role, hours) in enumerate(contacts)
    ]
    profile = build_profile(person)
    assert parsed(vcard(profile))["TEL"] == first == call_order(profile.contacts)[0].phone
    assert sorted(map(str, call_order(profile.contacts))) == sorted(map(str, profile.contacts))


def test_an_extension_is_dialled_after_a_pause(person):
    """The extension is carried, behind the comma that phones dial as a pause."""
    person["contacts"] = [{"role": "clinic", "phone": "+12025550123;ext=012"}]
    assert parsed(vcard(build_profile(person)))["TEL"] == "+12025550123,012"


def test_a_pump_that_is_not_in_the_list_is_named(person):
    """Make and model in their own words, and an alias is marked."""
    person["pump"] = {"model": "other", "other_make": "Ac;me", "other_model": "A,1"}
    person["patient"] = {"name": "Al\\ex", "alias": True}
    found = parsed(vcard(build_profile(person)))
    assert found["NOTE"].endswith(" Ac;me A,1.")
    assert found["FN"] == "BACLOFEN PUMP Al\\ex (alias)"


@pytest.mark.parametrize(
    "name",
    ["José García-Márquez", "Müller, Öz", "Nguyễn Đặng", "Ελένη", "שרה כהן", "田中 花子", "O'Hara; x\\y"],
)
def test_names_are_read_right(person, name):
    """What a decoder reads from the symbol is the text, letter for letter, declared as UTF-8."""
    person["patient"]["name"] = name
    text = vcard(build_profile(person))
    picture = Image.open(io.BytesIO(to_png(contact_symbol(text)))).convert("L")
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert [barcode.text for barcode in found] == [text]
    assert parsed(text)["FN"] == f"BACLOFEN PUMP {name}"


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(st.data())
def test_every_contact_can_be_read(profiles, data):
    """For every profile the lines parse, hold the name and the dose, and nothing is cut in the middle."""
    profile = data.draw(profiles)
    found = parsed(vcard(profile))
    assert set(found) == {"N", "FN", "TEL", "NOTE"}
    assert found["N"].startswith(f";BACLOFEN PUMP {profile.patient.name}")
    assert f"mcg per day on {profile.therapy.set_on.day} " in found["NOTE"]
    assert found["NOTE"].endswith(".")
