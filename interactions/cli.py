"""The command `interactions`: check a list, read a line, show, lint and compare the table.

Exit status of `check`: 0 every line recognised and no caution; 1 otherwise; 2 usage, unreadable input or a
refused list; 3 table unusable.  `lint`: 1 errors.  `diff`: 1 differences.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from interactions.check import check
from interactions.errors import ListError, NamesError, TableError
from interactions.model import CONDITIONS, PUMP_DRUGS, Situation
from interactions.names import resolve, split_lines
from interactions.names_cli import add_names, run_names
from interactions.present import show
from interactions.table import OVERLAY_SETTING, default_table
from interactions.text import line_text, report_text

NOTHING, SOMETHING, USAGE, UNUSABLE = 0, 1, 2, 3
MAX_INPUT_BYTES = 32_000_000
"""More than any list that is accepted; a larger input is refused before it is read whole."""


class InputError(Exception):
    """Input that cannot be read; told in words, without any of it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status says what was found."""
    options = _parser().parse_args(argv)
    try:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a narrow terminal
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _close_output()
        return SOMETHING
    except OSError as error:
        _close_output()
        return _complain(f"the answer cannot be written ({error.strerror})", USAGE)
    except (ListError, NamesError, InputError) as error:
        return _complain(error, USAGE)
    except TableError as error:
        return _complain(error, UNUSABLE)
    except KeyboardInterrupt:
        return _complain("stopped", USAGE)


def _close_output() -> None:
    """The reader has gone, or the disk is full; what is left in the buffer must not raise again on exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(problem: object, status: int) -> int:
    print(f"interactions: {problem}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="interactions", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands.add_parser("check", help="check a medication list"))
    reading = commands.add_parser("resolve", help="show what each line is taken for")
    reading.add_argument("--json", action="store_true", help="one JSON object a line")
    reading.add_argument("--file", type=Path, help="a file with one medicine on each line")
    reading.add_argument(
        "line", nargs="*", metavar="LINE", help="a medicine as written, or - for standard input"
    )
    reading.set_defaults(run=_resolve)
    table = commands.add_parser("table", help="print the table of cautions")
    table.add_argument("--format", choices=("md", "csv", "json"), default="md")
    table.add_argument("--counts", action="store_true", help="how much it holds and how much is signed")
    table.set_defaults(run=_table)
    linting = commands.add_parser("lint", help="check the table itself")
    linting.add_argument("--folder", type=Path, help="a data folder; the package's own if left out")
    linting.set_defaults(run=_lint)
    comparing = commands.add_parser("diff", help="what changed between two tables, in words")
    comparing.add_argument("old", type=Path, help="a data folder or a JSON export")
    comparing.add_argument("new", type=Path, help="the same")
    comparing.set_defaults(run=_diff)
    add_names(commands.add_parser("names", help="the dictionary of names")).set_defaults(run=_names)
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--situation", choices=list(map(str, Situation)), default="routine")
    parser.add_argument(
        "--oral-baclofen", action=argparse.BooleanOptionalAction, help="baclofen by mouth as well"
    )
    parser.add_argument("--egfr", type=float, metavar="N", help="mL/min/1.73 m2")
    parser.add_argument("--age", type=int, metavar="N", help="years")
    parser.add_argument(
        "--condition", action="append", default=[], metavar="NAME", help=", ".join(CONDITIONS)
    )
    parser.add_argument(
        "--without", action="append", default=[], metavar="NAME",
        help=f"a condition that does not hold, or {PUMP_DRUGS}: only baclofen is in the pump",
    )  # fmt: skip
    parser.add_argument(
        "--pump-drug", action="append", default=[], metavar="NAME", help="another drug in the pump"
    )
    parser.add_argument(
        "line", nargs="*", metavar="LINE", help="a medicine as written, or - for standard input"
    )
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    report = check(
        _lines(options.line, None),
        situation=options.situation,
        oral_baclofen=options.oral_baclofen,
        egfr=options.egfr,
        age=options.age,
        conditions=options.condition,
        without=options.without,
        pump_drugs=options.pump_drug,
    )
    if options.json:
        print(json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        _print(report_text(show(report, default_table())))
    unread = any(not line.status.checked for line in report.pump_drugs)
    return SOMETHING if report.cautions or report.not_checked or unread else NOTHING


def _resolve(options: argparse.Namespace) -> int:
    for text in _lines(options.line, options.file):
        line = resolve(text)
        if options.json:
            print(json.dumps(line.model_dump(mode="json"), ensure_ascii=False))
        else:
            _print(line_text(line))
    return NOTHING


def _table(options: argparse.Namespace) -> int:
    # Curators' tools are imported where they are used: a check starts faster without them.
    from interactions.curate.export import counts, table_csv, table_json, table_markdown

    table = default_table()
    if options.counts:
        _print(f"{number:5}  {name}" for name, number in counts(table).items())
    elif options.format == "json":
        print(json.dumps(table_json(table), ensure_ascii=False, indent=2))
    elif options.format == "csv":
        print(table_csv(table), end="")
    else:
        _print(table_markdown(table))
    return NOTHING


def _lint(options: argparse.Namespace) -> int:
    from interactions.lint import has_errors, lint

    setting = os.environ.get(OVERLAY_SETTING)
    read = resolve if options.folder is None else None  # names are read with the package's own table
    overlay = Path(setting) if setting else None
    notices = lint(options.folder, overlay, today=date.today(), read=read)
    _print(map(str, notices))
    errors = sum(notice.level == "error" for notice in notices)
    print(f"{errors} errors, {len(notices) - errors} warnings")
    return SOMETHING if has_errors(notices) else NOTHING


def _diff(options: argparse.Namespace) -> int:
    from interactions.curate.diff import diff

    changes = diff(options.old, options.new)
    _print(changes or ["No difference."])
    return SOMETHING if changes else NOTHING


def _names(options: argparse.Namespace) -> int:
    return run_names(options, print, lambda line: print(line, file=sys.stderr))


def _lines(arguments: list[str], file: Path | None) -> list[str]:
    """The lines to read: arguments as they are, a file or standard input one medicine a line."""
    if file is not None:
        if arguments:
            raise InputError("give lines or --file, not both")
        return split_lines(_decoded(_bytes_of(file)))
    if arguments == ["-"]:
        return split_lines(_decoded(sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)))
    if "-" in arguments:
        raise InputError("give lines or - for standard input, not both")
    if not arguments:
        raise InputError("no line is given; write one, or - to read standard input")
    return arguments


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_INPUT_BYTES + 1)
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})") from error


def _decoded(data: bytes) -> str:
    if len(data) > MAX_INPUT_BYTES:
        raise InputError(f"the input has more than {MAX_INPUT_BYTES} bytes; nothing was read")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the input is not UTF-8 text; save it as UTF-8 and try again") from error


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
