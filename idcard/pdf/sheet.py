"""The card on paper: both faces side by side on A4 or Letter with fold and cut marks, or two ID-1 pages."""

from dataclasses import dataclass
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from idcard.errors import ProfileError
from idcard.pdf.draw import Face, new_canvas
from idcard.pdf.faces import HEIGHT_MM, WIDTH_MM, draw_back, draw_demo, draw_front, draw_outline, draw_second
from idcard.pdf.flow import Column, Paragraph, Run
from idcard.pdf.fonts import missing
from idcard.pdf.words import back_words, front_words, second_words
from idcard.profile import Profile
from idcard.symbol import Symbol

# ISO 216 A4; ANSI/ASME Y14.1 size A (Letter); ISO/IEC 7810 ID-1.  Millimetres, width and height.
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "id1": (WIDTH_MM, HEIGHT_MM)}
TOP_MM = 30.0
ROW_MM = HEIGHT_MM + 14.0  # a face and its cut marks
HOW_TO_PT = 9.0
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
    """A symbol, the width in millimetres at which it should be printed, and the least at which it scans."""

    symbol: Symbol
    size_mm: float
    least_mm: float


def draw_card(
    profile: Profile, made_on: date, page: Sized, contact: Sized, *, paper: str, demo: bool
) -> bytes:
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
    canvas, buffer = new_canvas(PAPERS[paper], TITLE)
    faces = _Faces(canvas, paper, demo)
    moved = draw_front(faces.next(), front, page.symbol, page.size_mm, page.least_mm)
    moved += draw_back(faces.next(), back, contact.symbol, contact.size_mm)
    if moved:
        draw_second(faces.next(), second_words(profile, moved))
    faces.close()
    canvas.save()
    return buffer.getvalue()


class _Faces:
    """Gives out the faces in order: on their places of the sheet, or each on its own page."""

    def __init__(self, canvas: Canvas, paper: str, demo: bool) -> None:
        self.canvas, self.paper, self.demo = canvas, paper, demo
        self.left_mm = (PAPERS[paper][0] - 2 * WIDTH_MM) / 2
        self.given = 0

    def next(self) -> Face:
        """The next face, with its cut marks where it is to be cut."""
        if self.paper == "id1":
            if self.given:
                self.canvas.showPage()
            face = Face(self.canvas, 0, 0)
        else:
            row, column = divmod(self.given, 2)
            face = Face(self.canvas, self.left_mm + column * WIDTH_MM, TOP_MM + row * ROW_MM)
            draw_outline(face, folds=("right", "left", "")[self.given])
        self.given += 1
        if self.demo:
            draw_demo(face)
        return face

    def close(self) -> None:
        """End the last page; below the faces of a sheet it says how to print, cut and carry."""
        if self.paper != "id1":
            rows = (self.given + 1) // 2
            _draw_how_to(Face(self.canvas, self.left_mm, TOP_MM + rows * ROW_MM))
        self.canvas.showPage()


def _draw_how_to(notes: Face) -> None:
    column = Column(0, 0, 60, lambda _: 2 * WIDTH_MM)
    first, *rest = (Paragraph("how-to", (Run(text),), before_mm=2.0) for text in HOW_TO)
    placed, height = column.flow([first], HOW_TO_PT)
    notes.write(placed)
    notes.line((0, height + 3), (SCALE_MM, height + 3))
    for x in (0.0, SCALE_MM):
        notes.line((x, height + 1.5), (x, height + 4.5))
    notes.write(Column(0, height + 6, 60, lambda _: 2 * WIDTH_MM).flow(rest, HOW_TO_PT)[0])


def _refuse_unprintable(paragraphs: list[Paragraph]) -> None:
    problems = []
    for paragraph in paragraphs:
        if any(missing(run.text) for run in paragraph.runs):
            problems.append(
                (
                    paragraph.field,
                    "holds a character that cannot be printed yet. Write it in Latin letters, as in the passport.",
                )
            )
    if problems:
        raise ProfileError(problems)
