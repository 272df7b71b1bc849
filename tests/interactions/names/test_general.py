import bz2
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from interactions.errors import NamesError
from interactions.names import cache, general
from interactions.names.entry import Origin
from interactions.names.source import Source
from interactions.names.store import Store

ROOT = Path(__file__).parents[3]
PLAIN = {
    "drug_variant_to_canonical": {"omeprazole": ["omeprazole"], "losec": ["omeprazole"]},
    "drug_canonical_to_data": {"omeprazole": {"drugbank_id": "DB1", "medline_plus_id": "a1"}},
}

# Builds from a data file given on the command line, as two processes that start together would.
SCRIPT = """
import sys
from pathlib import Path
from interactions.names import general
from interactions.names.source import Source
general.find_source = lambda: Source(Path(sys.argv[1]), "d")
store, path = general.build()
assert store.get("losec").substances == ("omeprazole",)
print(path)
"""


@pytest.fixture
def source(home, monkeypatch):
    """A small data file in place of the real one."""
    path = home / "drugs.pkl.bz2"
    path.write_bytes(bz2.compress(pickle.dumps(PLAIN)))
    monkeypatch.setattr(general, "find_source", lambda: Source(path, "d"))
    return path


def test_it_is_built_once_and_then_read(source):
    """The first call builds with progress; the second finds the file and builds nothing."""
    told = []
    store, path = general.build(lambda stage, share: told.append(share))
    source.unlink()
    again, same = general.build(lambda stage, share: told.append(stage))

    assert told == [0.0, 0.35, 0.8, 1.0, "up to date"]
    assert path == same == general.cache_file()
    assert dict(store.rows()) == dict(again.rows())
    assert store.get("losec").substances == ("omeprazole",)


def test_force_builds_it_again(source):
    """A good file is built anew on request."""
    general.build()
    told = []
    general.build(lambda stage, share: told.append(stage), force=True)

    assert told[0] == "reading the data file"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[: len(data) // 2], id="half built"),
        pytest.param(lambda data: data[:3000] + b"\xff" + data[3001:], id="one byte"),
        pytest.param(lambda data: b"\x80\x04." + data, id="a pickle"),
    ],
)
def test_a_damaged_file_is_built_anew(source, spoil):
    """Whatever happened to the file, the next start has the names and the file is good again."""
    _, path = general.build()
    good = path.read_bytes()
    path.write_bytes(spoil(good))
    store, _ = general.build()

    assert store.get("losec") is not None
    assert path.read_bytes() == good


def test_another_data_file_is_noticed(source, monkeypatch):
    """A newer distribution builds the file anew."""
    general.build()
    monkeypatch.setattr(general, "find_source", lambda: Source(source, "other"))
    told = []
    general.build(lambda stage, share: told.append(stage))

    assert told[0] == "reading the data file"


def test_without_a_folder_it_lives_in_memory(source, monkeypatch, home):
    """Where no folder can be made the names are there all the same, and no file is promised."""
    (home / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv(cache.FOLDER, str(home / "file" / "folder"))
    store, path = general.build()

    assert path is None
    assert store.get("losec") is not None


def test_a_folder_that_cannot_be_written_is_left_alone(source, monkeypatch):
    """A read-only folder means names in memory, at every start."""

    def refuse(path, data):
        raise PermissionError("read-only")

    monkeypatch.setattr(cache, "write_whole", refuse)
    store, path = general.build()

    assert (path, store.get("losec").substances) == (None, ("omeprazole",))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")
def test_a_file_of_another_user_is_not_trusted(source, monkeypatch):
    """What another user put into the folder is neither read nor overwritten."""
    _, path = general.build()
    before = path.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    real = Path.stat

    def foreign(self, **options):
        found = list(real(self, **options))
        found[4] = 54321
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", foreign)
    told = []
    store, kept = general.build(lambda stage, share: told.append(stage))

    assert told[0] == "reading the data file"
    assert kept is None
    assert store.get("losec") is not None
    assert path.read_bytes() == before


def test_where_files_have_no_owner_they_are_read(source, monkeypatch):
    """On a system without user ids the folder of the user is trusted."""
    general.build()
    monkeypatch.delattr(os, "geteuid", raising=False)
    told = []
    general.build(lambda stage, share: told.append(stage))

    assert told == ["up to date"]


def test_two_processes_that_build_at_once_end_with_one_good_file(source, home):
    """Real processes race; each has its names, and one whole file is left."""
    environment = {**os.environ, cache.FOLDER: str(home / "race"), "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(source)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    answers = [(process.communicate(timeout=60), process.returncode) for process in running]

    assert [code for _, code in answers] == [0, 0, 0], answers
    assert [path.name for path in (home / "race").iterdir()] == [general.FILE]
    assert Store((home / "race" / general.FILE).read_bytes(), Origin.GENERAL).get("losec") is not None


def test_info_builds_nothing(source):
    """Info says what is there, and that nothing is where nothing is."""
    before = general.info()
    general.build()
    after = general.info()

    assert (before.names, before.path) == (0, None)
    assert after.names > 100
    assert after.path == general.cache_file()
    assert "CC0" in after.licence


def test_a_damaged_data_file_leaves_no_file(source):
    """When nothing can be built nothing is kept."""
    source.write_bytes(b"damaged")
    with pytest.raises(NamesError):
        general.build()
    assert not general.cache_file().exists()


def test_the_users_folder_is_the_default(monkeypatch):
    """Without a setting the names go where the system keeps caches."""
    monkeypatch.delenv(cache.FOLDER, raising=False)

    assert "pumpcard" in str(general.cache_file())
