import json
import subprocess
import sys
import time

import pytest

from idcard.card import card_pdf
from idcard.errors import ProfileError, UnreadableFile
from idcard.sample import sample_profile
from idcard.service import uploads
from idcard.service.uploads import Opened, open_upload


@pytest.fixture
def profile(today):
    """A made-up person."""
    return sample_profile("full", today=today)


@pytest.fixture
def child(monkeypatch):
    """Puts another program in the place of the reader."""
    return lambda code: monkeypatch.setattr(uploads, "_COMMAND", (sys.executable, "-c", code))


def test_a_card_comes_back_whole(profile, today):
    """From the PDF that was printed last year."""
    opened = open_upload(card_pdf(profile, today=today))

    assert opened == Opened(profile, today.isoformat(), ())


@pytest.mark.parametrize(
    "before", [b"", b"\xef\xbb\xbf", b"\n  "], ids=["as saved", "with a mark", "with space"]
)
def test_saved_answers_come_back(profile, before):
    """Also after an editor had them."""
    assert open_upload(before + profile.to_json().encode()) == Opened(profile, None, ())


def test_what_the_form_has_no_field_for_is_said(profile):
    """A newer card's fields and a signature do not vanish in silence."""
    read = {
        "profile": json.loads(profile.to_json()), "made_on": "2026-01-02", "signature": {"key_id": "00"},
        "unknown_fields": [{"field": "key 99", "value": 1}, {"field": "key 98", "value": 1}],
    }  # fmt: skip
    opened = open_upload(json.dumps(read).encode())
    one = open_upload(json.dumps(read | {"unknown_fields": read["unknown_fields"][:1]}).encode())

    assert opened.made_on == "2026-01-02"
    assert opened.lost[0].startswith("The card holds 2 fields of a newer version.")
    assert "signed" in opened.lost[1]
    assert one.lost[0].startswith("The card holds 1 field of a newer version.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "Choose one first", id="nothing"),
        pytest.param(b"hello", "address of a card", id="text"),
        pytest.param(b"GIF89a" + b"\xff" * 100, "neither PDF, PNG nor JPEG", id="another kind"),
        pytest.param(b"%PDF-1.7 broken", "not a PDF that can be opened", id="broken PDF"),
        pytest.param(b"{\xff}", "saved here", id="no UTF-8"),
    ],
)
def test_what_is_no_card_is_refused_in_words(data, words):
    """The reader's own sentence, for people."""
    with pytest.raises(UnreadableFile, match=words):
        open_upload(data)


@pytest.mark.parametrize("data", [b"{", b'{"patient": {"name": "Sam Sample"}}'], ids=["cut", "not whole"])
def test_answers_that_cannot_be_right_name_the_field(data):
    """And never what stood in it."""
    with pytest.raises(ProfileError) as error:
        open_upload(data)

    assert "Sam" not in str(error.value)


def test_a_file_that_takes_too_long_is_stopped(child, monkeypatch):
    """The reader's process ends with it."""
    started = []
    monkeypatch.setattr(uploads, "_limit_memory", started.append)
    monkeypatch.setattr(uploads, "SECONDS", 0.2)
    child("import time; time.sleep(60)")
    begun = time.monotonic()

    with pytest.raises(UnreadableFile, match="too long"):
        open_upload(b"%PDF")
    assert time.monotonic() - begun < 10
    assert subprocess.run(["ps", "-p", str(started[0])], capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import os; os.abort()", id="a crash"),
        pytest.param("import sys; sys.stderr.write('Sam Sample'); sys.exit(3)", id="a broken installation"),
        pytest.param("import sys; sys.exit(2)", id="no words"),
        pytest.param("bytearray(3 * 1024**3)", id="too much memory"),
    ],
)
def test_a_reader_that_breaks_takes_nothing_down(child, code):
    """The person is told what to do; the reader's own noise is not shown."""
    child("import sys; sys.stdin.buffer.read()\n" + code)

    with pytest.raises(UnreadableFile, match="Take a new photo"):
        open_upload(b"%PDF")


def test_where_memory_cannot_be_limited_it_still_reads(child, monkeypatch):
    """Not every system can limit another process."""
    monkeypatch.delattr("resource.prlimit", raising=False)
    child("import sys; sys.stderr.write('A sentence.'); sys.exit(1)")

    with pytest.raises(UnreadableFile, match="A sentence"):
        open_upload(b"%PDF")
