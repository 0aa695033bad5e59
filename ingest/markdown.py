"""A Markdown page as a Document: front matter, title, sections under their heading paths."""

import hashlib
import re
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from advisor.models import Document, Section
from ingest.blocks import one_line, open_markdown
from ingest.front_matter import read_front_matter

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ASKED_AS = re.compile(r"\s*asked[ _-]as\s*:(.*)", re.DOTALL | re.IGNORECASE)
_CODE = ("fence", "code_block")


def load_markdown(path: str, data: str, *, sha256: str = "") -> Document | None:
    """Returns the page, or None if its front matter says `index: false`.

    Raises:
        RejectedError: the front matter is broken.

    """
    front = read_front_matter(data)
    if not front.indexed:
        return None
    body = "\n".join(data.split("\n")[front.lines :])
    tokens = _parse(body)
    title = front.title or _first_title(tokens) or PurePosixPath(path).stem
    return Document(
        path=path,
        title=title,
        sections=tuple(_sections(tokens, body.split("\n"), title=title, offset=front.lines)),
        sha256=sha256 or hashlib.sha256(data.encode()).hexdigest(),
        summary=front.summary,
        sources=front.sources,
        last_reviewed=front.last_reviewed,
        covered=front.covered,
        owner=front.owner,
        tags=front.tags,
    )


def _parse(body: str) -> list[Token]:
    """The blocks of a page; of the lines, only the headings are read."""
    references: dict[str, Any] = {}
    tokens = open_markdown().parse(body, references)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            inline.children = _open_lines().parseInline(inline.content, references)[0].children
    return tokens


@cache
def _open_lines() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _first_title(tokens: list[Token]) -> str:
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0:
            return heading_text(tokens[index + 1])
    return ""


def heading_text(inline: Token) -> str:
    """Returns the words of a heading, without its Markdown."""
    pieces = [
        child.content if child.type in ("text", "code_inline") else " "
        for child in inline.children or []
        if child.type in ("text", "code_inline", "softbreak", "hardbreak", "image")
    ]
    return one_line("".join(pieces))


class _Open:
    """The section that is being read."""

    def __init__(self, headings: tuple[str, ...], line: int) -> None:
        self.headings = headings
        self.line = line
        self.blocks: list[str] = []
        self.asked_as: list[str] = []

    def close(self) -> Section:
        return Section(
            headings=self.headings,
            text="\n\n".join(self.blocks),
            line=self.line,
            asked_as=tuple(dict.fromkeys(self.asked_as)),
        )


def _sections(tokens: list[Token], lines: list[str], *, title: str, offset: int) -> list[Section]:
    sections = [_Open((title,), offset + 1)]
    path: list[tuple[int, str]] = []
    for index, token in enumerate(tokens):
        if token.level != 0 or token.map is None or token.nesting < 0:
            continue
        if token.type == "heading_open":
            text = heading_text(tokens[index + 1])
            level = int(token.tag[1])
            path = [entry for entry in path if entry[0] < level]
            if text and not (level == 1 and text.casefold() == title.casefold()):
                path.append((level, text))
            headings = (title, *(heading for _, heading in path))
            sections.append(_Open(headings, offset + token.map[0] + 1))
        else:
            _add_block(sections[-1], token, lines[token.map[0] : token.map[1]])
    return [section.close() for section in sections if section.blocks]


def _add_block(section: _Open, token: Token, source: list[str]) -> None:
    block = "\n".join(source)
    if token.type not in _CODE:
        for comment in _COMMENT.findall(block):
            asked = _ASKED_AS.match(comment)
            if asked:
                wordings = (one_line(wording) for wording in asked.group(1).split("|"))
                section.asked_as.extend(wording for wording in wordings if wording)
        block = _COMMENT.sub("", block)
    if block.strip():
        section.blocks.append(block.strip("\n").rstrip())
