"""A file that somebody hands in to fill the form again: a card, a photo of one, or saved answers.

PDFs and pictures are opened in a process of their own, with limits on time and memory: a file that
keeps the reader busy, or breaks it, takes nothing else down.  Nothing is written to a disk.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from idcard.errors import UnreadableFile
from idcard.profile import Profile, load_profile

SECONDS = 12  # a photo of 48 megapixels takes about 3
MOST_MEMORY = 2 * 1024**3  # bytes of address space
AT_ONCE = 2

_TURNS = BoundedSemaphore(AT_ONCE)
_COMMAND = (sys.executable, "-m", "idcard", "read", "-")
_FOLDER = Path(__file__).parent.parent.parent  # where the package is found, from a checkout and installed


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file held.

    Attributes:
        made_on: ISO 8601 day on which the card was made; None for saved answers.
        lost: what the form has no field for, one sentence each.
    """

    profile: Profile
    made_on: str | None
    lost: tuple[str, ...]


def open_upload(data: bytes) -> Opened:
    """The profile in a file.

    Raises:
        UnreadableFile: empty, of another kind, without a card, broken, or too slow to read.
        ProfileError: saved answers that cannot be right; names the fields.
    """
    if not data:
        raise UnreadableFile("No file came with it. Choose one first.")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{":
        data = _read_apart(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("The file is not one that was saved here.") from error
    profile = load_profile(text)
    return _opened(profile, json.loads(text))


def _opened(profile: Profile, found: dict[str, Any]) -> Opened:
    made_on = found.get("made_on") if "profile" in found else None
    lost = []
    if unknown := found.get("unknown_fields"):
        fields = "1 field" if len(unknown) == 1 else f"{len(unknown)} fields"
        lost.append(
            f"The card holds {fields} of a newer version. They are not in this form and would not be on a new card."
        )
    if found.get("signature"):
        lost.append("The card was signed. A new card will not be: what you change here, nobody has signed.")
    return Opened(profile, str(made_on) if made_on else None, tuple(lost))


def _read_apart(data: bytes) -> bytes:
    """What `idcard read` prints for a file.

    Raises:
        UnreadableFile: with the sentence of that command, or our own when it was stopped.
    """
    with _TURNS, subprocess.Popen(
        _COMMAND, cwd=_FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:  # fmt: skip
        _limit_memory(reader.pid)
        try:
            found, said = reader.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            reader.kill()
            raise UnreadableFile(
                "The file takes too long to read. Take a smaller photo of the card alone."
            ) from error
    if reader.returncode == 0:
        return found
    # 1 and 2 are refusals in words for people; anything else is a crash, and its words are not.
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if reader.returncode in (1, 2) and lines and not lines[0].startswith("Traceback"):
        raise UnreadableFile(lines[-1])
    raise UnreadableFile("The file cannot be read. Take a new photo of the card, or type it in.")


def _limit_memory(process: int) -> None:
    try:
        import resource  # POSIX has it, Windows does not
    except ImportError:  # pragma: no cover - the platform of the tests has it
        return
    if hasattr(resource, "prlimit"):
        resource.prlimit(process, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
