"""Markdown with a table as Slack's blocks: the `markdown` block does not draw tables."""

import html
import re

from listeners.views.blocks import Block

# Slack takes one table in a message, of so many rows and columns; another table stays as it is written.
MAX_ROWS = 100
MAX_COLUMNS = 20
_TABLE = re.compile(
    r"(?:^\|.*\|[ \t]*\n)\|(?:[ ]?:?-{3,}:?[ ]?\|)+[ \t]*(?:\n\|.*\|[ \t]*)+", re.MULTILINE
)
_BAR = re.compile(r"(?<!\\)\|")


def build_body(text: str) -> list[Block]:
    """Returns the blocks of a message's harmless Markdown, its first table as a `table` block."""
    match = _TABLE.search(text)
    rows = _rows(match.group(0)) if match else []
    if not match or len(rows) > MAX_ROWS or max(map(len, rows)) > MAX_COLUMNS:
        return _markdown(text)
    table: Block = {"type": "table", "rows": [[_cell(cell) for cell in row] for row in rows]}
    return [*_markdown(text[: match.start()]), table, *_markdown(text[match.end() :])]


def _markdown(text: str) -> list[Block]:
    return [{"type": "markdown", "text": text.strip("\n")}] if text.strip() else []


def _rows(table: str) -> list[list[str]]:
    """The cells of each row but the rule, as wide as the head."""
    head, _, *body = table.strip().splitlines()
    width = len(_cells(head))
    return [(_cells(row) + [""] * width)[:width] for row in (head, *body)]


def _cells(row: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in _BAR.split(row.strip())[1:-1]]


def _cell(text: str) -> Block:
    # Plain text in which nothing is read as markup, so entities are signs again; Slack takes no empty cell.
    return {"type": "raw_text", "text": html.unescape(text) or " "}
