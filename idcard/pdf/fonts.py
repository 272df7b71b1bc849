"""The typeface of the card: Atkinson Hyperlegible, embedded, regular and bold.

It is drawn so that 0 and O, 1, l and I cannot be mixed up (Braille Institute; OFL), and comes as a package.
"""

from functools import cache
from pathlib import Path

import fontpkg_atkinson_hyperlegible
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Atkinson-Regular", "Atkinson-Bold"
_FILES = {REGULAR: "AtkinsonHyperlegible-Regular.ttf", BOLD: "AtkinsonHyperlegible-Bold.ttf"}


@cache
def face(name: str) -> TTFont:
    """The registered font; read once a process."""
    font = TTFont(name, Path(fontpkg_atkinson_hyperlegible.ROOT) / "files" / _FILES[name])
    pdfmetrics.registerFont(font)
    return font


def width_mm(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of a line of text, millimetres."""
    points: float = face(BOLD if bold else REGULAR).stringWidth(text, size_pt)
    return points * 25.4 / 72


def missing(text: str) -> int | None:
    """Position (from 1) of the first character that the typeface cannot draw, or None.

    Such a character would print as an empty box; the card refuses it instead.
    """
    glyphs = face(REGULAR).face.charToGlyph
    return next((n for n, char in enumerate(text, 1) if ord(char) not in glyphs), None)
