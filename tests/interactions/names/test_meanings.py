import pytest

from interactions.model import LineStatus
from interactions.names import resolve


@pytest.mark.parametrize(
    ("text", "substances"),
    [
        pytest.param("Triatec (ramipril)", {"ramipril"}, id="ingredient in brackets behind the name"),
        pytest.param(
            "guaifenesin-codeine (ROBITUSSIN AC)", {"guaifenesin", "codeine"}, id="name in the brackets"
        ),
        pytest.param(
            "Ramipril comp 5/25", {"ramipril", "hydrochlorothiazide"}, id="as many strengths as ingredients"
        ),
    ],
)
def test_the_line_itself_tells_a_homonym_apart(real, text, substances):
    """The meaning that the line gives is taken alone, and the line is recognised."""
    line = resolve(text, real)

    assert (line.status, line.meanings) == (LineStatus.RECOGNISED, ())
    assert {found.name for found in line.substances} == substances


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ramipril comp 5 mg", id="one strength"),
        pytest.param("Ramipril-ratiopharm comp", id="no strength"),
        pytest.param("Triatec ramipril", id="no brackets: both may be meant"),
        pytest.param("Triatec (5 mg)", id="no ingredient in the brackets"),
    ],
)
def test_a_homonym_that_the_line_leaves_open_has_all_its_meanings(real, text):
    """In doubt everything that it may hold is checked."""
    line = resolve(text, real)

    assert line.status is LineStatus.AMBIGUOUS
    assert len(line.meanings) > 1
    assert len(line.substances) > 1


def test_a_doubtful_brand_behind_an_ingredient_may_be_a_company(read):
    """Names of the general dictionary are companies too; the line says that it is not sure."""
    assert read("ibuprofen losec").status is LineStatus.IN_PART
    assert read("ibuprofen, losec").status is LineStatus.RECOGNISED
    assert read("losec").status is LineStatus.RECOGNISED
