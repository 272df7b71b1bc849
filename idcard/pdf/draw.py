"""Marks on a reportlab canvas, in millimetres from the top left corner of a face.

The canvas writes text without markup, so that nothing a user types can be read as a command.
"""

from collections.abc import Iterable
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from idcard.pdf.flow import INK, Placed
from idcard.pdf.fonts import BOLD, REGULAR, face, width_mm
from idcard.symbol import Symbol

MM = 72 / 25.4


class Face:
    """A rectangle on a page with its own origin; y runs down."""

    def __init__(self, canvas: Canvas, left_mm: float, top_mm: float) -> None:
        self.canvas, self.left_mm = canvas, left_mm
        self._page_height = canvas._pagesize[1]
        self.top_mm = top_mm

    def _at(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        return (self.left_mm + x_mm) * MM, self._page_height - (self.top_mm + y_mm) * MM

    def write(self, texts: Iterable[Placed]) -> None:
        """Words at their places."""
        for placed in texts:
            self.canvas.setFillColor(HexColor(placed.run.colour))
            self.canvas.setFont(BOLD if placed.run.bold else REGULAR, placed.size_pt)
            self.canvas.drawString(*self._at(placed.x_mm, placed.baseline_mm), placed.run.text)

    def write_right(self, placed: Placed) -> None:
        """Words that end at their place."""
        width = width_mm(placed.run.text, placed.size_pt, bold=placed.run.bold)
        self.write([Placed(placed.run, placed.x_mm - width, placed.baseline_mm, placed.size_pt)])

    def fill(self, x_mm: float, y_mm: float, width_mm: float, height_mm: float, colour: str) -> None:
        """A filled rectangle."""
        x, y = self._at(x_mm, y_mm + height_mm)
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x, y, width_mm * MM, height_mm * MM, stroke=0, fill=1)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, dashed: bool = False, colour: str = INK
    ) -> None:
        """A hairline of 0.2 mm."""
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(0.2 * MM)
        self.canvas.setDash([2, 2] if dashed else [])
        self.canvas.line(*self._at(*start), *self._at(*end))

    def symbol(self, symbol: Symbol, x_mm: float, y_mm: float, size_mm: float) -> None:
        """A QR symbol as one path in whole module units; separate fills would show hairlines between modules."""
        module = size_mm / symbol.modules * MM
        x, y = self._at(x_mm, y_mm + size_mm)
        self.canvas.saveState()
        self.canvas.setFillColor(HexColor("#000000"))
        self.canvas.transform(module, 0, 0, module, x, y)
        path = self.canvas.beginPath()
        for column, row, length in symbol.runs():
            path.rect(column, symbol.modules - 1 - row, length, 1)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.restoreState()

    def across(
        self, text: str, size_pt: float, colour: str, centre: tuple[float, float], angle: float
    ) -> None:
        """Large words at an angle behind everything else."""
        self.canvas.saveState()
        self.canvas.translate(*self._at(*centre))
        self.canvas.rotate(angle)
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.setFont(BOLD, size_pt)
        self.canvas.drawCentredString(0, -0.35 * size_pt, text)
        self.canvas.restoreState()


def new_canvas(page_mm: tuple[float, float], title: str) -> tuple[Canvas, BytesIO]:
    """An empty document that comes out byte for byte the same for the same marks.

    The title names no person: files are forwarded, and lists of files are seen by others.
    """
    for name in (REGULAR, BOLD):
        face(name)
    buffer = BytesIO()
    canvas = Canvas(
        buffer, pagesize=(page_mm[0] * MM, page_mm[1] * MM), invariant=1, initialFontName=REGULAR, lang="en"
    )
    canvas.setTitle(title)
    canvas.setCreator("pumpcard")
    return canvas, buffer
