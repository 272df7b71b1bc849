"""Laws of the check, for any list over the tiny table and any context."""

from hypothesis import given, settings
from hypothesis import strategies as st

from interactions.check import check as whole_check
from interactions.errors import ListError
from interactions.model import CONDITIONS, PUMP_DRUGS, LineStatus, Route, Situation

SUBSTANCES = (
    "baclofen", "morphine", "codeine", "fentanyl", "diazepam", "lorazepam", "ibuprofen", "suxamethonium",
    "azelastine", "timolol", "ramipril", "pregabalin", "zzz",
)  # fmt: skip
WORDS = ("", " 10 mg", " pump", " tablets", " 480 mcg/day", " drops")
DECIDING = ["renal", "dialysis", "respiratory", "spinal_injury_t6", "autonomic_instability"]


@st.composite
def a_line(draw):
    """Text, substance, status and route of one line."""
    name = draw(st.sampled_from(SUBSTANCES))
    status = draw(st.sampled_from([LineStatus.RECOGNISED, LineStatus.IN_PART, LineStatus.AMBIGUOUS]))
    route = draw(st.none() | st.sampled_from(Route))
    return name + draw(st.sampled_from(WORDS)), name, status, route


@st.composite
def contexts(draw):
    """Any context that is accepted."""
    conditions = draw(st.lists(st.sampled_from(DECIDING), unique=True))
    others = [name for name in (*CONDITIONS, PUMP_DRUGS) if name not in conditions]
    without = draw(st.lists(st.sampled_from(others), unique=True))
    drugs = [] if PUMP_DRUGS in without else draw(st.lists(st.sampled_from(SUBSTANCES), max_size=2))
    return {
        "situation": draw(st.sampled_from(Situation)).value,
        "oral_baclofen": draw(st.none() | st.booleans()),
        "egfr": draw(st.none() | st.floats(0, 200)),
        "age": draw(st.none() | st.integers(0, 130)),
        "conditions": conditions,
        "without": without,
        "pump_drugs": drugs,
    }


lists = st.lists(a_line(), max_size=6)


def made(lines, line):
    """Lines by hand; the unknown name was not recognised."""
    return [
        line(text) if name == "zzz" else line(text, name, status=status, route=route)
        for text, name, status, route in lines
    ]


def ranks(report):
    """How bad each class is, 0 the worst."""
    return {finding.id.split("/")[0]: finding.severity.rank for finding in report.cautions}


def without_indexes(report):
    """The findings, whichever lines they stand on."""
    return [finding.model_copy(update={"lines": ()}) for finding in report.cautions]


@given(lines=lists, extra=a_line(), at=st.integers(0, 6), context=contexts())
def test_adding_a_line_never_removes_or_lowers_a_finding(tiny_check, line, lines, extra, at, context):
    """More medicines are never safer."""
    longer = [*lines[:at], extra, *lines[at:]]
    before, after = (ranks(tiny_check(*made(each, line), **context)) for each in (lines, longer))

    assert before.keys() <= after.keys()
    assert all(after[name] <= rank for name, rank in before.items())


@given(lines=lists, context=contexts(), order=st.randoms(use_true_random=False))
def test_order_never_matters(tiny_check, line, lines, context, order):
    """The same medicines in another order are the same findings, but for the numbers of the lines."""
    shuffled = list(lines)
    order.shuffle(shuffled)
    one, other = (tiny_check(*made(each, line), **context) for each in (lines, shuffled))

    assert without_indexes(one) == without_indexes(other)
    for first, second in zip(one.cautions, other.cautions, strict=True):
        there, here = (
            [lists[n] for n in found.lines] for found, lists in ((first, lines), (second, shuffled))
        )
        assert sorted(there, key=str) == sorted(here, key=str)


@given(lines=lists, context=contexts())
def test_every_line_comes_back_once_and_is_checked_or_listed(tiny_check, line, lines, context):
    """Nothing is dropped, doubled or changed."""
    written = made(lines, line)
    report = tiny_check(*written, **context)

    assert list(report.lines) == written
    assert list(report.not_checked) == [n for n, each in enumerate(written) if not each.status.checked]
    assert report.checked == (sum(each.status.checked for each in written), len(written))
    assert all(n < len(written) for finding in report.cautions for n in finding.lines)


LEARNT = [
    ("egfr", None), ("age", None), ("oral_baclofen", None), ("conditions", []), ("without", []), ("pump_drugs", []),
]  # fmt: skip


@given(lines=lists, context=contexts(), forgotten=st.sampled_from(LEARNT))
def test_knowing_more_changes_only_what_the_table_announces(
    tiny_check, tiny, line, lines, context, forgotten
):
    """What an answer makes worse was announced as not known; it takes away only rows for contexts alone."""
    key, nothing = forgotten
    before = tiny_check(*made(lines, line), **{**context, key: nothing})
    after = tiny_check(*made(lines, line), **context)
    old = {finding.id.split("/")[0]: finding for finding in before.cautions}
    new = ranks(after)

    gone = old.keys() - new.keys()
    assert all(tiny.plain[name].only_in_context and old[name].unknown for name in gone)
    if key == "pump_drugs":  # a drug in the pump is one more medicine, not an answer alone
        return
    for name, finding in old.items():
        if name in gone:
            continue
        if new[name] < finding.severity.rank:
            added = {"oral-baclofen", "three-sedatives"} & (new.keys() - old.keys())
            assert added or any(each.severity.rank <= new[name] for each in finding.unknown)


@given(lines=lists, context=contexts())
def test_denying_a_condition_never_makes_a_finding_worse(tiny_check, tiny, line, lines, context):
    """ "Does not hold" closes questions, raises nothing, and takes away only rows for contexts alone."""
    denied = tiny_check(*made(lines, line), **context)
    open_ = tiny_check(*made(lines, line), **{**context, "without": []})

    closed, left_open = ranks(denied), ranks(open_)
    assert all(tiny.plain[name].only_in_context for name in left_open.keys() - closed.keys())
    assert closed == {name: rank for name, rank in left_open.items() if name in closed}


@given(lines=lists, context=contexts())
def test_unsure_is_as_bad_as_the_worse_of_withdrawal_and_overdose(tiny_check, line, lines, context):
    """Not knowing which it is never makes a finding milder."""
    seen = {
        situation: ranks(tiny_check(*made(lines, line), **{**context, "situation": situation}))
        for situation in ("unsure", "withdrawal", "overdose")
    }
    for situation in ("withdrawal", "overdose"):
        assert all(seen["unsure"][name] <= rank for name, rank in seen[situation].items())


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.text(max_size=60), max_size=8),
    egfr=st.none() | st.floats(),
    age=st.none() | st.integers(),
)
def test_any_text_gives_a_report_or_a_refusal(lines, egfr, age):
    """Whatever is typed, there is an answer for every line or a refusal of the whole."""
    try:
        report = whole_check(lines, egfr=egfr, age=age)
    except ListError as refused:
        assert refused.field in ("lines", "egfr", "age")
    else:
        assert [line.text for line in report.lines] == lines
