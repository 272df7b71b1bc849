import pytest

from interactions.model import LineStatus
from interactions.names import resolve


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("Anacin C8", "C", id="codeine in Canada"),
        pytest.param("Calcium/D", "D", id="vitamin behind a slash"),
        pytest.param("Calcium D", "D", id="vitamin behind a blank"),
        pytest.param("Nexito D", "D", id="brand with a letter that nobody knows"),
        pytest.param("Nexito-F", "F", id="letter behind a hyphen"),
        pytest.param("Nexito 10-X", "X", id="letter behind the strength and a hyphen"),
        pytest.param("losartan/z", "z", id="small letter behind a slash"),
    ],
)
def test_a_letter_that_may_be_a_second_ingredient_is_left_over(real, text, left):
    """A letter that hangs on a name or its strength is never explained away."""
    line = resolve(text, real)

    assert (line.status, line.leftover) == (LineStatus.IN_PART, (left,))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Durogesic 25 mcg/h", id="an hour"),
        pytest.param("Telma 40 mg 24 h", id="of a release"),
        pytest.param("Tramal C/20", id="with twenty, in Mexico"),
        pytest.param("Tramal c/8h", id="every eight hours"),
        pytest.param("Ibuprofen N2", id="German size of a pack"),
        pytest.param("tramadol x 28", id="how many"),
        pytest.param("T. Nexito 10", id="tablet, in India"),
        pytest.param("M-Amlodipine 5", id="company, in Canada"),
        pytest.param("Rivotril (B1)", id="legal class, in Brazil"),
        pytest.param("Panadol (P)", id="legal class, in the United Kingdom"),
        pytest.param("codeine (chlorhydrate d')", id="article cut off by a bracket"),
        pytest.param("a) losartan", id="list mark"),
        pytest.param("Amlodipin N 5", id="new, behind an ingredient on a German pack"),
        pytest.param("losartan 1 tab J1", id="day of a scheme"),
        pytest.param("losartan 50 mg 2 a day", id="article"),
    ],
)
def test_a_letter_that_counts_measures_or_marks_says_nothing_more(real, text):
    """Units, packs, list marks and legal classes leave no word over."""
    line = resolve(text, real)

    assert (line.status, line.leftover, len(line.substances)) == (LineStatus.RECOGNISED, (), 1)


@pytest.mark.parametrize(
    "text", ["Telma 40 H", "telma 40 h", "TELMA-H", "Telma 40-H", "Telma H 40 mg", "Telma 40 mg H"]
)
def test_a_letter_that_makes_a_known_product_is_read(real, text):
    """Telma H holds a diuretic beside telmisartan, wherever its strength stands and however it is written."""
    line = resolve(text, real)

    assert line.status is LineStatus.RECOGNISED
    assert {found.name for found in line.substances} == {"telmisartan", "hydrochlorothiazide"}
