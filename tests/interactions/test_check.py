"""Lists against the tiny table: what is found, what decides, what is said to be not known."""

import pytest

from interactions.errors import ListError
from interactions.limits import accept_lines
from interactions.model import LineStatus, Route


def by_class(report):
    """The findings by the class that they speak of."""
    return {finding.id.split("/")[0]: finding for finding in report.cautions}


def severities(report):
    """The severity of each class that was found."""
    return {name: str(finding.severity) for name, finding in by_class(report).items()}


def test_a_class_is_found_once_with_all_its_substances_and_lines(tiny_check):
    """Two opioids are one finding that names both, and where they stand."""
    report = tiny_check("morphine", "ibuprofen", "codeine")

    assert [finding.id for finding in report.cautions] == ["opioids", "nsaids"]
    assert report.cautions[0].substances == ("codeine", "morphine")
    assert report.cautions[0].lines == (0, 2)


def test_one_substance_under_two_names_is_one_finding_that_names_both_lines(tiny_check, line):
    """A brand and its substance do not look like two medicines."""
    report = tiny_check(line("Brandname 10 mg", "morphine"), line("morphine sulfate", "morphine"))

    assert report.cautions[0].substances == ("morphine",)
    assert report.cautions[0].lines == (0, 1)


def test_every_line_comes_back_and_what_was_not_checked_is_counted(tiny_check, line):
    """Partly read and ambiguous lines are checked for what was found, and still listed as not checked."""
    lines = [
        line("morphine"),
        line("morphine and xyz", "morphine", status=LineStatus.IN_PART),
        line("Brand", "diazepam", "ramipril", status=LineStatus.AMBIGUOUS),
        line("Monday", status=LineStatus.NOT_A_MEDICINE),
        line("ibuprofen", "ibuprofen"),
    ]
    report = tiny_check(*lines)

    assert list(report.lines) == lines
    assert report.not_checked == (0, 1, 2)
    assert report.checked == (1, 4)
    assert {"opioids", "benzodiazepines", "antihypertensives"} <= set(by_class(report))


@pytest.mark.parametrize(
    ("lines", "context", "expected"),
    [
        pytest.param(["diazepam"], {}, {"benzodiazepines": "moderate"}, id="plain row"),
        pytest.param(
            ["diazepam", "codeine"], {}, {"opioids": "major", "benzodiazepines": "major"}, id="another class beside it"
        ),
        pytest.param(["ibuprofen"], {"oral_baclofen": False}, {"nsaids": "note"}, id="told: no tablets"),
        pytest.param(["ibuprofen"], {"egfr": 59.9}, {"nsaids": "moderate"}, id="kidneys below the limit"),
        pytest.param(["ibuprofen"], {"egfr": 60}, {"nsaids": "note"}, id="kidneys at the limit"),
        pytest.param(["ibuprofen"], {"conditions": ["renal"]}, {"nsaids": "moderate"}, id="kidney disease, no number"),
        pytest.param(["ibuprofen"], {"conditions": ["renal"], "egfr": 80}, {"nsaids": "note"}, id="a number decides"),
        pytest.param(
            ["ibuprofen"], {"conditions": ["dialysis"], "egfr": 80}, {"nsaids": "moderate"}, id="dialysis outweighs it"
        ),
        pytest.param(["ramipril"], {"conditions": ["spinal_injury_t6"]}, {"antihypertensives": "moderate"}, id="condition"),
        pytest.param(["ramipril"], {"age": 65}, {"antihypertensives": "moderate"}, id="age and substance"),
        pytest.param(["timolol"], {"age": 65}, {"antihypertensives": "minor"}, id="another substance of the class"),
        pytest.param(["pregabalin"], {"age": 17, "conditions": ["respiratory"]}, {"gabapentinoids": "major"}, id="child"),
        pytest.param(["pregabalin"], {"age": 18, "conditions": ["respiratory"]}, {"gabapentinoids": "moderate"}, id="adult"),
        pytest.param(["suxamethonium"], {}, {"relaxants": "note"}, id="routine"),
        pytest.param(["suxamethonium"], {"situation": "procedure"}, {"relaxants": "major"}, id="procedure"),
        pytest.param(["suxamethonium"], {"situation": "unsure"}, {"relaxants": "major"}, id="procedure is possible"),
        pytest.param(["zzz"], {}, {}, id="nothing known"),
    ],
)  # fmt: skip
def test_context_decides_the_severity(tiny_check, lines, context, expected):
    """The plain row always applies, and the worst row whose context holds decides."""
    assert severities(tiny_check(*lines, **context)) == expected


def test_what_is_not_given_is_said_to_be_not_known(tiny_check):
    """Unknown is never no: the finding says what it would become, and what to find out."""
    finding = tiny_check("ibuprofen").cautions[0]

    assert [(each.needs, str(each.severity)) for each in finding.unknown] == [
        ("eGFR", "moderate"),
        ("whether oral baclofen is taken as well", "moderate"),
    ]
    assert finding.unknown[0].text == "Would be moderate if the kidneys are weak: not known."


def test_what_is_known_is_not_asked_for(tiny_check):
    """A no that was given removes its question."""
    finding = tiny_check("ibuprofen", oral_baclofen=False).cautions[0]

    assert [each.needs for each in finding.unknown] == ["eGFR"]
    assert finding.because == ()


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        pytest.param({}, True, id="nothing known"),
        pytest.param({"oral_baclofen": False}, True, id="kidneys not known"),
        pytest.param({"egfr": 90}, True, id="tablets not known"),
        pytest.param({"oral_baclofen": False, "egfr": 90}, False, id="both known not to hold"),
        pytest.param({"oral_baclofen": False, "egfr": 90, "conditions": ["dialysis"]}, True, id="dialysis"),
    ],
)
def test_a_row_for_contexts_alone_is_silent_only_where_all_are_known_not_to_hold(tiny_check, context, shown):
    """Unknown is never no; what every answer rules out is not worth a line."""
    assert bool(tiny_check("ibuprofen", **context).cautions) is shown


def test_conditions_that_do_not_hold_close_their_question(tiny_check):
    """Both conditions of a row have to be denied before it is out."""
    half = tiny_check("timolol", without=["spinal_injury_t6"]).cautions[0]
    full = tiny_check("timolol", without=["spinal_injury_t6", "autonomic_instability"]).cautions[0]

    assert [each.needs for each in half.unknown] == ["unstable blood pressure or pulse"]
    assert full.unknown == ()


@pytest.mark.parametrize(
    ("route", "found"),
    [
        pytest.param(Route.OPHTHALMIC, False, id="eye drops"),
        pytest.param(Route.CUTANEOUS, False, id="cream"),
        pytest.param(Route.OTIC, False, id="ear drops"),
        pytest.param(Route.VAGINAL, False, id="vaginal"),
        pytest.param(Route.NASAL, True, id="nasal counts for this class"),
        pytest.param(Route.ORAL, True, id="oral"),
        pytest.param(Route.TRANSDERMAL, True, id="patches act in the body"),
    ],
)
def test_local_use_never_alarms(tiny_check, line, route, found):
    """What stays where it is put raises nothing, whatever the class."""
    assert bool(tiny_check(line("timolol 0.5 %", "timolol", route=route)).cautions) is found


def test_a_nasal_spray_alarms_unless_its_class_says_it_stays_in_the_nose(tiny_check, line):
    """Azelastine in the nose is local, swallowed it is not."""
    assert not tiny_check(line("azelastine", "azelastine", route=Route.NASAL)).cautions
    assert tiny_check(line("azelastine", "azelastine")).cautions


def test_drops_in_the_eye_do_not_make_another_finding_worse(tiny_check, line):
    """Local use does not count beside another medicine either."""
    report = tiny_check("diazepam", line("morphine gel", "morphine", route=Route.CUTANEOUS))

    assert severities(report) == {"benzodiazepines": "moderate"}


def test_the_route_of_the_line_is_taken_from_the_line(tiny_check, line):
    """Epidural use is worse where it is written, and asked for where no route is."""
    given = tiny_check(line("morphine epidural", "morphine", route=Route.EPIDURAL)).cautions[0]
    open_ = tiny_check("morphine").cautions[0]
    oral = tiny_check(line("morphine tablets", "morphine", route=Route.ORAL)).cautions[0]

    assert (given.id, str(given.severity)) == ("opioids/epidural", "contraindicated")
    assert given.because == ("given into the spine",)
    assert [each.needs for each in open_.unknown] == ["whether its route is epidural or intrathecal"]
    assert oral.unknown == ()


def test_three_sedatives_are_a_finding_of_their_own(tiny_check):
    """A stack counts different substances, not lines, and names them all."""
    two = tiny_check("morphine", "diazepam", "morphine")
    three = tiny_check("morphine", "diazepam", "pregabalin")

    assert "three-sedatives" not in by_class(two)
    stack = by_class(three)["three-sedatives"]
    assert stack.substances == ("diazepam", "morphine", "pregabalin")
    assert stack.lines == (0, 1, 2)
    assert stack.title == "Three or more sedatives"


def test_a_drug_in_the_pump_is_checked_like_a_line(tiny_check):
    """An opioid in the reservoir raises its own finding and makes others worse, without a line."""
    report = tiny_check("pregabalin", pump_drugs=["morphine"])

    found = by_class(report)
    assert found["opioids"].id == "opioids/epidural"
    assert found["opioids"].lines == ()
    assert found["gabapentinoids"].id == "gabapentinoids/pump-any"
    assert report.pump_drugs[0].substances[0].name == "morphine"


def test_an_unreadable_drug_in_the_pump_stays_a_question(tiny_check):
    """A name that nobody knows may be an opioid."""
    open_ = tiny_check("pregabalin", pump_drugs=["zzz"]).cautions[0]
    closed = tiny_check("pregabalin", pump_drugs=["ramipril"])
    nothing = tiny_check("pregabalin", without=["pump_drugs"]).cautions[0]

    assert "what else is in the pump" in [each.needs for each in open_.unknown]
    assert "what else is in the pump" not in [
        each.needs for each in by_class(closed)["gabapentinoids"].unknown
    ]
    assert "what else is in the pump" not in [each.needs for each in nothing.unknown]


def test_baclofen_among_the_drugs_in_the_pump_is_the_pump(tiny_check):
    """It is no second baclofen, and no other drug."""
    report = tiny_check("pregabalin", pump_drugs=["baclofen"])

    assert severities(report) == {"gabapentinoids": "moderate"}


def test_unsure_shows_withdrawal_and_overdose_side_by_side(tiny_check):
    """Nobody is told to give or to withhold before it is known which it is."""
    finding = tiny_check("diazepam", situation="unsure").cautions[0]

    assert [(str(each.situation), str(each.severity), each.text) for each in finding.readings] == [
        ("withdrawal", "moderate", "They are treatment: give, monitored."),
        ("overdose", "major", "Not for sedation."),
    ]
    assert str(finding.severity) == "major"
    assert finding.advice.emergency == "Watch the breathing."
    assert finding.because == ("this severity holds if in suspected overdose",)


def test_unsure_shows_the_plain_advice_where_the_situation_changes_nothing(tiny_check):
    """A class that no situation speaks of has one reading, and shows none twice."""
    assert tiny_check("morphine", situation="unsure").cautions[0].readings == ()


def test_a_treatment_stays_a_caution(tiny_check):
    """In withdrawal a benzodiazepine is treatment, and beside an opioid still major."""
    alone = tiny_check("diazepam", situation="withdrawal").cautions[0]
    both = by_class(tiny_check("diazepam", "morphine", situation="withdrawal"))["benzodiazepines"]

    assert (str(alone.severity), str(alone.action)) == ("moderate", "minimise_risk")
    assert alone.advice.emergency == "They are treatment: give, monitored."
    assert (str(both.severity), both.because) == ("major", ("together with an opioid",))
    assert [each.text for each in both.readings] == ["They are treatment: give, monitored."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("baclofen intrathecal 480 mcg/day", "pump-itself", id="intrathecal"),
        pytest.param("baclofen pump", "pump-itself", id="pump"),
        pytest.param("baclofen 480 micrograms per day", "pump-itself", id="micrograms a day"),
        pytest.param("SynchroMed II baclofen", "pump-itself", id="a pump's name"),
        pytest.param("baclofen 2000 µg/ml", "pump-itself", id="concentration"),
        pytest.param("baclofen 10 mg tds", "oral-baclofen", id="milligrams"),
        pytest.param("baclofen tablets, has a pump", "oral-baclofen", id="tablets outweigh the pump"),
        pytest.param("baclofen", "oral-baclofen", id="no route"),
    ],
)
def test_the_pumps_own_baclofen_is_told_from_tablets(tiny_check, text, expected):
    """The pump is a note, tablets and what may be tablets are a duplicate."""
    report = tiny_check(text)

    assert [finding.id for finding in report.cautions] == [expected]
    assert bool(report.cautions[0].because) is (expected == "oral-baclofen")


def test_a_pump_named_beside_its_baclofen_is_accounted_for(tiny_check, line):
    """The pump is no medicine that was left out; any other unused word still is one."""
    part = line("baclofen pump SynchroMed", "baclofen", status=LineStatus.IN_PART)
    pump = part.model_copy(update={"leftover": ("SynchroMed",)})
    more = part.model_copy(update={"leftover": ("SynchroMed", "xyz")})

    report = tiny_check(pump, more)
    assert report.not_checked == (1,)
    assert [each.leftover for each in report.lines] == [(), ("SynchroMed", "xyz")]


def test_a_line_of_tablets_answers_for_the_context(tiny_check):
    """Tablets on the list count as oral baclofen for other rows; baclofen without a route leaves it open."""
    tablets = by_class(tiny_check("ibuprofen", "baclofen 10 mg", oral_baclofen=False, egfr=90))["nsaids"]
    no_route = by_class(tiny_check("ibuprofen", "baclofen", oral_baclofen=False, egfr=90))["nsaids"]
    the_pump = by_class(tiny_check("ibuprofen", "baclofen pump", oral_baclofen=False, egfr=90))

    assert str(tablets.severity) == "moderate"
    assert len(no_route.unknown) == 1
    assert "nsaids" not in the_pump


def test_oral_baclofen_that_is_ticked_is_a_finding_without_a_line(tiny_check):
    """What the context names is checked like what the list names."""
    finding = by_class(tiny_check("ramipril", oral_baclofen=True))["oral-baclofen"]

    assert finding.lines == ()
    assert finding.because == ("oral baclofen is said to be taken as well",)


def test_baclofen_on_the_skin_raises_nothing(tiny_check, line):
    """A cream is neither the pump nor tablets."""
    assert not tiny_check(line("baclofen cream", "baclofen", route=Route.CUTANEOUS)).cautions


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param([], "no medicine", id="empty"),
        pytest.param(["", "  "], "no medicine", id="blank"),
        pytest.param("morphine", "list of lines", id="one text"),
        pytest.param([b"x"], "line 1", id="bytes"),
        pytest.param(["x"] * 10_001, "10001 lines", id="too many"),
        pytest.param(["ok", "y" * 2_001], "line 2 has 2001", id="too long"),
        pytest.param(["ok", "a\0b"], "line 2", id="null byte"),
        pytest.param(["\x1b[2J"], "line 1", id="escape"),
        pytest.param(["a\nb"], "line 1", id="line break"),
        pytest.param(["\ud800"], "line 1", id="half a character"),
        pytest.param(["\ufeff %PDF-1.7"], "PDF", id="a file"),
    ],
)
def test_a_bad_list_is_refused_whole_and_by_line(lines, words):
    """The message says which line, and holds none of it."""
    with pytest.raises(ListError, match=words) as refused:
        accept_lines(lines)
    assert refused.value.field == "lines"
    assert "yyy" not in str(refused.value)


def test_the_longest_list_that_is_allowed_is_accepted():
    """The limits themselves are inside."""
    assert len(accept_lines(["y" * 2_000, *["x\t\r"] * 9_999])) == 10_000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"situation": "emergency"}, "situation", id="situation"),
        pytest.param({"oral_baclofen": "yes"}, "oral_baclofen", id="oral baclofen as text"),
        pytest.param({"egfr": -1}, "egfr", id="below zero"),
        pytest.param({"egfr": 200.1}, "egfr", id="too high"),
        pytest.param({"egfr": float("nan")}, "egfr", id="not a number"),
        pytest.param({"egfr": "n/a"}, "egfr", id="text"),
        pytest.param({"egfr": True}, "egfr", id="truth"),
        pytest.param({"age": 131}, "age", id="age"),
        pytest.param({"age": 1.5}, "age", id="half a year"),
        pytest.param({"conditions": ["gout"]}, "conditions", id="condition"),
        pytest.param({"conditions": "renal"}, "conditions", id="text for a list"),
        pytest.param({"conditions": [1]}, "conditions", id="number in a list"),
        pytest.param({"conditions": ["renal"], "without": ["renal"]}, "without", id="both yes and no"),
        pytest.param({"pump_drugs": ["x"], "without": ["pump_drugs"]}, "without", id="something and nothing"),
        pytest.param({"pump_drugs": [" "]}, "pump_drugs", id="empty name"),
        pytest.param({"pump_drugs": ["x"] * 21}, "pump_drugs", id="too many drugs"),
        pytest.param({"pump_drugs": ["a\0"]}, "pump_drugs", id="null byte in a drug"),
    ],
)
def test_a_bad_context_is_refused_by_field(tiny_check, wrong, field):
    """Unknown words and impossible numbers are never taken for not known."""
    with pytest.raises(ListError) as refused:
        tiny_check("morphine", **wrong)
    assert refused.value.field == field


def test_the_report_says_who_signed_only_where_one_clinician_signed_all(tiny, tiny_check):
    """One unsigned row among those shown, and nobody has signed."""
    assert tiny_check("morphine").table.signed_by is None
    assert tiny_check("zzz").table.signed_by is None


def test_findings_come_worst_first(tiny_check):
    """The reader meets what can kill before anything else."""
    report = tiny_check("ibuprofen", "ramipril", "diazepam", "morphine")
    ranks = [finding.severity.rank for finding in report.cautions]

    assert ranks == sorted(ranks)
    assert len(ranks) == 4


def test_the_json_has_the_shape_that_is_promised(tiny_check):
    """Names that other programs rely on."""
    data = tiny_check("morphine", "zzz").model_dump(mode="json")

    assert set(data) >= {"table", "context", "lines", "cautions", "not_checked", "checked"}
    assert set(data["cautions"][0]) >= {
        "id", "severity", "action", "substances", "lines", "effect", "mechanism", "advice", "evidence",
        "sources", "checked_by", "checked_on",
    }  # fmt: skip
    assert data["cautions"][0]["advice"] == {
        "pharmacist": "Call the prescriber.",
        "emergency": "Watch the breathing.",
    }
    assert data["context"]["egfr"] is None
    assert (data["not_checked"], data["checked"]) == ([1], [1, 2])


@pytest.mark.parametrize("field", ["conditions", "without"])
def test_a_condition_of_the_card_without_effect_is_accepted(tiny_check, field):
    """The card's list of conditions fits as it is, and changes nothing here."""
    plain = tiny_check("morphine")
    told = tiny_check("morphine", **{field: ("non_verbal",)})

    assert told.cautions == plain.cautions
    assert getattr(told.context, field) == ("non_verbal",)
