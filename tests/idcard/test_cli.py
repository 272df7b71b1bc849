"""The command line: what it prints, what it writes, and the exit status that says how it went."""

import json
import os
import subprocess
import sys

import pikepdf
import pytest

from idcard import cli
from idcard.cli import main
from idcard.pdf.raster import pages

DAY = ["--today", "2026-11-23"]
HOST = ["--base-url", "https://pump.example"]


@pytest.fixture
def profile_file(tmp_path, capsys):
    """The sample as a file."""

    def written(kind="typical", **therapy):
        assert main(["sample", "--kind", kind, *DAY]) == 0
        data = json.loads(capsys.readouterr().out)
        data["therapy"] |= therapy
        path = tmp_path / "profile.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("kind", ["minimal", "typical", "full"])
def test_sample_to_card_to_picture_to_sample(kind, profile_file, tmp_path, capsys):
    """Printed, rasterised and read, the profile is what it was."""
    source, card, picture = profile_file(kind), tmp_path / "card.pdf", tmp_path / "card.png"

    assert main(["card", str(source), "-o", str(card), *HOST, *DAY]) == 0
    pages(card.read_bytes())[0].save(picture)
    assert main(["read", str(picture)]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["profile"] == json.loads(source.read_text(encoding="utf-8"))
    assert found["made_on"] == "2026-11-23"
    assert (found["signature"], found["unknown_fields"]) == (None, [])


def test_what_read_prints_makes_a_card_again(profile_file, tmp_path, capsys):
    """Last year's card is a start for this year's."""
    card, again = tmp_path / "card.pdf", tmp_path / "again.json"
    assert main(["card", str(profile_file()), "-o", str(card), *HOST, *DAY]) == 0
    assert main(["read", str(card)]) == 0
    again.write_text(capsys.readouterr().out, encoding="utf-8")

    assert main(["card", str(again), "-o", str(tmp_path / "2.pdf"), *HOST, *DAY]) == 0
    assert (tmp_path / "2.pdf").read_bytes() == card.read_bytes()


def test_a_card_without_an_address_says_demo(profile_file, tmp_path, capsys):
    """On the card and on the screen."""
    assert main(["card", str(profile_file()), "-o", str(tmp_path / "card.pdf"), *DAY]) == 0
    assert "DEMO" in capsys.readouterr().err


def test_an_unconfirmed_doubt_prints_nothing_and_names_what_confirms_it(profile_file, tmp_path, capsys):
    """Exit 1, the question in words, no file."""
    source, card = profile_file(daily_dose_mcg="1200"), tmp_path / "card.pdf"

    assert main(["card", str(source), "-o", str(card), *HOST, *DAY]) == 1
    assert "--confirm dose-unusual" in capsys.readouterr().err
    assert not card.exists()

    assert (
        main(["card", str(source), "-o", str(card), *HOST, *DAY, "--confirm", "dose-unusual", "--no-verify"])
        == 0
    )
    assert card.read_bytes().startswith(b"%PDF")


def test_a_wrong_field_prints_nothing_and_is_named(profile_file, tmp_path, capsys):
    """Exit 1 and the field."""
    assert main(["card", str(profile_file(daily_dose_mcg="2")), "-o", str(tmp_path / "card.pdf"), *DAY]) == 1

    assert "therapy.daily_dose_mcg is under 5" in capsys.readouterr().err
    assert not list(tmp_path.glob("card*"))


@pytest.mark.parametrize(
    ("suffix", "start"), [pytest.param(".svg", b"<svg", id="SVG"), pytest.param(".PNG", b"\x89PNG", id="PNG")]
)
@pytest.mark.parametrize("kind", ["page", "contact"])
def test_a_symbol_is_written_as_picture(kind, suffix, start, profile_file, tmp_path):
    """For a fob or a lock screen."""
    file = tmp_path / f"symbol{suffix}"

    assert main(["symbol", str(profile_file()), "--kind", kind, "-o", str(file), *HOST, *DAY]) == 0
    assert file.read_bytes().startswith(start)


def test_a_symbol_of_another_kind_of_file_is_refused(profile_file, tmp_path, capsys):
    """The ending says what is wanted."""
    assert main(["symbol", str(profile_file()), "-o", str(tmp_path / "symbol.gif"), *DAY]) == 2
    assert ".svg or .png" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "status", "says"),
    [
        pytest.param("empty.png", b"", 2, "empty", id="empty"),
        pytest.param("note.pdf", b"hello", 1, "not the address", id="text that is no card"),
        pytest.param("cut.pdf", b"%PDF-1.7", 2, "can be opened", id="broken PDF"),
        pytest.param("digits.txt", b"https://pump.example/c#12345678", 2, "damaged", id="damaged digits"),
    ],
)
def test_a_file_that_is_no_card_has_its_own_status(name, content, status, says, tmp_path, capsys):
    """1 where no symbol is, 2 where something cannot be read."""
    file = tmp_path / name
    file.write_bytes(content)

    assert main(["read", str(file)]) == status
    assert says in capsys.readouterr().err


def test_an_encrypted_pdf_is_refused_with_its_remedy(profile_file, tmp_path, capsys):
    """Exit 2 and what to do."""
    card, locked = tmp_path / "card.pdf", tmp_path / "locked.pdf"
    main(["card", str(profile_file()), "-o", str(card), *HOST, *DAY])
    with pikepdf.open(card) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="x", owner="x"))

    assert main(["read", str(locked)]) == 2
    assert "password" in capsys.readouterr().err


def test_a_card_is_read_from_its_address(profile_file, tmp_path, capsys):
    """As a camera gives it."""
    assert main(["read", "https://pump.example/c#99"]) == 2
    assert "damaged" in capsys.readouterr().err
    assert main(["read", "https://pump.example/other"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["read", "no/such/file"], id="no such file"),
        pytest.param(["read", "."], id="a folder"),
        pytest.param(["read", "a\0b"], id="a null byte in the name"),
        pytest.param(["card", "no/such/file", "-o", "x.pdf"], id="no such profile"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(arguments, capsys):
    """Exit 2, one sentence, no traceback."""
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_profile_that_is_no_utf8_is_refused(tmp_path, capsys):
    """Latin-1 would turn names into other names."""
    file = tmp_path / "profile.json"
    file.write_bytes('{"patient": "José"}'.encode("latin-1"))

    assert main(["card", str(file), "-o", str(tmp_path / "card.pdf")]) == 1
    assert "UTF-8" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_leaves_no_half_card(profile_file, tmp_path, capsys):
    """Exit 2 and nothing beside."""
    target = tmp_path / "missing" / "card.pdf"

    assert main(["card", str(profile_file()), "-o", str(target), *HOST, *DAY]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(
            ["card", "p.json", "-o", "c.pdf", "--base-url", "http://pump.example"], id="address without TLS"
        ),
        pytest.param(["sample", "--today", "2026-02-30"], id="a day that does not exist"),
        pytest.param(["card", "p.json", "-o", "c.pdf", "--paper", "a5"], id="unknown paper"),
        pytest.param([], id="no command"),
    ],
)
def test_wrong_usage_ends_with_status_2(arguments, capsys):
    """argparse says what was expected."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_wrong_setting_stops_the_server_before_it_starts(monkeypatch, capsys):
    """Exit 3 and the name of the setting."""
    monkeypatch.setenv("BEHIND_PROXY", "perhaps")

    assert main(["serve"]) == 3
    assert "BEHIND_PROXY" in capsys.readouterr().err


def test_serve_hands_over_to_the_server(monkeypatch):
    """Host, port and workers arrive."""
    started = []
    monkeypatch.setattr(cli, "serve", lambda *arguments: started.append(arguments) or 0)

    assert main(["serve", "--host", "::1", "--port", "8123", "--workers", "3"]) == 0
    assert started == [("::1", 8123, 3)]


def test_standard_input_and_a_closed_pipe():
    """`idcard sample | idcard card -` works as a pipe, and a reader that goes away causes no traceback."""
    environment = os.environ | {"PYTHONWARNINGS": ""}
    sample = subprocess.run(
        [sys.executable, "-m", "idcard", "sample"], capture_output=True, check=True, env=environment
    )
    shown = subprocess.run(
        [sys.executable, "-m", "idcard", "symbol", "-", "-o", "/dev/null"],
        input=sample.stdout,
        capture_output=True,
        env=environment,
    )
    assert shown.returncode == 2  # the name says no kind of picture
    assert b"Traceback" not in shown.stderr

    pipe = subprocess.Popen(
        [sys.executable, "-m", "idcard", "sample"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    pipe.stdout.close()
    error = pipe.stderr.read()
    pipe.stderr.close()
    pipe.wait()
    assert b"Traceback" not in error
