"""HTML to sections: its words, headings, lists, tables and code; nothing that runs, hides or loads."""

import re
from collections.abc import Iterator

from lxml import etree, html

from ingest.formats.decode import decode
from ingest.formats.draft import Draft, Outline
from ingest.formats.written import code, item, paragraph, table
from ingest.rejection import RejectedError

_LEFT_OUT_TAGS = """
applet audio button canvas datalist dialog embed footer form frame frameset head iframe img input link map math meta
nav noembed noframes noscript object optgroup option param picture script select source style svg template textarea
title track video
"""
_BLOCK_TAGS = """
address article aside blockquote body caption center col colgroup dd details dir div dl dt fieldset figcaption figure
h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr
ul
"""
_LEFT_OUT = frozenset(_LEFT_OUT_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = ("ul", "ol", "menu", "dir")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_DEEPEST_LIST = 6
_MOST_SPANNED = 20


def load_web(data: bytes, *, title: str) -> Draft:
    """Returns a page as text. Scripts, styles, forms, navigation and hidden parts are left out.

    Raises:
        RejectedError: it is not text, or nested deeper than any page is.

    """
    return read_html(decode(data), title=title)


def read_html(text: str, *, title: str) -> Draft:
    """Returns the content of HTML that is already text; as `load_web`."""
    # The declared encoding no longer holds; a text with such a declaration is not parsed.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    root = html.document_fromstring(text.encode("utf-8", "replace") or b"<p>", parser=parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise RejectedError("its parts are nested too deeply")
    outline = Outline()
    writer = _Writer(outline)
    for event, element in _events(_main_part(root)):
        writer.start(element) if event == "start" else writer.end(element)
    writer.flush()
    head = root.findtext(".//title") or ""
    return outline.draft(title=" ".join(head.split()) or title)


def _main_part(root: etree._Element) -> etree._Element:
    """The page's main part where it says which that is."""
    found = root.findall(".//main")
    return found[0] if len(found) == 1 and len("".join(found[0].itertext()).split()) > 20 else root


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    walk = etree.iterwalk(root, events=("start", "end"))
    left_out = None
    for event, element in walk:
        if event == "start" and left_out is None and _is_left_out(element):
            left_out = element
            walk.skip_subtree()
        elif event == "end" and element is left_out:
            left_out = None
            yield "end", element
        elif left_out is None:
            yield event, element


def _is_left_out(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return True
    attributes = element.attrib
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or attributes.get("role", "").lower() == "navigation"
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


class _Writer:
    """Collects words until a block ends, and then writes it as what it is in."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._items: list[str] = []
        self._begins_item = False
        self._tables = 0
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._code = 0

    def start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._block_starts(element, tag)
        elif tag == "br":
            self._words.append("\n" if self._code else " ")
        if element.text:
            self._words.append(element.text)

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._block_ends(tag)
        if element.tail:
            self._words.append(element.tail)

    def flush(self) -> None:
        text = "".join(self._words)
        self._words = []
        if not text.strip():
            return
        if self._cell is not None:
            self._cell.append(" ".join(text.split()))
        elif self._lists:
            self._write_item(text)
        else:
            self._outline.block(paragraph(text))

    def _block_starts(self, element: etree._Element, tag: str) -> None:
        self.flush()
        if tag in _LISTS:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begins_item = True
        elif tag == "table":
            self._tables += 1
        elif self._tables == 1 and tag == "tr":
            self._rows.append([])
        elif self._tables == 1 and tag in ("td", "th"):
            self._cell = []
            if not self._rows:
                self._rows.append([])
            self._rows[-1].extend([""] * (_spanned(element) - 1))
        elif tag == "pre":
            self._code += 1

    def _block_ends(self, tag: str) -> None:
        if tag in _HEADINGS and not self._lists and not self._tables:
            self._outline.heading(_HEADINGS[tag], "".join(self._words))
            self._words = []
        elif tag == "pre":
            self._code -= 1
            if not self._code and self._cell is None and not self._lists:
                text, self._words = "".join(self._words), []
                self._outline.block(code(text) if text.strip() else "")
        self.flush()
        if tag in _LISTS and self._lists:
            self._lists.pop()
            if not self._lists and self._items:
                self._outline.block("\n".join(self._items))
                self._items = []
        elif tag == "table":
            self._table_ends()
        elif self._tables == 1 and tag in ("td", "th") and self._cell is not None:
            self._rows[-1].append(" ".join(self._cell))
            self._cell = None

    def _write_item(self, text: str) -> None:
        depth = min(len(self._lists), _DEEPEST_LIST) - 1
        if not self._begins_item and self._items:
            self._items[-1] += " " + paragraph(text)
            return
        self._begins_item = False
        number = self._lists[-1]
        if number is not None:
            self._lists[-1] = number + 1
        self._items.append(item(text, depth=depth, number=0 if number is None else number + 1))

    def _table_ends(self) -> None:
        self._tables -= 1
        if self._tables:
            return
        rows, self._rows, self._cell = self._rows, [], None
        if self._lists:
            self._items.extend(item(" ".join(filter(None, row))) for row in rows if any(row))
        else:
            self._outline.block(table(rows))


def _spanned(element: etree._Element) -> int:
    value = element.get("colspan", "1")
    return (
        min(int(value), _MOST_SPANNED) if value.isdigit() and len(value) < 5 and int(value) else 1
    )
