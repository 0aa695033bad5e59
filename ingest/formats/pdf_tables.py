"""Tables of a PDF's page, told by cells that stand below each other; PDF itself knows no tables."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.formats.pdf_lines import Cell, Line

# Rows farther apart than so many heights are no longer one table.
_ROW_GAP = 4.0
_FEWEST_ROWS = 2
# Cells begin at about the same place, in points.
_TOLERANCE = 1.5


def table_end(lines: Sequence[Line], start: int) -> int:
    """Returns the index after the last line of the table that begins at `start`, or `start` if none does."""
    if len(lines[start].cells) < 2:
        return start
    columns = [(cell.x, cell.end) for cell in lines[start].cells]
    end, wide = start + 1, 1
    while end < len(lines) and _goes_on(lines[end - 1], lines[end], columns):
        wide += len(lines[end].cells) > 1
        columns = _merged([*columns, *((cell.x, cell.end) for cell in lines[end].cells)])
        end += 1
    if wide < _FEWEST_ROWS or len(columns) < 2:
        return start
    return end


def table_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Returns the rows of a table; lines that go on in a cell are joined to it."""
    columns = _merged([(cell.x, cell.end) for line in lines for cell in line.cells])
    rows: list[list[str]] = [[""] * len(columns)]
    last = -1
    for before, line in pairwise([lines[0], *lines]):
        for cell in line.cells:
            column = _column(cell, columns)
            goes_on = column == last and abs(before.y - line.y) < 1.6 * line.size
            if column < last or (column == last and not goes_on):
                rows.append([""] * len(columns))
            rows[-1][column] = f"{rows[-1][column]} {cell.text}".strip()
            last = column
    return [row for row in rows if any(row)]


def _goes_on(before: Line, line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    if abs(before.y - line.y) > _ROW_GAP * line.size or abs(before.size - line.size) > 0.5:
        return False
    if len(line.cells) > 1:
        return _overlapping(line.cells, columns)
    # A line of prose begins at the left, or left of it, and is wider than a column.
    cell = line.cells[0]
    if cell.x < columns[0][0] - _TOLERANCE:
        return False
    if cell.x > columns[0][1]:
        return len(_merged([*columns, (cell.x, cell.end)])) > 1
    return sum(start < cell.end and cell.x < end for start, end in columns) <= 1


def _overlapping(cells: Sequence[Cell], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether no cell lies across two columns."""
    return all(
        sum(start < cell.end and cell.x < end for start, end in columns) <= 1 for cell in cells
    )


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _column(cell: Cell, columns: Sequence[tuple[float, float]]) -> int:
    return next(number for number, (start, end) in enumerate(columns) if start <= cell.x <= end)
