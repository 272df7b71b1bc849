"""The documentation names every command, option, setting and column, and says what it must say."""

import re
import tomllib
from pathlib import Path

import pytest

from idcard import cli as idcard_cli
from idcard.config import read_settings
from interactions import cli as interactions_cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA_README = (ROOT / "interactions" / "data" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["not CE- or UKCA-marked", "not FDA-cleared", "its status has not been assessed",
                                   "No clinician has reviewed the wording", "Not an EU implant card", "Not an order"])  # fmt: skip
def test_the_readme_says_what_this_is_not(words):
    """Whoever installs it knows before anybody relies on it."""
    assert words in README


def test_the_readme_says_what_becomes_of_cards_if_the_host_goes_away():
    """The rule for handing over the domain is part of the product."""
    part = README[README.index("## If the host goes away") :].partition("\n## ")[0]

    assert all(
        words in part for words in ("printed side stands alone", "keep the domain", "hand it over only")
    )


def test_every_setting_is_in_the_readme():
    """What the code reads from the environment, the table explains, and the other way round."""
    sources = [*(ROOT / "idcard").rglob("*.py"), *(ROOT / "interactions").rglob("*.py")]
    read = {
        name
        for path in sources
        for name in re.findall(
            r'"((?:IDCARD|INTERACTIONS)_[A-Z_]+|BEHIND_PROXY)"', path.read_text(encoding="utf-8")
        )
    }
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))

    assert read == explained
    assert read_settings({}).base_url is None


@pytest.mark.parametrize(
    ("main", "command"),
    [
        *((idcard_cli.main, name) for name in ("sample", "card", "symbol", "read", "serve")),
        *((interactions_cli.main, name) for name in ("check", "resolve", "table", "lint", "diff", "names")),
    ],
)
def test_every_command_explains_itself(main, command, capsys):
    """`--help` works for each, and the README shows it."""
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])

    assert caught.value.code == 0
    assert "usage" in capsys.readouterr().out
    assert command in README


def test_every_column_of_the_table_is_in_its_readme():
    """A pharmacist who edits a row finds what each column means."""
    table = tomllib.loads((ROOT / "interactions" / "data" / "cautions.toml").read_text(encoding="utf-8"))
    rows = [row for kind in ("class", "caution", "stack") for row in table[kind]]
    columns = {column for row in rows for column in row} | {
        key for row in rows for key in row.get("when", {})
    }

    assert {column for column in columns if not re.search(rf"`{column}\b", DATA_README)} == set()


def test_the_lock_names_no_host():
    """It can be installed from any index."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert "://" not in lock
    assert lock.count("--hash=sha256:") > 100
