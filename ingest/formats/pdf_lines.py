"""The lines of a PDF's page: pieces of text with their places, in the order of the file."""

from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

# PDF does not tell how wide a piece is: its letters are between those of Times and Helvetica, as shares of their
# height. Columns are told by the least that they may take, blanks by what is beyond the most.
_NARROW, _WIDE, _CAPITAL, _OTHER = 0.27, 0.8, 0.67, 0.49
_LEAST, _MOST = 0.9, 1.12
# Pieces of one line may stand this share of their height apart, up or down.
_SAME_LINE = 0.35
# A blank of so many heights divides cells.
_CELL_GAP = 1.0


@dataclass(slots=True)
class Cell:
    """Words that stand together, where they begin, end at the least, and reach at the most."""

    x: float
    end: float
    reach: float
    text: str


@dataclass(slots=True)
class Line:
    """A line of a page, divided where wide blanks are; `y` grows upwards."""

    y: float
    size: float
    is_bold: bool
    cells: list[Cell]

    @property
    def x(self) -> float:
        """Where the line begins."""
        return self.cells[0].x

    @property
    def text(self) -> str:
        """All words of the line."""
        return " ".join(cell.text for cell in self.cells)


def lines_of(page: PageObject) -> list[Line]:
    """Returns the lines of a page that have text."""
    lines: list[Line] = []

    def visit(text: str, user: list[float], matrix: list[float], font: Any, size: float) -> None:  # noqa: ANN401
        if not text.strip():
            if lines and text == " ":
                lines[-1].cells[-1].text += " "
            return
        # Blanks at the front stand for the gap to what came before.
        x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
        y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
        height = abs(size * (matrix[3] or matrix[1]) * (user[3] or user[1])) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        _add(
            lines, Cell(x, x, x, text), y=y, size=height, is_bold="bold" in name or "black" in name
        )

    page.extract_text(visitor_text=visit)
    for line in lines:
        for cell in line.cells:
            cell.text = " ".join(cell.text.split())
        line.cells = [cell for cell in line.cells if cell.text]
    return [line for line in lines if line.cells]


def _add(lines: list[Line], cell: Cell, *, y: float, size: float, is_bold: bool) -> None:
    for number, text in enumerate(cell.text.split("\n")):
        if not text.strip():
            continue
        width = _width(text.strip()) * size
        piece = Cell(cell.x, cell.x + _LEAST * width, cell.x + _MOST * width, text)
        last = lines[-1] if lines and number == 0 else None
        if last is None or abs(last.y - y) > _SAME_LINE * max(size, last.size):
            lines.append(Line(y, size, is_bold, [piece]))
            continue
        before = last.cells[-1]
        if piece.x < before.x - size:
            lines.append(Line(y, size, is_bold, [piece]))
        elif piece.x - before.reach > _CELL_GAP * size:
            last.cells.append(piece)
        else:
            before.text += ("" if _touch(before, piece, size) else " ") + piece.text
            before.end = max(piece.end, before.end)
            before.reach = max(piece.reach, before.reach)
        last.is_bold = last.is_bold and is_bold
        last.size = max(last.size, size)


def _touch(before: Cell, piece: Cell, size: float) -> bool:
    """Whether two pieces are parts of one word, or a blank stands between them already."""
    if before.text[-1:].isspace() or piece.text[:1].isspace():
        return True
    return piece.x - before.end < 0.5 * (before.reach - before.end) + 0.1 * size


def _width(text: str) -> float:
    total = 0.0
    for sign in text:
        if sign in "iIljtfr.,:;'|!()[]/ -":
            total += _NARROW
        elif sign in "mwMW@%—":
            total += _WIDE
        else:
            total += _CAPITAL if sign.isupper() else _OTHER
    return total
