"""The command line of the production server."""

import importlib.util
import itertools
import os
import sys

import pytest

from idcard.service import server


def test_gunicorn_serves_with_slow_clients_in_mind():
    """Two processes of four threads, and a log line without address, query or referrer."""
    line = server.command("127.0.0.1", 8000, 2)
    options = dict(itertools.pairwise(line))

    assert line[:3] == [sys.executable, "-m", "gunicorn"]
    assert (options["--workers"], options["--threads"], options["--bind"]) == ("2", "4", "127.0.0.1:8000")
    assert line[-1] == "idcard.app:create_app()"
    assert not {"%(q)s", "%(f)s", "%(h)s", "%(r)s", "%(a)s"} & set(options["--access-logformat"].split())


def test_an_ipv6_address_is_bracketed():
    """Else the port would be read as part of it."""
    assert "[::1]:8000" in server.command("::1", 8000, 1)


def test_waitress_serves_where_gunicorn_cannot(monkeypatch):
    """Windows has no fork."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert server.command("127.0.0.1", 8000, 2)[1:4] == ["-m", "waitress", "--listen=127.0.0.1:8000"]


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_the_server_takes_over(system, monkeypatch):
    """On POSIX the process becomes the server; on Windows it waits for it."""
    calls = []
    monkeypatch.setattr(server.os, "name", system)
    monkeypatch.setattr(os, "execv", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(os, "P_WAIT", 0, raising=False)
    monkeypatch.setattr(os, "spawnv", lambda *arguments: calls.append(arguments) or 0, raising=False)
    server.serve("127.0.0.1", 8000, 2)

    assert len(calls) == 1
    assert calls[0][-1] == server.command("127.0.0.1", 8000, 2)
