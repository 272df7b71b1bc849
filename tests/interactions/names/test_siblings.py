import pytest

from interactions.model import LineStatus
from interactions.names import resolve


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("Bisoprolol 5 mg Tabletten comp", "comp", id="behind the form"),
        pytest.param("Telma (Glenmark Pharma) AM", "AM", id="behind the company"),
        pytest.param("Tylenol 500 mg (Janssen) n° 3", "n", id="number of a product"),
        pytest.param("Tylenol (#3)", "#3", id="number of a product with its sign"),
        pytest.param("Atasol (30)", "30", id="bare number in brackets"),
        pytest.param("Tylenol - 3", "3", id="bare number behind a dash"),
        pytest.param("Robitussin - Night-Time", "Night", id="two words behind a dash"),
        pytest.param("Tylenol 500 mg Back Pain", "Back", id="two words behind the strength"),
    ],
)
def test_a_word_that_would_make_a_name_another_product_is_left_over(real, text, left):
    """Wherever it stands: the other product holds more than the line was taken for."""
    line = resolve(text, real)

    assert (line.status, line.leftover) == (LineStatus.IN_PART, (left,))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Telma 40 mg at night", id="at night, although Telma AT is a product"),
        pytest.param("Telma 40 zur Nacht", id="at night in German"),
        pytest.param("Telma 40 mg every 24 h", id="an hour, although Telma H is a product"),
        pytest.param("Tylenol 500 mg n 30", id="a pack of thirty"),
        pytest.param("Tylenol 500 mg, 3 daily", id="how many a day"),
        pytest.param("Tylenol, 3 tablets daily", id="how many tablets"),
        pytest.param("Tylenol 10 mg at 8 pm", id="a time, although Tylenol PM is a product"),
        pytest.param("Telma (R)", id="trade mark, although Telma R is a product"),
        pytest.param("Amlokind 25mcg/h", id="an hour behind a slash"),
        pytest.param("Cardace q4-6h", id="hours from to"),
        pytest.param("Somadril 1 comp. à noite", id="one tablet, in Portuguese"),
        pytest.param("Saridon N1", id="a German pack, although Saridon N was a product"),
    ],
)
def test_a_time_or_a_pack_makes_no_other_product(real, text):
    """Words of when and how many stay what they are."""
    line = resolve(text, real)

    assert (line.status, line.leftover) == (LineStatus.RECOGNISED, ())


def test_a_word_of_another_product_is_used_where_the_line_names_all_that_it_holds(real):
    """Nothing is hidden where the second ingredient is named as well."""
    line = resolve("Telma H (telmisartan, hydrochlorothiazide)", real)

    assert line.status is LineStatus.RECOGNISED
    assert {found.name for found in line.substances} == {"telmisartan", "hydrochlorothiazide"}
