"""What a section's Markdown consists of: sentences, list items, table rows, code, quotations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.sentences import split_sentences

_TAG = re.compile(r"<[^<>]*>")
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|$)")
_BULLET = re.compile(r"\s*[-*+](?:\s+(?:\[[ xX]\]\s+)?|$)")
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_QUOTE_MARKS = re.compile(r"^[> \t]+", re.MULTILINE)
_CAVEAT = re.compile(r"\W*caveat\b", re.IGNORECASE)
# No page nests quotations deeper; below, their words are taken without their form.
DEEPEST = 8
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is not cut unless it alone is too long.

    Units of one `block` are joined by `glue`; `opening` and `closing` stand around them in each part
    (a table's header, a code fence). `quote` is the unit as it can be quoted; `finer` are the pieces
    to which a unit falls that is too long.
    """

    text: str
    block: int
    quote: str = ""
    glue: str = " "
    opening: str = ""
    closing: str = ""
    finer: tuple["Unit", ...] = ()


@cache
def open_markdown() -> MarkdownIt:
    """Returns the parser of blocks: CommonMark with tables, what stands in a line left unread.

    Reading the lines as well would take twice the time.
    """
    return MarkdownIt("commonmark").enable("table").disable("inline")


def join_units(units: Sequence[Unit]) -> str:
    """Returns the Markdown of units in their order."""
    blocks = []
    for _, group in groupby(units, key=lambda unit: unit.block):
        members = list(group)
        body = members[0].text + "".join(unit.glue + unit.text for unit in members[1:])
        blocks.append(members[0].opening + body + members[0].closing)
    return "\n\n".join(blocks)


def quotable(text: str) -> list[str]:
    """Returns the sentences, list items, table rows and code of a Markdown text, in order."""
    quotes: list[str] = []
    for unit in split_units(text):
        parts = unit.finer if unit.finer and not unit.quote else (unit,)
        quotes.extend(part.quote for part in parts if part.quote)
    return quotes


def split_units(text: str, *, depth: int = 0) -> list[Unit]:
    """Returns the units of a Markdown text in order; `depth` is of how many quotations it stands in."""
    lines = text.split("\n")
    tokens = open_markdown().parse(text)
    units: list[Unit] = []
    for index, token in enumerate(tokens):
        if token.level == 0 and token.map is not None and token.nesting >= 0:
            block = units[-1].block + 1 if units else 0
            inner = _inner(tokens, index)
            units.extend(_block_units(token, inner, lines, block, depth=depth))
    return units


def _block_units(
    token: Token, inner: list[Token], lines: list[str], block: int, *, depth: int
) -> Iterator[Unit]:
    source = _slice(lines, token)
    if token.type in _LISTS:
        yield from _items(inner, lines, block)
    elif token.type == "table_open":
        yield from _rows(inner, lines, block, header="\n".join(source[:2]))
    elif token.type in ("fence", "code_block"):
        yield _code(token, block)
    elif token.type == "blockquote_open":
        yield from _quotation(source, block, depth=depth + 1)
    elif token.type != "hr":
        content = "\n".join(source)
        if token.type == "html_block":
            content = _TAG.sub(" ", content)
        elif token.type == "heading_open":
            content = inner[0].content
        yield from _sentences(content, block)


def _sentences(text: str, block: int) -> Iterator[Unit]:
    for sentence in split_sentences(one_line(text)):
        yield Unit(text=sentence, quote=sentence, block=block)


def _items(inner: list[Token], lines: list[str], block: int) -> Iterator[Unit]:
    for item, items in _grouped(inner):
        source = _dedent(_slice(lines, item))
        leaves = tuple(_leaf(token, own, lines, block) for token, own in items)
        leaves = tuple(leaf for leaf in leaves if leaf.text)
        if not leaves:
            continue
        text = "\n".join(line for line in source if line.strip())
        if len(leaves) == 1:
            yield replace(leaves[0], text=text)
        else:
            yield Unit(text=text, block=block, glue="\n", finer=leaves)


def _grouped(inner: list[Token]) -> Iterator[tuple[Token, list[tuple[Token, list[Token]]]]]:
    """Yields each item of a list with all items in it, itself the first, and the tokens in each of them."""
    places = [place for place, token in enumerate(inner) if token.type == "list_item_open"]
    least = min((inner[place].level for place in places), default=0)
    starts = [number for number, place in enumerate(places) if inner[place].level == least]
    for start, end in pairwise([*starts, len(places)]):
        items = [(inner[place], _inner(inner, place)) for place in places[start:end]]
        yield items[0][0], items


def _leaf(item: Token, within: list[Token], lines: list[str], block: int) -> Unit:
    """Returns an item's own text, without the lists inside it."""
    nested = {
        line
        for token in within
        if token.type in _LISTS and token.map != item.map
        for line in range(*_range(token))
    }
    own = [lines[number] for number in range(*_range(item)) if number not in nested]
    text = one_line("\n".join(own))
    quote = _BULLET.sub("", text, count=1)
    marker = _MARKER.match(text)
    if not text[marker.end() if marker else 0 :].strip():
        return Unit(text="", block=block)
    finer = tuple(
        Unit(text=sentence, quote=sentence, block=block) for sentence in split_sentences(text)
    )
    finer = tuple(replace(unit, glue="\n") if n == 0 else unit for n, unit in enumerate(finer))
    return Unit(text=text, quote=quote, block=block, glue="\n", finer=finer)


def _rows(inner: list[Token], lines: list[str], block: int, *, header: str) -> Iterator[Unit]:
    columns: list[str] = []
    rows = [index for index, token in enumerate(inner) if token.type == "tr_open"]
    for index in rows:
        cells = [
            one_line(token.content) for token in _inner(inner, index) if token.type == "inline"
        ]
        if not columns:
            columns = cells
            continue
        text = "\n".join(_slice(lines, inner[index])).strip()
        yield Unit(
            text=text,
            quote=_row_quote(columns, cells),
            block=block,
            glue="\n",
            opening=header + "\n",
        )
    if len(rows) == 1:
        yield Unit(text=header, quote="; ".join(filter(None, columns)), block=block)


def _row_quote(columns: list[str], cells: list[str]) -> str:
    if len(cells) == 2:
        return ": ".join(filter(None, cells))
    first, rest = cells[:1], list(zip(columns[1:], cells[1:], strict=False))
    return "; ".join(
        filter(None, first + [f"{name}: {cell}" if name else cell for name, cell in rest if cell])
    )


def _code(token: Token, block: int) -> Unit:
    fence = token.markup or "```"
    lines = token.content.rstrip("\n").split("\n")
    opening, closing = f"{fence}{token.info.strip()}\n", f"\n{fence}"
    pieces = tuple(
        Unit(text=line, block=block, glue="\n", opening=opening, closing=closing) for line in lines
    )
    text = "\n".join(lines)
    return Unit(
        text=text,
        quote=opening + text + closing if text.strip() else "",
        block=block,
        glue="\n",
        opening=opening,
        closing=closing,
        finer=pieces if len(pieces) > 1 else (),
    )


def _quotation(source: list[str], block: int, *, depth: int) -> Iterator[Unit]:
    if depth > DEEPEST:
        yield from _sentences(_QUOTE_MARKS.sub("", "\n".join(source)), block)
        return
    inside = _QUOTE_MARK.sub("", "\n".join(source)).strip("\n")
    if _CAVEAT.match(inside):
        # A caveat is quoted whole: half of it would mislead.
        text = one_line(inside)
        finer = tuple(
            Unit(text=sentence, quote=sentence, block=block, opening="> ")
            for sentence in split_sentences(text)
        )
        yield Unit(text=text, quote=text, block=block, opening="> ", finer=finer)
        return
    for unit in split_units(inside, depth=depth):
        yield _quoted(unit, block + unit.block)


def _quoted(unit: Unit, block: int) -> Unit:
    return replace(
        unit,
        text=unit.text.replace("\n", "\n> "),
        opening="> " + unit.opening.replace("\n", "\n> "),
        closing=unit.closing.replace("\n", "\n> "),
        glue=unit.glue.replace("\n", "\n> "),
        block=block,
        finer=tuple(_quoted(piece, block) for piece in unit.finer),
    )


def _inner(tokens: list[Token], index: int) -> list[Token]:
    if tokens[index].nesting == 0:
        return []
    level = tokens[index].level
    for end in range(index + 1, len(tokens)):
        if tokens[end].level == level and tokens[end].nesting < 0:
            return tokens[index + 1 : end]
    return tokens[index + 1 :]


def _range(token: Token) -> tuple[int, int]:
    return (token.map[0], token.map[1]) if token.map else (0, 0)


def _slice(lines: list[str], token: Token) -> list[str]:
    start, end = _range(token)
    return lines[start:end]


def _dedent(lines: list[str]) -> list[str]:
    width = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    return [line[width:] if not line[:width].strip() else line.lstrip() for line in lines]


def one_line(text: str) -> str:
    """Returns a text with its white space, line ends included, made single blanks."""
    return " ".join(text.replace("\\\n", "\n").split())
