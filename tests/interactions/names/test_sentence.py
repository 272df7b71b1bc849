import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.names.match import Matcher
from interactions.names.sentence import Reading, Sentence


@pytest.fixture
def sentence(names):
    """Cuts a line."""
    return lambda text: Sentence(text, names)


@pytest.fixture
def reading(sentence):
    """Cuts a line and finds its names."""

    def read(text):
        line = sentence(text)
        return Reading(line, Matcher(line).marks())

    return read


def test_every_word_comes_with_what_is_known_of_it(sentence):
    """Kinds of a word, whether it is a name, and where it says that a medicine goes in."""
    line = sentence("Codeine 30 mg tablets zorbex")

    assert line.keys == ["codeine", "30", "mg", "tablets", "zorbex"]
    assert [bool(word.alone) for word in line.known] == [True, False, False, False, False]
    assert line.known[3].route.route == "oral"
    assert (line.kinds(2), line.kinds(4), line.kinds(99)) == ({"unit"}, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("word", "quiet"),
    [
        pytest.param("tablets", True, id="word of a list"),
        pytest.param("12", True, id="number"),
        pytest.param("codeine", False, id="name"),
        pytest.param("zorbex", False, id="unknown, and so perhaps a name"),
        pytest.param("potassium", False, id="mineral that laboratories measure"),
        pytest.param("itb", False, id="baclofen, called by its way into the body"),
    ],
)
def test_a_word_is_passed_over_only_where_no_name_can_begin(names, word, quiet):
    """The reader looks closer at every word that is, or may be, a name by itself."""
    assert names.word(word).quiet is quiet


@pytest.mark.parametrize(
    ("text", "following"),
    [
        pytest.param("vitamin b 12", ["b", "12", ""], id="words and numbers"),
        pytest.param("codeine, tea (milk)", ["", "", ""], id="separators"),
        pytest.param("Nurofen #3", ["no", ""], id="numbered with a sign"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_name_goes_on_with_the_next_word_unless_a_separator_stands_there(sentence, text, following):
    """No name of several words runs across a comma, a bracket or the end of the line."""
    assert sentence(text).following == following


@pytest.mark.parametrize(
    "number", ["no. 3", "No 3", "n° 3", "nº3", "nr. 3", "number 3", "numero 3", "#3", "# 3"]
)
def test_the_number_of_a_product_is_one_however_it_is_written(real, number):
    """Tylenol with codeine is numbered from one to four, and nobody agrees on how."""
    line = Sentence(f"Tylenol {number}", real)
    (mark,) = Matcher(line).marks()

    assert mark.key == "tylenol no 3"
    assert "codeine" in mark.entry.substances


@pytest.mark.parametrize(
    ("text", "index", "gap", "stands_out"),
    [
        pytest.param("losartan-H", 1, "-", True, id="hyphen and capital"),
        pytest.param("losartan h", 1, " ", False, id="small letter"),
        pytest.param("LOSARTAN H", 1, " ", False, id="all capitals"),
        pytest.param("losartan40", 1, "", False, id="glued"),
    ],
)
def test_what_joins_two_words_is_known(sentence, text, index, gap, stands_out):
    """The sign between two words, and capitals in a line that has small letters."""
    line = sentence(text)

    assert (line.gap(index), line.stands_out(index)) == (gap, stands_out)


def test_a_reading_says_which_words_are_names(reading):
    """Names, brands among them, and phrases that name nothing."""
    found = reading("OxyContin with codeine oral solution")

    assert [found.is_name(index) for index in range(5)] == [True, False, True, False, False]
    assert [found.is_brand(index) for index in range(5)] == [True, False, False, False, False]
    assert found.owner[3] is not None
    assert (found.is_name(-1), found.is_brand(-1)) == (False, False)
    assert found.substances == {"oxycodone", "codeine"}


@given(st.lists(st.sampled_from(["codeine", "OxyContin", "10", "mg", "zorbex", "a day", "#3", ",", "("])))
def test_no_two_names_share_a_word(names, words):
    """Every word belongs to one name or phrase at most, and marks come in order."""
    line = Sentence(" ".join(words), names)
    found = Reading(line, Matcher(line).marks())
    covered = [index for mark in found.marks for index in range(mark.first, mark.last)]

    assert covered == sorted(set(covered))
    assert [owner is not None for owner in found.owner] == [index in covered for index in range(len(line))]


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        pytest.param("codeine", True, id="the name itself"),
        pytest.param("phosphate de codeine", True, id="salt"),
        pytest.param("tabs codeine", True, id="form"),
        pytest.param("phosphate, codeine", False, id="salt and a separator"),
        pytest.param("phosphate", False, id="salt alone"),
        pytest.param("tabs daily codeine", False, id="something else between"),
        pytest.param("zorbex codeine", False, id="unknown word"),
    ],
)
def test_a_salt_or_a_form_leads_to_its_name(reading, text, leads):
    """What stands before a name belongs to it, unless a separator or another word stands between."""
    assert reading(text).leads_to_a_name(0) is leads
