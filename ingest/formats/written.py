"""Plain words written as Markdown, so that none of their signs gets a meaning."""

import re
from collections.abc import Sequence

from ingest.rejection import RejectedError

MAX_COLUMNS = 200
MAX_ROWS = 50_000
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MARK = re.compile(r"^(\s*)([#>=~`]|[-+*](?=\s|$|[-*=])|\d{1,9}[.)](?=\s|$)|\|)")
_LINES_LEFT_OUT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_TICKS = re.compile(r"`{3,}")


def words(text: str) -> str:
    """Returns the text on one line, with tags and code marks made harmless."""
    return _TAG.sub(r"\\<", " ".join(visible(text).split())).replace("`", "\\`")


def visible(text: str) -> str:
    """Returns the text without the characters that no file of text should have."""
    return _LINES_LEFT_OUT.sub("", text)


def paragraph(text: str) -> str:
    """Returns the text as a paragraph, whatever it begins with."""
    line = words(text)
    # A backslash would show in front of a number.
    return _MARK.sub(lambda found: _unmarked(found.group(2)), line)


def _unmarked(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}"


def item(text: str, *, depth: int = 0, number: int = 0) -> str:
    """Returns the text as a list item."""
    marker = f"{number}." if number else "-"
    return f"{'  ' * depth}{marker} {paragraph(text)}"


def code(text: str) -> str:
    """Returns the text as a block of code."""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{visible(text).strip(chr(10))}\n{fence}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Returns rows as a Markdown table whose first row is the header; "" without a cell of text.

    Raises:
        RejectedError: it has more rows or columns than a reader could use.

    """
    width = max((len(row) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise RejectedError(f"a table has {width:,} columns; {MAX_COLUMNS} are read")
    if len(rows) > MAX_ROWS:
        raise RejectedError(f"a table has more than {MAX_ROWS:,} rows; keep data out of the guide")
    filled = [[words(cell).replace("|", "\\|") for cell in row] for row in rows]
    filled = [row + [""] * (width - len(row)) for row in filled if any(row)]
    if not filled:
        return ""
    if len(filled) == 1 or width == 1:
        return "\n\n".join(paragraph(" ".join(filter(None, row))) for row in filled)
    lines = [f"| {' | '.join(row)} |" for row in filled]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
