"""Lines of text that fit a box, or a clear refusal.  Nothing is ever cut.

Sizes are in points, distances in millimetres from the top left corner of the face.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from idcard.errors import DoesNotFit
from idcard.pdf.fonts import width_mm

POINT_MM = 25.4 / 72
LABEL_SCALE = 0.89
DROP = 0.78  # of a line's height, from its upper edge to the baseline
LEADING = 1.16  # of the size; Atkinson's own line height is 1.24, which the face cannot afford

INK, RED, GREY, PAPER = "#0b0c0c", "#b80d1a", "#484f52", "#ffffff"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; `scale` is of the size of the paragraph."""

    text: str
    bold: bool = False
    colour: str = INK
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that flow as one, and the profile field that they print, for a refusal to name.

    `scale` is of the size of the text around it, `before_mm` the space above; `label` stands left of the
    first line in the column's label margin, and the text below it keeps the indent until a paragraph is `flush`.
    Where `instead` is given, the paragraph may move to a second card and those words stand in its place.
    """

    field: str
    runs: tuple[Run, ...]
    scale: float = 1.0
    before_mm: float = 0.0
    label: Run | None = None
    flush: bool = False
    instead: Run | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Words with their place: left edge and baseline."""

    run: Run
    x_mm: float
    baseline_mm: float
    size_pt: float


def line_height_mm(size_pt: float) -> float:
    """Distance from baseline to baseline."""
    return size_pt * LEADING * POINT_MM


def _words(runs: Sequence[Run]) -> list[Run]:
    # Only plain spaces part words: a no-break space keeps a number with its unit.
    return [replace(run, text=word) for run in runs for word in run.text.split(" ") if word]


def _width(words: Sequence[Run], size_pt: float) -> float:
    spaces = sum(width_mm(" ", size_pt * word.scale, bold=word.bold) for word in words[1:])
    return spaces + sum(width_mm(word.text, size_pt * word.scale, bold=word.bold) for word in words)


def wrap(paragraph: Paragraph, size_pt: float, width_at: Callable[[int], float]) -> list[list[Run]]:
    """The paragraph's words in lines; `width_at` gives the width of line 0, 1, ...

    Raises:
        DoesNotFit: one word is wider than its line.
    """
    lines: list[list[Run]] = [[]]
    for word in _words(paragraph.runs):
        if lines[-1] and _width([*lines[-1], word], size_pt) > width_at(len(lines) - 1):
            lines.append([])
        available = width_at(len(lines) - 1)
        needed = _width([word], size_pt)
        if needed > available:
            raise DoesNotFit(paragraph.field, needed, available)
        lines[-1].append(word)
    return lines


def place(line: Sequence[Run], x_mm: float, baseline_mm: float, size_pt: float) -> list[Placed]:
    """One line's words as runs of equal style, each with its place."""
    placed: list[Placed] = []
    for _, group in groupby(line, key=lambda word: (word.bold, word.colour, word.scale)):
        words = list(group)
        run = replace(words[0], text=" ".join(word.text for word in words))
        placed.append(Placed(run, x_mm, baseline_mm, size_pt * run.scale))
        x_mm += width_mm(run.text + " ", size_pt * run.scale, bold=run.bold)
    return placed


@dataclass(frozen=True, slots=True)
class Column:
    """A box that text flows into.

    `right_at` gives how far right a line with this lower edge may reach, so that text runs round a symbol.
    Paragraphs with a label start `indent_mm` further right.
    """

    x_mm: float
    top_mm: float
    bottom_mm: float
    right_at: Callable[[float], float]
    indent_mm: float = 0.0

    def flow(self, paragraphs: Sequence[Paragraph], size_pt: float) -> tuple[list[Placed], float]:
        """Every paragraph at this size, and the height used; the height may be more than the column's."""
        placed: list[Placed] = []
        y = self.top_mm
        indent = 0.0
        for paragraph in paragraphs:
            size = size_pt * paragraph.scale
            step = line_height_mm(size)
            y += paragraph.before_mm
            if paragraph.flush:
                indent = 0.0
            if paragraph.label:
                indent = self.indent_mm
                loud = paragraph.label.bold
                placed.append(
                    Placed(
                        paragraph.label, self.x_mm, y + DROP * step, size if loud else size_pt * LABEL_SCALE
                    )
                )
            left = self.x_mm + indent

            def width(line: int, top: float = y, step: float = step, left: float = left) -> float:
                return self.right_at(top + (line + 1) * step) - left

            for line in wrap(paragraph, size, width):
                placed += place(line, left, y + DROP * step, size)
                y += step
        return placed, y - self.top_mm

    def fit(self, paragraphs: Sequence[Paragraph], wanted_pt: float, floor_pt: float) -> list[Placed]:
        """Every paragraph at the largest size, between floor and wanted, at which all of them fit.

        Raises:
            DoesNotFit: even the floor is too large; names the longest field.
        """
        available = self.bottom_mm - self.top_mm
        used = 0.0
        for tenth in range(round(wanted_pt * 10), round(floor_pt * 10) - 1, -1):
            try:
                placed, used = self.flow(paragraphs, tenth / 10)
            except DoesNotFit:
                if tenth == round(floor_pt * 10):
                    raise
                continue
            if used <= available:
                return placed
        longest = max(paragraphs, key=lambda p: sum(len(run.text) for run in p.runs))
        raise DoesNotFit(longest.field, used, available)

    def fit_or_move(
        self, paragraphs: Sequence[Paragraph], wanted_pt: float, floor_pt: float
    ) -> tuple[list[Placed], list[Paragraph]]:
        """As `fit`, but paragraphs that may move give way, the last first; returns those that did.

        Raises:
            DoesNotFit: even then there is not room enough.
        """
        kept, moved = list(paragraphs), list[Paragraph]()
        while True:
            try:
                return self.fit(kept, wanted_pt, floor_pt), moved
            except DoesNotFit:
                place = next(
                    (n for n in reversed(range(len(kept))) if kept[n].instead and kept[n] not in moved), None
                )
                if place is None:
                    raise
                moved.insert(0, kept[place])
                stand_in = replace(
                    kept[place], runs=(kept[place].instead or Run(""),), instead=None, scale=1.0
                )
                # A neighbour that went before has already said where.
                said = kept[place + 1 : place + 2] and kept[place + 1].runs == stand_in.runs
                kept[place : place + 1] = [] if said else [stand_in]
