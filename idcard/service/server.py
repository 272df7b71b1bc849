"""Starting a production server: gunicorn where it runs, waitress on Windows.

gunicorn with two processes of four threads, so that a slow client holds up nobody; its access log names
the path alone, without query, referrer or address.
"""

import importlib.util
import os
import sys

ACCESS_LOG = "%(t)s %(m)s %(U)s %(s)s %(B)s %(D)s"


def command(host: str, port: int, workers: int) -> list[str]:
    """The command line that serves the application."""
    if importlib.util.find_spec("gunicorn") is None:
        return [
            sys.executable,
            "-m",
            "waitress",
            f"--listen={host}:{port}",
            "--threads=8",
            "--call",
            "idcard.app:create_app",
        ]
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "--bind": where,
        "--workers": str(workers),
        "--threads": "4",
        "--timeout": "15",
        "--graceful-timeout": "10",
        "--max-requests": "2000",
        "--max-requests-jitter": "200",
        "--limit-request-line": "4094",
        "--limit-request-field_size": "8190",
        "--access-logformat": ACCESS_LOG,
        "--log-level": "warning",
    }
    pairs = [part for option in options.items() for part in option]
    return [sys.executable, "-m", "gunicorn", *pairs, "--no-control-socket", "idcard.app:create_app()"]


def serve(host: str, port: int, workers: int) -> int:
    """Replace this process by the server; on Windows wait for it.  Returns its exit status."""
    line = command(host, port, workers)
    sys.stderr.write(f"Serving http://{host}:{port} (stop with Ctrl-C)\n")
    if os.name == "nt":
        return os.spawnv(os.P_WAIT, line[0], line)
    os.execv(line[0], line)
