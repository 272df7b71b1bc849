"""The command `idcard`: sample, card, symbol, read, serve.

Exit status: 0 done; 1 refused, or no symbol found; 2 wrong usage, a file that cannot be read, or a damaged
card; 3 a data file or setting of the installation is broken.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NoReturn

from idcard.card import card_pdf, make_symbols
from idcard.config import DEMO_URL, SettingError, check_base_url, read_settings
from idcard.doubts import require_confirmed
from idcard.errors import DataError, IdcardError, PayloadError, ProfileError, Unconfirmed, UnreadableFile
from idcard.pdf.sheet import PAPERS
from idcard.profile import Profile, load_profile
from idcard.reader import NoSymbol, read, read_address
from idcard.sample import KINDS, sample_profile
from idcard.service.server import serve
from idcard.symbol import to_png, to_svg
from idcard.text import full_date
from interactions import TableError

DONE, REFUSED, UNREADABLE, BROKEN = 0, 1, 2, 3
LONGEST_INPUT = 32 * 1024 * 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; whatever goes wrong is told in a sentence on stderr."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return command(arguments)
    except BrokenPipeError:
        # The reader went away; let the interpreter's own flush not complain a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Unconfirmed as error:
        return _say_doubts(error)
    except (UnreadableFile, PayloadError) as error:
        return _say(error, UNREADABLE)
    except (DataError, TableError, SettingError) as error:
        return _say(error, BROKEN)
    except IdcardError as error:
        return _say(error, REFUSED)


def _say(error: Exception, status: int) -> int:
    print(error, file=sys.stderr)
    return status


def _say_doubts(error: Unconfirmed) -> int:
    print("Nothing was printed. Please look at this again:", file=sys.stderr)
    for doubt_id, question in error.doubts:
        print(f"  {question}\n    If it is right as it stands, add: --confirm {doubt_id}", file=sys.stderr)
    return REFUSED


def _day(written: str) -> date:
    try:
        return full_date(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _address(written: str) -> str:
    try:
        return check_base_url(written)
    except SettingError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="idcard", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    sample = commands.add_parser("sample", help="a fictitious profile as JSON")
    sample.add_argument("--kind", choices=KINDS, default="typical")
    sample.set_defaults(run=_sample)

    card = commands.add_parser("card", help="a profile to a wallet card")
    card.add_argument("--paper", choices=tuple(PAPERS), default="a4")
    card.add_argument("--no-verify", action="store_true", help="do not read the finished symbols back")
    card.set_defaults(run=_card)

    symbol = commands.add_parser("symbol", help="one symbol of a card as a picture")
    symbol.add_argument("--kind", choices=("page", "contact"), default="page")
    symbol.set_defaults(run=_symbol)

    for writer in (card, symbol):
        writer.add_argument(
            "profile", help="a profile as JSON, or what 'idcard read' printed; - for standard input"
        )
        writer.add_argument("-o", "--output", required=True, type=Path, help="file to write")
        writer.add_argument(
            "--base-url", type=_address, help="where the symbol points; without it the card says DEMO"
        )
        writer.add_argument(
            "--confirm", action="append", default=[], metavar="DOUBT", help="a doubt that was looked at"
        )
    for dated in (sample, card, symbol):
        dated.add_argument(
            "--today", type=_day, default=None, metavar="DATE", help="instead of the machine's day"
        )

    reader = commands.add_parser("read", help="a card back to JSON")
    reader.add_argument("source", help="PDF, PNG or JPEG file, address of a card, or - for standard input")
    reader.set_defaults(run=_read)

    server = commands.add_parser("serve", help="the web service")
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=int, default=8000)
    server.add_argument("--workers", type=int, default=2)
    server.set_defaults(run=_serve)
    return parser


def _sample(arguments: argparse.Namespace) -> int:
    print(sample_profile(arguments.kind, today=arguments.today or date.today()).to_json())
    return DONE


def _load(source: str) -> Profile:
    data = _bytes(source)
    try:
        return load_profile(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise ProfileError([("profile", "is not UTF-8 text.")]) from None


def _bytes(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(LONGEST_INPUT)
        with Path(source).open("rb") as file:
            return file.read(LONGEST_INPUT)
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise UnreadableFile(f"The file cannot be read: {reason}.") from None


def _write(path: Path, data: bytes) -> None:
    # Written beside and moved into place, so that a full disk leaves no half card.
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UnreadableFile(f"The file cannot be written: {error.strerror}.") from None


def _card(arguments: argparse.Namespace) -> int:
    pdf = card_pdf(
        _load(arguments.profile),
        paper=arguments.paper,
        base_url=arguments.base_url,
        today=arguments.today,
        confirmed=arguments.confirm,
        verify=not arguments.no_verify,
    )
    _write(arguments.output, pdf)
    if arguments.base_url is None:
        print(
            f"DEMO: without --base-url the symbol opens {DEMO_URL} only, and the card says so.",
            file=sys.stderr,
        )
    return DONE


def _symbol(arguments: argparse.Namespace) -> int:
    profile, today = _load(arguments.profile), arguments.today or date.today()
    require_confirmed(profile, today, tuple(arguments.confirm))
    symbols = make_symbols(profile, base_url=arguments.base_url, made_on=today)
    sized = symbols.page if arguments.kind == "page" else symbols.contact
    match arguments.output.suffix.lower():
        case ".svg":
            _write(arguments.output, to_svg(sized.symbol, sized.size_mm).encode())
        case ".png":
            _write(arguments.output, to_png(sized.symbol))
        case _:
            _stop("The output must end in .svg or .png.")
    return DONE


def _stop(sentence: str) -> NoReturn:
    raise UnreadableFile(sentence)


def _read(arguments: argparse.Namespace) -> int:
    try:
        address = arguments.source.startswith(("http://", "https://"))
        card = read_address(arguments.source) if address else read(_bytes(arguments.source))
    except NoSymbol as error:
        return _say(error, REFUSED)
    found = {
        "profile": json.loads(card.profile.to_json()),
        "made_on": card.made_on.isoformat(),
        "signature": asdict(card.signature) if card.signature else None,
        "unknown_fields": [
            {"field": unknown.field, "value": unknown.value} for unknown in card.unknown_fields
        ],
    }
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return DONE


def _serve(arguments: argparse.Namespace) -> int:
    read_settings(os.environ)  # a wrong setting is told here, not by each worker
    return serve(arguments.host, arguments.port, arguments.workers)
