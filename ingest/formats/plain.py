"""Plain text: paragraphs, lists, and the headings that people underline, number or capitalise."""

import re

from ingest.formats.decode import decode
from ingest.formats.draft import Draft, Outline
from ingest.formats.written import item, paragraph

LONGEST_HEADING = 80
_UNDERLINE = re.compile(r"[ \t]*(=|-|~|\*){3,}[ \t]*$")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?[ \t]+\S")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣]|(\d{1,3})[.)])[ \t]+(.*)")
_GAP = re.compile(r"\n[ \t\f]*\n")


def load_text(data: bytes, *, title: str) -> Draft:
    """Returns a text file.

    Raises:
        RejectedError: it is not text.

    """
    outline = Outline()
    for block in _GAP.split(decode(data).replace("\f", "\n\n")):
        lines = [line for line in block.split("\n") if line.strip()]
        if lines:
            _add(lines, outline)
    return outline.draft(title=title)


def _add(lines: list[str], outline: Outline) -> None:
    level = _heading_level(lines)
    if level:
        outline.heading(level, lines[0])
        lines = lines[1:]
        if lines and _UNDERLINE.match(lines[0]):
            lines = lines[1:]
    if not lines:
        return
    if any(_ITEM.match(line) for line in lines):
        outline.block("\n".join(_items(lines)))
    else:
        outline.block(paragraph(" ".join(lines)))


def _heading_level(lines: list[str]) -> int:
    """1 for what is underlined twice, 2 for once and for capitals, deeper by its number; 0 for none."""
    first = lines[0].strip()
    if len(lines) > 1 and _UNDERLINE.match(lines[1]) and not _UNDERLINE.match(first):
        return 1 if lines[1].strip().startswith("=") else 2
    if len(lines) > 1 or len(first) > LONGEST_HEADING or first[-1] in ".,;:!?":
        return 0
    number = _NUMBERED.match(first)
    if number:
        return min(2 + number.group(1).count("."), 6)
    return 2 if first.isupper() and any(sign.isalpha() for sign in first) else 0


def _items(lines: list[str]) -> list[str]:
    """List items, each with the lines that go on from it."""
    parts: list[tuple[int | None, list[str]]] = [(None, [])]
    for line in lines:
        found = _ITEM.match(line)
        if found:
            parts.append((int(found.group(1) or 0), [found.group(2)]))
        else:
            parts[-1][1].append(line.strip())
    written = []
    for number, words in parts:
        text = " ".join(words)
        if text:
            written.append(paragraph(text) + "\n" if number is None else item(text, number=number))
    return written
