import pytest

from interactions.errors import TableError
from interactions.names.clean import load_corrections


@pytest.mark.parametrize(
    ("name", "substances"),
    [
        pytest.param("losec", ("omeprazole",), id="brand"),
        pytest.param("acetaminophen", ("paracetamol",), id="INN"),
        pytest.param("advair", ("fluticasone", "salmeterol"), id="combination taken apart"),
        pytest.param("aducanumab avwa", ("aducanumab",), id="suffix of a biological"),
        pytest.param("sodium bicarbonate", ("sodium bicarbonate",), id="salt by itself"),
        pytest.param("calcium", ("calcium",), id="mineral"),
        pytest.param("vitamin b 12", ("cyanocobalamin",), id="name of the corrections"),
        pytest.param("insulin glargine", ("insulin glargine",), id="two words"),
    ],
)
def test_a_good_name_is_kept(entries, name, substances):
    """Names of ingredients and brands lead to ingredients as the project writes them."""
    assert entries[name].substances == substances


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("stool softeners", id="class page"),
        pytest.param("colace of class", id="name of a class page"),
        pytest.param("date", id="ordinary word"),
        pytest.param("teva", id="company"),
        pytest.param("abpc", id="chemist's code"),
        pytest.param("alpha", id="heading without substance"),
        pytest.param("beta", id="class in the plural"),
        pytest.param("title web quot", id="markup"),
        pytest.param("hydrochloride ibuprofen", id="inverted"),
        pytest.param("nurofen cold", id="half of a combination"),
        pytest.param("co losec", id="co- with one ingredient"),
        pytest.param("omeprazole oral suspension", id="name with its form"),
        pytest.param("nicotine patch", id="another name with its form"),
        pytest.param("ring a", id="targets in a ring"),
    ],
)
def test_a_bad_name_is_dropped(entries, name):
    """What is no name, or says less than the pack, is not in the dictionary."""
    assert name not in entries


def test_a_doubtful_brand_is_marked(entries):
    """A brand of a medicine that is mostly sold in combinations is not taken at its word."""
    assert not entries["dolovix"].sure
    assert entries["panadol"].sure
    assert entries["losec"].sure


@pytest.mark.parametrize(
    ("content", "row"),
    [
        pytest.param("partners = 'a'", "inn", id="table missing"),
        pytest.param("inn = {a = 1}", "inn", id="row is no text"),
        pytest.param("inn = {a = 'b'}\nnames = {}\nbrands = {}\ndrop = 3", "drop", id="column is no text"),
    ],
)
def test_broken_corrections_are_refused_by_name(tmp_path, content, row):
    """A missing or broken column is named."""
    path = tmp_path / "general.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(TableError) as caught:
        load_corrections(path)
    assert caught.value.row == row


def test_no_blocked_word_is_a_name(entries):
    """Ordinary words never get into the dictionary but by the corrections."""
    corrections = load_corrections()
    added = {*corrections.names, *corrections.brands, *corrections.inn}

    assert not corrections.blocked & (entries.keys() - added)
