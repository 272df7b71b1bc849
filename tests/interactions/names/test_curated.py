from pathlib import Path

import pytest

from interactions.errors import TableError
from interactions.model import Route
from interactions.names.curated import curated, load_curated, load_products, substance_keys, unique_sounds
from interactions.names.entry import Entry, Meaning, Origin, merged
from interactions.substances import Substance

SMALL = Path(__file__).parent / "small"
HEADER = "name,countries,ingredients,route,basis\n"
SPELLINGS = {"paracetamol": "paracetamol", "acetaminophen": "paracetamol"}


@pytest.mark.parametrize(
    ("rows", "row", "problem"),
    [
        pytest.param("name,country\n", "line 1", "columns", id="header"),
        pytest.param(HEADER + "Xanax,US,alprazolam\n", "line 2", "3 columns instead of 5", id="cut row"),
        pytest.param(HEADER + "Xanax,usa,alprazolam,,known\n", "line 2", "countries", id="country"),
        pytest.param(HEADER + "Xanax,,alprazolam,,known\n", "line 2", "countries", id="no country"),
        pytest.param(HEADER + "Xanax,US,,,known\n", "line 2", "ingredients", id="no ingredient"),
        pytest.param(HEADER + "Xanax,US,Alprazolam,,known\n", "line 2", "ingredients", id="upper case"),
        pytest.param(HEADER + "Xanax,US,a;alprazolam,,known\n", "line 2", "ingredients", id="too short"),
        pytest.param(
            HEADER + "Duo,US,tramadol;tramadol,,general knowledge\n", "line 2", "twice", id="ingredient twice"
        ),
        pytest.param(
            HEADER + "Duo,US,acetaminophen,,general knowledge\n",
            "line 2",
            "write 'paracetamol'",
            id="spelling",
        ),
        pytest.param(HEADER + "Xanax,US,alprazolam,air,known\n", "line 2", "route", id="route"),
        pytest.param(HEADER + "Xanax,US,alprazolam,,\n", "line 2", "basis", id="no basis"),
        pytest.param(
            HEADER + "Xanax,US,alprazolam,,hearsay\n", "line 2", "basis: write general", id="hearsay"
        ),
        pytest.param(
            HEADER + "Xanax,US,alprazolam,,label: \n", "line 2", "basis: write", id="label of nothing"
        ),
        pytest.param(
            HEADER + "Xanax,US,alprazolam,,register: known; lost\n",
            "line 2",
            "'lost' is not in",
            id="register",
        ),
        pytest.param(HEADER + " Xanax,US,alprazolam,,known\n", "line 2", "name", id="space before"),
        pytest.param(HEADER + "...,US,alprazolam,,known\n", "line 2", "name", id="no letter"),
        pytest.param(
            HEADER + "Xanax,US,alprazolam,,general knowledge\nXANAX,GB,alprazolam,,general knowledge\n",
            "line 3",
            "repeats line 2",
            id="twin",
        ),
        pytest.param(HEADER + '"Xanax,US\n', "line 2", "not CSV", id="open quote"),
    ],
)
def test_a_broken_product_row_is_refused_by_line(tmp_path, rows, row, problem):
    """Every rule for a row of the products has its refusal, with the line."""
    path = tmp_path / "products.csv"
    path.write_text(rows, encoding="utf-8")

    with pytest.raises(TableError, match=problem) as caught:
        load_products(path, SPELLINGS, {"known"})
    assert (caught.value.file, caught.value.row) == ("products.csv", row)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    """A missing file and one that is no UTF-8 are told in words."""
    path = tmp_path / "products.csv"
    with pytest.raises(TableError, match="cannot be read"):
        load_products(path, {})
    path.write_bytes(HEADER.encode() + b"Xan\xe4x,US,alprazolam,,known\n")
    with pytest.raises(TableError, match="UTF-8"):
        load_products(path, {})


def test_two_substances_never_share_a_spelling():
    """A spelling that two substances claim refuses the table."""
    shared = {
        "codeine": Substance(name="codeine", spellings=("kodein",)),
        "tramadol": Substance(name="tramadol", spellings=("Kodéin",)),
    }
    with pytest.raises(TableError, match="also of 'codeine'"):
        substance_keys(shared)


def test_rows_of_one_name_become_its_meanings():
    """A homonym keeps every meaning with its countries; the same meaning twice is one."""
    entry = load_curated(SMALL).entries["triatec"]

    assert entry.ambiguous
    assert sorted(map(str, entry.meanings)) == [
        "codeine + paracetamol + caffeine (CA)",
        "ramipril (DE, FR)",
    ]


def test_a_name_of_several_words_is_known_run_together():
    """Words run together lead to the same product, and are not offered as a suggestion."""
    names = load_curated(SMALL)

    assert names.entries["cocodamol"].substances == names.entries["co codamol"].substances
    assert names.entries["co codamol"].matters
    assert not names.entries["cocodamol"].matters


def test_products_are_counted_by_their_basis():
    """The count says how many rows rest on what."""
    assert load_curated(SMALL).products == {"general knowledge": 10, "label": 1}


def test_only_sounds_of_one_substance_are_kept():
    """A sound that two substances share, or that is very short, leads nowhere."""
    names = [
        ("codeine", ("codeine",)),
        ("kodein", ("codeine",)),
        ("baclofen", ("a",)),
        ("baklofen", ("b",)),
        ("tea", ("c",)),
    ]

    assert unique_sounds(names) == {"kodein": "codeine"}


def test_a_route_survives_only_where_both_rows_give_it():
    """Merging never invents a route that would silence an alarm."""
    eye = Entry("Timol", (Meaning(("timolol",), ("GB",), Route.OPHTHALMIC),), Origin.CURATED)
    plain = Entry("Timol", (Meaning(("timolol",), ("FR",)),), Origin.CURATED)

    assert merged(eye, plain).meanings == (Meaning(("timolol",), ("FR", "GB"), None),)
    assert merged(eye, eye).meanings[0].route is Route.OPHTHALMIC
    assert not merged(eye, plain).ambiguous


def test_the_real_tables_load():
    """The substances and products that come with the project are in order."""
    names = load_curated()

    assert len(names.substances) >= 300
    assert sum(names.products.values()) >= 1500


def test_a_product_of_no_interacting_substance_is_known_but_never_suggested():
    """Suggestions are for medicines that the table speaks of."""
    names = curated({}, load_products(SMALL / "products.csv", {}))

    assert not any(entry.matters for entry in names.entries.values())
