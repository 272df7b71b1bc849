"""The list of substances: the real file, and what the loader refuses."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.errors import TableError
from interactions.substances import load_substances

NAMES = st.text(
    st.characters(categories=("Ll", "Nd"), include_characters=" -'()+,."), min_size=2, max_size=80
).filter(lambda name: name == name.strip() and name == name.lower())


def folded(name: str) -> str:
    """A name without capitals and accents."""
    parts = unicodedata.normalize("NFD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def write(folder: Path, text: str | bytes) -> Path:
    """A substances file with this content."""
    path = folder / "substances.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_real_file_loads() -> None:
    """The list that ships loads, and holds the substances that matter most."""
    substances = load_substances()
    assert len(substances) > 900
    wanted = {
        "baclofen",
        "morphine",
        "sodium oxybate",
        "ethanol",
        "tizanidine",
        "lithium",
        "ziconotide",
        "valerian",
    }
    assert wanted <= substances.keys()
    assert substances["oxycodone"].atc == ("N02AA05",)


def test_no_spelling_belongs_to_two_substances() -> None:
    """Every name and spelling of the real list leads to one substance, accents and capitals aside."""
    owner: dict[str, str] = {}
    for name, substance in load_substances().items():
        for spelling in {folded(one) for one in (name, *substance.spellings)}:
            assert owner.setdefault(spelling, name) == name, spelling


def test_no_code_is_given_twice_to_one_substance() -> None:
    """Codes of a substance are sorted and without repetition, so that two versions of the list compare well."""
    for name, substance in load_substances().items():
        assert list(substance.atc) == sorted(set(substance.atc)), name


def test_spellings_are_lower_case() -> None:
    """Spellings of the real list are written in lower case, as the keys are."""
    for name, substance in load_substances().items():
        assert [one for one in substance.spellings if one != one.lower()] == [], name


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        pytest.param("acetaminophen", "paracetamol", id="american"),
        pytest.param("meperidine", "pethidine", id="american-opioid"),
        pytest.param("frusemide", "furosemide", id="old-british"),
        pytest.param("ossicodone", "oxycodone", id="italian"),
        pytest.param("valproinsäure", "valproate", id="german"),
        pytest.param("johanniskraut", "st john's wort", id="german-herb"),
        pytest.param("butabarbital", "secbutabarbital", id="not-butobarbital"),
        pytest.param("ghb", "gamma-hydroxybutyrate", id="abbreviation"),
        pytest.param("hyoscine butylbromide", "butylscopolamine", id="not-scopolamine"),
    ],
)
def test_national_names_are_known(spelling: str, name: str) -> None:
    """Names that differ much between countries stand with the right substance."""
    assert spelling in load_substances()[name].spellings


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A list that is not there is refused by its name."""
    with pytest.raises(TableError, match=r"^substances\.toml: cannot be read") as refused:
        load_substances(tmp_path / "substances.toml")
    assert (refused.value.file, refused.value.row) == ("substances.toml", "")


@pytest.mark.parametrize(
    ("text", "row", "problem"),
    [
        pytest.param("[oxycodone", "", "is not valid TOML", id="bad-toml"),
        pytest.param("[a]\n[b]\n[a]\n", "", "is not valid TOML", id="same-substance-twice"),
        pytest.param(b'[codeine]\nspellings = ["code\xefna"]\n', "", "is not UTF-8 text", id="not-utf-8"),
        pytest.param('oxycodone = "N02AA05"\n', "oxycodone", "is not a table", id="not-a-table"),
        pytest.param("[Oxycodone]\n", "Oxycodone", "lower case", id="capital-in-key"),
        pytest.param('[oxycodone]\natc = ["N02AA5"]\n', "oxycodone", "atc.0: ", id="short-code"),
        pytest.param(
            '[oxycodone]\natc = ["N02AA05", "n02aa05"]\n', "oxycodone", "atc.1: ", id="code-in-small-letters"
        ),
        pytest.param('[oxycodone]\natc = "N02AA05"\n', "oxycodone", "atc: ", id="code-not-in-a-list"),
        pytest.param("[oxycodone]\nspelling = []\n", "oxycodone", "spelling: ", id="unknown-column"),
        pytest.param(
            '[oxycodone]\nspellings = [" oxy"]\n', "oxycodone", "spellings.0: ", id="space-in-front"
        ),
        pytest.param('[oxycodone]\nspellings = [""]\n', "oxycodone", "spellings.0: ", id="empty-spelling"),
        pytest.param('[oxycodone]\nname = "morphine"\n', "oxycodone", "name", id="name-given-again"),
        pytest.param('["x"]\n', "x", "name: ", id="one-letter-name"),
    ],
)
def test_a_broken_file_is_refused_by_row(tmp_path: Path, text: str | bytes, row: str, problem: str) -> None:
    """A broken list is refused, and the message names the file, the row and what is wrong."""
    with pytest.raises(TableError) as refused:
        load_substances(write(tmp_path, text))
    assert (refused.value.file, refused.value.row) == ("substances.toml", row)
    assert problem in refused.value.problem
    assert str(refused.value).startswith("substances.toml: ")


def test_the_refusal_does_not_repeat_the_value(tmp_path: Path) -> None:
    """The text of a broken cell stays out of the message."""
    with pytest.raises(TableError) as refused:
        load_substances(write(tmp_path, '[oxycodone]\natc = ["PRIVATE"]\n'))
    assert "PRIVATE" not in str(refused.value)


def test_both_columns_may_be_left_out(tmp_path: Path) -> None:
    """A substance needs a name alone."""
    substance = load_substances(write(tmp_path, "[isotonitazene]\n"))["isotonitazene"]
    assert (substance.atc, substance.spellings) == ((), ())


@given(rows=st.dictionaries(NAMES, st.lists(NAMES, max_size=3), max_size=4))
def test_everything_written_is_read(
    rows: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever names a list holds, all of them come back, in the order of the file."""
    lines = [
        f"[{json.dumps(name, ensure_ascii=False)}]\nspellings = {json.dumps(spellings, ensure_ascii=False)}\n"
        for name, spellings in rows.items()
    ]
    read = load_substances(write(tmp_path_factory.mktemp("list"), "".join(lines)))
    assert [(name, list(one.spellings)) for name, one in read.items()] == list(rows.items())
