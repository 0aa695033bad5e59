"""The lines of a PDF as headings, paragraphs, lists and tables, page by page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.formats.draft import Draft, Outline
from ingest.formats.pdf_lines import Line
from ingest.formats.pdf_tables import table_end, table_rows
from ingest.formats.written import item, paragraph, table

# A heading's letters are so much larger than those of the text.
_LARGER = 1.12
_LONGEST_HEADING = 150
_LONGEST_BOLD_HEADING = 80
_MOST_LEVELS = 5
# The usual gap between lines of a paragraph is smaller than so many heights.
_PARAGRAPH_GAP = 1.75
# What stands on so many of the pages, at their ends, is a running head.
_RUNNING_SHARE = 0.5
_RUNNING_PAGES = 3
_EDGE_LINES = 2
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[•‣▪◦●○–*·-]|(\d{1,3})[.)])\s+(?=\S)")
_ENDS = re.compile(r"[.!?:;][\"')\]”’]*$")


@dataclass(slots=True)
class _Block:
    """Lines that belong together: a heading (level above 0), a paragraph, or items of a list."""

    parts: list[str]
    level: int = 0
    is_list: bool = False
    numbers: list[int] = field(default_factory=list)


def write_pages(pages: Sequence[Sequence[Line]], *, title: str) -> Draft:
    """Returns the document; the place of each section is its page."""
    running = _running_heads(pages)
    body = _body_size(pages)
    levels = _levels(pages, body)
    outline = Outline()
    for number, lines in enumerate(pages, 1):
        outline.turn(f"p. {number}")
        kept = [
            line
            for index, line in enumerate(lines)
            if not (_is_edge(index, len(lines)) and _signature(line) in running)
        ]
        _write_page(kept, outline, body=body, levels=levels)
    return outline.draft(title=title)


def _write_page(
    lines: list[Line], outline: Outline, *, body: float, levels: dict[float, int]
) -> None:
    index = 0
    block: _Block | None = None
    while index < len(lines):
        end = table_end(lines, index)
        if end > index:
            _write(block, outline)
            block = None
            outline.block(table(table_rows(lines[index:end])))
            index = end
            continue
        before = lines[index - 1] if index else None
        block = _grown(
            block, before, lines[index], outline, level=_level(lines, index, body, levels)
        )
        index += 1
    _write(block, outline)


def _grown(
    block: _Block | None, before: Line | None, line: Line, outline: Outline, *, level: int
) -> _Block:
    """The block with the line in it, or a new one, after the old one is written."""
    text = line.text
    bullet = None if level else _BULLET.match(text)
    if bullet:
        number, words = int(bullet.group(1) or 0), text[bullet.end() :]
        if block is None or not block.is_list or bool(number) != bool(block.numbers[-1]):
            _write(block, outline)
            block = _Block([], is_list=True)
        block.parts.append(words)
        block.numbers.append(number)
        return block
    if block is not None and before is not None and _goes_on(block, before, line, level):
        block.parts[-1] = _joined(block.parts[-1], text)
        return block
    _write(block, outline)
    return _Block([text], level=level)


def _goes_on(block: _Block, before: Line, line: Line, level: int) -> bool:
    if level != block.level or not _is_near(before, line):
        return False
    # Bold words within a sentence go on; a sentence in bold after one that is not begins anew.
    same = line.is_bold == before.is_bold or not _ENDS.search(before.text)
    return bool(level) or block.is_list or same


def _write(block: _Block | None, outline: Outline) -> None:
    if block is None:
        return
    if block.level:
        outline.heading(block.level, block.parts[0])
    elif block.is_list:
        pairs = zip(block.parts, block.numbers, strict=True)
        outline.block("\n".join(item(part, number=number) for part, number in pairs))
    else:
        outline.block(paragraph(block.parts[0]))


def _joined(text: str, more: str) -> str:
    # A word that is divided at the end of its line.
    if text.endswith("-") and text[-2:-1].isalpha() and more[:1].islower():
        return text[:-1] + more
    return f"{text} {more}"


def _is_near(before: Line, line: Line) -> bool:
    return 0 < before.y - line.y < _PARAGRAPH_GAP * max(line.size, before.size)


def _level(lines: Sequence[Line], index: int, body: float, levels: dict[float, int]) -> int:
    """The level of a line as a heading, or 0."""
    line = lines[index]
    text = line.text
    if (
        len(line.cells) > 1
        or not any(sign.isalpha() for sign in text)
        or _BULLET.match(text[:1] + " ")
    ):
        return 0
    if line.size > _LARGER * body:
        return levels.get(_rounded(line.size), 0) if len(text) <= _LONGEST_HEADING else 0
    if (
        not line.is_bold
        or len(text) > _LONGEST_BOLD_HEADING
        or _ENDS.search(text)
        or line.size < body * 0.95
    ):
        return 0
    # Bold words that go on in the next line are a sentence with weight, not a heading.
    after = lines[index + 1] if index + 1 < len(lines) else None
    return (
        0
        if after is None or (after.is_bold and _is_near(line, after))
        else max(levels.values(), default=1) + 1
    )


def _levels(pages: Sequence[Sequence[Line]], body: float) -> dict[float, int]:
    sizes = {
        _rounded(line.size)
        for lines in pages
        for line in lines
        if line.size > _LARGER * body and len(line.text) <= _LONGEST_HEADING
    }
    return {
        size: min(rank, _MOST_LEVELS) for rank, size in enumerate(sorted(sizes, reverse=True), 1)
    }


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _running_heads(pages: Sequence[Sequence[Line]]) -> set[str]:
    if len(pages) < _RUNNING_PAGES:
        return set()
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update(
            {_signature(line) for index, line in enumerate(lines) if _is_edge(index, len(lines))}
        )
    least = max(_RUNNING_PAGES, _RUNNING_SHARE * len(pages))
    return {signature for signature, count in seen.items() if count >= least}


def _is_edge(index: int, count: int) -> bool:
    return index < _EDGE_LINES or index >= count - _EDGE_LINES


def _signature(line: Line) -> str:
    """The line without its numbers, which count the pages."""
    return _DIGITS.sub("#", line.text.casefold())
