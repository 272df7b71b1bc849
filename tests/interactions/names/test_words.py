import pytest

from interactions.errors import TableError
from interactions.model import Route
from interactions.names.words import default_words, load_words


@pytest.mark.parametrize(
    ("content", "row", "problem"),
    [
        pytest.param("kind = 'unit'", "kind", "no table|is not a table", id="no table"),
        pytest.param("[a]\nen = 'mg'", "a", "kind", id="no kind"),
        pytest.param("[a]\nkind = 'units'\nen = 'mg'", "a", "kind", id="unknown kind"),
        pytest.param("[a]\nkind = 'form'\nroute = 'air'", "a", "route", id="unknown route"),
        pytest.param("[a]\nkind = 'form'\nxx = 'mg'", "a", "xx", id="unknown language"),
        pytest.param("[a]\nkind = 'form'\nen = ['mg']", "a", "en", id="no text"),
        pytest.param("[a]\nkind = 'form'\nen = 'mg ...'", "a", "without letters", id="no word"),
    ],
)
def test_a_broken_table_is_refused_by_name(tmp_path, content, row, problem):
    """What the file must not hold is refused, with the table that holds it."""
    path = tmp_path / "words.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(TableError, match=problem) as caught:
        load_words(path)
    assert (caught.value.file, caught.value.row) == ("words.toml", row)


def test_words_may_have_several_kinds_and_the_specific_route(tmp_path):
    """A word of two tables has both kinds, and the route that says more."""
    path = tmp_path / "words.toml"
    path.write_text(
        "[a]\nkind='form'\nroute='oral'\nen='Läx on_the_tongue'\n"
        "[b]\nkind='route'\nroute='rectal'\nspecific=true\nen='lax'",
        encoding="utf-8",
    )
    words = load_words(path)

    assert words.of("lax") == {"form", "route"}
    assert words.routes["lax"].route is Route.RECTAL
    assert words.starts == {"on the": 3}
    assert words.seconds == {"on": {"the"}}
    assert words.explains("lax")
    assert not words.explains("codeine")


@pytest.mark.parametrize("word", ["plus", "hct", "extra", "dm", "stopped", "no", "not", "allergic", "nil"])
def test_no_word_that_hides_something_is_explained(word):
    """Suffixes and negations beside a name are always left over."""
    assert not default_words().explains(word)


@pytest.mark.parametrize("word", ["at", "it", "or", "as", "in", "eye", "ear", "skin", "os", "od", "ou"])
def test_everyday_words_are_no_route(word):
    """A short or everyday word never says where a medicine goes in."""
    assert word not in default_words().routes
