"""A medication list -> a report: every line accounted for, every caution with what to do.

`check` reads the lines and calls `judge`; `judge` is pure and works on any table.  One finding speaks of
one class.  The plain row of the class always applies, unless it speaks of contexts alone and all of them
are known not to hold; of the rows for a context that hold, the worst decides; a row that might hold is said
to be not known.  So adding a line never removes or lowers a
finding, and the order of the lines never matters.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from interactions.context import Entry, Facts, enough, holds
from interactions.limits import accept_context, accept_lines
from interactions.model import (
    Advice,
    Context,
    Finding,
    Line,
    LineStatus,
    Reading,
    Report,
    Severity,
    Situation,
    Unknown,
)
from interactions.names import resolve
from interactions.pump_baclofen import BACLOFEN, Meaning, without_pump_names
from interactions.rows import Row
from interactions.table import Table, default_table

SIDE_BY_SIDE = (Situation.WITHDRAWAL, Situation.OVERDOSE)
"""What is shown side by side when nobody knows which it is."""


def check(
    lines: Sequence[str],
    *,
    situation: str = "routine",
    oral_baclofen: bool | None = None,
    egfr: float | None = None,
    age: int | None = None,
    conditions: Sequence[str] = (),
    without: Sequence[str] = (),
    pump_drugs: Sequence[str] = (),
) -> Report:
    """Check a medication list, one medicine a line, for a person with an intrathecal baclofen pump.

    Args:
        situation: routine, withdrawal, overdose, procedure or unsure.
        oral_baclofen: baclofen by mouth as well; None where it is not known.
        egfr: mL per minute per 1.73 m2.
        age: years.
        conditions: names of `CONDITIONS` that hold.
        without: names of `CONDITIONS` that do not hold; "pump_drugs" where only baclofen is in the pump.
        pump_drugs: other drugs in the reservoir, as written.

    Raises:
        ListError: the list or its context is refused as a whole.
        TableError: the table cannot be used.
    """
    written = accept_lines(lines)
    context = accept_context(
        situation=situation,
        oral_baclofen=oral_baclofen,
        egfr=egfr,
        age=age,
        conditions=conditions,
        without=without,
        pump_drugs=pump_drugs,
    )
    return judge(tuple(map(resolve, written)), context, default_table(), read=resolve)


def judge(lines: tuple[Line, ...], context: Context, table: Table, *, read: Callable[[str], Line]) -> Report:
    """The report on lines that have been read.

    Args:
        read: reads the names in `context.pump_drugs`.
    """
    lines = tuple(without_pump_names(line, table.pump_itself.names) for line in lines)
    facts = Facts(lines, tuple(map(read, context.pump_drugs)), context, table)
    findings = [*_of_classes(facts), *_of_stacks(facts), *_of_the_pump(facts)]
    findings.sort(key=lambda found: (found.severity.rank, found.action.rank, found.id))
    medicines = [line for line in lines if line.status is not LineStatus.NOT_A_MEDICINE]
    signers = {found.checked_by for found in findings}
    return Report(
        table=table.info.model_copy(update={"signed_by": signers.pop() if len(signers) == 1 else None}),
        context=context,
        lines=lines,
        cautions=tuple(findings),
        not_checked=tuple(n for n, line in enumerate(lines) if not line.status.checked),
        checked=(sum(line.status is LineStatus.RECOGNISED for line in medicines), len(medicines)),
        pump_drugs=facts.pump_drugs,
        not_covered=table.not_covered,
    )


def _of_classes(facts: Facts) -> Iterable[Finding]:
    for class_id, entries in facts.members.items():
        plain = facts.table.plain[class_id]
        if not plain.only_in_context or _may_matter(plain, facts):
            yield _finding(plain, entries, facts)


def _may_matter(plain: Row, facts: Facts) -> bool:
    """Whether one of the contexts of a row holds, or might: what is not known is never taken for no."""
    situation = facts.context.situation
    assumed = (situation, *_to_compare(plain, facts, situation))
    contexts = [row.when for row in facts.table.refinements.get(plain.id, ()) if row.when]
    answers = (holds(when, plain.class_id, facts, each) for when in contexts for each in assumed)
    return any(answer.holds is not False for answer in answers)


def _of_stacks(facts: Facts) -> Iterable[Finding]:
    for row in facts.table.stacks:
        if row.count and enough(row.count, facts):
            yield _finding(row, tuple(facts.adding[row.count.load]), facts)


def _of_the_pump(facts: Facts) -> Iterable[Finding]:
    own = [number for number, meaning in facts.meanings.items() if meaning is Meaning.PUMP]
    if own:
        entries = tuple(Entry(BACLOFEN, number, None) for number in own)
        yield _finding(facts.table.pump_itself, entries, facts)


@dataclass(frozen=True, slots=True)
class _Decision:
    """What holds in one situation.

    Attributes:
        row: the row that decides.
        held: every refinement that holds.
        open: rows that might hold, each with what is not known.
    """

    row: Row
    held: tuple[Row, ...]
    open: tuple[tuple[Row, tuple[str, ...]], ...]


def _decide(plain: Row, facts: Facts, situation: Situation) -> _Decision:
    """The worst row that holds; of equals the one for a context, and of these the strongest action."""
    held: list[Row] = []
    not_known: list[tuple[Row, tuple[str, ...]]] = []
    refinements = [(row, row.when) for row in facts.table.refinements.get(plain.id, ()) if row.when]
    for row, when in refinements:
        answer = holds(when, plain.class_id, facts, situation)
        if answer.holds:
            held.append(row)
        elif answer.holds is None:
            not_known.append((row, answer.needs))
    row = min((*held, plain), key=lambda row: (row.severity.rank, row is plain, row.action.rank))
    return _Decision(row, tuple(held), tuple(not_known))


def _finding(plain: Row, entries: tuple[Entry, ...], facts: Facts) -> Finding:
    """The finding of one class (or stack) in the situation that is given."""
    situation = facts.context.situation
    base = _decide(plain, facts, situation)
    possible = {each: _decide(plain, facts, each) for each in _to_compare(plain, facts, situation)}
    decisions = (base, *possible.values())
    row = min((each.row for each in decisions), key=lambda row: row.severity.rank)
    words = base.row  # advice that holds only in one of the situations is a reading, never the advice
    shown = possible or {situation: base}
    readings = tuple(_reading(each, made, plain) for each, made in shown.items() if possible or _turns(made))
    leads = readings and not possible  # the situation is given, and a row was written for it
    return Finding(
        id=row.id,
        title=_title(plain, facts.table),
        severity=row.severity,
        action=readings[0].action if leads else row.action,
        substances=tuple(sorted({entry.substance for entry in entries})),
        lines=tuple(sorted({entry.line for entry in entries if entry.line is not None})),
        because=_because(row, base, entries if plain.class_id else ()),
        pump_route=row.pump_route,
        route=row.route,
        effect=row.effect,
        mechanism=row.mechanism,
        onset=row.onset,
        frequency=row.frequency,
        serious=row.serious,
        advice=Advice(pharmacist=words.pharmacist, emergency=words.emergency),
        readings=readings,
        unknown=_unknown(decisions, row.severity),
        do_not_stop=any(each.row.do_not_stop for each in decisions),
        disagreement=row.disagreement or "",
        evidence=row.evidence,
        sources=row.sources,
        checked_by=row.checked_by,
        checked_on=row.checked_on,
    )


def _title(plain: Row, table: Table) -> str:
    return plain.title or table.classes[plain.class_id or ""].title


def _to_compare(plain: Row, facts: Facts, situation: Situation) -> tuple[Situation, ...]:
    """The situations whose readings stand side by side: none unless it is unsure and it matters here."""
    if situation is not Situation.UNSURE:
        return ()
    rows = facts.table.refinements.get(plain.id, ())
    named = {each for row in rows if row.when for each in row.when.situation}
    both = SIDE_BY_SIDE if named & set(SIDE_BY_SIDE) else ()
    return (*both, *((Situation.PROCEDURE,) if Situation.PROCEDURE in named else ()))


def _turns(decision: _Decision) -> bool:
    return any(row.when and row.when.situation for row in decision.held)


def _reading(situation: Situation, decision: _Decision, plain: Row) -> Reading:
    """What holds in one situation, as severe as all rows together make it.

    Action and text are those of the row that was written for the situation, where there is one: beside an
    opioid a benzodiazepine is more dangerous, and in withdrawal still treatment.
    """
    own = [row for row in decision.held if row.when and row.when.situation]
    text = min(own, key=lambda row: (row.severity.rank, row.action.rank)) if own else decision.row
    return Reading(
        situation=situation,
        severity=decision.row.severity,
        action=text.action,
        text=text.emergency,
    )


def _because(row: Row, base: _Decision, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Why this severity: the deciding row, then others that hold and say as much."""
    also = (other for other in base.held if other is not row and other.severity is row.severity)
    chosen = [each.because for each in (row, *also) if each.because]
    if row is not base.row:  # it decides in one of the situations that are compared
        chosen[0] = f"this severity holds if {chosen[0]}"
    return (*chosen, *sorted({entry.why for entry in entries if entry.why}))


def _unknown(decisions: tuple[_Decision, ...], severity: Severity) -> tuple[Unknown, ...]:
    """What is not known and would make it worse; for each thing to find out the worst it could mean.

    Where one answer is enough to make it as bad, a row that needs that answer and another says nothing more.
    """
    worst: dict[frozenset[str], Unknown] = {}
    rows = [each for decision in decisions for each in decision.open]
    for row, needs in sorted(rows, key=lambda each: (each[0].severity.rank, len(set(each[1])), each[0].id)):
        if row.severity.rank < severity.rank and not any(said <= set(needs) for said in worst):
            need = ", ".join(dict.fromkeys(needs))
            text = f"Would be {row.severity} if {row.because}: not known."
            worst[frozenset(needs)] = Unknown(needs=need, severity=row.severity, text=text)
    return tuple(worst.values())
