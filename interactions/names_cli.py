"""`interactions names build|info|import|remove`: the dictionary and the site's own lists of names."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from interactions import names
from interactions.names import general, sites

Say = Callable[[str], None]

DONE, NOT_THERE = 0, 1
SHOWN_AT_MOST = 10


def add_names(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The subcommands of `names`."""
    commands = parser.add_subparsers(dest="names_command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the general dictionary where it is missing or old")
    build.add_argument("--force", action="store_true", help="build it again even if it is good")
    commands.add_parser("info", help="what names are loaded, and from where")
    adding = commands.add_parser("import", help="add a site's own list of names")
    adding.add_argument(
        "file", type=Path, metavar="FILE.csv", help="a list; replaces the one of the same name"
    )
    adding.add_argument("--dry-run", action="store_true", help="only say what would be added")
    removing = commands.add_parser("remove", help="take a site's list back")
    removing.add_argument("list", metavar="LIST", help="its name, as `names info` shows it")
    return parser


def run_names(options: argparse.Namespace, say: Say, whisper: Say) -> int:
    """Run one of them.

    Args:
        say: takes a line of the answer.
        whisper: takes a line about what is going on.

    Raises:
        NamesError, TableError: a list or the dictionary cannot be used.
    """
    command = options.names_command
    if command == "remove":
        there = sites.remove(options.list)
        say(f"list {options.list} {'removed' if there else 'is not there'}")
        return DONE if there else NOT_THERE
    for line in {"build": _built, "import": _imported, "info": _info}[command](options, whisper):
        say(line)
    return DONE


def _built(options: argparse.Namespace, whisper: Say) -> Iterator[str]:
    store, path = general.build(lambda stage, share: whisper(f"{share:4.0%}  {stage}"), force=options.force)
    yield f"{len(store)} names in {path}" if path else f"{len(store)} names; no folder can be written"


def _info(options: argparse.Namespace, whisper: Say) -> Iterator[str]:
    loaded = names.info()
    yield f"{loaded.names:7}  curated names of {loaded.substances} substances"
    for basis, number in loaded.products.items():
        yield f"{number:7}  product rows ({basis})"
    dictionary = loaded.general
    where = dictionary.path or "not built yet: run `interactions names build`"
    yield f"{dictionary.names:7}  general names ({dictionary.source}, {dictionary.licence}; {where})"
    for each in loaded.lists:
        yield f"{each.names:7}  of the list {each.name}, imported {each.imported_on} ({', '.join(each.basis)})"


def _imported(options: argparse.Namespace, whisper: Say) -> Iterator[str]:
    result = sites.import_csv(options.file, dry_run=options.dry_run)
    done = "would be added" if result.dry_run else "added"
    replaced = f" instead of {result.replaced}" if result.replaced else ""
    yield f"{result.names} names of {result.rows} rows {done}{replaced} as the list {result.list_name}"
    for words, found in (
        ("stay as the project has them", result.curated),
        ("left out, they are ordinary words", result.blocked),
        ("have several meanings in the list", result.ambiguous),
    ):
        if found:
            more = "" if len(found) <= SHOWN_AT_MOST else f" and {len(found) - SHOWN_AT_MOST} more"
            yield f"  {len(found)} {words}: {', '.join(found[:SHOWN_AT_MOST])}{more}"
