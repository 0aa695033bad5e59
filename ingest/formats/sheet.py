"""CSV and TSV: tables of so many rows each, whose place names the rows."""

import csv
import io
from collections.abc import Iterator

from ingest.formats.decode import decode
from ingest.formats.draft import Draft, Outline
from ingest.formats.written import MAX_COLUMNS, MAX_ROWS, table
from ingest.rejection import RejectedError

ROWS_A_SECTION = 20
MAX_CELL = 20_000
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20


def load_sheet(data: bytes, *, title: str, suffix: str) -> Draft:
    """Returns a table file; the first row is the header of each section.

    Raises:
        RejectedError: it is not text, or its rows, columns or cells are too many or too long.

    """
    text = decode(data)
    rows = list(_rows(text, "\t" if suffix == ".tsv" else _delimiter(text)))
    outline = Outline(title)
    if not rows:
        return outline.draft(title=title)
    (_, header), body = rows[0], rows[1:]
    if not body:
        outline.block(table([header]))
    for start in range(0, len(body), ROWS_A_SECTION):
        part = body[start : start + ROWS_A_SECTION]
        outline.turn(_place(part[0][0], part[-1][0]))
        outline.block(table([header, *(cells for _, cells in part)]))
    return outline.draft(title=title)


def _place(first: int, last: int) -> str:
    return f"row {first}" if first == last else f"rows {first}–{last}"


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            if number > MAX_ROWS:
                raise RejectedError(f"more than {MAX_ROWS:,} rows; keep data out of the guide")
            if len(row) > MAX_COLUMNS:
                raise RejectedError(f"row {number} has {len(row):,} cells; {MAX_COLUMNS} are read")
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise RejectedError(f"a row cannot be read: {error}") from error


def _delimiter(text: str) -> str:
    """The sign that divides the first lines most evenly."""
    lines = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    counts = {sign: [line.count(sign) for line in lines] for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (min(counts[sign]), sum(counts[sign])))
