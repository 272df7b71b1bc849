"""The table as Markdown, CSV, JSON and counts."""

import csv
import io
import json

from interactions.curate.export import COLUMNS, counts, table_csv, table_json, table_markdown


def test_markdown_is_read_from_the_worst_to_the_mildest(tiny):
    """Every class with its members, its contexts and who signed."""
    text = "\n".join(table_markdown(tiny))

    assert text.index("## Major") < text.index("## Moderate") < text.index("## Minor") < text.index("## Note")
    assert "### Opioids: usually avoid, major" in text
    assert "Members: morphine, codeine, fentanyl." in text
    assert "**major, usually avoid** if together with an opioid" in text
    assert "by nobody yet" in text
    assert "Counted: 3 or more sedative medicines." in text
    assert "A handbook says minor." in text
    assert "example.org/leaflet" in text


def test_csv_has_one_line_a_row_with_every_column_filled_in(tiny):
    """A spreadsheet of all that a refinement inherits."""
    rows = list(csv.DictReader(io.StringIO(table_csv(tiny))))

    assert len(rows) == len(tiny.rows)
    assert tuple(rows[0]) == COLUMNS
    child = next(row for row in rows if row["id"] == "gabapentinoids/child")
    assert (child["severity"], child["effect"], child["members"]) == (
        "major",
        "Breathing may slow.",
        "pregabalin",
    )


def test_csv_holds_no_formula(tiny):
    """A spreadsheet must not calculate with a text."""
    row = tiny.rows["opioids"].model_copy(update={"effect": "=1+1", "id": "opioids"})
    table = type(tiny)(**{**vars(tiny), "rows": {"opioids": row}})

    assert "'=1+1" in table_csv(table)


def test_json_is_plain_data_and_keeps_contexts(tiny):
    """Other programs read it; a context keeps only the keys that it gives."""
    data = json.loads(json.dumps(table_json(tiny)))
    rows = {row["id"]: row for row in data["cautions"]}

    assert rows["gabapentinoids/pump-any"]["when"] == {
        "pump_drug": ["any"],
        "count": {"load": "sedative", "from": 2},
    }
    assert rows["benzodiazepines/with-opioid"]["when"] == {"with": ["opioids"]}
    assert data["substances"]["morphine"] == ["N02AA01"]


def test_counts_say_how_much_is_signed(tiny):
    """The number that matters most is not hidden."""
    number = counts(tiny)

    assert number["classes"] == 8
    assert number["rows signed by a clinician"] == 0
    assert number["rows unsigned"] == len(tiny.rows)
    assert (
        sum(number[f"of these {word}"] for word in ("major", "moderate", "minor", "note"))
        == number["cautions"]
    )
