"""The loader: what a row inherits, what the table knows, what it refuses."""

import shutil
from pathlib import Path

import pytest

from interactions.careful import careful_with
from interactions.errors import TableError
from interactions.model import Severity
from interactions.table import load_table

HERE = Path(__file__).parent
BROKEN = [
    path
    for path in sorted((HERE / "broken").iterdir())
    if (path / "expected.txt").read_text().startswith("error")
]


def test_a_refinement_inherits_every_column_but_the_signature(tiny):
    """It gives what changes, and nothing is signed twice by one signature."""
    row = tiny.rows["benzodiazepines/with-opioid"]

    assert row.severity is Severity.MAJOR
    assert row.effect == tiny.rows["benzodiazepines"].effect
    assert row.class_id == "benzodiazepines"
    assert row.rated == {}
    assert row.checked_by is None


def test_a_substance_knows_its_classes(tiny):
    """The check starts from the substance."""
    assert [group.id for group in tiny.classes_of["morphine"]] == ["opioids"]
    assert "zzz" not in tiny.classes_of


@pytest.mark.parametrize("folder", [pytest.param(path, id=path.name) for path in BROKEN])
def test_a_broken_table_is_refused_by_file_and_row(folder):
    """The loader refuses what lint calls an error, with the same words."""
    if (
        folder.name == "twin_spelling"
    ):  # lint alone compares spellings; the reader of names refuses them itself
        return
    with pytest.raises(TableError) as refused:
        load_table(folder)
    assert f"error: {refused.value}" == (folder / "expected.txt").read_text().strip()


def test_the_version_changes_with_the_words(tmp_path, tiny):
    """Two tables of one version with different words can be told apart on a report."""
    shutil.copytree(HERE / "tiny", tmp_path / "other")
    file = tmp_path / "other" / "cautions.toml"
    file.write_text(file.read_text().replace("Call the prescriber.", "Call the ward."))

    other = load_table(tmp_path / "other")
    assert other.info.version != tiny.info.version
    assert other.info.version.split("+")[0] == tiny.info.version.split("+")[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param('version = "1.0"', "", "version: is missing", id="no version"),
        pytest.param("date = 2026-11-20", 'date = "today"', "date: is missing", id="no date"),
        pytest.param('version = "1.0"', 'version = "1.0"\nvesion = 1', "vesion: unknown key", id="unknown key"),
        pytest.param("[pump_itself]", "[pump]", "unknown key", id="no pump"),
        pytest.param('members = ["morphine"', 'members = ["codeine", "morphine"', "listed twice", id="member twice"),
        pytest.param('card = "opioids"', 'card_note = "x"', "card_note needs card", id="note without card"),
        pytest.param('title = "Three or more sedatives"', "", "needs a class", id="stack without title"),
        pytest.param('id = "three-sedatives"', 'id = "three/sedatives"', "slash", id="slash in a plain id"),
        pytest.param(
            'id = "benzodiazepines/withdrawal"', 'id = "benzos/withdrawal"', "its id must be", id="refinement's id"
        ),
        pytest.param('substance = ["ramipril"]', 'substance = ["morphine"]', "not a member", id="substance elsewhere"),
        pytest.param('class = "nsaids"', 'class = "nsaid"', "class without a caution", id="misspelt class"),
        pytest.param('situation = ["procedure"]', 'situation = ["unsure"]', "unsure is not", id="unsure as context"),
        pytest.param(
            'refines = "relaxants"\n', 'refines = "relaxants"\nclass = "nsaids"\n', "another class", id="other class"
        ),
        pytest.param(
            'id = "nsaids"\nclass', 'id = "nsaids"\ncount = { load = "sedative", from = 2 }\nclass', "count belongs",
            id="count on a caution",
        ),
        pytest.param(
            'because = "a child with weak breathing"\n', "", "needs when and because", id="context without words"
        ),
        pytest.param(
            'id = "sprays"\nclass', 'id = "sprays"\nbecause = "x"\nclass', "belong to a row", id="words without context"
        ),
        pytest.param(
            "only_in_context = true", 'severity = "minor"\nonly_in_context = true', "Cannot overwrite", id="column twice"
        ),
        pytest.param(
            'class = "opioids"\nseverity = "major"', 'class = "opioids"\nseverity = "major"\nonly_in_context = true',
            "only_in_context belongs to a plain row that is a note", id="an alarm for contexts alone",
        ),
        pytest.param(
            'class = "sprays"\nseverity = "minor"', 'class = "sprays"\nseverity = "note"\nonly_in_context = true', "needs a row that refines it",
            id="a context that no row gives",
        ),
        pytest.param("[[stack]]", "[stack]", "stack: is missing", id="stack is no list"),
    ],
)  # fmt: skip
def test_every_slip_has_its_message(tmp_path, old, new, words):
    """What a curator can get wrong is told in words."""
    shutil.copytree(HERE / "tiny", tmp_path / "table")
    file = tmp_path / "table" / "cautions.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))

    with pytest.raises(TableError, match=words):
        load_table(tmp_path / "table")


def test_rows_that_are_no_rows_are_refused(tmp_path):
    """A list of texts where rows are expected is refused, not skipped."""
    shutil.copytree(HERE / "tiny", tmp_path / "table")
    file = tmp_path / "table" / "cautions.toml"
    file.write_text('class = ["opioids"]\n' + file.read_text().replace("[[class]]", "[[klass]]"))

    with pytest.raises(TableError, match="klass: unknown key"):
        load_table(tmp_path / "table")


def test_the_card_names_classes_worst_first_with_their_note(tiny):
    """Card and checker read the same rows."""
    assert careful_with(tiny) == [
        ("opioids", ""),
        ("benzodiazepines", "but they treat withdrawal"),
        ("gabapentinoids", ""),
    ]
