"""The list of pumps: what it says of each, what unknown means, how a broken file is refused."""

from decimal import Decimal

import pytest

from idcard.errors import DataError
from idcard.guidance import load_guidance
from idcard.pumps import OTHER, STRICTEST, load_pumps, pump_by_code
from idcard.sources import load_sources

PUMPS = load_pumps()
GUIDANCE = load_guidance()

# Every symbol ever printed holds one of these numbers: a line here is only ever added.
CODES = {
    "other": 0, "synchromed-ii-20": 1, "synchromed-ii-40": 2, "synchromed-iii": 3, "prometra": 4, "prometra-eu": 5,
    "prometra-ii-20": 6, "prometra-ii-40": 7, "prometra-ii-eu": 8, "medstream-20": 9, "medstream-40": 10,
    "codman-3000": 11, "tricumed": 12, "siromedes": 13, "constant-flow": 14,
}  # fmt: skip

PAUSES = "MRI pauses the infusion. Interrogate right after; before, too, if it is alarming."
EMPTY = "EMPTY before MRI: it may release the drug. Reset and refill after."
UNLESS_CLEARED = "No MRI unless the maker clears it."
UNTIL_CONFIRMED = "No MRI until the maker confirms."
MRI_LINES = {
    "synchromed-ii-20": PAUSES, "synchromed-ii-40": PAUSES, "synchromed-iii": PAUSES,
    "prometra": UNLESS_CLEARED, "prometra-eu": UNLESS_CLEARED,
    "prometra-ii-20": EMPTY, "prometra-ii-40": EMPTY, "prometra-ii-eu": EMPTY,
}  # fmt: skip

slugs = pytest.mark.parametrize("slug", PUMPS)


# ------------------------------------------------------------------ the real file


def test_codes_are_permanent():
    """A number once given keeps its pump for ever."""
    assert {slug: pump.code for slug, pump in PUMPS.items()} == CODES


@slugs
def test_a_pump_is_found_by_its_code(slug):
    """What a symbol says comes back as the same pump."""
    assert pump_by_code(PUMPS[slug].code) is PUMPS[slug]


def test_a_code_of_the_future_is_refused():
    """A symbol may name a pump that this version does not know; nobody guesses."""
    with pytest.raises(KeyError):
        pump_by_code(max(CODES.values()) + 1)


@slugs
def test_every_pump_code_has_its_mri_line(slug):
    """Each pump shows the line of its make, all others the strictest."""
    assert GUIDANCE.text(pump_by_code(CODES[slug]).mri) == MRI_LINES.get(slug, UNTIL_CONFIRMED)


@slugs
def test_rules_are_wording_for_card_or_page(slug):
    """Every rule of a pump can be shown where it is needed."""
    pump = PUMPS[slug]

    assert {"card", "page"} <= set(GUIDANCE.entries[pump.mri].used)
    assert {"card", "page"} <= set(GUIDANCE.entries[pump.alarms].used)
    assert "page" in GUIDANCE.entries[pump.hyperbaric].used


@slugs
def test_every_pump_is_sourced(slug):
    """A pump that says more than unknown rests on a publication."""
    kinds = {load_sources()[citation.id].kind for citation in PUMPS[slug].sources}

    assert kinds == {"project"} if slug == OTHER else "project" not in kinds


def test_other_knows_nothing():
    """The pump that is not in the list takes every strictest rule and claims nothing."""
    other = PUMPS[OTHER]

    assert (other.mri, other.alarms, other.hyperbaric) == tuple(STRICTEST.values())
    assert other.reservoir_ml is other.programmable is other.service_years is other.can_be_stopped is None
    assert other.patient_bolus == "unknown"


@pytest.mark.parametrize("slug", [slug for slug in CODES if slug.startswith("prometra")])
def test_controller_of_prometra_is_not_for_baclofen(slug):
    """The maker says so for every model."""
    assert PUMPS[slug].patient_bolus == "not_for_baclofen"
    assert PUMPS[slug].hyperbaric == "hyperbaric-prometra"


@pytest.mark.parametrize("slug", ["codman-3000", "tricumed", "siromedes", "constant-flow"])
def test_constant_flow_pumps_cannot_be_stopped(slug):
    """Gas-driven pumps have no programmer, no alarm and no switch."""
    pump = PUMPS[slug]

    assert (pump.programmable, pump.can_be_stopped, pump.alarms) == (False, False, "alarm-none")


@pytest.mark.parametrize(
    ("number", "slug", "reservoir_ml"),
    [
        ("8637-20", "synchromed-ii-20", 20), ("8637-40", "synchromed-ii-40", 40), ("11827", "prometra", 20),
        ("91827", "prometra-eu", None), ("13827", "prometra-ii-20", 20), ("16827", "prometra-ii-40", 40),
        ("93827", "prometra-ii-eu", None), ("91-4200", "medstream-20", 20), ("91-4201", "medstream-40", 40),
    ],
)  # fmt: skip
def test_a_number_on_the_implant_card_leads_to_one_pump(number, slug, reservoir_ml):
    """Prometra and Prometra II differ by one digit on the implant card and by a life in the magnet."""
    found = [pump for pump in PUMPS.values() if number in pump.model_numbers]

    assert [(pump.id, pump.reservoir_ml) for pump in found] == [(slug, reservoir_ml)]
    assert number in found[0].label


def test_label_without_a_number_is_the_name():
    """A pump whose numbers were not read is chosen by name."""
    assert PUMPS["synchromed-iii"].label == "Medtronic SynchroMed III"


def test_volumes_are_exact():
    """Volumes are decimals, like those of a profile."""
    assert isinstance(PUMPS["synchromed-ii-40"].reservoir_ml, Decimal)


# ------------------------------------------------------------------ broken files

OTHER_ROW = {
    "code": "0", "make": '"Other"', "name": '"Another pump"', "short": '"Another pump"', "model_numbers": "[]",
    "reservoir_ml": '"unknown"', "programmable": '"unknown"', "mri": '"unknown"', "alarms": '"unknown"',
    "service_years": '"unknown"', "hyperbaric": '"unknown"', "patient_bolus": '"unknown"',
    "can_be_stopped": '"unknown"', "sources": '[{ id = "project-rule", locator = "x" }]',
}  # fmt: skip
GOOD = OTHER_ROW | {"code": "1", "name": '"Make One"', "short": '"One"', "model_numbers": '["1-20"]'}


def block(key, columns):
    """One pump as TOML."""
    return f"[{key}]\n" + "".join(
        f"{name} = {value}\n" for name, value in columns.items() if value is not None
    )


def written(folder, *blocks):
    """A file of pumps."""
    path = folder / "pumps.toml"
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


def refused(folder, *blocks):
    """Row and problem of the error with which such a file is refused."""
    with pytest.raises(DataError) as caught:
        load_pumps(written(folder, *blocks))
    assert caught.value.file == "pumps.toml"
    return caught.value.row, caught.value.problem


@pytest.mark.parametrize(("part", "strictest"), STRICTEST.items())
def test_unknown_takes_the_strictest_rule(tmp_path, part, strictest):
    """A pump of which a rule is not known gets the strictest wording of that part, which the data have."""
    pumps = load_pumps(written(tmp_path, block("other", OTHER_ROW), block("new", GOOD)))

    assert getattr(pumps["new"], part) == strictest
    assert GUIDANCE.entries[strictest].part == part


def test_known_values_are_kept(tmp_path):
    """What is known is not turned into unknown."""
    row = GOOD | {
        "reservoir_ml": "18.5",
        "programmable": "false",
        "service_years": "5",
        "mri": '"mri-synchromed"',
    }
    pump = load_pumps(written(tmp_path, block("other", OTHER_ROW), block("new", row)))["new"]

    assert (pump.reservoir_ml, pump.programmable, pump.service_years, pump.mri) == (
        Decimal("18.5"), False, 5, "mri-synchromed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        pytest.param({"mri": None}, "mri: Field required", id="column missing"),
        pytest.param({"colour": '"grey"'}, "colour: Extra inputs", id="column unknown"),
        pytest.param({"code": '"1"'}, "code: Input should be a valid integer", id="code as text"),
        pytest.param({"code": "true"}, "code: Input should be a valid integer", id="code as yes"),
        pytest.param(
            {"code": "-1"}, "code: Input should be greater than or equal to 0", id="code below zero"
        ),
        pytest.param({"reservoir_ml": '"40"'}, "is a number without quotes", id="volume as text"),
        pytest.param({"reservoir_ml": "true"}, "is a number without quotes", id="volume as yes"),
        pytest.param(
            {"reservoir_ml": "4"},
            "reservoir_ml: Input should be greater than or equal to 10",
            id="volume too small",
        ),
        pytest.param(
            {"reservoir_ml": "400"},
            "reservoir_ml: Input should be less than or equal to 50",
            id="volume too large",
        ),
        pytest.param(
            {"reservoir_ml": "nan"}, "reservoir_ml: Input should be a finite number", id="volume not a number"
        ),
        pytest.param(
            {"programmable": '"yes"'}, "programmable: Input should be a valid boolean", id="yes as text"
        ),
        pytest.param(
            {"service_years": "7.5"}, "service_years: Input should be a valid integer", id="half years"
        ),
        pytest.param(
            {"patient_bolus": '"sometimes"'},
            "patient_bolus: Input should be 'not_for_baclofen'",
            id="bolus rule",
        ),
        pytest.param(
            {"mri": '"mri-of-my-own"'},
            "mri: mri-of-my-own is not wording of part 'mri'",
            id="unknown wording",
        ),
        pytest.param(
            {"mri": '"alarm-none"'},
            "mri: alarm-none is not wording of part 'mri'",
            id="wording of another part",
        ),
        pytest.param(
            {"alarms": '"mri-unknown"'}, "alarms: mri-unknown is not wording of part", id="alarm from MRI"
        ),
        pytest.param({"hyperbaric": '""'}, "hyperbaric: String should match", id="empty"),
        pytest.param(
            {"sources": '[{ id = "hearsay", locator = "x" }]'},
            "hearsay is not in sources.toml",
            id="unknown source",
        ),
        pytest.param({"sources": "[]"}, "sources: Tuple should have at least 1 item", id="no source"),
        pytest.param({"code": "0"}, "code: 0 belongs to 'other' alone", id="code of other"),
        pytest.param({"name": '"Another pump"'}, "has the name of other", id="twin name"),
    ],
)
def test_a_broken_row_is_refused_by_file_and_row(tmp_path, columns, problem):
    """The message names the file, the row and the column."""
    row, found = refused(tmp_path, block("other", OTHER_ROW), block("new", GOOD | columns))

    assert row == "new"
    assert problem in found


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        pytest.param({"name": '"Make Two"', "model_numbers": "[]"}, "has the code of new", id="twin code"),
        pytest.param(
            {"code": "2", "name": '"Make Two"'}, "has the model number of new", id="twin model number"
        ),
    ],
)
def test_twins_are_refused(tmp_path, columns, problem):
    """Two pumps never share what tells them apart."""
    row, found = refused(
        tmp_path, block("other", OTHER_ROW), block("new", GOOD), block("twin", GOOD | columns)
    )

    assert row == "twin"
    assert problem in found


def test_twin_slug_is_refused(tmp_path):
    """The same key twice is not read as the last one."""
    row, found = refused(tmp_path, block("other", OTHER_ROW), block("other", OTHER_ROW))

    assert row == ""
    assert "is not valid TOML" in found


def test_a_list_without_other_is_refused(tmp_path):
    """A person with a pump that nobody listed still gets a card."""
    assert refused(tmp_path, block("new", GOOD))[0] == "other"


def test_other_with_another_code_is_refused(tmp_path):
    """Zero means other in every symbol."""
    assert refused(tmp_path, block("other", OTHER_ROW | {"code": "3"})) == (
        "other",
        "code: 0 belongs to 'other' alone",
    )


def test_null_is_not_unknown():
    """Rows built in code write unknown out as well."""
    from pydantic import ValidationError

    from idcard.pumps import Pump

    with pytest.raises(ValidationError, match='write "unknown"'):
        Pump.model_validate(PUMPS["prometra"].model_dump() | {"service_years": None})
