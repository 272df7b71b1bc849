"""Companies in brackets."""

import pytest

from interactions.model import LineStatus


@pytest.mark.parametrize(
    "supplier",
    [
        "Advanz Pharma",
        "A A H Pharmaceuticals Ltd",
        "Alliance Healthcare (Distribution) Ltd",
        "Zzyzx Arzneimittel GmbH",
        "ZZYZX LABORATOIRES",
    ],
)
def test_a_company_in_brackets_leaves_nothing_over(read, supplier):
    """Registers write the supplier behind the name; no list holds them all."""
    line = read(f"Tramadol 50mg capsules ({supplier})")

    assert (line.status, line.leftover) == (LineStatus.RECOGNISED, ())
    assert [found.name for found in line.substances] == ["tramadol"]


@pytest.mark.parametrize(
    ("text", "leftover"),
    [
        pytest.param("Tramadol 50 mg (zzyzx)", ("zzyzx",), id="nothing says that it is a company"),
        pytest.param("Tramadol (with zzyzx, Foo Ltd)", ("with", "zzyzx", "Foo"), id="something is with it"),
        pytest.param("Tramadol (zzyzx + frobnic Ltd)", ("zzyzx", "+", "frobnic"), id="two things joined"),
        pytest.param("Tramadol (codine Pharma)", ("codine",), id="a medicine written wrong"),
        pytest.param(
            "Tramadol (Foo Labs, oxycodne Ltd)", ("Foo", "oxycodne"), id="written wrong behind a company"
        ),
        pytest.param(
            f"Tramadol ({'zzyzx ' * 31}Ltd)", ("zzyzx",) * 31, id="more unknown words than any company has"
        ),
        pytest.param("Tramadol (Zzyzx Ltd", ("Zzyzx",), id="a bracket that is never closed"),
        pytest.param("(Zzyzx Ltd) tramadol", ("Zzyzx",), id="before any name"),
        pytest.param("Tramadol Zzyzx Ltd", ("Zzyzx",), id="no brackets"),
    ],
)
def test_what_may_be_more_than_a_company_is_left_over(read, text, leftover):
    """A bracket is explained only where nothing in it can announce a second medicine."""
    line = read(text)

    assert (line.status, line.leftover) == (LineStatus.IN_PART, leftover)


def test_a_medicine_in_brackets_is_read_whatever_company_stands_beside_it(read):
    """The bracket of a company hides no substance."""
    line = read("Tramadol (codeine, Zzyzx Pharma Ltd)")

    assert {found.name for found in line.substances} == {"tramadol", "codeine"}
    assert line.status is LineStatus.IN_PART
