import pytest

from interactions.model import LineStatus, Route
from interactions.names import resolve


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("Oxycodon 10 mg und Salbe", ("und", "Salbe"), id="form behind and"),
        pytest.param("Tramadol 50 mg, Augentropfen abends", ("Augentropfen",), id="eye drops behind a comma"),
        pytest.param("Mirtazapin 15 mg, zalf", ("zalf",), id="ointment behind a comma"),
        pytest.param("Citalopram 20 mg and vaginal cream", ("and", "vaginal", "cream"), id="route and form"),
        pytest.param("Prednisolone 5 mg and eye drops", ("and", "eye drops"), id="form of two words"),
        pytest.param("Diclofenac 50 mg + gel", ("+", "gel"), id="plus"),
        pytest.param("Baclofen 10 mg + white tablet", ("+", "white", "tablet"), id="colour of a tablet"),
        pytest.param("Baclofen und Pflaster alle 72 Stunden", ("und", "Pflaster"), id="patch"),
        pytest.param("Baclofen and depot injection", ("and", "depot", "injection"), id="injection"),
        pytest.param(
            "Baclofen tds and a sleeping tablet", ("and", "a", "sleeping tablet"), id="kind of medicine"
        ),
        pytest.param("Baclofène et anxiolytique le soir", ("et", "anxiolytique"), id="kind in French"),
        pytest.param("Baclofen ja kipulääke tarvittaessa", ("ja", "kipulääke"), id="kind in Finnish"),
        pytest.param(
            "Baclofen y pastillas para dormir", ("y", "pastillas para dormir"), id="kind in Spanish"
        ),
        pytest.param("Baclofen and nitrate", ("and", "nitrate"), id="salt behind and"),
        pytest.param("Baclofen, bromide", ("bromide",), id="salt behind a comma"),
        pytest.param("Para/Codein", ("Para",), id="shortened ingredient before a slash"),
        pytest.param("Met + Sitagliptin", ("Met",), id="shortened ingredient before a plus"),
    ],
)
def test_a_medicine_without_a_name_is_left_over_and_gives_no_local_route(real, text, left):
    """It may be anything, so the line is not recognised as a whole, and its form silences no alarm."""
    line = resolve(text, real)

    assert line.status is LineStatus.IN_PART
    assert tuple(word for words in line.leftover for word in words.split()) == tuple(
        word for words in left for word in words.split()
    )
    assert line.route in (None, Route.ORAL)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Octreotide 20 mg powder and solvent for suspension for injection", id="powder and solvent"
        ),
        pytest.param("amoxicilline 1 g matin et soir comprimé", id="times of the day"),
        pytest.param("fentanyl 25 en patch", id="as a patch, in French"),
        pytest.param("diazépam 10 mg en IM ou en IV", id="ways to inject"),
        pytest.param("omeprazole 20mg e/c caps", id="abbreviation with a slash"),
        pytest.param("paracetamol, tablets, 500 mg", id="inverted line of a register"),
        pytest.param("Hydrocortison 10 mg/g, Creme", id="strength of a cream"),
        pytest.param("Clotrimazol 200 mg, Vaginaltabletten", id="vaginal tablets have doses"),
        pytest.param("doxepin hydrochloride capsule 10 mg (base)", id="salt in brackets"),
        pytest.param("tilidin + cloridrato de naloxona", id="salt before its name"),
        pytest.param("zopiclone 7,5 mg, hypnotique", id="what kind of medicine it is"),
        pytest.param("codeine for pain and fever", id="reasons"),
    ],
)
def test_and_between_what_belongs_to_one_medicine_leaves_nothing_over(real, text):
    """Powder and solvent, morning and evening, and a form behind a comma are one medicine's."""
    line = resolve(text, real)

    assert (line.status, line.leftover) == (LineStatus.RECOGNISED, ())


@pytest.mark.parametrize(
    "text",
    [
        "Propranolol 40 mg matin et soir migraine ophtalmique",
        "Hydroxyzine 25 mg nocte for cutaneous itch",
        "Amitriptyline 10 mg nocte ocular migraine",
        "Acetazolamida 250 mg hipertensión ocular",
        "Bisoprolol 2,5 mg 1-0-0 pour fibrillation auriculaire",
        "Pseudoephedrine 60mg for nasal congestion",
        "Lorazepam 1 mg cream-coloured",
    ],
)
def test_what_a_medicine_is_for_is_not_where_it_goes_in(real, text):
    """A route taken from a disease would silence what is said of tablets."""
    assert resolve(text, real).route not in (Route.OPHTHALMIC, Route.CUTANEOUS, Route.OTIC, Route.NASAL)


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("Timolol 0.5% ophthalmic solution", Route.OPHTHALMIC),
        ("timolol ophthalmic", Route.OPHTHALMIC),
        ("timolol eye drops for glaucoma", Route.OPHTHALMIC),
        ("Fluticasone nasal spray", Route.NASAL),
        ("IV Tramadol 50 mg", Route.PARENTERAL),
        ("i.v. Tramadol 50 mg", Route.PARENTERAL),
        ("IV. Tramadol 50 mg cap", Route.ORAL),
        ("iv) Baclofen 10 mg tablets", Route.ORAL),
        ("Baclofen 10 mg im Wechsel", None),
        ("Ev. Baclofen 10 mg", None),
        ("Baclofen 10 mg tds for spinal spasticity", None),
        ("Baclofen 10 mg it helps", None),
        ("Baclofen 25 mg before pump implant", None),
        ("baclofen pump 300 mcg/day", Route.INTRATHECAL),
        ("Lioresal 0,5 mg/ml injektionsvätska", Route.PARENTERAL),
    ],
)
def test_the_route_of_a_medicine_is_its_own(real, text, route):
    """List marks, words of other languages and diseases say nothing of the way in."""
    assert resolve(text, real).route == route
