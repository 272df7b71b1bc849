"""What a reader is shown of a report: plain values for the page, the print and the command line.

Nothing here knows of a request.  Order and wording follow two rules: what was not checked comes first,
and nothing found never looks like nothing wrong.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from interactions.model import (
    CONDITIONS,
    PUMP_DRUGS,
    Action,
    Context,
    Finding,
    Line,
    LineStatus,
    Report,
    Severity,
    Situation,
    TableInfo,
)
from interactions.pump_baclofen import Meaning, meaning_of, names_baclofen
from interactions.table import Table

ACTION_WORDS = {
    Action.AVOID: "Avoid",
    Action.USUALLY_AVOID: "Usually avoid",
    Action.MINIMISE_RISK: "Lower the risk",
    Action.MONITOR: "Monitor",
    Action.INFORMATION: "For information",
}
SITUATION_WORDS = {
    Situation.ROUTINE: "routine",
    Situation.WITHDRAWAL: "suspected withdrawal",
    Situation.OVERDOSE: "suspected overdose",
    Situation.PROCEDURE: "before a procedure or anaesthetic",
    Situation.UNSURE: "not sure: withdrawal or overdose",
}
EVIDENCE_WORDS = {
    "A": "A: controlled study in people",
    "B": "B: cohort, regulator's warning or consistent series of cases",
    "C": "C: single cases or a label's statement",
    "D": "D: reasoning from the class",
}
QUIET = frozenset({Severity.MINOR, Severity.NOTE})
"""Folded together; anything worse is never folded."""
NONE_FOUND = "None in this table. That is not a clearance: the table knows only the medicines in it."
UNSIGNED = "No clinician has signed any row of this table."
NOT_SIGNED = "Not signed by a clinician yet"
SIGNED_IN_PART = "Not every caution shown here is signed by one clinician."
PERHAPS_MORE = "it may hold more than that, so read the pack"
ASK_FIRST = "Not known, and it would change several of these"
MAY_HIDE = "A line that was not checked may hide a caution, or make one of those below worse."


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A line that was not checked, or not wholly.

    Attributes:
        number: from 1, as a reader counts.
        index: from 0, as in the report.
        why: what is missing, one sentence.
        word: the unknown word that a suggestion would replace; "" where there is none.
        suggestions: names that look like it.
    """

    number: int
    index: int
    text: str
    why: str
    word: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """One situation's reading of a finding."""

    situation: str
    action: str
    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as a reader sees it.

    Attributes:
        action: the words read first.
        medicines: (as written, line number or None, name in the table where it differs).
        to_do: what to do here, at most two lines.
        also: what to do because of the rest of the list, where the situation has words of its own.
        readings: what holds in each situation that may be meant.
        unknown: what to find out, one sentence each, beside what `Shown.ask` says for several findings.
        more: (label, text) pairs for whoever wants to know why.
        sources: (title, locator, address).
    """

    id: str
    severity: str
    action: str
    title: str
    medicines: tuple[tuple[str, int | None, str], ...]
    to_do: str
    also: str
    because: tuple[str, ...]
    readings: tuple[Heard, ...]
    do_not_stop: bool
    unknown: tuple[str, ...]
    more: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str, str], ...]
    signed: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole answer, in the order in which it is read.

    Attributes:
        headline: "9 of 11 lines checked".
        unchecked: what was not checked, to be shown before anything else.
        loud: findings that are never folded; quiet: the ones that are, in one group.
        ask: what is not known and would make several findings worse, one sentence each; said once and not
            with each finding.
        none_found: said where there is no finding at all; else "".
        taken_for: (number, as written, what it was taken for), every line.
        context: (label, value), every one, "not known" included.
        table: one line on the table that was used.
    """

    headline: str
    unchecked: tuple[Unchecked, ...]
    pump_unchecked: tuple[str, ...]
    loud: tuple[Card, ...]
    quiet: tuple[Card, ...]
    ask: tuple[str, ...]
    none_found: str
    not_covered: tuple[str, ...]
    taken_for: tuple[tuple[int, str, str], ...]
    context: tuple[tuple[str, str], ...]
    table: str
    signed: str


def show(report: Report, table: Table) -> Shown:
    """What a reader is shown of a report that was made with this table."""
    shared = _shared(report.cautions)
    cards = [(found, _card(found, report, table, shared)) for found in report.cautions]
    done, total = report.checked
    return Shown(
        headline=f"{done} of {total} {'line' if total == 1 else 'lines'} checked",
        unchecked=tuple(_unchecked(index, report.lines[index]) for index in report.not_checked),
        pump_unchecked=tuple(line.text for line in report.pump_drugs if not line.status.checked),
        loud=tuple(card for found, card in cards if found.severity not in QUIET),
        quiet=tuple(card for found, card in cards if found.severity in QUIET),
        ask=tuple(_ask(text, shared[text]) for text in shared),
        none_found="" if cards else NONE_FOUND,
        not_covered=report.not_covered,
        taken_for=tuple((n, line.text, _taken_for(line, table)) for n, line in enumerate(report.lines, 1)),
        context=tuple(_context(report.context)),
        table=table_line(report.table),
        signed=_signed(report, table),
    )


def _signed(report: Report, table: Table) -> str:
    if report.table.signed_by:
        return f"Cautions signed by {report.table.signed_by}."
    return SIGNED_IN_PART if any(row.checked_by for row in table.rows.values()) else UNSIGNED


def table_line(info: TableInfo) -> str:
    """Which table was used, in one line, the site's overlay always named."""
    overlay = f"site overlay: {info.overlay}" if info.overlay else "no site overlay"
    return f"table {info.version} of {info.date.isoformat()}, {overlay}"


def _unchecked(index: int, line: Line) -> Unchecked:
    found = ", ".join(substance.name for substance in line.substances)
    left = " ".join(line.leftover)
    if line.status is LineStatus.AMBIGUOUS:
        why = f"the name has more than one meaning: {'; '.join(line.meanings)}; each was checked"
    elif line.status is LineStatus.IN_PART:
        why = (
            f"checked for {found}, not for the rest: {left}"
            if left
            else f"{found} was checked; {PERHAPS_MORE}"
        )
    else:
        why = "not recognised"
    word = line.leftover[0] if line.leftover else ""
    return Unchecked(index + 1, index, line.text, why, word, line.suggestions)


def _taken_for(line: Line, table: Table) -> str:
    """What a line was taken for, in words."""
    if line.status is LineStatus.NOT_A_MEDICINE:
        return "not a medicine"
    if line.status is LineStatus.NOT_RECOGNISED:
        return "NOT CHECKED: not recognised"
    if names_baclofen(line) and meaning_of(line, table.pump_itself.names) is Meaning.PUMP:
        return _names(line, ("baclofen",)) + " (the pump itself)"
    mark = {LineStatus.IN_PART: "CHECKED IN PART: ", LineStatus.AMBIGUOUS: "AMBIGUOUS: "}.get(line.status, "")
    route = f" ({line.route})" if line.route else ""
    return mark + _names(line, ()) + route


def _names(line: Line, default: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(substance.name for substance in line.substances)) or ", ".join(default)


def _context(context: Context) -> Iterable[tuple[str, str]]:
    """Every context with its value; what was not given is "not known"."""
    yield "Situation", SITUATION_WORDS[context.situation]
    yield "Oral baclofen as well", _yes_no(context.oral_baclofen)
    yield "eGFR", "not known" if context.egfr is None else f"{context.egfr:g} mL/min/1.73 m2"
    yield "Age", "not known" if context.age is None else f"{context.age} years"
    for name, words in CONDITIONS.items():
        known = True if name in context.conditions else False if name in context.without else None
        yield words[0].upper() + words[1:], _yes_no(known)
    nothing = "none" if PUMP_DRUGS in context.without else "not known"
    yield "Other drugs in the pump", ", ".join(context.pump_drugs) or nothing


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[value]


def _shared(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """The sentences on what is not known that more than one finding has, with these findings."""
    by_text: dict[str, tuple[Finding, ...]] = {}
    for found in findings:
        for each in found.unknown:
            by_text[each.text] = (*by_text.get(each.text, ()), found)
    return {text: among for text, among in by_text.items() if len(among) > 1}


def _ask(text: str, among: tuple[Finding, ...]) -> str:
    return f"{text.removesuffix(': not known.')}: {', '.join(found.title for found in among)}."


def _card(found: Finding, report: Report, table: Table, shared: Collection[str]) -> Card:
    at_the_desk = report.context.situation is Situation.ROUTINE
    advice = found.advice.pharmacist if at_the_desk else found.advice.emergency
    given = report.context.situation is not Situation.UNSURE and bool(found.readings)
    to_do = found.readings[0].text if given else advice
    return Card(
        id=found.id,
        severity=str(found.severity),
        action=_action(found),
        title=found.title,
        medicines=tuple(_medicines(found, report)),
        to_do=to_do,
        also="" if to_do == advice else advice,
        because=found.because,
        readings=() if given else tuple(_readings(found)),
        do_not_stop=found.do_not_stop,
        unknown=tuple(each.text for each in found.unknown if each.text not in shared),
        more=tuple(_more(found, at_the_desk)),
        sources=tuple(
            (table.sources[ref.id].title, ref.locator, table.sources[ref.id].address) for ref in found.sources
        ),
        signed=_row_signed(found, table),
    )


def _row_signed(found: Finding, table: Table) -> str:
    """Who signed the row, and whether a site wrote or changed it."""
    row = table.rows.get(found.id)
    own = ", this site's own wording" if row and row.site else ""
    signed = f"Signed by {found.checked_by}, {found.checked_on}" if found.checked_by else NOT_SIGNED
    return signed + own


def _action(found: Finding) -> str:
    """The words read first; where the situations differ nothing is called for or forbidden."""
    actions = {each.action for each in found.readings}
    if len(actions) > 1:
        return "It depends, read below"
    return ACTION_WORDS[actions.pop() if actions else found.action]


def _readings(found: Finding) -> Iterable[Heard]:
    """The readings; situations in which the same holds share one."""
    same: dict[tuple[Action, Severity, str], list[str]] = {}
    for each in found.readings:
        same.setdefault((each.action, each.severity, each.text), []).append(SITUATION_WORDS[each.situation])
    for (action, severity, text), situations in same.items():
        yield Heard(" or ".join(situations), ACTION_WORDS[action], str(severity), text)


def _medicines(found: Finding, report: Report) -> Iterable[tuple[str, int | None, str]]:
    """The words that named each substance, where, and its own name if it was written otherwise."""
    on_lines = set()
    for index in found.lines:
        for substance in report.lines[index].substances:
            if substance.name in found.substances:
                on_lines.add(substance.name)
                same = substance.written.casefold() == substance.name
                yield substance.written, index + 1, "" if same else substance.name
    for name in found.substances:
        if name not in on_lines:
            yield name, None, ""


def _more(found: Finding, at_the_desk: bool) -> Iterable[tuple[str, str]]:
    yield "What can happen", found.effect
    yield "Why", found.mechanism
    yield "When", found.onset
    yield "How often", found.frequency
    yield "Serious if it happens", "yes" if found.serious else "no"
    yield "How sure", EVIDENCE_WORDS[found.evidence]
    yield "About", f"{found.pump_route} baclofen with {', '.join(found.route)} use"
    if found.disagreement:
        yield "Sources differ", found.disagreement
    if at_the_desk:
        yield "In an emergency", found.advice.emergency
    else:
        yield "For the pharmacist", found.advice.pharmacist
