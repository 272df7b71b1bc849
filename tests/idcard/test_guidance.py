"""The clinical wording: what it says, how it is sourced, how a broken file is refused, how numbers are written."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idcard.errors import DataError
from idcard.guidance import COLUMNS, PLACEHOLDER, load_guidance
from idcard.pumps import load_pumps
from idcard.sources import DATA, load_sources
from idcard.wording import (
    amount_words,
    concentration_words,
    date_words,
    dose_words,
    number_words,
    partial_date_words,
    volume_words,
)

GUIDANCE = load_guidance()
ENTRIES = list(GUIDANCE.entries.values())
SOURCES = load_sources()


def by_id(entries):
    """Entries as cases that are named by their ids."""
    return [pytest.param(entry, id=entry.id) for entry in entries]


def texts_with(pattern):
    """Every text of the real file in which a pattern is found, with the id of its entry."""
    return [(entry.id, text) for entry in ENTRIES for text in entry.texts if re.search(pattern, text)]


# ------------------------------------------------------------------ the real file: sources and review


@pytest.mark.parametrize("entry", by_id(ENTRIES))
def test_every_entry_has_a_source_that_exists(entry):
    """Whoever doubts a sentence can look it up, and at the right place in it."""
    assert entry.sources
    assert all(citation.id in SOURCES and citation.locator for citation in entry.sources)


@pytest.mark.parametrize(
    "entry", by_id(entry for entry in ENTRIES if re.search(r"\d", " ".join(entry.texts)))
)
def test_no_number_without_a_publication(entry):
    """A figure comes from a publication, never from this project alone."""
    assert any(SOURCES[citation.id].kind != "project" for citation in entry.sources)


@pytest.mark.parametrize("entry", by_id(entry for entry in ENTRIES if entry.detail))
def test_every_cited_source_carries_a_sentence(entry):
    """A source stands behind words: the details' sources and those of the short texts make the entry's list."""
    in_detail = {source for line in entry.detail for source in line.sources}
    cited = {citation.id for citation in entry.sources}

    assert in_detail <= cited
    assert not cited - in_detail or entry.page or entry.headline


def test_every_source_is_cited():
    """The list of sources holds what the project uses, and nothing for show."""
    cited = {citation.id for row in [*ENTRIES, *load_pumps().values()] for citation in row.sources}

    assert cited == set(SOURCES)


def test_nobody_has_signed_yet():
    """Until a named clinician signs, every clinical entry counts as unreviewed and the label stays."""
    clinical = {entry.id for entry in ENTRIES if entry.basis != "project"}

    assert set(GUIDANCE.unreviewed) == clinical
    assert {entry.reviewed_by for entry in ENTRIES} == {None}


def test_unsigned_wording_has_its_label():
    """Card, page, emergency page and topics can all say that no clinician has reviewed the wording."""
    label = GUIDANCE.entries["wording-not-reviewed"]

    assert {"card", "page", "emergency", "carers"} <= set(label.used)
    assert label.card == label.page == "Wording not reviewed by a clinician."


# ------------------------------------------------------------------ the real file: what it must and must not say


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"[µμ]", id="sign for micro"),
        pytest.param(r"\w/\w", id="slash"),
        pytest.param(r"(?i)diathermy", id="diathermy"),
        pytest.param(r"(?i)physostigmine", id="physostigmine"),
        pytest.param(r"\d[,.]\d{3}\b|\.0\d*\s?(?:mcg|mg|mL)|(?<!\d)\.\d", id="way to write a number"),
        pytest.param(r"\bmcg\b|(?i:\bug\b)", id="unit that belongs to the spelling"),
        pytest.param(r"[–—!]", id="dash or shout"),
        pytest.param(r"(?i)unverified|120 mg", id="what no source was seen for"),
    ],
)
def test_words_that_never_stand_in_the_data(forbidden):
    """What is misread, shouted or unverified is not in any text."""
    assert not texts_with(forbidden)


def test_nothing_says_that_all_is_well():
    """No text can be taken for an all-clear, in the alarm box least of all."""
    calm = r"(?i)\b(all (is )?(well|clear|good|fine)|no (problem|danger|risk|concern)s?|is safe|works? (well|normally)|ok(ay)?)\b"

    assert not texts_with(calm)


def test_no_alarm_does_not_exclude_failure():
    """The standing line of the alarm box is there."""
    assert GUIDANCE.text("no-alarm-here") == "No alarm here does not exclude failure."


@pytest.mark.parametrize("entry_id", ["refill-passed", "refill-soon", "replace-passed"])
def test_alarms_ask(entry_id):
    """The card may be older than the refill: an alarm quotes the card and asks."""
    entry = GUIDANCE.entries[entry_id]

    assert entry.headline.startswith("The card says")
    assert "?" in entry.page


@pytest.mark.parametrize(
    ("entry_id", "column", "words"),
    [
        pytest.param(
            "what-it-is", "card", "Into the spine (intrathecal). Sudden stop can kill.", id="first lines"
        ),
        pytest.param("reading-stiffer", "page", "tablets only bridge", id="a bridge, never sole"),
        pytest.param("reading-stiffer", "page", "sepsis too", id="sepsis in parallel"),
        pytest.param(
            "reading-floppier", "card", "No antidote to baclofen; naloxone if opioids", id="no antidote"
        ),
        pytest.param("reading-floppier", "card", "Withdrawal may follow", id="the way down"),
        pytest.param(
            "reading-unsure", "page", "A normal pump check does not exclude withdrawal", id="normal check"
        ),
        pytest.param("questions", "card", "Refill, MRI, fall or dose change lately?", id="questions"),
        pytest.param(
            "alarm-synchromed",
            "card",
            "Two tones: no drug is flowing. Silence proves nothing.",
            id="two tones",
        ),
        pytest.param("refill-date", "card", "It can fail before this date.", id="refill date"),
        pytest.param(
            "mri-synchromed",
            "page",
            "Interrogate right after; before, too, if it is alarming.",
            id="mri pauses",
        ),
        pytest.param("mri-prometra-ii", "page", "EMPTY before MRI: it may release the drug.", id="mri empty"),
        pytest.param(
            "mri-prometra-original", "page", "No MRI unless the maker clears it.", id="mri original"
        ),
        pytest.param("mri-unknown", "page", "No MRI until the maker confirms.", id="mri unknown"),
        pytest.param("port", "card", "Never inject through the catheter (side) port.", id="port"),
        pytest.param("lumbar-puncture", "card", "locate the catheter if time allows", id="lumbar puncture"),
        pytest.param("benzodiazepines-treat", "card", "(but they treat withdrawal)", id="benzodiazepines"),
        pytest.param("no-24h-number", "card", "No 24 h number: go to an ER", id="no number"),
    ],
)
def test_wording_of_the_clinical_review(entry_id, column, words):
    """What a review of the wording asked for is said in its words."""
    assert words in getattr(GUIDANCE.entries[entry_id], column)


def test_lay_reader_is_told_three_things():
    """A relative reads the card first: ambulance, hands off, tablets only by plan; before everything clinical."""
    text = GUIDANCE.text("lay-reader", "card")

    assert [
        part in text
        for part in ("Call an ambulance", "Do not touch the pump", "Tablets only as your plan says")
    ] == [True] * 3
    assert list(GUIDANCE.entries).index("lay-reader") < list(GUIDANCE.entries).index("reading-stiffer")


@pytest.mark.parametrize("entry_id", ["dose-line", "dose-age", "card-made"])
def test_dose_says_when_by_whom_and_that_it_is_no_order(entry_id):
    """A dose on paper gets old: the date and the pointer to the pump are part of the text."""
    for text in GUIDANCE.entries[entry_id].texts:
        assert "{date}" in text
        assert "Not an order: interrogate" in text
        assert entry_id == "card-made" or "{by}" in text


def test_first_hour_is_in_order():
    """Life first, then the call, then the treatment, then the bridge."""
    order = [entry.id for entry in GUIDANCE.part("first-hour")]

    assert order == [
        "first-airway", "first-call", "first-ask", "first-find", "first-restore", "first-bridge", "first-parallel",
    ]  # fmt: skip


def test_three_readings():
    """Stiffer, floppier and not sure, each with a heading, a text and sourced detail."""
    readings = GUIDANCE.part("readings")

    assert [reading.id for reading in readings] == ["reading-stiffer", "reading-floppier", "reading-unsure"]
    assert all(reading.headline and reading.page and reading.detail for reading in readings)


def test_card_and_page_agree_on_the_mri_line():
    """What the card says about MRI, lead and rest, is word for word what the page says."""
    for entry in GUIDANCE.part("mri"):
        assert " ".join(filter(None, (entry.lead, entry.card))) == entry.page


def test_every_condition_and_source_of_dose_has_words():
    """What a profile can hold, the card can say."""
    from idcard.profile import CONDITIONS, Therapy

    doses = Therapy.model_fields["dose_source"].annotation.__args__
    for word in CONDITIONS:
        assert GUIDANCE.text(f"condition-{word.replace('_', '-')}", "card")
    for word in doses:
        assert GUIDANCE.text(f"by-{word.replace('_', '-')}", "card")


# ------------------------------------------------------------------ the real file: plain language

# Names that readers know from their own pump; they count as short words.
KNOWN_NAMES = {"synchromed", "prometra", "clinic", "refill", "refills", "surgery"}


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end left out; names that readers know count one."""
    word = word.lower()
    if word in KNOWN_NAMES:
        return 1
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def reading_grade(texts) -> float:
    """Flesch-Kincaid grade of some sentences."""
    sentences = [
        part for text in texts for part in re.split(r"[.?:]\s*", text) if re.search(r"[A-Za-z]", part)
    ]
    words = [word for part in sentences for word in re.findall(r"[A-Za-z]+", part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("topic", by_id(GUIDANCE.part("topics")))
def test_topics_for_patients_are_plain(topic):
    """Two to six short sentences that somebody frightened can read."""
    texts = [line.text for line in topic.detail]

    assert 2 <= len(texts) <= 6
    assert reading_grade(texts) <= 7
    for text in texts:
        assert all(len(sentence.split()) <= 20 for sentence in re.split(r"[.?]", text))


def test_seed_topics_are_there():
    """The subjects that people ask about first."""
    asked = {"topic-beep", "topic-battery", "topic-skin", "topic-travel", "topic-missed-refill", "topic-mri"}

    assert asked <= {entry.id for entry in GUIDANCE.part("topics")}


def test_the_reading_test_can_fail():
    """A sentence from a manual is graded as hard."""
    assert (
        reading_grade(
            ["Interrogation subsequent to magnetic resonance imaging is recommended by manufacturers."]
        )
        > 12
    )


# ------------------------------------------------------------------ filling in values


def test_values_are_filled_in():
    """The caller gives the values by name."""
    assert (
        GUIDANCE.text("refill-passed", "headline", date="2 Nov 2026")
        == "The card says the refill was due on 2 Nov 2026."
    )


@given(st.text(max_size=30))
def test_a_value_is_never_read_as_a_placeholder(value):
    """Whatever a person typed stands in the text as it is, braces and backslashes included."""
    assert GUIDANCE.text("facts-entered", "card", by=value) == f"Facts entered by: {value}."


@pytest.mark.parametrize("entry", by_id(ENTRIES))
def test_every_text_can_be_shown(entry):
    """Each text, given what it asks for, comes out without braces."""
    for column in COLUMNS:
        template = getattr(entry, column)
        if template is not None:
            shown = GUIDANCE.text(entry.id, column, **dict.fromkeys(PLACEHOLDER.findall(template), "x"))
            assert not re.search(r"[{}]", shown)


@pytest.mark.parametrize(
    ("values", "column", "error"),
    [
        pytest.param({}, "headline", TypeError, id="value missing"),
        pytest.param({"date": "x", "other": "y"}, "headline", TypeError, id="value too many"),
        pytest.param({}, "contact", KeyError, id="no such text"),
    ],
)
def test_a_wrong_call_is_refused(values, column, error):
    """A gap on an alarm must fail in a test, never show on a page."""
    with pytest.raises(error):
        GUIDANCE.text("refill-passed", column, **values)


def test_unknown_part_is_refused():
    """A page that asks for a group by a wrong name must not lose it silently."""
    with pytest.raises(KeyError, match="first-hours"):
        GUIDANCE.part("first-hours")


# ------------------------------------------------------------------ broken files

GOOD = {
    "part": '"opening"',
    "used": '["card"]',
    "card": '"Words for {date}."',
    "values": '["date"]',
    "basis": '"inferred"',
    "sources": '[{ id = "us-box-itb", locator = "boxed warning" }]',
    "review": '"unreviewed"',
    "written_on": "2026-11-23",
}


def written(folder, name="guidance.toml", key="row-one", **columns):
    """A guidance file with one row, some of its columns replaced or left out."""
    rows = {**GOOD, **columns}
    path = folder / name
    path.write_text(
        f"[{key}]\n" + "".join(f"{k} = {v}\n" for k, v in rows.items() if v is not None), encoding="utf-8"
    )
    return path


def test_a_good_row_is_read(tmp_path):
    """The frame of the tests below is itself right."""
    guidance = load_guidance(written(tmp_path))

    assert guidance.text("row-one", "card", date="2026") == "Words for 2026."
    assert guidance.unreviewed == ("row-one",)


def test_a_signed_row_is_read(tmp_path):
    """A clinician's name and day take an entry off the list of the unreviewed."""
    signed = written(tmp_path, review='"reviewed"', reviewed_by='"Dr Sample"', reviewed_on="2026-11-24")

    assert load_guidance(signed).unreviewed == ()


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        pytest.param({"part": None}, "part: Field required", id="column missing"),
        pytest.param({"colour": '"red"'}, "colour: Extra inputs", id="column unknown"),
        pytest.param({"part": "7"}, "part: Input should be a valid string", id="wrong type"),
        pytest.param({"id": '"row-two"'}, "id: is the name of the block", id="id as a column"),
        pytest.param({"used": '["wall"]'}, "used.0: Input should be 'card'", id="place unknown"),
        pytest.param({"used": '["page"]'}, "card: text and 'used' disagree", id="card text not used"),
        pytest.param({"used": '["card", "contact"]'}, "contact: text and 'used' disagree", id="contact text missing"),
        pytest.param({"used": '["card", "page"]'}, "page: headline, page or detail", id="page text missing"),
        pytest.param({"card": None, "page": '"x {date}"', "lead": '"L"', "used": '["page"]'}, "lead: opens", id="lead alone"),
        pytest.param({"values": "[]"}, "values: in the texts are ['date']", id="placeholder not declared"),
        pytest.param({"values": '["date", "by"]'}, "declared are ['by', 'date']", id="placeholder not used"),
        pytest.param({"card": '"For {Date} {date}."'}, "braces: write a value as {name}", id="placeholder misspelt"),
        pytest.param({"card": '"For {date!r} {date}."'}, "braces: write a value as {name}", id="format code"),
        pytest.param({"card": '" {date}"'}, "card: String should match", id="space at the edge"),
        pytest.param({"sources": "[]"}, "sources: Tuple should have at least 1 item", id="no source"),
        pytest.param({"sources": '[{ id = "hearsay", locator = "x" }]'}, "sources: hearsay is not in sources.toml", id="unknown source"),
        pytest.param({"sources": '[{ id = "us-box-itb" }]'}, "sources.0.locator: Field required", id="no locator"),
        pytest.param(
            {"sources": '[{ id = "us-box-itb", locator = "a" }, { id = "us-box-itb", locator = "b" }]'},
            "us-box-itb is named twice", id="source twice",
        ),
        pytest.param({"basis": '"project"'}, "basis: 'project' cites a publication", id="basis project"),
        pytest.param(
            {"basis": '"stated"', "sources": '[{ id = "project-rule", locator = "x" }]'},
            "basis: 'stated' cites the project itself", id="basis stated",
        ),
        pytest.param({"review": '"reviewed"'}, "review: 'reviewed' needs", id="signature without a name"),
        pytest.param({"reviewed_by": '"Dr Sample"'}, "review: 'reviewed' needs", id="name without a signature"),
        pytest.param(
            {"review": '"reviewed"', "reviewed_by": '"Dr Sample"', "reviewed_on": "2026-11-22"},
            "reviewed_on: is before the words were written", id="signed before written",
        ),
        pytest.param(
            {"used": '["card", "page"]', "detail": '[{ text = "x", sources = ["jp-label"] }]'},
            "detail: a sentence rests on a source", id="detail without its source",
        ),
    ],
)  # fmt: skip
def test_a_broken_row_is_refused_by_file_and_row(tmp_path, columns, problem):
    """The message names the file, the row and what to put right."""
    with pytest.raises(DataError) as caught:
        load_guidance(written(tmp_path, **columns))

    assert (caught.value.file, caught.value.row) == ("guidance.toml", "row-one")
    assert problem in caught.value.problem


def test_a_refused_value_is_not_repeated(tmp_path):
    """Messages may reach a log; they say what is wrong without what was written."""
    with pytest.raises(DataError) as caught:
        load_guidance(written(tmp_path, written_on='"confidential"'))

    assert "confidential" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"[a]\nx = \n", "is not valid TOML", id="not TOML"),
        pytest.param(b"[a]\n[a]\n", "is not valid TOML", id="twin key"),
        pytest.param(b'[a]\nx = "\xff"\n', "is not UTF-8 text", id="not UTF-8"),
        pytest.param(b"a = 1\n", "is not a block of columns", id="not a block"),
        pytest.param(b"[A_B]\n", "id: String should match", id="key of another form"),
        pytest.param(None, "cannot be read", id="missing"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, content, problem):
    """A file that cannot be read as a whole is refused by its name."""
    path = tmp_path / "guidance.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(DataError, match=problem) as caught:
        load_guidance(path)

    assert caught.value.file == "guidance.toml"


def test_a_broken_source_is_refused(tmp_path):
    """The list of sources is held to the same rule."""
    path = tmp_path / "sources.toml"
    path.write_text(
        (DATA / "sources.toml").read_text(encoding="utf-8").replace('kind = "label"', 'kind = "blog"', 1),
        "utf-8",
    )

    with pytest.raises(DataError, match=r"sources.toml: us-box-itb: kind"):
        load_guidance(written(tmp_path), path)


# ------------------------------------------------------------------ numbers and dates


@pytest.mark.parametrize(
    ("number", "words"),
    [
        pytest.param("480", "480", id="whole"),
        pytest.param("480.00", "480", id="trailing zeros"),
        pytest.param("19.50", "19.5", id="one decimal"),
        pytest.param(".25", "0.25", id="leading zero"),
        pytest.param("2E+3", "2000", id="no exponent, no separator"),
        pytest.param("0", "0", id="zero"),
        pytest.param("-0.0", "0", id="minus zero"),
        pytest.param("1E-3", "0.001", id="small"),
    ],
)
def test_a_number_is_written_in_plain_digits(number, words):
    """No trailing zero, always a leading one, no separator."""
    assert number_words(Decimal(number)) == words


@given(st.decimals(min_value=0, max_value=10**7, places=4, allow_nan=False))
def test_a_written_number_reads_back_equal(number):
    """Writing loses nothing and adds nothing, whatever the number."""
    words = number_words(number)

    assert Decimal(words) == number
    assert re.fullmatch(r"(0|[1-9]\d*)(\.\d*[1-9])?", words)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1"])
def test_what_is_no_dose_is_refused(number):
    """A card never shows NaN."""
    with pytest.raises(ValueError, match="zero or more"):
        number_words(Decimal(number))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(dose_words(Decimal(480)), "480 mcg per day", id="dose"),
        pytest.param(dose_words(Decimal(480), "en-GB"), "480 micrograms per day", id="dose, British"),
        pytest.param(concentration_words(Decimal(2000)), "2000 mcg per mL", id="concentration"),
        pytest.param(
            concentration_words(Decimal(500), "en-GB"), "500 micrograms per mL", id="concentration, British"
        ),
        pytest.param(amount_words(Decimal("12.5")), "12.5 mcg", id="bolus"),
        pytest.param(volume_words(Decimal("18.0")), "18 mL", id="volume"),
        pytest.param(date_words(date(2026, 11, 2)), "2 Nov 2026", id="date"),
        pytest.param(partial_date_words("2026-11-02"), "2 Nov 2026", id="whole date"),
        pytest.param(partial_date_words("2021-06"), "Jun 2021", id="month"),
        pytest.param(partial_date_words("2021"), "2021", id="year"),
    ],
)
def test_units_and_dates_are_in_words(words, expected):
    """No sign for micro, no slash, no month as a number."""
    assert words == expected


@pytest.mark.parametrize("partial", ["2021-13", "2026-02-30", "20x6", "", "0000"])
def test_a_date_that_does_not_exist_is_refused(partial):
    """Nothing is guessed from a broken date."""
    with pytest.raises(ValueError, match=r"."):
        partial_date_words(partial)


@given(st.integers(0, 60_000))
def test_different_days_read_differently(days):
    """The words of a day hold day, month and year, so that the next day never looks the same."""
    day = date(1900, 1, 1) + timedelta(days)

    assert date_words(day) != date_words(day + timedelta(1))
    assert date_words(day).endswith(str(day.year))
    assert partial_date_words(day.isoformat()) == date_words(day)
