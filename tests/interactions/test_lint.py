"""Each rule of lint against a small table that breaks it, and its message beside it."""

from datetime import date
from pathlib import Path

import pytest

from interactions.lint import has_errors, lint
from interactions.model import FoundSubstance, Line, LineStatus

BROKEN = Path(__file__).parent / "broken"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("rule", [pytest.param(path, id=path.name) for path in sorted(BROKEN.iterdir())])
def test_a_broken_table_gives_the_message_of_its_rule(rule):
    """The message beside the table is the first one found; a sound table gives none."""
    notices = lint(rule, today=TODAY)

    assert str(notices[0] if notices else "") == (rule / "expected.txt").read_text().strip()


def test_every_error_is_listed_and_not_only_the_first(tmp_path):
    """Who repairs a table sees all that is wrong with it."""
    for name in ("substances.toml", "sources.toml"):
        (tmp_path / name).write_text((BROKEN / "sound" / name).read_text())
    text = (BROKEN / "sound" / "cautions.toml").read_text()
    (tmp_path / "cautions.toml").write_text(text.replace('"morphine"]', '"x1", "x2"]'))

    assert [notice.row for notice in lint(tmp_path, today=TODAY)] == ["opioids", "opioids"]


def test_errors_and_warnings_are_told_apart():
    """Unsigned rows are printed and allowed."""
    assert has_errors(lint(BROKEN / "unknown_source", today=TODAY))
    assert not has_errors(lint(BROKEN / "unsigned", today=TODAY))


def test_a_review_is_overdue_from_the_day_after():
    """On its day it is not late."""
    folder = BROKEN / "review_overdue"

    assert lint(folder, today=date(2026, 11, 22)) == []
    assert len(lint(folder, today=date(2027, 11, 21))) == 2


def test_a_member_must_be_found_under_its_own_name():
    """A name that the reader takes for something else would never raise its caution."""

    def misread(text):
        found = (FoundSubstance(name="something else", written=text),)
        return Line(text=text, status=LineStatus.RECOGNISED, substances=found)

    notices = lint(BROKEN / "sound", today=TODAY, read=misread)

    assert [str(notice) for notice in notices] == [
        "error: cautions.toml: opioids: member 'morphine' is not found under its own name"
    ]


def test_a_missing_folder_is_one_error(tmp_path):
    """The file that is missing is named."""
    notices = lint(tmp_path / "nowhere", today=TODAY)

    assert len(notices) == 1
    assert str(notices[0]).startswith("error: cautions.toml: cannot be read")
