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
