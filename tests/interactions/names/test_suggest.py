import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.model import LineStatus
from interactions.names import resolve
from interactions.names.suggest import ALIKE, AT_MOST, Suggester


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("oxycodne 5 mg", "oxycodone"),
        ("oxycontn", "OxyContin"),
        ("pregablin 75", "pregabalin"),
        ("tramdaol", "tramadol"),
        ("oxy cotin", "OxyContin"),
        ("Xanaxx", "Xanax"),
        ("lorzaepam 1 mg nocte", "lorazepam"),
    ],
)
def test_the_name_that_was_meant_comes_first(read, text, first):
    """A misspelled name is offered, and the line stays not recognised."""
    line = read(text)

    assert line.suggestions[0] == first
    assert line.status is LineStatus.NOT_RECOGNISED
    assert line.substances == ()


@pytest.mark.parametrize(
    "text",
    ["tablets 2 daily", "abc", "xyz", "hello world", "omeprazol", "Omeprazzole 20", "12345", "codeine"],
)
def test_nothing_is_offered_where_nothing_is_alike(read, text):
    """Known words, short words and names that do not matter lead to no suggestion."""
    assert read(text).suggestions == ()


def test_a_suggestion_reads_as_itself(names, read):
    """Every name that can be offered is understood when it is taken."""
    for _, entry in names._curated.that_matter().items():
        assert set(entry.substances) <= {found.name for found in read(entry.name).substances}, entry.name


def test_each_substance_is_offered_once(read):
    """Oxycodone and its spellings are one suggestion."""
    offered = read("oxycodona").suggestions + read("oxicodne").suggestions

    assert len(read("oxicodne").suggestions) == 1
    assert offered


@given(st.text("abcdeinorxyz", min_size=4, max_size=14))
def test_suggestions_are_few_alike_and_in_order(names, word):
    """At most five, each alike enough, most alike first, then by name."""
    from rapidfuzz.distance import OSA

    offered = names.suggester.suggest([(word, False)])
    entries = dict(names._curated.that_matter())
    scores = {
        entry.name: max(
            OSA.normalized_similarity(word, key) for key, other in entries.items() if other.name == entry.name
        )
        for entry in entries.values()
    }

    assert len(offered) <= AT_MOST
    assert all(scores[name] >= ALIKE for name in offered)
    assert list(offered) == sorted(offered, key=lambda name: (-scores[name], name))


def test_names_are_loaded_at_the_first_unknown_word():
    """A list without unknown words never pays for the suggestions."""
    asked = []
    suggester = Suggester(lambda: asked.append(1) or {})

    assert suggester.suggest([]) == ()
    assert asked == []
    assert suggester.suggest([("codeine", False)]) == ()
    assert asked == [1]


def test_what_is_remembered_is_bounded(monkeypatch):
    """Many different unknown words do not fill the memory."""
    from interactions.names import suggest

    monkeypatch.setattr(suggest, "_CACHED", 3)
    suggester = Suggester(dict)
    for number in range(10):
        suggester.suggest([(f"word{number}", False)])

    assert len(suggester._known) <= 3


def test_of_names_as_much_alike_the_ingredient_comes_first(real):
    """Codinex is codeine too; a reader knows codeine."""
    assert resolve("codine 30 mg", real).suggestions[0] == "codeine"
