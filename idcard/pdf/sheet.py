"""The card on paper: both faces side by side on A4 or Letter with fold and cut marks, or two ID-1 pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from idcard.errors import ProfileError
from idcard.pdf.draw import Face, new_canvas
from idcard.pdf.faces import HEIGHT_MM, WIDTH_MM, draw_back, draw_demo, draw_front, draw_outline
from idcard.pdf.flow import Column, Paragraph, Run
from idcard.pdf.fonts import missing
from idcard.pdf.words import back_words, front_words
from idcard.profile import Profile
from idcard.symbol import Symbol

# ISO 216 A4; ANSI/ASME Y14.1 size A (Letter); ISO/IEC 7810 ID-1.  Millimetres, width and height.
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "id1": (WIDTH_MM, HEIGHT_MM)}
TOP_MM = 30.0
SCALE_MM = 50.0
TITLE = "Baclofen pump card"

HOW_TO = (
    "Print at 100 %, not “fit to page”. This line is 50 mm long; measure it:",
    "Cut along the outer marks. Fold along the dashed line, print outside. Laminate it matt: shiny film makes scanning harder.",
    "Carry it where people look: with your ID, in the case of your phone, on your wheelchair.",
    "Make a new card when dose, refill date, pump or phones change, and destroy this one.",
)


@dataclass(frozen=True, slots=True)
class Sized:
    """A symbol and the width, in millimetres, at which it is printed."""

    symbol: Symbol
    size_mm: float


def draw_card(profile: Profile, made_on: date, page: Sized, contact: Sized, *, paper: str, demo: bool) -> bytes:
    """The finished PDF; the same input gives the same bytes.

    Args:
        page, contact: symbol B for the front, symbol A for the back.
        paper: a key of `PAPERS`.
        demo: print DEMO across both faces.

    Raises:
        ProfileError: a character that the typeface cannot draw; names the field.
        DoesNotFit: a text needs more room than the card has; names the field.
    """
    front, back = front_words(profile), back_words(profile, made_on)
    _refuse_unprintable([*front.paragraphs, *back.paragraphs, *back.bottom])

    def on_front(face: Face) -> None:
        draw_front(face, front, page.symbol, page.size_mm)

    def on_back(face: Face) -> None:
        draw_back(face, back, contact.symbol, contact.size_mm)

    canvas, buffer = new_canvas(PAPERS[paper], TITLE)
    if paper == "id1":
        for draw in (on_front, on_back):
            _draw_face(Face(canvas, 0, 0), draw, demo=demo)
            canvas.showPage()
    else:
        _draw_sheet(canvas, PAPERS[paper][0], (on_front, on_back), demo=demo)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _refuse_unprintable(paragraphs: list[Paragraph]) -> None:
    problems = []
    for paragraph in paragraphs:
        if any(missing(run.text) for run in paragraph.runs):
            problems.append(
                (paragraph.field, "holds a character that cannot be printed yet. Write it in Latin letters, as in the passport.")
            )
    if problems:
        raise ProfileError(problems)


def _draw_face(face: Face, draw: Callable[[Face], None], *, demo: bool) -> None:
    if demo:
        draw_demo(face)
    draw(face)


def _draw_sheet(canvas: Canvas, page_width_mm: float, draws: tuple[Callable[[Face], None], ...], *, demo: bool) -> None:
    left = (page_width_mm - 2 * WIDTH_MM) / 2
    for number, draw in enumerate(draws):
        face = Face(canvas, left + number * WIDTH_MM, TOP_MM)
        _draw_face(face, draw, demo=demo)
        draw_outline(face, fold_left=bool(number))
    notes = Face(canvas, left, TOP_MM + HEIGHT_MM + 12)
    column = Column(0, 0, 60, lambda _: 2 * WIDTH_MM)
    first, *rest = (Paragraph("how-to", (Run(text),), before_mm=2.0) for text in HOW_TO)
    placed, height = column.flow([first], 9)
    notes.write(placed)
    notes.line((0, height + 3), (SCALE_MM, height + 3))
    for x in (0.0, SCALE_MM):
        notes.line((x, height + 1.5), (x, height + 4.5))
    notes.write(Column(0, height + 6, 60, lambda _: 2 * WIDTH_MM).flow(rest, 9)[0])
