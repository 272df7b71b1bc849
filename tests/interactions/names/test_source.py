import bz2
import os
import pickle

import pytest

from interactions.errors import NamesError
from interactions.names import source
from interactions.names.source import find_source, read_dictionary


class _Hostile:
    """Asks whoever reads it to run a command."""

    def __reduce__(self):
        return os.system, ("echo hostile",)


class _Elsewhere(pickle.Pickler):
    def persistent_id(self, obj):
        return "elsewhere" if obj == "x" else None


def _persistent(path):
    with bz2.open(path, "wb") as file:
        _Elsewhere(file).dump({"a": "x"})


def test_the_data_file_is_found_without_importing_its_package():
    """The distribution's file is found by its metadata alone."""
    import sys

    found = find_source()

    assert found.path.name == source.FILE
    assert len(found.digest) == 64
    assert "drug_named_entity_recognition" not in sys.modules


def test_a_hostile_pickle_is_refused_and_runs_nothing(tmp_path, capfd):
    """A pickle that asks for a function is refused by name, and the function is not called."""
    path = tmp_path / "drugs.pkl.bz2"
    path.write_bytes(bz2.compress(pickle.dumps({"drug_variant_to_canonical": _Hostile()})))

    with pytest.raises(NamesError, match="asks for"):
        read_dictionary(path)
    assert "hostile" not in capfd.readouterr().out


def test_a_pickle_that_points_elsewhere_is_refused(tmp_path):
    """Objects of other files are refused like functions."""
    path = tmp_path / "drugs.pkl.bz2"
    _persistent(path)

    with pytest.raises(NamesError, match="another file"):
        read_dictionary(path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no archive", id="no archive"),
        pytest.param(bz2.compress(b""), id="empty archive"),
        pytest.param(bz2.compress(b"no pickle"), id="no pickle"),
        pytest.param(bz2.compress(pickle.dumps({"a": 1}))[:-6], id="cut archive"),
        pytest.param(bz2.compress(pickle.dumps({"a": [1] * 99})[:-9]), id="cut pickle"),
        pytest.param(bz2.compress(b"\x80\x04h\x05."), id="broken memo"),
        pytest.param(bz2.compress(pickle.dumps([1])), id="a list"),
        pytest.param(bz2.compress(pickle.dumps({})), id="no names"),
        pytest.param(
            bz2.compress(
                pickle.dumps({"drug_variant_to_canonical": {"a": "b"}, "drug_canonical_to_data": {}})
            ),
            id="text for a list",
        ),
        pytest.param(
            bz2.compress(
                pickle.dumps({"drug_variant_to_canonical": {"a": ["b"]}, "drug_canonical_to_data": {"b": 1}})
            ),
            id="number for a record",
        ),
    ],
)
def test_a_damaged_data_file_is_refused(tmp_path, content):
    """Whatever the damage is, the error is ours and names the file."""
    path = tmp_path / "drugs.pkl.bz2"
    path.write_bytes(content)

    with pytest.raises(NamesError, match=r"drugs\.pkl\.bz2"):
        read_dictionary(path)


def test_a_missing_data_file_is_refused(tmp_path):
    """A file that is not there is told in words."""
    with pytest.raises(NamesError, match="cannot be read"):
        read_dictionary(tmp_path / "drugs.pkl.bz2")


def test_a_data_file_that_unpacks_to_far_too_much_is_refused(tmp_path, monkeypatch):
    """A small archive cannot fill the memory."""
    monkeypatch.setattr(source, "_LARGEST", 1000)
    path = tmp_path / "drugs.pkl.bz2"
    path.write_bytes(bz2.compress(pickle.dumps({"a": "x" * 5000})))

    with pytest.raises(NamesError, match="too large"):
        read_dictionary(path)


def test_a_missing_distribution_is_told(monkeypatch):
    """Without the distribution, or without its file, the error says what to install."""
    monkeypatch.setattr(source, "FILE", "other.bz2")
    with pytest.raises(NamesError, match=r"has no file other\.bz2"):
        find_source()
    monkeypatch.setattr(source, "PACKAGE", "no_such_package_of_names")
    with pytest.raises(NamesError, match="not installed"):
        find_source()


def test_the_version_is_told_where_it_is_known(monkeypatch):
    """The distribution says its version; one without metadata has none."""
    assert source.version()[0].isdigit()
    monkeypatch.setattr(source, "DISTRIBUTION", "no-such-distribution-of-names")
    assert source.version() == ""
