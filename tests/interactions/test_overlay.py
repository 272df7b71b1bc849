"""A site's overlay: what it may do, and that it cannot hide what is major."""

import textwrap
from pathlib import Path

import pytest

from interactions.errors import TableError
from interactions.model import Severity
from interactions.substances import DATA
from interactions.table import default_table, load_table, read_table

TINY = Path(__file__).parent / "tiny"
NAME = 'name = "St Elsewhere, 2026-11"\n'


@pytest.fixture
def overlaid(tmp_path):
    """The tiny table under an overlay of this text."""

    def load(text):
        path = tmp_path / "site.toml"
        path.write_text(NAME + text)
        return load_table(TINY, path)

    return load


def test_an_overlay_is_named_in_the_table(overlaid, tiny):
    """Every report says which overlay it was made with; the version changes with the words."""
    table = overlaid('[override.sprays]\npharmacist = "Ask."\n')

    assert table.info.overlay == "St Elsewhere, 2026-11"
    assert table.info.version != tiny.info.version
    assert tiny.info.overlay is None
    assert tiny.rows["sprays"].pharmacist == "Nothing to do."


def test_columns_are_replaced_and_a_change_is_marked(overlaid):
    """Text, severity and action of a row that is not major are the site's to set."""
    row = overlaid('[override.antihypertensives]\nseverity = "note"\npharmacist = "Ask."\n').rows[
        "antihypertensives"
    ]

    assert (row.severity, row.pharmacist, row.site) == (Severity.NOTE, "Ask.", True)


def test_a_changed_row_loses_its_signature_and_so_do_those_that_inherit_from_it(overlaid):
    """Nobody signed the new words."""
    sign = 'checked_by = "A. Example"\nchecked_on = 2026-11-21\n'
    signed = overlaid(f'[sign.opioids]\n{sign}[sign."opioids/epidural"]\n{sign}')

    assert signed.rows["opioids"].checked_by == "A. Example"
    assert signed.rows["opioids/epidural"].checked_on.isoformat() == "2026-11-21"


def test_an_override_of_a_signed_table_withdraws_signatures(tmp_path):
    """The row and the rows that take the changed column from it."""
    import shutil

    folder = tmp_path / "signed"
    shutil.copytree(TINY, folder)
    text = (folder / "cautions.toml").read_text()
    sign = 'checked_by = "A. Example"\nchecked_on = 2026-11-21\n'
    text = text.replace("do_not_stop = true\nrated", f"{sign}do_not_stop = true\nrated", 1)
    text = text.replace('because = "given into the spine"\n', f'because = "given into the spine"\n{sign}')
    (folder / "cautions.toml").write_text(text)
    site = tmp_path / "site.toml"
    site.write_text(NAME + '[override.opioids]\npharmacist = "Call the pain team."\n')

    assert load_table(folder).rows["opioids"].checked_by == "A. Example"
    table = load_table(folder, site)
    assert table.rows["opioids"].checked_by is None
    assert table.rows["opioids/epidural"].checked_by is None
    assert table.rows["opioids/epidural"].pharmacist == "Call the pain team."


def test_a_site_adds_classes_cautions_stacks_and_sources(overlaid):
    """New rows are written in the formats of the table."""
    table = overlaid(
        """
[[class]]
id = "local-list"
title = "Medicines of the local list"
members = ["ramipril"]
[[caution]]
id = "local-list"
class = "local-list"
pump_route = "both"
route = ["systemic"]
severity = "minor"
action = "monitor"
serious = false
effect = "Local policy."
mechanism = "unknown"
onset = "not known"
frequency = "not known"
evidence = "D"
pharmacist = "Follow the policy."
emergency = "Follow the policy."
sources = [{ id = "policy", locator = "page 1" }]
review_by = 2027-11-20
[[caution]]
id = "opioids/child"
refines = "opioids"
when = { age_below = 18 }
because = "the patient is a child"
severity = "contraindicated"
action = "avoid"
[sources.policy]
title = "Local policy"
publisher = "St Elsewhere"
kind = "guideline"
address = "policies.example.org/7"
read_on = 2026-11-01
seen = "full"
"""
    )

    assert table.plain["local-list"].site
    assert [row.id for row in table.refinements["opioids"]] == ["opioids/epidural", "opioids/child"]
    assert "policy" in table.sources


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('[override.opioids]\nseverity = "moderate"', "opioids: is major: .* cannot lower it", id="lower"),
        pytest.param('[override.opioids]\naction = "monitor"', "cannot weaken its action", id="weaken"),
        pytest.param(
            '[override."opioids/epidural"]\nseverity = "major"', "is contraindicated: .* lower", id="lower the worst"
        ),
        pytest.param(
            '[override."benzodiazepines/with-opioid"]\nseverity = "moderate"', "is major", id="lower a refinement"
        ),
        pytest.param('[override.opioids]\nclass = "nsaids"', "class cannot be overridden", id="move it away"),
        pytest.param(
            '[override."benzodiazepines/with-opioid"]\nwhen = { age_from = 130 }', "when cannot", id="narrow its context"
        ),
        pytest.param('[override.opioids]\nchecked_by = "Me"', "use .sign.", id="sign in passing"),
        pytest.param('[override.opium]\nseverity = "major"', "opium: cannot be overridden: no such row", id="no row"),
        pytest.param('[sign.opium]\nchecked_by = "Me"', "opium: cannot be signed", id="sign no row"),
        pytest.param('[sign.opioids]\nchecked_by = "Me"', "both and nothing else", id="half a signature"),
        pytest.param(
            '[[class]]\nid = "opioids"\ntitle = "x"\nmembers = []', "is a class of the table already", id="twin class"
        ),
        pytest.param('[[caution]]\nid = "opioids"\nclass = "opioids"', "already .change it under", id="twin row"),
        pytest.param("[sources.leaflet]\ntitle = 'x'", "is a source of the table already", id="twin source"),
        pytest.param(
            '[[caution]]\nid = "a/b"\nrefines = "b/a"\n[[caution]]\nid = "b/a"\nrefines = "a/b"', "Field required|refines",
            id="cycle",
        ),
        pytest.param(
            '[[caution]]\nid = "opioids/epidural/x"\nrefines = "opioids/epidural"', "opioids/epidural/x", id="second floor"
        ),
        pytest.param(
            '[[caution]]\nid = "opioids/x"\nrefines = "opioids"\nwhen = { age_from = 1 }\nbecause = "x"\n'
            'action = "information"',
            "opioids/x: refines opioids, which is major: .* weaken", id="a mild row on top of a major one",
        ),
        pytest.param(
            '[[caution]]\nid = "opioids/x"\nrefines = "opioids"\nwhen = { situation = ["overdose"] }\nbecause = "x"\n'
            'action = "information"',
            "opioids/x: refines opioids, which is major: .* weaken", id="even for a situation",
        ),
        pytest.param(
            '[override.benzodiazepines]\nseverity = "contraindicated"', "is milder", id="contradicts its refinements"
        ),
        pytest.param("[override.opioids]\nsevrity = 1", "opioids: sevrity: Extra", id="unknown column"),
        pytest.param("hide = ['opioids']", "hide: Extra", id="unknown key"),
        pytest.param("[override]\nopioids = 1", "override.opioids", id="no columns"),
    ],
)  # fmt: skip
def test_what_hides_lowers_or_contradicts_is_refused_by_row(overlaid, text, words):
    """An overlay is refused whole; the message names the row."""
    with pytest.raises(TableError, match=words) as refused:
        overlaid(text)
    assert refused.value.file == "site.toml"


def test_an_overlay_needs_a_name(tmp_path):
    """A report could not say what it was made with."""
    path = tmp_path / "site.toml"
    path.write_text("[override.sprays]\nseverity = 'note'\n")

    with pytest.raises(TableError, match="name: Field required"):
        load_table(TINY, path)


def test_a_table_that_is_broken_itself_is_named_and_not_the_overlay(tmp_path):
    """The site did nothing wrong."""
    path = tmp_path / "site.toml"
    path.write_text(NAME)
    table, problems = read_table(TINY.parent / "broken" / "unknown_source", path)

    assert table is None
    assert problems[0].file == "cautions.toml"


def test_a_missing_overlay_is_refused(tmp_path, monkeypatch):
    """A setting that points nowhere never means "no overlay"."""
    monkeypatch.setenv("INTERACTIONS_OVERLAY", str(tmp_path / "gone.toml"))

    with pytest.raises(TableError, match=r"gone\.toml: cannot be read"):
        default_table()


def test_the_example_of_the_readme_can_be_used(tmp_path):
    """What the file format's description shows lies over the shipped table as it says."""
    text = (DATA / "README.md").read_text(encoding="utf-8").split("## A hospital's own rows", 1)[1]
    example = text.split("## ", 1)[0].split("    name = ", 1)[1].split("\n\nWhat it cannot do", 1)[0]
    path = tmp_path / "site.toml"
    path.write_text(textwrap.dedent("    name = " + example), encoding="utf-8")
    table = load_table(None, path)

    assert table.info.overlay == "St Elsewhere pharmacy, 2026-11"
    assert table.rows["opioids"].pharmacist.startswith("Call the pain team")
    assert table.rows["opioids"].severity is Severity.MAJOR
    assert table.rows["benzodiazepines/ward-7"].site
    assert table.rows["tizanidine"].checked_by == "A. Example, clinical pharmacist"


@pytest.mark.parametrize(
    ("refines", "other"),
    [
        pytest.param("sprays/a", "sprays/b", id="two that refine each other"),
        pytest.param("sprays/a", "sprays/a", id="one that refines itself"),
    ],
)
def test_rows_cannot_go_round_in_a_circle(overlaid, refines, other):
    """A refinement refines a plain row, so a circle is refused, and nothing is checked with it."""
    rows = "".join(
        f'[[caution]]\nid = "{own}"\nrefines = "{base}"\nwhen = {{age_from = {n}}}\nbecause = "x"\n'
        for n, (own, base) in enumerate(dict([(refines, other), (other, refines)]).items(), 65)
    )
    with pytest.raises(TableError, match=r"site\.toml: sprays/"):
        overlaid(rows)
