"""What changed between two tables, told in words."""

import json
import shutil
from pathlib import Path

import pytest

from interactions.curate.diff import diff
from interactions.curate.export import table_json
from interactions.errors import TableError

TINY = Path(__file__).parents[1] / "tiny"


@pytest.fixture
def changed(tmp_path):
    """The tiny table with some words replaced, as a folder."""

    def copy(*pairs, name="new"):
        folder = tmp_path / name
        shutil.copytree(TINY, folder)
        text = (folder / "cautions.toml").read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "cautions.toml").write_text(text)
        return folder

    return copy


def test_a_table_does_not_differ_from_itself():
    """Nothing to read, nothing said."""
    assert diff(TINY, TINY) == []


EPIDURAL = '[[caution]]\nid = "opioids/epidural"'
SIGNED = 'checked_by = "A. Example"\nchecked_on = 2026-11-21\n'


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        pytest.param(
            ('severity = "minor"\naction = "monitor"', 'severity = "moderate"\naction = "monitor"'),
            "Blood-pressure medicines: severity raised from minor to moderate.", id="raised",
        ),
        pytest.param(
            ('action = "monitor"\neffect = "Low', 'action = "information"\neffect = "Low'),
            "Blood-pressure medicines: action weaker, from monitor to for information.", id="weaker",
        ),
        pytest.param(
            ('"fentanyl"]', '"fentanyl", "timolol"]'), "Opioids: now also timolol.", id="member added",
        ),
        pytest.param(('"fentanyl"]', "]"), "Opioids: no longer fentanyl.", id="member removed"),
        pytest.param(('title = "Opioids"', 'title = "Opiates"'), "Opioids: now called Opiates.", id="title"),
        pytest.param(
            ('card = "gabapentinoids"\n', ""),
            "Gabapentinoids: on the wallet card: was gabapentinoids, now nothing.", id="off the card",
        ),
        pytest.param(
            ("nasal_is_local = true", "nasal_is_local = false"),
            "Antihistamine sprays: nasal use is local: was yes, now no.", id="nasal",
        ),
        pytest.param(
            ('members = ["suxamethonium"]', 'members = ["suxamethonium"]\nalways_in = ["procedure"]'),
            "Relaxants for intubation: spoken of although nobody wrote it, in: was nothing, now procedure.", id="always",
        ),
        pytest.param(
            ("only_in_context = true\n", ""),
            "Anti-inflammatory painkillers: whether it is shown where no context of it holds changed.\n"
            "  was: yes\n  now: no", id="shown",
        ),
        pytest.param(
            ('"Call the prescriber."', '"Call the ward."'),
            "Opioids: advice for the pharmacist changed.\n  was: Call the prescriber.\n  now: Call the ward.", id="advice",
        ),
        pytest.param(
            ("age_below = 18", "age_below = 16"),
            "Gabapentinoids, a child with weak breathing: its context changed.\n"
            "  was: age_below 18, condition respiratory\n  now: age_below 16, condition respiratory", id="context",
        ),
        pytest.param(("do_not_stop = true\nrated", SIGNED + "do_not_stop = true\nrated"),
                     "Opioids: signed by A. Example on 2026-11-21.", id="signed"),
        pytest.param(
            ("[{ id = \"leaflet\"", "[{ id = \"handbook\", locator = \"x\" }, { id = \"leaflet\""),
            "The pump's own baclofen: sources: now also handbook.", id="source",
        ),
    ],
)  # fmt: skip
def test_each_change_is_one_sentence(changed, pair, sentence):
    """A pharmacist reads what changed without reading the table."""
    assert sentence in diff(TINY, changed(pair))


def test_the_way_back_says_the_opposite(changed):
    """Lowered, stronger, signature withdrawn, removed."""
    new = changed(
        ('severity = "minor"\naction = "monitor"', 'severity = "moderate"\naction = "information"'),
        ("do_not_stop = true\nrated", SIGNED + "do_not_stop = true\nrated"),
    )
    text = "\n".join(diff(new, TINY))

    assert "severity lowered from moderate to minor" in text
    assert "action stronger, from for information to monitor" in text
    assert "Opioids: signature of A. Example withdrawn." in text


def test_rows_and_classes_come_and_go(tmp_path):
    """New and removed cautions and classes are named with their severity and members."""
    small = TINY.parent / "broken" / "sound"
    there, back = "\n".join(diff(small, TINY)), "\n".join(diff(TINY, small))

    assert "New class: Benzodiazepines (diazepam, lorazepam)." in there
    assert "New caution: Benzodiazepines, together with an opioid: major, usually avoid." in there
    assert "Class removed: Benzodiazepines." in back
    assert "Caution removed: Benzodiazepines, together with an opioid (was major)." in back


def test_an_export_is_as_good_as_its_folder(tmp_path, tiny, changed):
    """What was kept from last year can be compared."""
    old = tmp_path / "old.json"
    old.write_text(json.dumps(table_json(tiny)))

    assert diff(old, TINY) == []
    assert any("Opiates" in line for line in diff(old, changed(('title = "Opioids"', 'title = "Opiates"'))))


def test_a_new_version_without_a_changed_caution_says_so(changed):
    """The reader need not look for what is not there."""
    lines = diff(TINY, changed(('version = "1.0"', 'version = "1.1"')))

    assert lines[-1] == "No caution changed."


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[]", id="a list"),
        pytest.param("{}", id="an empty object"),
        pytest.param("\udcff", id="no text"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content):
    """A wrong file is named."""
    path = tmp_path / "old.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(TableError, match=r"old\.json"):
        diff(path, TINY)
    with pytest.raises(TableError, match=r"gone: cannot be read"):
        diff(TINY, tmp_path / "gone")
