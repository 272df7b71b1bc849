"""The command line, as a pharmacist or a script meets it: exit status, order, no traceback on anything."""

import json
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from interactions.cli import MAX_INPUT_BYTES, main

ROOT = Path(__file__).parent.parent.parent
TINY = Path(__file__).parent / "tiny"
BROKEN = Path(__file__).parent / "broken"
SAMPLE = "OxyContin 20 mg bd\nfrobnicol 5 mg\nomeprazole 20\n"


@pytest.fixture
def typed(monkeypatch):
    """Standard input with these bytes."""

    def put(data):
        monkeypatch.setattr(
            sys, "stdin", TextIOWrapper(BytesIO(data if isinstance(data, bytes) else data.encode()))
        )

    return put


@pytest.fixture(autouse=True)
def _no_overlay(monkeypatch):
    monkeypatch.delenv("INTERACTIONS_OVERLAY", raising=False)


def run(capsys, *arguments):
    """Exit status, what was printed, what was complained about."""
    try:
        status = main(arguments)
    except SystemExit as stopped:
        status = stopped.code
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_list_of_the_readme(capsys, typed):
    """A brand is found, an unknown name is listed as not checked, a harmless medicine raises nothing."""
    typed(SAMPLE)
    status, out, _ = run(capsys, "check", "--json", "-")
    report = json.loads(out)

    assert status == 1
    oxycodone, unknown, omeprazole = report["lines"]
    assert oxycodone["substances"][0]["name"] == "oxycodone"
    assert unknown["status"] == "not_recognised"
    assert report["not_checked"] == [1]
    assert report["checked"] == [2, 3]
    assert [(row["severity"], row["lines"]) for row in report["cautions"]] == [("major", [0])]
    assert (omeprazole["status"], omeprazole["substances"][0]["name"]) == ("recognised", "omeprazole")


def test_nothing_to_say_is_exit_0_and_still_no_clearance(capsys):
    """Every line recognised and no caution."""
    status, out, _ = run(capsys, "check", "omeprazole 20 mg")

    assert status == 0
    assert "1 OF 1 LINE CHECKED" in out
    assert "None in this table" in out


def test_an_unreadable_drug_in_the_pump_is_something_to_read(capsys):
    """Exit 0 would say that all was recognised."""
    status, out, _ = run(capsys, "check", "--pump-drug", "frobnicol", "omeprazole")

    assert status == 1
    assert "NOT CHECKED  in the pump: frobnicol" in out


def test_every_option_reaches_the_context(capsys):
    """What is given on the command line is in the report."""
    status, out, _ = run(
        capsys, "check", "--json", "--situation", "overdose", "--oral-baclofen", "--egfr", "25.5", "--age", "70",
        "--condition", "renal", "--condition", "epilepsy", "--without", "pregnancy", "--pump-drug", "morphine",
        "ibuprofen",
    )  # fmt: skip

    assert status == 1
    assert json.loads(out)["context"] == {
        "situation": "overdose", "oral_baclofen": True, "egfr": 25.5, "age": 70, "conditions": ["epilepsy", "renal"],
        "without": ["pregnancy"], "pump_drugs": ["morphine"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "data", "words"),
    [
        pytest.param(["check"], b"", "no line is given", id="nothing given"),
        pytest.param(["check", "-"], b"", "no medicine is written", id="empty input"),
        pytest.param(["check", "-"], b"\xff\xfe", "not UTF-8", id="another encoding"),
        pytest.param(["check", "-"], b"a\n" * 10_001, "10001 lines", id="too many lines"),
        pytest.param(["check", "-"], b"a" * 20_000, "line 1 has 20000 characters", id="a long line"),
        pytest.param(["check", "-"], b"%PDF-1.7\n", "PDF", id="a PDF"),
        pytest.param(["check", "-"], b"morphine\0\n", "line 1", id="null byte"),
        pytest.param(["check", "--egfr", "-1", "a"], b"", "egfr: must be from 0", id="eGFR below zero"),
        pytest.param(["check", "--egfr", "nan", "a"], b"", "egfr", id="eGFR not a number"),
        pytest.param(["check", "--egfr", "n/a", "a"], b"", "invalid float", id="eGFR in words"),
        pytest.param(["check", "--situation", "party", "a"], b"", "invalid choice", id="situation"),
        pytest.param(["check", "--condition", "gout", "a"], b"", "conditions: unknown", id="condition"),
        pytest.param(["check", "\udcff"], b"", "line 1", id="half a character"),
        pytest.param(["check", "-", "morphine"], b"codeine", "not both", id="input and lines"),
        pytest.param(["resolve"], b"", "no line is given", id="nothing to read"),
        pytest.param(["resolve", "--file", "/nowhere/at/all"], b"", "cannot be read", id="no file"),
        pytest.param(["resolve", "--file", "x", "a"], b"", "not both", id="file and line"),
        pytest.param(["frobnicate"], b"", "invalid choice", id="no such command"),
        pytest.param(["names", "remove", "../x"], b"", "is no name of a list", id="list name"),
        pytest.param(["names", "import", "/nowhere.csv"], b"", "", id="no list"),
    ],
)
def test_bad_input_is_exit_2_with_one_sentence(capsys, typed, arguments, data, words):
    """Nothing is printed as an answer, nothing of the list is echoed."""
    typed(data)
    status, out, err = run(capsys, *arguments)

    assert status == 2
    assert out == ""
    assert words in err
    assert "Traceback" not in err
    assert "aaaa" not in err


def test_an_input_that_is_too_large_is_refused_before_it_is_read_whole(capsys, typed):
    """The limit is in bytes, and said."""
    typed(b"a" * (MAX_INPUT_BYTES + 1))

    assert run(capsys, "check", "-")[0] == 2


def test_a_byte_order_mark_is_no_part_of_the_first_medicine(capsys, typed):
    """Some editors write one."""
    typed(b"\xef\xbb\xbfomeprazole\r\n")
    status, out, _ = run(capsys, "check", "--json", "-")

    assert (status, json.loads(out)["lines"][0]["text"]) == (0, "omeprazole")


def test_resolve_prints_one_object_a_line(capsys, tmp_path):
    """From a file, lines end at a line feed and nowhere else."""
    file = tmp_path / "list.txt"
    file.write_bytes("morphine 10 mg\nfrobnicol\u2028x\n".encode())
    status, out, _ = run(capsys, "resolve", "--json", "--file", str(file))
    lines = [json.loads(line) for line in out.split("\n")[:-1]]

    assert status == 0
    assert [line["text"] for line in lines] == ["morphine 10 mg", "frobnicol\u2028x"]
    assert [line["status"] for line in lines] == ["recognised", "not_recognised"]


def test_resolve_for_people(capsys):
    """Status, substance and the words that named it."""
    assert run(capsys, "resolve", "OxyContin 20 mg")[1].startswith(
        "recognised: OxyContin 20 mg\n  oxycodone (OxyContin)"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["table"], "## Major", id="Markdown"),
        pytest.param(["table", "--format", "csv"], "id,class,members", id="CSV"),
        pytest.param(["table", "--format", "json"], '"cautions"', id="JSON"),
        pytest.param(["table", "--counts"], "rows signed by a clinician", id="counts"),
        pytest.param(["names", "info"], "curated names of", id="names"),
    ],
)
def test_the_table_and_the_names_are_printed(capsys, arguments, words):
    """Each form of it."""
    status, out, _ = run(capsys, *arguments)

    assert status == 0
    assert words in out


def test_lint_prints_what_it_finds_and_counts(capsys):
    """Errors are exit 1, warnings are not."""
    good, bad = (run(capsys, "lint", "--folder", str(BROKEN / name)) for name in ("sound", "unknown_source"))

    assert (good[0], bad[0]) == (0, 1)
    assert "1 errors, 0 warnings" in bad[1]


def test_the_whole_real_table_is_sound(capsys):
    """The one test that lints the table that is shipped, every member read under its own name."""
    status, out, _ = run(capsys, "lint")

    assert status == 0, out
    assert "0 errors" in out


def test_diff_says_what_changed(capsys):
    """Exit 1 with sentences, 0 where nothing changed, 3 where a side is no table."""
    assert run(capsys, "diff", str(TINY), str(TINY))[:2] == (0, "No difference.\n")
    status, out, _ = run(capsys, "diff", str(BROKEN / "sound"), str(TINY))
    assert status == 1
    assert "New class: Benzodiazepines" in out
    assert run(capsys, "diff", str(TINY), "/nowhere")[0] == 3


def test_an_unusable_overlay_is_exit_3(capsys, tmp_path, monkeypatch):
    """A check without the site's words is not what the site asked for."""
    monkeypatch.setenv("INTERACTIONS_OVERLAY", str(tmp_path / "gone.toml"))
    status, out, err = run(capsys, "check", "omeprazole")

    assert (status, out) == (3, "")
    assert "gone.toml: cannot be read" in err


def test_an_overlay_is_named_in_the_answer(capsys, tmp_path, monkeypatch):
    """In text and in JSON."""
    site = tmp_path / "site.toml"
    site.write_text('name = "St Elsewhere"\n')
    monkeypatch.setenv("INTERACTIONS_OVERLAY", str(site))

    assert "site overlay: St Elsewhere" in run(capsys, "check", "omeprazole")[1]
    assert json.loads(run(capsys, "check", "--json", "omeprazole")[1])["table"]["overlay"] == "St Elsewhere"


def test_lists_of_names_come_and_go(capsys, tmp_path, monkeypatch):
    """A site's list is tried, added, used, shown and removed."""
    monkeypatch.setenv("INTERACTIONS_SITE_DIR", str(tmp_path / "lists"))
    file = tmp_path / "formulary.csv"
    file.write_text("name,ingredients,country,atc,basis\nZzyxmorph,morphine,GB,,local formulary\n")

    assert "1 names of 1 rows would be added" in run(capsys, "names", "import", "--dry-run", str(file))[1]
    assert "1 names of 1 rows added as the list formulary" in run(capsys, "names", "import", str(file))[1]
    assert "of the list formulary" in run(capsys, "names", "info")[1]
    assert run(capsys, "names", "remove", "formulary")[0] == 0
    assert run(capsys, "names", "remove", "formulary")[0] == 1


def test_the_dictionary_is_built_or_up_to_date(capsys):
    """The progress goes to standard error, the result to standard output."""
    status, out, err = run(capsys, "names", "build")

    assert status == 0
    assert " names in " in out
    assert "100%" in err


def process(*arguments, **options):
    """A process of its own, as a shell starts it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    return subprocess.Popen(
        [sys.executable, "-m", "interactions", *arguments], env=environment, stderr=subprocess.PIPE, **options
    )


def test_a_reader_that_goes_away_gets_no_traceback():
    """`interactions table | head -1` ends quietly."""
    running = process("table", stdout=subprocess.PIPE)
    running.stdout.readline()
    running.stdout.close()

    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is played by /dev/full")
def test_a_full_disk_is_told_in_one_sentence():
    """An answer that could not be written whole is no answer."""
    with open("/dev/full", "w") as full:
        running = process("check", "morphine", stdout=full)
        _, err = running.communicate()

    assert running.returncode == 2
    assert b"cannot be written" in err
    assert b"Traceback" not in err


def test_a_narrow_terminal_shows_every_letter_somehow():
    """Where standard output cannot write a letter it is escaped, not lost, and nothing fails."""
    running = process("resolve", "bébé 5 mg", stdout=subprocess.PIPE)
    out, err = running.communicate()

    assert running.returncode == 0
    assert b"b\\xe9b\\xe9" in out
    assert err == b""
