"""What the viewer is given: every text that its script asks for, from checked files."""

import re
from pathlib import Path

import pytest

from idcard.errors import DataError
from idcard.pumps import load_pumps
from idcard.service import viewer_data as viewer_module
from idcard.service.viewer_data import PHRASES, PHRASES_FILE, load_phrases, viewer_data
from interactions import careful_with

SCRIPT = (Path(__file__).parents[2] / "idcard" / "static" / "viewer.js").read_text("utf-8")


def test_every_pump_has_its_rules():
    """Each pump's code leads to its name and to texts that are there."""
    script = viewer_data()["script"]
    assert {int(code): pump["slug"] for code, pump in script["pumps"].items()} == {
        pump.code: slug for slug, pump in load_pumps().items()
    }
    for pump in script["pumps"].values():
        assert all(script["texts"][pump[rule]]["page"] for rule in ("mri", "alarms", "hyperbaric"))


def test_script_and_phrases_agree():
    """The script asks for no phrase that is missing, and none lies about unused."""
    asked = set(re.findall(r'(?:phrase|withText|withDate|withVolume)\("([a-z_]+)"', SCRIPT))
    built = {"days", "months", "years", "days_one", "months_one"}
    built |= {name for name in PHRASES if re.match(r"mode_|role_|refused_", name)}
    asked -= {"mode_", "role_", "refused_"}  # their ends come from the card
    assert asked | built == set(PHRASES)


def test_page_shows_what_the_checker_knows():
    """The careful-with line is the table's own, worst first."""
    words = viewer_data()["page"]["careful"]["words"]
    assert [(part["word"], part["note"]) for part in words] == careful_with()


def test_first_sentence_of_each_reading_stands_apart():
    """What is on the screen before a tap, and the rest, together are the whole wording."""
    readings = viewer_data()["page"]["readings"]
    assert [reading["first"] for reading in readings] == [
        "Suspect withdrawal.", "Suspect overdose.", "Fits and coma happen in both.",
    ]  # fmt: skip
    assert all(reading["rest"] and reading["detail"] for reading in readings)


def test_bolus_rule_of_one_maker_is_not_shown_for_all():
    """The line about one maker's controller is the script's to show."""
    page, script = viewer_data()["page"], viewer_data()["script"]
    assert script["texts"]["bolus-prometra"]["page"] not in page["never"]["lines"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(
            lambda text: text.replace('days_one = "1 day"\n', ""),
            "days_one: is missing",
            id="a phrase is missing",
        ),
        pytest.param(lambda text: text + 'extra = "x"\n', "extra: is not a phrase", id="a phrase too many"),
        pytest.param(
            lambda text: text.replace("born {date}", "born"),
            r"born: takes \{date\}, each once",
            id="a value is lost",
        ),
        pytest.param(
            lambda text: text.replace("{amount}, at", "{amount}, {amount}, at"),
            "bolus: takes",
            id="a value twice",
        ),
        pytest.param(lambda text: text.replace('"1 day"', '" "'), "days_one: is not text", id="empty"),
        pytest.param(lambda text: text.replace('"1 day"', "1"), "days_one: is not text", id="a number"),
        pytest.param(lambda text: text + "born = ", "cannot be read", id="not TOML"),
        pytest.param(lambda text: "", "is missing", id="empty file"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path, change, problem):
    """A lost value is found when the service starts, and the phrase is named."""
    file = tmp_path / "viewer.toml"
    file.write_text(change(PHRASES_FILE.read_text("utf-8")), "utf-8")
    with pytest.raises(DataError, match=rf"viewer\.toml: {problem}" if "missing" not in problem else problem):
        load_phrases(file)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """The missing file is named."""
    with pytest.raises(DataError, match=r"none\.toml: cannot be read"):
        load_phrases(tmp_path / "none.toml")


def test_wording_that_the_viewer_misses_is_named(monkeypatch):
    """A text that is taken out of the guidance stops the start, not a reader at a bedside."""
    monkeypatch.setattr(viewer_module, "_SCRIPT_TEXTS", ("refill-passed", "refill-gone"))
    with pytest.raises(DataError, match=r"guidance\.toml: refill-gone: is missing"):
        viewer_data()
