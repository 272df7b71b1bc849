import pytest

from interactions.model import LineStatus
from interactions.names import resolve


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("Spironolacton Tabletten comp", "comp", id="comp behind the form"),
        pytest.param("Levodopa-ratiopharm (comp)", "comp", id="comp in brackets"),
        pytest.param("Furosemid 1A comp", "comp", id="comp behind the company"),
        pytest.param("Acetaminophen night-time pain relief", "night", id="own label for the night"),
        pytest.param("Acetaminophen Sleep", "Sleep", id="own label for sleep"),
        pytest.param("Ibuprofen PM", "PM", id="PM"),
        pytest.param("Valium 5 Forte", "Forte", id="behind the strength of a brand"),
        pytest.param("Restyl 0.5 Plus tab", "Plus", id="between strength and form"),
        pytest.param("Covance-AT 50", "AT", id="AT behind a hyphen"),
        pytest.param("Covance 50 A", "A", id="A behind the strength"),
        pytest.param("Covance Met 500", "Met", id="Met behind a brand"),
        pytest.param("Coldrex Junior", "Junior", id="mixture for children"),
        pytest.param("Dr. Foster", "Dr", id="a person, perhaps"),
    ],
)
def test_a_word_that_may_stand_for_more_is_left_over(real, text, left):
    """The line is in part, with that word for the reader to ask about."""
    line = resolve(text, real)

    assert (line.status, line.leftover) == (LineStatus.IN_PART, (left,))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tramadol 20 comp", id="Spanish tablets are counted"),
        pytest.param("Exicort 7 Comp 120 Mg", id="counted behind a brand"),
        pytest.param("Xanax at night", id="at night"),
        pytest.param("Rivotril à noite", id="at night in Portuguese"),
        pytest.param("Paracetamol 1 g at night", id="a painkiller for the night"),
        pytest.param("ibuprofen 200 mg 9 PM", id="nine in the evening"),
        pytest.param("Omeprazole DR 20 mg", id="delayed release"),
        pytest.param("Inj Tramadol 50mg + Inj Emeset 4mg IV", id="form before the second name"),
        pytest.param("Nurofen Junior", id="one substance for children"),
        pytest.param("Valium 5 mg night", id="time behind the strength"),
    ],
)
def test_the_same_word_elsewhere_says_nothing_more(real, text):
    """Counts, times and releases leave no word over."""
    line = resolve(text, real)

    assert (line.status, line.leftover) == (LineStatus.RECOGNISED, ())


@pytest.mark.parametrize(
    "text",
    [
        "Police",
        "Celine",
        "Farmacia Esquina",
        "Camilo",
        "Psykose",
        "Lizinnna",
        "Triappin",
        "hdrocod",
        "caazepam",
    ],
)
def test_what_only_sounds_like_an_ingredient_is_none(real, text):
    """Names of people and places, and brands with a slip, are not taken for what nobody wrote."""
    assert resolve(text, real).substances == ()


@pytest.mark.parametrize(
    ("text", "substance"),
    [
        ("Metylfenidat 10 mg", "methylphenidate"),
        ("Kolkicin 500 mikrogram", "colchicine"),
        ("Efedrin 50 mg/ml", "ephedrine"),
        ("Hydroxyzini hydrochloridum", "hydroxyzine"),
        ("Baklofen 10 mg", "baclofen"),
        ("oxycodon 5 mg", "oxycodone"),
    ],
)
def test_an_ingredient_is_found_in_the_spelling_of_another_language(real, text, substance):
    """Sound and letters together name it."""
    assert [found.name for found in resolve(text, real).substances] == [substance]
