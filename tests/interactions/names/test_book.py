import pytest

from interactions.errors import TableError
from interactions.names import book, cache, default_names, info, resolve
from interactions.names.entry import Origin


def test_curated_names_decide_alone(names):
    """Where several sources know a name the most trusted one is believed."""
    assert names.find("ibuprofen").origin is Origin.CURATED
    assert names.find("losec").origin is Origin.GENERAL
    assert names.find("zorbex") is None
    assert "b" in names.word("vitamin").seconds
    assert names.longest("vitamin b") >= 3


def test_the_real_names_are_kept_for_the_next_start(real, monkeypatch):
    """The second start reads the kept curated names and parses no table."""

    def refuse():
        raise AssertionError("the tables were read again")

    monkeypatch.setattr(book, "load_curated", refuse)
    default_names.cache_clear()
    try:
        assert resolve("Gablofen").substances[0].name == "baclofen"
    finally:
        default_names.cache_clear()


def test_a_missing_table_is_told(real, monkeypatch, tmp_path):
    """Without its tables the project reads no line."""
    monkeypatch.setattr(book, "DATA", tmp_path)
    monkeypatch.setattr(
        book, "load_curated", lambda: (_ for _ in ()).throw(TableError("products.csv", "", "missing"))
    )
    default_names.cache_clear()
    try:
        with pytest.raises(TableError, match="missing"):
            default_names()
    finally:
        default_names.cache_clear()


@pytest.mark.parametrize("ingredient", ["flupenthixol", "flupentixol decanoate", "Flupentixol"])
def test_other_names_of_a_substance_meet_its_caution(names, ingredient):
    """Another source's spelling, with its salt or without, is the table's substance."""
    assert names._substance(ingredient) == "flupentixol"


def test_a_different_ingredient_stays_itself(names):
    """Sharing a salt or a word makes no two ingredients the same."""
    assert names._substance("magnesium") == "magnesium"
    assert names._substance("sodium") == "sodium"


def test_info_names_every_source(real):
    """What is loaded is said with numbers, date and licence."""
    loaded = info()

    assert loaded.substances >= 300
    assert loaded.names > loaded.substances
    assert sum(loaded.products.values()) >= 1500
    assert loaded.general.licence
    assert loaded.lists == ()


def test_a_kept_file_is_used_only_for_its_own_data(home):
    """A file made from other data is made anew."""
    from interactions.names.store import pack

    def make(day):
        return lambda: pack({}, {}, {cache.MADE_FROM: day, "day": day})

    path = cache.folder() / "some.names"
    assert cache.kept_or_made(path, "1", Origin.SITE, make("1")).about["day"] == "1"
    assert cache.kept_or_made(path, "1", Origin.SITE, make("x")).about["day"] == "1"
    assert cache.kept_or_made(path, "2", Origin.SITE, make("2")).about["day"] == "2"
