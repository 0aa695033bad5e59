"""Messages as they are posted: text and blocks, long ones split within Slack's limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from listeners.views.blocks import Block, cut
from listeners.views.table import build_body

# All blocks of a message together fail at about 13,200 characters.
MESSAGE_LENGTH = 11_500
# The fallback text: chat.update refuses more than 4,000.
TEXT_LENGTH = 3_000
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `body` is harmless Markdown, `footer` the blocks below, `text` the fallback."""

    text: str
    body: str
    footer: tuple[Block, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """All blocks of the message."""
        return [*build_body(self.body), *self.footer]


def build_messages(
    body: str, *, text: str, footer: tuple[Block, ...] = (), reserve: int = 0
) -> tuple[Message, ...]:
    """Returns the messages of a body; the footer stands under the last one, which keeps `reserve` free."""
    parts = split_markdown(body, MESSAGE_LENGTH - reserve)
    last = len(parts) - 1
    return tuple(
        Message(
            text=cut(text if number == 0 else f"({number + 1}/{last + 1}) {text}", TEXT_LENGTH),
            body=part,
            footer=footer if number == last else (),
        )
        for number, part in enumerate(parts)
    )


def split_markdown(text: str, limit: int) -> tuple[str, ...]:
    """Returns the text in parts of at most `limit` characters, cut between paragraphs.

    A fence or a table is only cut when it alone is too long: between its lines, the fence or the
    table's head repeated in each part.
    """
    parts: list[str] = []
    current = ""
    for piece in _pieces(text, limit):
        joined = f"{current}\n\n{piece}" if current else piece
        if len(joined) <= limit:
            current = joined
            continue
        if current:
            parts.append(current)
        current = piece
    return (*parts, current) if current or not parts else tuple(parts)


def _pieces(text: str, limit: int) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        if len(paragraph) <= limit:
            yield paragraph
        else:
            yield from _cut_paragraph(paragraph, limit)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs at blank lines; a fence with blank lines in it stays whole."""
    paragraphs: list[list[str]] = [[]]
    fence = ""
    for line in text.strip("\n").split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark.group(1)):
            fence = "" if fence else mark.group(1)
        if not line.strip() and not fence:
            paragraphs.append([])
        else:
            paragraphs[-1].append(line)
    return ["\n".join(lines) for lines in paragraphs if lines]


def _cut_paragraph(paragraph: str, limit: int) -> Iterator[str]:
    lines = paragraph.split("\n")
    head, tail = _frame(lines)
    body = lines[len(head) : len(lines) - len(tail)]
    room = limit - sum(len(line) + 1 for line in (*head, *tail))
    current: list[str] = []
    for line in (piece for each in body for piece in _cut_line(each, room)):
        if current and sum(len(each) + 1 for each in (*current, line)) > room:
            yield "\n".join((*head, *current, *tail))
            current = []
        current.append(line)
    yield "\n".join((*head, *current, *tail))


def _frame(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines that every part of a long fence or table needs again."""
    mark = _FENCE.match(lines[0])
    if mark:
        closed = len(lines) > 1 and lines[-1].strip().startswith(mark.group(1))
        return lines[:1], lines[-1:] if closed else []
    if len(lines) > 2 and lines[0].lstrip().startswith("|") and set(lines[1]) <= set("|-: "):
        return lines[:2], []
    return [], []


def _cut_line(line: str, limit: int) -> Iterator[str]:
    """A line in pieces at sentence ends or spaces, or anywhere when it has neither."""
    while len(line) > limit:
        at = max(line.rfind(". ", 0, limit - 1) + 1, 0) or line.rfind(" ", 0, limit)
        at = at if at > limit // 3 else _hard_cut(line, limit)
        yield line[:at].rstrip()
        line = line[at:].lstrip()
    yield line


def _hard_cut(line: str, limit: int) -> int:
    """A place to cut a line without spaces: not within an entity."""
    ampersand = line.rfind("&", limit - 8, limit)
    return ampersand if ampersand > 0 and ";" not in line[ampersand:limit] else limit
