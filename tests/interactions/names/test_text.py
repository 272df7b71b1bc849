import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.names import text as module
from interactions.names.text import fold, key, sound, split_lines, tokens, written


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a\nb", ["a", "b"], id="line feed"),
        pytest.param("a\r\nb\r\n", ["a", "b"], id="carriage return belongs to the line end"),
        pytest.param("a\rb", ["a\rb"], id="lone carriage return"),
        pytest.param("a\u2028b\u2029c\x85d\fe\vf", ["a\u2028b\u2029c\x85d\fe\vf"], id="other breaks"),
        pytest.param("a\n\n \t\r\n\u2003\nb", ["a", "b"], id="blank lines"),
        pytest.param(" a \n", [" a "], id="spaces are kept"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_line_ends_at_a_line_feed_alone(text, lines):
    """Nothing but a line feed ends a line, and only wholly blank lines are dropped."""
    assert split_lines(text) == lines


@given(st.lists(st.text().filter(lambda line: "\n" not in line and not line.endswith("\r") and line.strip())))
def test_lines_joined_are_split_again(lines):
    """Splitting undoes joining, whatever signs the lines hold."""
    assert split_lines("\n".join(lines)) == lines
    assert split_lines("\r\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("xanax0.5mg", "xanax 0.5 mg", id="glued dose"),
        pytest.param("Co-Codamol® 30/500", "co codamol 30 / 500", id="hyphen and sign"),
        pytest.param("p.r.n. b.i.d", "prn bid", id="dotted"),
        pytest.param("s/c i/m N/A", "sc im na", id="slashed"),
        pytest.param("tea w/ milk", "tea with milk", id="with"),
        pytest.param("St. John's wort", "st johns wort", id="possessive"),
        pytest.param("l’aspirine d'oxycodone", "aspirine oxycodone", id="articles"),
        pytest.param("Day & Night + ½", "day and night + 1 / 2", id="signs"),
        pytest.param("µg Ångström Ærø straße", "ug angstrom aero strasse", id="letters"),
        pytest.param("Ｘａｎａｘ ﬁve", "xanax five", id="wide and joined letters"),
        pytest.param("xa\u00adna\u200bx", "xanax", id="invisible signs"),
        pytest.param("#3 Tylenol™", "3 tylenol", id="numbered"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_words_are_compared_plainly(text, keys):
    """Case, accents, typography and hyphens make no difference to a key."""
    assert key(text) == keys
    assert key(text.upper()) == key(text.lower())


def test_a_separator_is_hard_for_what_follows():
    """No name runs across a comma, a bracket, a spaced hyphen or the end of a sentence."""
    hard = [token.key for token in tokens("codeine, tea (milk) - bread. water st. john") if token.hard]

    assert hard == ["tea", "milk", "bread", "water"]


def test_words_are_given_back_as_written():
    """What a token was taken from is found again, marks on its last letter included."""
    text = "Baclofe\u0301ne\u0301 10"
    first, *_ = tokens(text)

    assert first.key == "baclofene"
    assert written(text, first, first) == "Baclofe\u0301ne\u0301"


@given(st.text())
def test_any_text_has_words_in_order(text):
    """Words never overlap and always come from the text."""
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert token.key
        last = token.start


@given(st.text())
def test_folding_keeps_step(text):
    """Every folded character has its origin, and origins never go back."""
    folded, origin = fold(text)
    if origin is None:
        assert len(folded) == len(text)
    else:
        assert len(origin) == len(folded)
        assert origin == sorted(origin)


@given(st.text(st.characters(categories=("Lu", "Ll", "Zs"), max_codepoint=0x17F)))
def test_the_short_way_to_a_key_is_right(text):
    """A key is what the tokens say, also where it is found without them."""
    assert key(text) == " ".join(token.key for token in tokens(text))


@pytest.mark.parametrize(
    ("written_so", "name"),
    [
        ("oxikodon", "oxycodone"),
        ("oksykodon", "oxycodone"),
        ("klonazepam", "clonazepam"),
        ("amitriptylina", "amitriptyline"),
        ("hydroklorotiazid", "hydrochlorothiazide"),
        ("baclofenum", "baclofen"),
        ("phenobarbital", "fenobarbital"),
        ("oestradiol", "estradiol"),
    ],
)
def test_spellings_of_one_ingredient_sound_alike(written_so, name):
    """The spellings of most languages fall together."""
    assert sound(written_so) == sound(name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("hydroxyzine", "hydralazine"),
        ("clonidine", "clonazepam"),
        ("quinine", "quinidine"),
        ("prednisone", "prednisolone"),
    ],
)
def test_different_ingredients_do_not_sound_alike(name, other):
    """Names that are mixed up by eye stay apart."""
    assert sound(name) != sound(other)


@given(st.text("abzAÉßøŒµﬁ İ'1-&/.\u0301", max_size=20))
def test_the_key_of_a_name_is_its_words(name):
    """The quick way for plain words gives the very key that reading word for word gives."""
    assert " ".join(key(name).split()) == " ".join(token.key for token in tokens(name))


@given(st.text(alphabet="abÄé'./&+#,- 12\u2019(", max_size=30) | st.text(max_size=40))
def test_the_short_way_of_cutting_a_line_cuts_like_the_long_one(text):
    """Lines without stops and slashes in words are cut by a shorter pattern; nobody can tell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PLAIN_TOKEN", module._TOKEN)
        long_way = tokens(text)

    assert tokens(text) == long_way
