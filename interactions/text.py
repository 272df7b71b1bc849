"""A report as text for a terminal: the same order and words as the page."""

from collections.abc import Iterable, Iterator

from interactions.model import Line
from interactions.present import ASK_FIRST, MAY_HIDE, Card, Shown

DO_NOT_STOP = "Do not stop it abruptly."


def report_text(shown: Shown) -> Iterator[str]:
    """The lines of a report, what was not checked first."""
    yield shown.headline.upper()
    yield from _unchecked(shown)
    yield ""
    if shown.none_found:
        yield shown.none_found
    if shown.ask:
        yield f"{ASK_FIRST}:"
        yield from (f"  {text}" for text in shown.ask)
        yield ""
    for card in shown.loud:
        yield from _card(card)
    if shown.quiet:
        yield f"MINOR AND NOTES ({len(shown.quiet)})"
        for card in shown.quiet:
            yield f"  {_head(card)}"
            yield f"    {card.to_do}"
            yield from _readings(card)
            yield from (f"    {text}" for text in card.unknown)
        yield ""
    yield "Not covered: " + " ".join(shown.not_covered)
    yield f"{shown.table}. {shown.signed}"


def _unchecked(shown: Shown) -> Iterable[str]:
    for each in shown.unchecked:
        yield f"  NOT CHECKED  line {each.number}: {each.text}"
        yield f"               {each.why}{_suggested(each.suggestions)}"
    for text in shown.pump_unchecked:
        yield f"  NOT CHECKED  in the pump: {text}"
    if shown.unchecked or shown.pump_unchecked:
        yield f"  {MAY_HIDE}"


def _suggested(suggestions: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""


def _head(card: Card) -> str:
    names = ", ".join(_medicine(*each) for each in card.medicines)
    return f"{card.action} [{card.severity}] {card.title}: {names}"


def _medicine(written: str, number: int | None, name: str) -> str:
    also = f" = {name}" if name else ""
    return f"{written}{also} (line {number})" if number else f"{written} (not on the list)"


def _card(card: Card) -> Iterable[str]:
    yield f"{card.action.upper()} [{card.severity.upper()}] {_head(card).split('] ', 1)[1]}"
    yield f"  {card.to_do}"
    if card.because:
        yield f"  Because: {'; '.join(card.because)}."
    if card.also:
        yield f"  {card.also}"
    yield from _readings(card)
    if card.do_not_stop:
        yield f"  {DO_NOT_STOP}"
    yield from (f"  {text}" for text in card.unknown)
    yield f"  {dict(card.more)['What can happen']}"
    yield f"  Evidence {dict(card.more)['How sure'].split(':')[0]}. {card.signed}. Row {card.id}."
    yield ""


def _readings(card: Card) -> Iterable[str]:
    for each in card.readings:
        yield f"    {each.situation}: {each.action} [{each.severity}] {each.text}"


def line_text(line: Line) -> Iterator[str]:
    """One line and what it was taken for."""
    names = ", ".join(f"{found.name} ({found.written})" for found in line.substances)
    yield f"{line.status}: {line.text}"
    if names:
        yield f"  {names}" + (f", {line.route}" if line.route else "")
    if line.meanings:
        yield f"  may be: {'; '.join(line.meanings)}"
    if line.leftover:
        yield f"  not used: {' '.join(line.leftover)}{_suggested(line.suggestions)}"
