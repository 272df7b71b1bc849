"""Written lists against the table and the names that are shipped: what a pharmacist would expect to read."""

import pytest

from interactions import careful_with, check


def found(lines, **context):
    """Severity by class, notes left out: they alarm nobody."""
    report = check(lines, **context)
    return {
        finding.id.split("/")[0]: str(finding.severity)
        for finding in report.cautions
        if str(finding.severity) != "note"
    }


@pytest.mark.parametrize(
    ("lines", "context", "expected"),
    [
        pytest.param(["Oxycodone 5 mg"], {}, {"opioids": "major"}, id="opioid"),
        pytest.param(["Percocet 5/325"], {}, {"opioids": "major"}, id="opioid hidden in a combination"),
        pytest.param(["Xyrem"], {}, {"oxybates": "major"}, id="oxybate"),
        pytest.param(["Valium 5 mg"], {}, {"benzodiazepines": "moderate"}, id="benzodiazepine"),
        pytest.param(
            ["Valium 5 mg", "tramadol 50 mg"], {}, {"benzodiazepines": "major", "opioids": "major"}, id="with an opioid"
        ),
        pytest.param(
            ["Lyrica 75 mg", "codeine 30 mg"], {}, {"gabapentinoids": "major", "opioids": "major"}, id="gabapentinoid, opioid"
        ),
        pytest.param(["Ibuprofen 400 mg"], {}, {}, id="NSAID with the pump alone"),
        pytest.param(["Ibuprofen 400 mg"], {"egfr": 45}, {"nsaids": "moderate"}, id="NSAID and weak kidneys"),
        pytest.param(
            ["Ibuprofen 400 mg", "Baclofen 10 mg tablets tds"], {}, {"nsaids": "moderate", "oral-baclofen": "major"},
            id="NSAID and tablets",
        ),
        pytest.param(["Baclofen intrathecal via pump 300 mcg/day"], {}, {}, id="the pump itself"),
        pytest.param(["Baclofen"], {}, {"oral-baclofen": "major"}, id="baclofen without a route"),
        pytest.param(["Timolol 0.5% eye drops"], {}, {}, id="eye drops"),
        pytest.param(["suxamethonium"], {}, {}, id="suxamethonium at the desk"),
        pytest.param(["suxamethonium"], {"situation": "procedure"}, {"suxamethonium": "major"}, id="before a procedure"),
        pytest.param(["suxamethonium"], {"situation": "unsure"}, {"suxamethonium": "major"}, id="in the emergency room"),
        pytest.param(["warfarin 3 mg"], {}, {}, id="anticoagulant at the desk"),
        pytest.param(["Lithium carbonate 400 mg"], {}, {"lithium": "minor"}, id="lithium"),
        pytest.param(["Lithium carbonate 400 mg"], {"oral_baclofen": True},
                     {"lithium": "moderate", "oral-baclofen": "major"}, id="lithium and tablets"),
        pytest.param(["omeprazole 20 mg", "levothyroxine 50 mcg", "paracetamol 1 g"], {}, {}, id="harmless"),
    ],
)  # fmt: skip
def test_a_written_list_raises_what_the_evidence_says(lines, context, expected):
    """No expected caution lost, none invented."""
    assert found(lines, **context) == expected


def test_three_sedatives_and_three_pressure_medicines_add_up():
    """Each is moderate or less alone; together the reader is told."""
    sedatives = found(["mirtazapine 15 mg", "cetirizine", "quetiapine 25 mg", "zopiclone 7.5 mg"])
    pressure = found(["ramipril 5 mg", "amlodipine 5 mg", "bisoprolol 2.5 mg"])

    assert "three-sedatives" in sedatives
    assert pressure["antihypertensives"] == "moderate"
    assert found(["ramipril 5 mg"]) == {"antihypertensives": "minor"}


def test_benzodiazepines_are_treatment_in_withdrawal_and_not_in_overdose():
    """With nobody sure, both readings stand side by side."""
    report = check(["Diazepam 5 mg"], situation="unsure")
    (readings,) = (found.readings for found in report.cautions if "diazepam" in found.substances)

    assert [str(each.situation) for each in readings] == ["withdrawal", "overdose"]
    assert "treatment" in readings[0].text.lower()
    assert "not for sedation" in readings[1].text.lower()


@pytest.mark.parametrize(
    ("situation", "spoken_of"),
    [("routine", False), ("withdrawal", False), ("overdose", False), ("procedure", True), ("unsure", True)],
)
def test_suxamethonium_is_spoken_of_before_anybody_could_write_it_down(situation, spoken_of):
    """It is given to people who have a pump before a list is made; then it is on no line."""
    findings = {
        found.id.split("/")[0]: found for found in check(["omeprazole"], situation=situation).cautions
    }

    assert ("suxamethonium" in findings) is spoken_of
    if spoken_of:
        assert (str(findings["suxamethonium"].severity), findings["suxamethonium"].lines) == ("major", ())


def test_words_for_the_situation_come_first_and_the_severity_stays_the_worst():
    """Beside an opioid a benzodiazepine is major, and in withdrawal still treatment."""
    report = check(["diazepam 5 mg", "morphine 10 mg"], situation="withdrawal")
    (finding,) = (found for found in report.cautions if "diazepam" in found.substances)

    assert (str(finding.severity), str(finding.action)) == ("major", "minimise_risk")
    assert finding.readings[0].text.startswith("Treatment, monitored")


def test_the_card_is_careful_with_what_the_checker_warns_of():
    """Worst first; the note that a benzodiazepine treats withdrawal is on the card."""
    words = careful_with()

    assert words[0][0] == "opioids"
    assert ("benzodiazepines", "but they treat withdrawal") in words
    assert len({word for word, _ in words}) == len(words)


def test_what_no_check_covers_is_said():
    """Doses, allergies, pairs among the other medicines."""
    text = " ".join(check(["omeprazole"]).not_covered).lower()

    assert all(word in text for word in ("doses", "allergies", "among the other medicines"))
