import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.model import LineStatus, Route
from interactions.names import resolve
from interactions.names.reader import LONGEST_LINE
from interactions.names.text import tokens

LINES = Path(__file__).parent / "lines.csv"
REGISTER = Path(__file__).parent / "register_lines.txt"
NOT_MEDICINES = Path(__file__).parent / "not_medicines.txt"


def _lines():
    with LINES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("row", [pytest.param(row, id=row["text"]) for row in _lines()])
def test_real_lines_are_read_as_people_mean_them(real, row):
    """Lines as hospitals, practices and patients write them, in ten languages, with the real names."""
    line = resolve(row["text"], real)

    assert line.text == row["text"]
    assert (line.status, "+".join(sorted(found.name for found in line.substances))) == (
        row["status"],
        row["substances"],
    )


def test_the_list_of_lines_is_long_and_varied():
    """The lines above cover every status, each at least a few times."""
    counts = {status: sum(row["status"] == status for row in _lines()) for status in LineStatus}

    assert sum(counts.values()) >= 300
    assert min(counts.values()) >= 4


@pytest.mark.parametrize("text", REGISTER.read_text(encoding="utf-8").splitlines())
def test_one_ingredient_in_the_wording_of_a_register_is_recognised(real, text):
    """Forms and salts as registers of eleven languages write them leave no word over."""
    line = resolve(text, real)

    assert (line.status, line.leftover, len(line.substances)) == (LineStatus.RECOGNISED, (), 1)


def test_what_is_no_medicine_is_hardly_ever_taken_for_one(real):
    """Of lab values, diagnoses, foods, people, places and dates in seven languages one line in a hundred is."""
    lines = NOT_MEDICINES.read_text(encoding="utf-8").splitlines()
    taken = [text for text in lines if resolve(text, real).substances]

    assert len(set(lines)) == 200
    assert len(taken) <= 2, taken


@pytest.mark.parametrize(
    ("text", "status", "substances", "leftover"),
    [
        pytest.param(
            "ramipril, potassium 4.2", "in_part", {"ramipril"}, ("potassium",), id="beside a medicine"
        ),
        pytest.param(
            "ramipril, potassium: 4.2 mmol/L",
            "in_part",
            {"ramipril"},
            ("potassium", "4.2 mmol/L"),
            id="colon",
        ),
        pytest.param("potassium 4.2", "not_recognised", set(), ("potassium",), id="alone"),
        pytest.param("magnesium 1.5 tablets", "recognised", {"magnesium"}, (), id="counted, not measured"),
        pytest.param("lithium 0.7 mmol/L", "in_part", {"lithium"}, ("0.7 mmol/L",), id="level"),
        pytest.param(
            "Lithium 0,7 mmol/l am 12.03.2026", "in_part", {"lithium"}, ("0,7 mmol/l",), id="level of a day"
        ),
        pytest.param("valproate 80 µmol/L", "in_part", {"valproate"}, ("80 µmol/L",), id="micro sign"),
        pytest.param("digoxin 0.8 ng/mL", "in_part", {"digoxin"}, ("0.8 ng/mL",), id="nanograms"),
        pytest.param("phenytoin 1.4 mg/dL", "in_part", {"phenytoin"}, ("1.4 mg/dL",), id="decilitre"),
        pytest.param("lithium 0.7 mEq/L", "in_part", {"lithium"}, ("0.7 mEq/L",), id="milliequivalents"),
        pytest.param("theophylline 0.01 g/L", "in_part", {"theophylline"}, ("0.01 g/L",), id="grams a litre"),
        pytest.param(
            "lithium 400 mg bd, 0.7 mmol/L", "recognised", {"lithium"}, (), id="level beside the dose"
        ),
        pytest.param(
            "potassium chloride 40 mmol/L infusion", "recognised", {"potassium chloride"}, (), id="bag"
        ),
        pytest.param("morphine 10 mg/ml", "recognised", {"morphine"}, (), id="strength of a solution"),
    ],
)
def test_a_result_of_a_blood_test_is_seen_and_is_no_dose(real, text, status, substances, leftover):
    """A value beside a medicine stays to be seen, and a level alone never makes a line plain."""
    line = resolve(text, real)

    assert (line.status, {found.name for found in line.substances}) == (status, substances)
    assert line.leftover == leftover


@pytest.mark.parametrize(
    ("text", "status", "substances", "leftover"),
    [
        pytest.param("OxyContin 20 mg bd", "recognised", {"oxycodone"}, (), id="plain brand"),
        pytest.param("oxy contin 20 mg", "recognised", {"oxycodone"}, (), id="brand in two words"),
        pytest.param("cocodamol", "recognised", {"codeine", "paracetamol"}, (), id="run together"),
        pytest.param("oxycodone 5/325", "in_part", {"oxycodone"}, ("5/325",), id="two strengths, one substance"),
        pytest.param("losartan 50 mg/12.5 mg", "in_part", {"losartan"}, ("50 mg/12.5 mg",), id="strengths with units"),
        pytest.param("losartan 50/12,5/5 mg", "in_part", {"losartan"}, ("50/12,5/5 mg",), id="three strengths"),
        pytest.param("Percocet 5/325", "recognised", {"oxycodone", "paracetamol"}, (), id="strengths of both"),
        pytest.param("morphine 10mg/5ml", "recognised", {"morphine"}, (), id="concentration"),
        pytest.param("codeine 30 mg 5/7", "recognised", {"codeine"}, (), id="five days"),
        pytest.param("codeine 1/2 tab", "recognised", {"codeine"}, (), id="half a tablet"),
        pytest.param("codeine 12/03/2026", "recognised", {"codeine"}, (), id="date"),
        pytest.param("codeine 12/03/26", "recognised", {"codeine"}, (), id="short date"),
        pytest.param("codeine 30 mg 1.2.3/4", "recognised", {"codeine"}, (), id="odd number"),
        pytest.param("insulin 30/70", "recognised", {"insulin"}, (), id="mix of one substance"),
        pytest.param("Nurofen Plus", "recognised", {"ibuprofen", "codeine"}, (), id="product as a whole"),
        pytest.param("Nurofen Cold", "in_part", {"ibuprofen"}, ("Cold",), id="suffix"),
        pytest.param("Nurofen Max 400", "in_part", {"ibuprofen"}, ("Max",), id="suffix of a brand"),
        pytest.param("ibuprofen max 3 daily", "recognised", {"ibuprofen"}, (), id="limit of a dose"),
        pytest.param("Nurofen #3", "in_part", {"ibuprofen"}, ("#3",), id="numbered brand"),
        pytest.param("Nurofen # 3", "in_part", {"ibuprofen"}, ("# 3",), id="numbered brand with a space"),
        pytest.param("codeine 30 mg #60", "recognised", {"codeine"}, (), id="numbered pack"),
        pytest.param("ibuprofen PM", "in_part", {"ibuprofen"}, ("PM",), id="PM"),
        pytest.param("ibuprofen 200 mg PM", "in_part", {"ibuprofen"}, ("PM",), id="PM after the dose"),
        pytest.param("ibuprofen 200 mg 9 PM", "recognised", {"ibuprofen"}, (), id="nine in the evening"),
        pytest.param("pregabalin 75 mg PM", "recognised", {"pregabalin"}, (), id="PM is a time elsewhere"),
        pytest.param("codeine plus paracetamol", "recognised", {"codeine", "paracetamol"}, (), id="plus joins"),
        pytest.param("Xanax plus paracetamol", "in_part", {"alprazolam", "paracetamol"}, ("plus",), id="plus of a brand"),
        pytest.param("codeine +", "in_part", {"codeine"}, ("+",), id="open joiner"),
        pytest.param("codeine with zorbex", "in_part", {"codeine"}, ("with", "zorbex"), id="with an unknown"),
        pytest.param("codeine with a glass of milk", "recognised", {"codeine"}, (), id="with a drink"),
        pytest.param("codeine 1+0+1", "recognised", {"codeine"}, (), id="scheme with plus"),
        pytest.param("Co-losartan", "in_part", {"losartan"}, ("Co",), id="co- before a name"),
        pytest.param("losartan H", "in_part", {"losartan"}, ("H",), id="letter after a name"),
        pytest.param("losartan 24 h", "recognised", {"losartan"}, (), id="letter after a number"),
        pytest.param("losartan x 28", "recognised", {"losartan"}, (), id="letter before a number"),
        pytest.param("a) losartan", "recognised", {"losartan"}, (), id="letter as list mark"),
        pytest.param("losartan potassium", "recognised", {"losartan"}, (), id="mineral as salt"),
        pytest.param("calcium magnesium", "recognised", {"calcium", "magnesium"}, (), id="two minerals"),
        pytest.param("losartan, potassium", "recognised", {"losartan", "potassium"}, (), id="mineral by itself"),
        pytest.param("Dolovix", "in_part", {"paracetamol"}, (), id="doubtful brand"),
        pytest.param("Fluanxol", "recognised", {"flupentixol"}, (), id="another source's spelling"),
        pytest.param("klonazepam", "recognised", {"clonazepam"}, (), id="sounds alike"),
        pytest.param("insulin glargin", "recognised", {"insulin glargine"}, (), id="second word sounds alike"),
        pytest.param("insulin zorbex", "in_part", {"insulin"}, ("zorbex",), id="second word unknown"),
        pytest.param("stopped codeine", "in_part", {"codeine"}, ("stopped",), id="negation is left over"),
        pytest.param("codeine, ramipril; losartan & tramadol", "recognised", {"codeine", "ramipril", "losartan", "tramadol"}, (), id="four"),
    ],
)  # fmt: skip
def test_every_word_is_weighed(read, text, status, substances, leftover):
    """What is recognised, what is left over, and what that makes of the line."""
    line = read(text)

    assert (line.status, {found.name for found in line.substances}, line.leftover) == (
        status,
        substances,
        leftover,
    )


def test_a_number_with_a_unit_belongs_to_no_name(read):
    """ "Vitamin B12" is a name; the 12 of "vitamin B 12 mg" is a dose."""
    assert read("vitamin b12").substances[0].name == "cyanocobalamin"
    assert read("vitamin b 12 mg").substances == ()


def test_a_homonym_shows_every_meaning(read):
    """All meanings are given and all their substances checked."""
    line = read("Triatec 30")

    assert line.status is LineStatus.AMBIGUOUS
    assert line.meanings == ("codeine + paracetamol + caffeine (CA)", "ramipril (DE, FR)")
    assert {found.name for found in line.substances} == {"codeine", "paracetamol", "caffeine", "ramipril"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Triatec (ramipril) 5 mg", "recognised"),
        ("Triatec® (ramipril)", "recognised"),
        ("Triatec (codeine/paracetamol/caffeine)", "recognised"),
        ("Triatec (codeine)", "ambiguous"),
        ("Triatec (2.5 mg)", "ambiguous"),
        ("Triatec, ramipril", "ambiguous"),
        ("Triatec 5 mg (ramipril)", "ambiguous"),
        ("Triatec (ramipril", "ambiguous"),
        ("Triatec (Xanax)", "ambiguous"),
    ],
)
def test_a_homonym_is_told_apart_by_brackets_alone(read, text, status):
    """Only the ingredients in brackets directly behind the name decide between its meanings."""
    assert read(text).status == status


def test_substances_say_how_they_were_written_and_coded(read):
    """Each substance comes once, with the words of the line and the codes of the table."""
    oxycodone, paracetamol = read("PERCOCET (oxycodone-paracetamol)").substances

    assert (oxycodone.name, oxycodone.written, oxycodone.atc) == ("oxycodone", "PERCOCET", ("N02AA05",))
    assert (paracetamol.name, paracetamol.atc) == ("paracetamol", ())


@pytest.mark.parametrize(
    ("text", "route"),
    [
        pytest.param("codeine 30 mg", None, id="not said"),
        pytest.param("codeine tabs", Route.ORAL, id="tablet"),
        pytest.param("morphine 10 mg i.v.", Route.PARENTERAL, id="into a vein"),
        pytest.param("fentanyl patch", Route.TRANSDERMAL, id="patch"),
        pytest.param("Duragesic 25", Route.TRANSDERMAL, id="product"),
        pytest.param("Gablofen", Route.INTRATHECAL, id="product for the pump"),
        pytest.param("Gablofen 10 mg tablets", Route.ORAL, id="words outweigh the product"),
        pytest.param("timolol eye drops", Route.OPHTHALMIC, id="eye drops"),
        pytest.param("timolol eye drops and tablets", Route.ORAL, id="drops and tablets"),
        pytest.param("codeine for eye pain", None, id="the eye alone"),
        pytest.param("ibuprofen gel", Route.CUTANEOUS, id="gel"),
        pytest.param("ibuprofen gel caps po", Route.ORAL, id="gel capsule"),
        pytest.param("fluticasone nasal spray", Route.NASAL, id="nasal"),
        pytest.param("salmeterol inhaler", Route.INHALED, id="inhaler"),
        pytest.param("lorazepam 1 mg SL tablet", Route.OROMUCOSAL, id="under the tongue"),
        pytest.param("omeprazole supp", Route.RECTAL, id="suppository"),
        pytest.param("omeprazole vaginal tablets", Route.VAGINAL, id="vaginal tablet"),
        pytest.param("fluticasone ear drops", Route.OTIC, id="ear drops"),
        pytest.param("morphine epidural", Route.EPIDURAL, id="epidural"),
        pytest.param("morphine 2 mg IT", Route.INTRATHECAL, id="IT after a dose"),
        pytest.param("baclofen it", Route.INTRATHECAL, id="it after the name"),
        pytest.param("take it: baclofen", None, id="it"),
        pytest.param("codeine 30 mg it", None, id="it, not given so"),
        pytest.param("baclofen pump", Route.INTRATHECAL, id="pump"),
        pytest.param("ITB 480 mcg/day", Route.INTRATHECAL, id="ITB alone beside a dose"),
        pytest.param("morphine pump", None, id="another pump"),
        pytest.param("timolol eye drops, codeine", None, id="two medicines, local"),
        pytest.param("codeine; timolol eye drops", None, id="two medicines, local last"),
        pytest.param("fluticasone/salmeterol nasal", Route.NASAL, id="one medicine with two"),
        pytest.param("timolol (Timoptol) eye drops", Route.OPHTHALMIC, id="twice the same"),
        pytest.param("codeine and tramadol tablets", Route.ORAL, id="two medicines by mouth"),
        pytest.param("Timoptol, codeine", None, id="product beside another"),
    ],
)
def test_the_route_is_never_guessed(read, text, route):
    """A route is given where the line says it; a local one never for a line with another medicine."""
    assert read(text).route == route


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("NKDA", "not_a_medicine", id="none known"),
        pytest.param("No known drug allergies.", "not_a_medicine", id="none known in words"),
        pytest.param("Regular medication: none", "not_a_medicine", id="heading and none"),
        pytest.param("Medications (12 March 2026):", "not_a_medicine", id="heading with a date"),
        pytest.param("===== * =====", "not_a_medicine", id="rule"),
        pytest.param("Weight 70 kg", "not_a_medicine", id="weight"),
        pytest.param("insulin pen needles 4 mm", "not_a_medicine", id="needles"),
        pytest.param("gauze dressing 10 cm twice weekly", "not_a_medicine", id="dressing"),
        pytest.param("none of the tablets", "not_recognised", id="more than none"),
        pytest.param("zorbex dressing", "not_recognised", id="unknown beside a dressing"),
        pytest.param("pain medication as needed", "not_recognised", id="an unknown pain killer"),
        pytest.param("12", "not_recognised", id="number"),
        pytest.param("tablets", "not_recognised", id="form"),
        pytest.param("stop", "not_recognised", id="word"),
        pytest.param("Nil, codeine stopped", "in_part", id="none and a name"),
    ],
)
def test_only_what_is_positively_none_is_no_medicine(read, text, status):
    """The unknown is never taken for no medicine."""
    assert read(text).status == status


def test_a_line_too_long_is_kept_and_not_read(read):
    """Beyond the limit nothing is taken from the line and nothing of its text is lost."""
    text = "codeine " * 300
    line = read(text)

    assert (line.status, line.text, line.substances) == (LineStatus.NOT_RECOGNISED, text, ())
    assert read(text[:LONGEST_LINE]).substances


def test_the_default_names_are_used_without_being_named(real):
    """The library's call needs nothing but the line."""
    assert resolve("Gablofen").substances[0].name == "baclofen"


NAMES = st.sampled_from(
    ["codeine", "OxyContin", "Co-codamol", "Nurofen Plus", "Baclofène", "klonazepam", "Fluanxol", "tramadol"]
)
FORMS = st.sampled_from(
    ["", " 10 mg", " tablets", " Retardtabletten", " gélules", " (Teva)", " XL", " hydrochloride"]
)
TIMES = st.sampled_from([" 10 mg", " 2,5 mg", " 1-0-1", " bd", " t.d.s. prn", " 2x täglich", " le soir", " cada 8 horas", " at bedtime with food", " q4-6h", " alle sera", " vid behov"])  # fmt: skip
MARKS = st.sampled_from(
    ["1. ", "2) ", "(3) ", "- ", "* ", "• ", "[ ] ", "[x] ", "☐ ", "a) ", "\t", "  ", "#1 ", "– "]
)
WRITTEN = st.builds("{}{}{}".format, NAMES, FORMS, TIMES)


@given(WRITTEN)
def test_upper_and_lower_case_make_no_difference(found, text):
    """Shouting and whispering name the same substances."""
    assert found(text.upper()) == found(text.lower()) == found(text) != set()


@given(WRITTEN, MARKS, st.sampled_from(["", " ", "\t", "\u00a0", "  "]))
def test_spaces_and_list_marks_make_no_difference(read, text, mark, space):
    """What stands around a line changes neither what is found nor how sure it is."""
    plain, marked = read(text), read(space + mark + text + space)

    assert [found.name for found in marked.substances] == [found.name for found in plain.substances]
    assert (marked.status, marked.leftover) == (plain.status, plain.leftover)


@given(st.lists(st.sampled_from("aeiou"), max_size=1), WRITTEN, st.sampled_from("\u0301\u0300\u0308\u0302"))
def test_accents_make_no_difference(found, vowels, text, accent):
    """Names are found with every accent and with none."""
    accented = "".join(letter + accent if letter in vowels else letter for letter in text)

    assert found(accented) == found(text)


@given(WRITTEN, TIMES, TIMES)
def test_a_dose_or_a_time_changes_no_substance(found, text, time, other):
    """However much is said about when and how much, the medicine stays."""
    assert found(text + time + other) == found(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "codeine",
                "zorbex",
                "10",
                "mg",
                "plus",
                "stopped",
                "Nurofen",
                "tablets",
                "with",
                "co",
                "x",
                "potassium",
                "4.2",
            ]
        ),
        min_size=1,
    )
)
def test_every_word_is_used_known_or_left_over(names, words):
    """No word of a line is lost without a trace."""
    line = resolve(" ".join(words), names)
    used = {token.key for found in line.substances for token in tokens(found.written)}
    over = [token.key for words in line.leftover for token in tokens(words)]
    for token in tokens(line.text):
        known = (
            token.number or names.words.explains(token.key) or names.words.of(token.key) & {"with", "suffix"}
        )
        assert token.key in used or token.key in over or known or len(token.key) == 1 or names.find(token.key)
    if line.status is LineStatus.RECOGNISED:
        assert line.leftover == ()
        assert not {"zorbex", "stopped", "co"} & set(words)


@given(st.text(max_size=400))
def test_any_text_is_a_line(read, text):
    """No text whatever is an error, and none is changed."""
    line = read(text)

    assert line.text == text
    assert line.status in LineStatus
    assert (line.status is LineStatus.RECOGNISED) <= bool(line.substances)


@given(st.text("ab1 /+-(),.&%µéＡ\u2028\u0301#'", min_size=1, max_size=300))
def test_any_heap_of_signs_is_a_line(read, text):
    """Signs that mean something to the reader never trip it either."""
    assert read(text).text == text


@pytest.mark.parametrize(
    "junk",
    [
        "a ",
        "1/",
        "oxy-",
        "(",
        "qwrtz ",
        "co ",
        "é",
        "with ",
        "codeine ",
        "Triatec (",
        "+",
        "vitamin b ",
        "Triatec 1, ",
        "codeine und ",
    ],
)
def test_junk_takes_no_longer_than_its_length(read, junk):
    """Twice the junk takes about twice the time: the work for a line is bounded."""
    import time

    def seconds(text):
        start = time.perf_counter()
        read(text)
        return time.perf_counter() - start

    text = (junk * LONGEST_LINE)[:LONGEST_LINE]
    read(text)
    assert min(seconds(text) for _ in range(3)) < 0.5
