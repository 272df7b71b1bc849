"""Text flows into its box at the largest size that fits, whole, or is refused by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idcard.errors import DoesNotFit
from idcard.pdf.flow import Column, Paragraph, Run, line_height_mm, wrap
from idcard.pdf.fonts import missing, width_mm

WORDS = st.lists(
    st.text(st.sampled_from("abcdefghij0123456789éñ"), min_size=1, max_size=9), min_size=1, max_size=40
)


def column(width=40.0, height=30.0, indent=0.0):
    """A plain box."""
    return Column(0, 0, height, lambda _: width, indent)


def text_of(placed):
    """Every word in the order in which it was placed."""
    return " ".join(p.run.text for p in placed)


@given(words=WORDS, bold=st.booleans())
def test_every_word_is_placed_once_and_in_order(words, bold):
    """Wrapping loses nothing, doubles nothing and moves nothing."""
    placed, _ = column().flow([Paragraph("f", (Run(" ".join(words), bold=bold),))], 7)

    assert text_of(placed).split() == words


@given(words=WORDS)
def test_no_line_is_wider_than_its_box(words):
    """What is placed can be read to its end."""
    placed, _ = column().flow([Paragraph("f", (Run(" ".join(words)),))], 7)

    assert all(p.x_mm + width_mm(p.run.text, p.size_pt) <= 40 + 1e-6 for p in placed)


@given(words=WORDS)
def test_a_smaller_size_never_needs_more_height(words):
    """Looking for the largest size that fits makes sense."""
    paragraph = [Paragraph("f", (Run(" ".join(words)),))]

    assert column().flow(paragraph, 6)[1] <= column().flow(paragraph, 7)[1] + 1e-9


def test_the_largest_size_that_fits_is_taken():
    """Short text stands at the wanted size, longer text shrinks."""
    short, long = (Paragraph("f", (Run("word " * n),)) for n in (5, 70))

    assert {p.size_pt for p in column().fit([short], 7, 6)} == {7}
    sizes = {p.size_pt for p in column().fit([long], 7, 4)}
    assert sizes < {n / 10 for n in range(40, 70)}


def test_what_does_not_fit_is_refused_by_the_longest_field():
    """The person who has to shorten something is told what."""
    paragraphs = [Paragraph("short", (Run("a b"),)), Paragraph("allergies.items", (Run("word " * 400),))]

    with pytest.raises(DoesNotFit) as caught:
        column().fit(paragraphs, 7, 6.5)

    assert caught.value.field == "allergies.items"
    assert caught.value.needed_mm > caught.value.available_mm == 30


def test_a_word_wider_than_the_line_is_refused_and_never_broken():
    """A serial number or phone broken in two is read wrong."""
    with pytest.raises(DoesNotFit, match=r"pump\.serial"):
        wrap(Paragraph("pump.serial", (Run("W" * 60),)), 7, lambda _: 40)


def test_a_number_stays_with_its_unit():
    """A no-break space is not a place to break."""
    lines = wrap(Paragraph("f", (Run("aaaaaaaaaaaaa 480\u00a0mcg\u00a0per\u00a0day"),)), 7, lambda _: 30)

    assert [[run.text for run in line] for line in lines] == [
        ["aaaaaaaaaaaaa"],
        ["480\u00a0mcg\u00a0per\u00a0day"],
    ]


def test_text_runs_round_a_symbol():
    """Lines beside the symbol are short, lines below it long."""
    box = Column(0, 0, 60, lambda lower: 20 if lower < 10 else 60)
    placed, _ = box.flow([Paragraph("f", (Run("word " * 60),))], 7)
    ends = [(p.baseline_mm, p.x_mm + width_mm(p.run.text, 7)) for p in placed]

    assert max(end for baseline, end in ends if baseline < 7) <= 20
    assert 20 < max(end for _, end in ends) <= 60


def test_a_label_stands_left_and_its_text_is_indented_until_a_flush_paragraph():
    """Labels make a column that the eye can run down."""
    label = Run("Drug")
    placed, _ = column(indent=10).flow(
        [
            Paragraph("a", (Run("one"),), label=label),
            Paragraph("b", (Run("two"),)),
            Paragraph("c", (Run("three"),), flush=True),
        ],
        7,
    )

    assert {p.run.text: p.x_mm for p in placed} == {"Drug": 0, "one": 10, "two": 10, "three": 0}


def test_what_may_move_gives_way_last_first_and_says_where_it_went():
    """Two neighbours that move leave one line behind; what must stay stays."""
    more = Run("More on card 2")
    paragraphs = [
        Paragraph("must", (Run("stay " * 20),)),
        Paragraph("one", (Run("word " * 40),), instead=more),
        Paragraph("two", (Run("word " * 40),), instead=more),
    ]
    placed, moved = column(height=5 * line_height_mm(7)).fit_or_move(paragraphs, 7, 6.5)

    assert [p.field for p in moved] == ["one", "two"]
    assert text_of(placed).count("More on card 2") == 1
    assert text_of(placed).count("stay") == 20


def test_what_must_stay_and_has_no_room_is_refused():
    """Moving is no way to lose something."""
    with pytest.raises(DoesNotFit, match="must"):
        column(height=3).fit_or_move([Paragraph("must", (Run("stay " * 40),))], 7, 6.5)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("José Ñandú", None),
        ("Zażółć gęślą", None),
        ("2 × 10", None),
        ("Sam 😀", 5),
        ("日本", 1),
        ("محمد", 1),
        ("Nguyễn", 5),
    ],
)
def test_a_character_that_cannot_be_drawn_is_found(text, place):
    """It would print as an empty box."""
    assert missing(text) == place
