"""Build the wheel, install it into an empty environment, print a card and ask for the first page.

Run by `make check`; needs the package index for an empty environment, so it is no part of the test suite.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE_S = 60


def run(*command: str | Path, **options: object) -> None:
    """A command that must succeed."""
    subprocess.run([str(part) for part in command], check=True, **options)  # type: ignore[call-overload]


def first_page(port: int) -> str:
    """The page at /, as soon as the server answers."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Everything a stranger does with the wheel, away from the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        run(
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--outdir",
            away / "dist",
            ROOT,
            stdout=subprocess.DEVNULL,
        )
        venv.create(away / "env", with_pip=True)
        bin_folder = away / "env" / ("Scripts" if os.name == "nt" else "bin")
        pip = [bin_folder / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock")
        run(*pip, "--no-deps", next((away / "dist").glob("*.whl")))
        profile = away / "profile.json"
        with profile.open("wb") as file:
            run(bin_folder / "idcard", "sample", stdout=file, cwd=away)
        run(
            bin_folder / "idcard",
            "card",
            profile,
            "--base-url",
            "https://pump.example",
            "-o",
            away / "card.pdf",
            cwd=away,
        )
        run(bin_folder / "idcard", "read", away / "card.pdf", stdout=subprocess.DEVNULL, cwd=away)
        port = free_port()
        server = subprocess.Popen(
            [bin_folder / "idcard", "serve", "--port", str(port), "--workers", "1"], cwd=away
        )
        try:
            assert 'href="/card"' in first_page(port), "the first page has no door to the card"
        finally:
            server.terminate()
            server.wait(PATIENCE_S)
        print(
            f"The wheel prints a card ({(away / 'card.pdf').stat().st_size} bytes) and serves its first page."
        )


if __name__ == "__main__":
    main()
