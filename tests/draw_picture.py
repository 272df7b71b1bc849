"""The sample card as a picture for the README: `python -P tests/draw_picture.py FILE.png`."""

import sys
from datetime import date
from pathlib import Path

from idcard.card import card_pdf
from idcard.pdf.faces import HEIGHT_MM, WIDTH_MM
from idcard.pdf.raster import pages
from idcard.pdf.sheet import PAPERS, TOP_MM
from idcard.sample import sample_profile

DAY = date(2026, 11, 23)
DPI = 200
AROUND_MM = 4


def main(file: Path) -> None:
    """Both faces, cut out of the A4 sheet, in 64 colours."""
    pdf = card_pdf(sample_profile("typical", today=DAY), base_url="https://pump.example", today=DAY)
    left = (PAPERS["a4"][0] - 2 * WIDTH_MM) / 2 - AROUND_MM
    top = TOP_MM - AROUND_MM
    box_mm = (left, top, left + 2 * (WIDTH_MM + AROUND_MM), top + HEIGHT_MM + 2 * AROUND_MM)
    sheet = pages(pdf, dpi=DPI, colour=True)[0]
    picture = sheet.crop(tuple(round(edge * DPI / 25.4) for edge in box_mm)).quantize(64)
    file.parent.mkdir(exist_ok=True)
    picture.save(file, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
