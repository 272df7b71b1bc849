"""What a reader is shown: order, words, and that nothing found is never a clearance."""

from datetime import date

import pytest

from interactions import check, default_table
from interactions.model import LineStatus, Route, Situation
from interactions.present import NONE_FOUND, SIGNED_IN_PART, UNSIGNED, show
from interactions.text import line_text, report_text


@pytest.fixture
def shown(tiny, tiny_check):
    """What is shown of a check against the tiny table."""
    return lambda *lines, **context: show(tiny_check(*lines, **context), tiny)


def test_the_headline_counts_lines_checked_and_lines_that_may_be_medicines(shown, line):
    """Headings on the list are not counted as medicines."""
    heading = line("Morning:", status=LineStatus.NOT_A_MEDICINE)

    assert shown("morphine", "zzz", heading).headline == "1 of 2 lines checked"
    assert shown("morphine").headline == "1 of 1 line checked"


def test_what_was_not_checked_says_why(shown, line):
    """Three ways of not being checked, each with what is missing."""
    part = line("morphine with xyz", "morphine", status=LineStatus.IN_PART).model_copy(
        update={"leftover": ("xyz",)}
    )
    twice = line("Brand", "ramipril", status=LineStatus.AMBIGUOUS).model_copy(
        update={"meanings": ("a (DE)", "b (FR)")}
    )
    out = line("qqq").model_copy(update={"leftover": ("qqq",), "suggestions": ("morphine",)})

    first, second, third = shown(part, twice, out).unchecked
    assert first.why == "checked for morphine, not for the rest: xyz"
    assert second.why == "the name has more than one meaning: a (DE); b (FR); each was checked"
    assert (third.number, third.why, third.word, third.suggestions) == (
        3,
        "not recognised",
        "qqq",
        ("morphine",),
    )


def test_nothing_found_is_said_and_is_no_clearance(shown):
    """ "None in this table" stands where other programs show a green tick."""
    assert shown("zzz").none_found == NONE_FOUND
    assert shown("morphine").none_found == ""


def test_minor_findings_and_notes_are_folded_and_worse_ones_never(shown):
    """A major finding is on the screen whatever else is on the list."""
    answer = shown("morphine", "diazepam", "ibuprofen", "ramipril")

    assert {card.severity for card in answer.loud} == {"major"}
    assert {card.severity for card in answer.quiet} == {"minor", "note"}


def test_the_medicine_is_shown_as_it_was_written(shown, line):
    """Brand first, the table's own name beside it, and the line it stands on."""
    card = shown(line("MST 10 mg", "morphine"), "codeine").loud[0]

    assert card.medicines == (("MST", 1, "morphine"), ("codeine", 2, ""))


def test_a_drug_of_the_context_is_shown_without_a_line(shown):
    """It is in the pump, not on the list; what was not recognised there is shown as not checked."""
    answer = shown("zzz", pump_drugs=["morphine", "yyy"])

    assert answer.loud[0].medicines == (("morphine", None, ""),)
    assert answer.pump_unchecked == ("yyy",)


def test_the_desk_reads_the_pharmacists_advice_and_the_emergency_room_its_own(shown):
    """The other text stays one tap away."""
    desk, room = shown("morphine").loud[0], shown("morphine", situation="overdose").loud[0]

    assert (desk.to_do, dict(desk.more)["In an emergency"]) == (
        "Call the prescriber.",
        "Watch the breathing.",
    )
    assert (room.to_do, dict(room.more)["For the pharmacist"]) == (
        "Watch the breathing.",
        "Call the prescriber.",
    )


def test_unsure_neither_calls_for_nor_forbids(shown):
    """Where the readings differ the first words are not those of one of them."""
    card = shown("diazepam", situation="unsure").loud[0]

    assert card.action == "It depends, read below"
    assert [each.action for each in card.readings] == ["Lower the risk", "Avoid"]
    assert shown("diazepam").loud[0].action == "Monitor"


def test_disagreement_and_signature_are_said(shown):
    """The reader sees that sources differ and that nobody has signed."""
    card = shown("diazepam").loud[0]

    assert dict(card.more)["Sources differ"] == "A handbook says minor."
    assert card.signed == "Not signed by a clinician yet"
    assert shown("diazepam").signed == UNSIGNED
    assert card.sources == (("A leaflet made up for tests", "section 4.5", "example.org/leaflet"),)


def test_a_signed_table_says_by_whom(tiny, tiny_check):
    """One clinician for every caution shown."""
    report = tiny_check("morphine")
    signed = report.model_copy(update={"table": report.table.model_copy(update={"signed_by": "A. Example"})})

    assert show(signed, tiny).signed == "Cautions signed by A. Example."

    row = tiny.rows["opioids"].model_copy(update={"checked_by": "A. Example"})
    partly = type(tiny)(**{**vars(tiny), "rows": {"opioids": row}})
    assert show(report, partly).signed == SIGNED_IN_PART


def test_a_row_that_the_site_wrote_says_so(tiny, tiny_check):
    """A reader tells the site's words from the table's, and sees who signed."""
    report = tiny_check("morphine")
    row = tiny.rows["opioids"].model_copy(update={"site": True})
    site = type(tiny)(**{**vars(tiny), "rows": {"opioids": row}})
    finding = report.cautions[0].model_copy(
        update={"checked_by": "A. Example", "checked_on": date(2026, 11, 21)}
    )
    signed = report.model_copy(update={"cautions": (finding,)})

    assert show(report, site).loud[0].signed == "Not signed by a clinician yet, this site's own wording"
    assert show(signed, tiny).loud[0].signed == "Signed by A. Example, 2026-11-21"


def test_situations_in_which_the_same_holds_share_one_reading(tiny, tiny_check):
    """The emergency room does not read the same sentence twice."""
    report = tiny_check("diazepam", situation="unsure")
    withdrawal = report.cautions[0].readings[0]
    twice = (withdrawal, withdrawal.model_copy(update={"situation": Situation.OVERDOSE}))
    same = report.model_copy(
        update={"cautions": (report.cautions[0].model_copy(update={"readings": twice}),)}
    )

    card = show(same, tiny).loud[0]
    assert [each.situation for each in card.readings] == ["suspected withdrawal or suspected overdose"]
    assert card.action == "Lower the risk"


def test_a_treatment_beside_an_opioid_is_not_headed_avoid(tiny, tiny_check):
    """In withdrawal the severity rises, and the row that was written for withdrawal keeps its action."""
    cards = {
        card.title: card
        for card in show(tiny_check("diazepam", "morphine", situation="withdrawal"), tiny).loud
    }

    assert (cards["Benzodiazepines"].action, cards["Benzodiazepines"].severity) == ("Lower the risk", "major")


def test_every_line_says_what_it_was_taken_for(shown, line):
    """The record that is filed holds each line as written."""
    lines = [
        "morphine",
        "zzz",
        line("Monday", status=LineStatus.NOT_A_MEDICINE),
        "baclofen pump",
        line("codeine + x", "codeine", status=LineStatus.IN_PART),
        line("timolol drops", "timolol", route=Route.OPHTHALMIC),
        line("Brand", "codeine", status=LineStatus.AMBIGUOUS),
    ]
    assert [taken for _, _, taken in shown(*lines).taken_for] == [
        "morphine",
        "NOT CHECKED: not recognised",
        "not a medicine",
        "baclofen (the pump itself)",
        "CHECKED IN PART: codeine",
        "timolol (ophthalmic)",
        "AMBIGUOUS: codeine",
    ]


def test_every_context_is_shown_with_not_known_for_what_nobody_gave(shown):
    """Not known, yes and no are three different words."""
    context = dict(
        shown("zzz", egfr=45, conditions=["renal"], without=["epilepsy", "pump_drugs"], age=7).context
    )

    assert context["eGFR"] == "45 mL/min/1.73 m2"
    assert context["Age"] == "7 years"
    assert context["Kidney disease"] == "yes"
    assert context["Epilepsy"] == "no"
    assert context["Pregnancy"] == "not known"
    assert context["Oral baclofen as well"] == "not known"
    assert context["Other drugs in the pump"] == "none"
    assert dict(shown("zzz", pump_drugs=["morphine"]).context)["Other drugs in the pump"] == "morphine"


def test_the_overlay_is_named_or_said_to_be_none(shown):
    """A reader knows which words were the site's own."""
    assert shown("zzz").table.endswith(", no site overlay")


def test_text_puts_what_was_not_checked_before_any_finding(shown):
    """A terminal scrolls; the order is that of the page."""
    lines = list(
        report_text(
            shown("zzz", "morphine", "diazepam", "ibuprofen", "sprays azelastine", pump_drugs=["yyy"])
        )
    )
    text = "\n".join(lines)

    assert lines[0] == "4 OF 5 LINES CHECKED"
    assert text.index("NOT CHECKED  line 1: zzz") < text.index(
        "USUALLY AVOID [MAJOR] Opioids: morphine (line 2)"
    )
    assert text.index("in the pump: yyy") < text.index("USUALLY AVOID")
    assert "Do not stop it abruptly." in text
    assert "Because: together with an opioid." in text
    assert "MINOR AND NOTES (2)" in text
    assert "Would be moderate if the kidneys are weak: not known." in text
    assert "Not covered: Doses. Allergies." in text
    assert lines[-1].endswith(UNSIGNED)


def test_text_of_nothing_found_and_of_readings(shown):
    """No clearance in text either; readings stand side by side."""
    assert NONE_FOUND in list(report_text(shown("zzz")))
    unsure = "\n".join(report_text(shown("diazepam", situation="unsure")))
    assert "suspected withdrawal: Lower the risk [moderate] They are treatment" in unsure
    assert "morphine (not on the list)" in "\n".join(report_text(shown("zzz", pump_drugs=["morphine"])))


def test_one_line_as_text(line):
    """What `interactions resolve` prints."""
    read = line("Brand xyz", "morphine", status=LineStatus.IN_PART, route=Route.ORAL)
    full = read.model_copy(update={"leftover": ("xyz",), "suggestions": ("codeine",), "meanings": ("a", "b")})

    assert list(line_text(full)) == [
        "in_part: Brand xyz",
        "  morphine (Brand), oral",
        "  may be: a; b",
        "  not used: xyz; did you mean codeine?",
    ]
    assert list(line_text(line("zzz"))) == ["not_recognised: zzz"]


def test_a_line_read_in_part_with_nothing_left_over_says_why(tiny, tiny_check, line):
    """A brand that may hold more than is known: the reader is sent to the pack, not to an empty list."""
    part = line("Brand", "morphine", status=LineStatus.IN_PART)
    why = show(tiny_check(part), tiny).unchecked[0].why

    assert why == "morphine was checked; it may hold more than that, so read the pack"


def test_what_several_findings_hang_on_is_asked_once():
    """It stands above them with their names, and no longer with each."""
    report = check(["diazepam 5 mg", "mirtazapine 15 mg", "quetiapine 25 mg", "zolpidem 10 mg"])
    shown = show(report, default_table())
    with_it = [
        card for card in (*shown.loud, *shown.quiet) if any("opioid in the pump" in t for t in card.unknown)
    ]
    asked = [text for text in shown.ask if "opioid in the pump" in text]

    assert with_it == []
    assert len(asked) == 1
    assert "Benzodiazepines" in asked[0] and "Z-drugs" in asked[0]
