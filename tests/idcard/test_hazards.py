"""The list of the product's own hazards: complete, honest about its state, tied to tests that exist."""

import ast
from pathlib import Path

import pytest

from idcard.errors import DataError
from idcard.hazards import load_hazards

ROOT = Path(__file__).parent.parent.parent
HAZARDS = load_hazards()


def names_of_tests(path: Path) -> set[str]:
    """Names of the tests of a file, from its syntax tree, also those inside classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


def missing_tests(names, root: Path) -> set[str]:
    """Those of the names that no file under the root holds."""
    missing = set()
    for name in names:
        file, _, test = name.partition("::")
        if not (root / file).is_file() or test not in names_of_tests(root / file):
            missing.add(name)
    return missing


def test_all_hazards_are_listed():
    """The first version of the log had nineteen; a row is set to open, never deleted."""
    assert {f"h{number}" for number in range(1, 20)} <= set(HAZARDS)


def test_every_named_test_exists():
    """A hazard is shown to be prevented by a test that is really there."""
    assert missing_tests({name for hazard in HAZARDS.values() for name in hazard.verified_by}, ROOT) == set()


def test_a_test_that_was_renamed_is_noticed(tmp_path):
    """The check above can fail: by file and by name."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text(
        "class TestIt:\n    def test_here(self): ...\n", encoding="utf-8"
    )
    names = {"tests/test_one.py::test_here", "tests/test_one.py::test_gone", "tests/test_two.py::test_here"}

    assert missing_tests(names, tmp_path) == {"tests/test_one.py::test_gone", "tests/test_two.py::test_here"}


@pytest.mark.parametrize("hazard", [pytest.param(hazard, id=hazard.id) for hazard in HAZARDS.values()])
def test_an_open_hazard_says_what_is_missing(hazard):
    """Nobody has to guess why a row is open."""
    assert (hazard.state == "open") == bool(hazard.missing)
    assert 1 <= hazard.risk <= 25


GOOD = {
    "cause": '"A stale dose"', "effect": '"Overdose"', "likelihood": "4", "severity": "5", "demanded": '"A date"',
    "state": '"open"', "missing": '"the tests"', "verified_by": "[]",
}  # fmt: skip


def written(folder, columns):
    """A hazards file with one row, some of its columns replaced or left out."""
    rows = {name: value for name, value in (GOOD | columns).items() if value is not None}
    path = folder / "hazards.toml"
    path.write_text(
        "[h1]\n" + "".join(f"{name} = {value}\n" for name, value in rows.items()), encoding="utf-8"
    )
    return path


def test_a_good_row_is_read(tmp_path):
    """The frame of the test below is itself right."""
    verified = {"state": '"verified"', "missing": None, "verified_by": '["tests/a/test_b.py::test_c"]'}

    assert load_hazards(written(tmp_path, verified))["h1"].risk == 20


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        pytest.param({"cause": None}, "cause: Field required", id="column missing"),
        pytest.param({"colour": '"red"'}, "colour: Extra inputs", id="column unknown"),
        pytest.param({"likelihood": "6"}, "likelihood: Input should be less than or equal to 5", id="grade too high"),
        pytest.param({"severity": '"5"'}, "severity: Input should be a valid integer", id="grade as text"),
        pytest.param({"state": '"fine"'}, "state: Input should be 'open' or 'verified'", id="state unknown"),
        pytest.param({"missing": None}, "missing: an open row says what is missing", id="open without a reason"),
        pytest.param({"state": '"verified"', "missing": None}, "verified_by: a verified row names", id="verified by nothing"),
        pytest.param(
            {"state": '"verified"', "verified_by": '["tests/test_b.py::test_c"]'},
            "a verified row has nothing missing", id="verified and missing",
        ),
        pytest.param({"verified_by": '["looked at it"]'}, "verified_by.0: String should match", id="not a test"),
        pytest.param(
            {"verified_by": '["tests/test_b.py::test_c", "tests/test_b.py::test_c"]'}, "names a test twice", id="twice",
        ),
    ],
)  # fmt: skip
def test_a_broken_row_is_refused_by_file_and_row(tmp_path, columns, problem):
    """The message names the file, the row and what to put right."""
    with pytest.raises(DataError) as caught:
        load_hazards(written(tmp_path, columns))

    assert (caught.value.file, caught.value.row) == ("hazards.toml", "h1")
    assert problem in caught.value.problem
