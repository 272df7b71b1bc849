"""A tiny table and lines made by hand, so that each test says which lines it is about."""

from pathlib import Path

import pytest

from interactions.check import judge
from interactions.limits import accept_context
from interactions.model import FoundSubstance, Line, LineStatus
from interactions.table import load_table

TINY = Path(__file__).parent / "tiny"
NOT_GIVEN = {
    "situation": "routine", "oral_baclofen": None, "egfr": None, "age": None,
    "conditions": (), "without": (), "pump_drugs": (),
}  # fmt: skip


def make_line(text, *names, status=None, route=None):
    """A line that was taken for these substances; without any it was not recognised."""
    found = tuple(FoundSubstance(name=name, written=text.split()[0]) for name in names)
    status = status or (LineStatus.RECOGNISED if found else LineStatus.NOT_RECOGNISED)
    return Line(text=text, status=status, substances=found, route=route)


def read_tiny(text):
    """Reads a name of the tiny table; anything else is not recognised."""
    return make_line(text, *(name for name in load_table(TINY).substances if name in text))


@pytest.fixture(scope="session")
def tiny():
    """The tiny table."""
    return load_table(TINY)


@pytest.fixture(scope="session")
def line():
    """Makes a line by hand."""
    return make_line


@pytest.fixture(scope="session")
def tiny_check(tiny):
    """Checks lines made by hand, or texts that name a substance of the tiny table."""

    def run(*lines, **context):
        read = tuple(read_tiny(each) if isinstance(each, str) else each for each in lines)
        return judge(read, accept_context(**{**NOT_GIVEN, **context}), tiny, read=read_tiny)

    return run
