"""The two faces of the card: where everything stands, in millimetres from the top left corner.

ISO/IEC 7810:2019 ID-1 gives the outer size.  The rest are decisions of this project: nothing closer than
3 mm to an edge, a band of 12 mm, one symbol on each face so that a camera never sees two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from idcard.errors import DoesNotFit
from idcard.pdf.draw import Face
from idcard.pdf.flow import PAPER, RED, Column, Paragraph, Placed, Run
from idcard.pdf.fonts import width_mm
from idcard.symbol import QUIET_MODULES, Symbol

WIDTH_MM, HEIGHT_MM = 85.60, 53.98
EDGE_MM = 3.0
LEFT_MM = 4.0
RIGHT_MM = WIDTH_MM - LEFT_MM
BOTTOM_MM = HEIGHT_MM - EDGE_MM
BAND_MM = 12.0
LABEL_MM = 11.2
CALL_MM = 9.0
SYMBOL_OUT_MM = 0.8  # symbols stand a little nearer to the edge than text, 3.2 mm
SHRINK_MM = 0.4

# Sizes of type in points: wanted, and the floor below which the card is refused.
FRONT_PT = (7.0, 6.5)
BACK_PT = (7.0, 6.0)  # phones on it are a quarter larger
BOTTOM_PT = 6.2
TITLE_PT, SUBTITLE_PT, CAPTION_PT = 15.0, 7.4, 6.6

DEMO_GREY, RULE = "#d9dddf", "#c9ced1"


@dataclass(frozen=True, slots=True)
class FrontWords:
    """What the front says: two lines of the band, then paragraphs from the name down."""

    title: str
    subtitle: str
    paragraphs: tuple[Paragraph, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class BackWords:
    """What the back says: paragraphs from CALL down; the last of them stand at the bottom edge."""

    paragraphs: tuple[Paragraph, ...]
    bottom: tuple[Paragraph, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Box:
    """A symbol's place with the clear modules around it."""

    x_mm: float
    y_mm: float
    size_mm: float
    quiet_mm: float

    @classmethod
    def of(cls, symbol: Symbol, x_mm: float, y_mm: float, size_mm: float) -> "Box":
        """The box of a symbol of this size."""
        return cls(x_mm, y_mm, size_mm, QUIET_MODULES * symbol.module_mm(size_mm))

    def beside(self, top_mm: float, bottom_mm: float) -> Callable[[float], float]:
        """How far right text may reach: between these heights up to the quiet zone, else to the margin."""

        def right_at(lower_edge_mm: float) -> float:
            # Letters of a line reach at most 3.2 mm above its lower edge.
            return (
                self.x_mm - self.quiet_mm
                if top_mm < lower_edge_mm and lower_edge_mm - 3.2 < bottom_mm
                else RIGHT_MM
            )

        return right_at


def draw_front(
    face: Face, words: FrontWords, symbol: Symbol, size_mm: float, least_mm: float
) -> list[Paragraph]:
    """The face that is seen first; returns the paragraphs that had to move to a second card.

    Where the words need more room, first the symbol gives way, from `size_mm` down to `least_mm`, then words
    that may move.

    Raises:
        DoesNotFit: a text needs more room than there is at the smallest size; names the field.
    """
    column, placed, moved = _front_column(symbol, least_mm), list[Placed](), list[Paragraph]()
    for smaller in range(round((size_mm - least_mm) / SHRINK_MM) + 1):
        size = max(least_mm, size_mm - smaller * SHRINK_MM)
        try:
            placed, size_mm = _front_column(symbol, size).fit(words.paragraphs, *FRONT_PT), size
            break
        except DoesNotFit:
            continue
    else:
        placed, moved = column.fit_or_move(words.paragraphs, *FRONT_PT)
        size_mm = least_mm
    _draw_band(face, words)
    face.write(placed)
    box = _front_box(symbol, size_mm)
    _draw_symbol(face, symbol, box)
    centre = box.x_mm + (size_mm - width_mm(words.caption, CAPTION_PT, bold=True)) / 2
    face.write([Placed(Run(words.caption, bold=True), centre, BOTTOM_MM + 0.4, CAPTION_PT)])
    return moved


def _front_box(symbol: Symbol, size_mm: float) -> Box:
    return Box.of(symbol, RIGHT_MM + SYMBOL_OUT_MM - size_mm, BOTTOM_MM - 2.9 - size_mm, size_mm)


def _front_column(symbol: Symbol, size_mm: float) -> Column:
    box = _front_box(symbol, size_mm)
    beside = box.beside(box.y_mm - box.quiet_mm, HEIGHT_MM)  # the caption stands below
    return Column(LEFT_MM, BAND_MM + 1.2, BOTTOM_MM + 0.6, beside, LABEL_MM)


def draw_back(face: Face, words: BackWords, symbol: Symbol, size_mm: float) -> list[Paragraph]:
    """The face with the phones; returns and raises as `draw_front`."""
    box = Box.of(symbol, RIGHT_MM + SYMBOL_OUT_MM - size_mm, EDGE_MM + 3.4, size_mm)
    bottom = Column(LEFT_MM, 0, HEIGHT_MM, lambda _: RIGHT_MM)
    _, height = bottom.flow(words.bottom, BOTTOM_PT)
    top_of_bottom = BOTTOM_MM + 0.8 - height
    column = Column(
        LEFT_MM,
        EDGE_MM - 0.4,
        top_of_bottom - 0.2,
        box.beside(0, box.y_mm + box.size_mm + box.quiet_mm),
        CALL_MM,
    )
    placed, moved = column.fit_or_move(words.paragraphs, *BACK_PT)
    face.write(placed)
    face.write(Column(LEFT_MM, top_of_bottom, HEIGHT_MM, lambda _: RIGHT_MM).flow(words.bottom, BOTTOM_PT)[0])
    _draw_symbol(face, symbol, box)
    face.write_right(Placed(Run(words.caption, bold=True), RIGHT_MM + 0.4, EDGE_MM + 1.6, CAPTION_PT))
    return moved


def draw_second(face: Face, words: FrontWords) -> None:
    """A second card with what had no room on the first; raises as `draw_front`."""
    column = Column(LEFT_MM, BAND_MM + 1.2, BOTTOM_MM + 0.6, lambda _: RIGHT_MM, LABEL_MM)
    placed = column.fit(words.paragraphs, *FRONT_PT)
    _draw_band(face, words)
    face.write(placed)


def _draw_band(face: Face, words: FrontWords) -> None:
    face.fill(0, 0, WIDTH_MM, BAND_MM, RED)
    face.write([
        Placed(Run(words.title, bold=True, colour=PAPER), LEFT_MM, 6.2, TITLE_PT),
        Placed(Run(words.subtitle, bold=True, colour=PAPER), LEFT_MM, 10.2, SUBTITLE_PT),
    ])  # fmt: skip


def _draw_symbol(face: Face, symbol: Symbol, box: Box) -> None:
    clear = box.size_mm + 2 * box.quiet_mm
    face.fill(box.x_mm - box.quiet_mm, box.y_mm - box.quiet_mm, clear, clear, PAPER)
    face.symbol(symbol, box.x_mm, box.y_mm, box.size_mm)


def draw_demo(face: Face) -> None:
    """DEMO behind everything, so that no card of a trial is carried."""
    face.across("DEMO", 56, DEMO_GREY, (41, 33), 22)


def draw_outline(face: Face, *, folds: str = "") -> None:
    """Cut marks outside the corners and a faint edge; `folds` ("left", "right") has a dashed line instead."""
    for y, towards in ((0.0, -1), (HEIGHT_MM, 1)):
        face.line((0, y), (WIDTH_MM, y), colour=RULE)
        for side, x, outside in (("left", 0.0, -1), ("right", WIDTH_MM, 1)):
            face.line((x, y + towards * 1.5), (x, y + towards * 5.5), dashed=side == folds)
            if side != folds:
                face.line((x + outside * 1.5, y), (x + outside * 5.5, y))
    for side, x in (("left", 0.0), ("right", WIDTH_MM)):
        if side != folds:
            face.line((x, 0), (x, HEIGHT_MM), colour=RULE)


def face_text(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Paragraphs as plain lines, for the review page and for tests."""
    return [
        " ".join(run.text for run in ((p.label, *p.runs) if p.label else p.runs) if run.text.strip())
        for p in paragraphs
    ]
