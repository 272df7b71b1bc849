import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.errors import NamesError
from interactions.model import Route
from interactions.names import store as module
from interactions.names.entry import Entry, Meaning, Origin
from interactions.names.store import Store, pack, write_whole

ENTRIES = {
    "timoptol": Entry(
        "Timoptol", (Meaning(("timolol",), ("GB",), Route.OPHTHALMIC),), Origin.SITE, matters=True
    ),
    "triatec": Entry(
        "Triatec",
        (Meaning(("ramipril",), ("DE", "FR")), Meaning(("codeine", "caffeine"), ("CA",))),
        Origin.SITE,
    ),
    "vitamin b 12": Entry("Vitamin B12", (Meaning(("cyanocobalamin",)),), Origin.SITE, True, False),
}
DATA = pack(
    ENTRIES, {"fitamin": "vitamin b 12"}, {"day": "today"}, same={"a": "b"}, atc={"timolol": ("S01ED01",)}
)


def test_a_store_gives_back_what_was_packed():
    """Entries, sounds, codes and facts come back as they went in."""
    store = Store(DATA, Origin.SITE)

    assert dict(store.rows()) == ENTRIES
    assert list(store.that_matter()) == ["timoptol"]
    assert store.heard("fitamin") == ENTRIES["vitamin b 12"]
    assert (store.longest("vitamin b"), store.longest("b 12"), store.longest("vitamin")) == (3, 0, 0)
    assert (store.following("vitamin"), store.following("vita"), store.following("triatec")) == (
        {"b"},
        set(),
        set(),
    )
    assert (store.same("a"), store.same("b")) == ("b", None)
    assert (store.atc("timolol"), store.atc("x")) == (("S01ED01",), ())
    assert dict(store.some(["triatec", "nobody"])) == {"triatec": ENTRIES["triatec"]}
    assert (len(store), store.about["day"], store.get("nobody"), store.heard("x")) == (3, "today", None, None)


def test_the_same_names_make_the_same_bytes():
    """Packing is deterministic, whatever the order of the names."""
    turned = dict(reversed(ENTRIES.items()))

    assert pack(ENTRIES, {}, {}) == pack(turned, {}, {})


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_any_damaged_byte_is_noticed(place, change):
    """No single damaged byte gets past the checksum."""
    damaged = bytearray(DATA)
    damaged[place] ^= change

    with pytest.raises(NamesError, match="damaged"):
        Store(bytes(damaged), Origin.SITE)


@pytest.mark.parametrize("length", [0, 100, 511, len(DATA) // 2, len(DATA) - 1])
def test_a_cut_file_is_noticed(length):
    """A file that is cut anywhere is refused."""
    with pytest.raises(NamesError, match="damaged"):
        Store(DATA[:length], Origin.SITE)


def _sealed(data):
    data = bytearray(data)
    data[module._SEAL] = module._checksum(bytes(data))
    return bytes(data)


def test_another_database_is_refused():
    """A whole file of another kind or version is refused."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE other (a)")
        other = database.serialize()
    database.close()
    with pytest.raises(NamesError, match="another kind"):
        Store(_sealed(other), Origin.SITE)
    with pytest.raises(NamesError, match="another kind"):
        Store(_sealed(b"x" * 5000), Origin.SITE)


def test_another_version_is_refused(monkeypatch):
    """A file of another schema is not read."""
    monkeypatch.setattr(module, "SCHEMA", 0)
    with pytest.raises(NamesError, match="another version"):
        Store(DATA, Origin.SITE)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    """When the last step fails the old file stays and nothing is left behind."""
    path = tmp_path / "deep" / "names"
    write_whole(path, b"old")

    def fail(source, target):
        raise PermissionError("no")

    monkeypatch.setattr(module.os, "replace", fail)
    with pytest.raises(PermissionError):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in path.parent.iterdir()] == ["names"]
