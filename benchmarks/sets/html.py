"""HTML documentation as sections of Markdown, with the anchors that point into them and its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
_SKIPPED_TAGS = frozenset(("script", "style", "nav", "title", "button"))
_SKIPPED_CLASSES = frozenset(
    (
        "contents",
        "footer",
        "headerlink",
        "mobile-nav",
        "navfooter",
        "navheader",
        "related",
        "sphinxsidebar",
        "toc",
        "toctree-wrapper",
    )
)
# Boxes have headings of their own, which begin no section.
_BOXES = frozenset(("caution", "important", "note", "tip", "warning"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = frozenset(
    ("p", "div", "section", "dd", "blockquote", "ul", "ol", "dl", "table", "hr")
)
_NUMBER = re.compile(r"^(?:(?:Chapter|Appendix|Part)\s+)?(?:[IVXLC\d]+|[A-Z])(?:\.\d+)*\.\s+")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class HtmlSection:
    """What stands under one heading; `anchors` are the ids that point to it."""

    heading: str
    level: int
    blocks: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The blocks as Markdown."""
        return "\n\n".join(self.blocks)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its words, where it leads, and the classes of its first child."""

    text: str
    target: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page: its sections in order, the first one with the title, and its links."""

    sections: tuple[HtmlSection, ...]
    links: tuple[Link, ...]

    def section_of(self, anchor: str) -> int | None:
        """Returns the place of the section that an anchor points to; the first for ""."""
        if not anchor:
            return 0 if self.sections else None
        for place, section in enumerate(self.sections):
            if anchor in section.anchors:
                return place
        return None


def read_html(text: str) -> HtmlPage:
    """Returns a page of DocBook's or Sphinx's HTML without its navigation and contents."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.flush()
    return HtmlPage(tuple(reader.sections), tuple(reader.links))


class _Reader(HTMLParser):
    """Writes blocks of Markdown while it reads; an id belongs to the next heading or the open section."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[HtmlSection] = []
        self.links: list[Link] = []
        self._open: list[tuple[str, bool]] = []
        self._skipping = 0
        self._pending: list[str] = []
        self._pieces: list[str] = []
        self._prefix = ""
        self._depth = 0
        self._code = 0
        self._quoted = 0
        self._heading: int | None = None
        self._cells: list[str] | None = None
        self._link: tuple[str, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        if tag in _VOID:
            if tag == "br" and not self._skipping:
                self._write("\n" if self._code else " ")
            return
        skips = tag in _SKIPPED_TAGS or not _SKIPPED_CLASSES.isdisjoint(classes)
        self._open.append((tag, skips))
        self._skipping += skips
        if self._skipping:
            return
        self._note_anchor(tag, values)
        self._start(tag, values, classes)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, skips = self._open.pop()
            if not self._skipping:
                self._end(name)
            self._skipping -= skips
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        self._write(data if self._code else _SPACE.sub(" ", data))
        if self._link is not None:
            self._link[2].append(data)

    def flush(self) -> None:
        """Ends the block that is being written."""
        text = "".join(self._pieces).replace("¶", "").strip("\n" if self._code else None)
        prefix, self._pieces, self._prefix = self._prefix, [], ""
        if not text.strip():
            self._prefix = prefix
            return
        if self._cells is not None:
            self._cells.append(text.replace("\n", " "))
            return
        self._add(prefix + text)

    def _note_anchor(self, tag: str, values: dict[str, str]) -> None:
        anchor = values.get("id") or (values.get("name") if tag == "a" else "")
        if not anchor:
            return
        if tag in ("div", "section") and self._heading is None:
            self.flush()
            self._pending.append(anchor)
        elif self._heading is not None or self._pending or not self.sections:
            self._pending.append(anchor)
        else:
            self.sections[-1].anchors.add(anchor)

    def _start(self, tag: str, values: dict[str, str], classes: list[str]) -> None:
        if tag in _HEADINGS:
            self.flush()
            self._heading = int(tag[1])
        elif tag == "pre":
            self.flush()
            self._code += 1
        elif tag == "code":
            self._quote(opens=True)
        elif tag in ("li", "dt", "tr"):
            self.flush()
            self._prefix = "  " * max(0, self._depth - 1) + "- " if tag == "li" else ""
            self._cells = [] if tag == "tr" else None
        elif tag in ("ul", "ol"):
            self.flush()
            self._depth += 1
        elif tag in _PARAGRAPHS:
            self.flush()
        elif tag == "a" and values.get("href"):
            self._link = (values["href"], "", [])
        elif tag == "span" and self._link is not None and not self._link[1]:
            self._link = (self._link[0], " ".join(classes), self._link[2])

    def _end(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._end_heading()
        elif tag == "pre":
            self._end_code()
        elif tag == "code":
            self._quote(opens=False)
        elif tag == "dt":
            text = "".join(self._pieces).strip()
            self._pieces = [f"**{text}**"] if text else []
            self.flush()
        elif tag in ("td", "th", "li") or tag in _PARAGRAPHS:
            self.flush()
            self._depth -= tag in ("ul", "ol")
            self._prefix = "" if tag == "li" else self._prefix
        elif tag == "tr" and self._cells is not None:
            row, self._cells = " | ".join(self._cells), None
            self._add(f"- {row}" if row else "")
        elif tag == "a" and self._link is not None:
            target, kind, pieces = self._link
            self.links.append(Link(_SPACE.sub(" ", "".join(pieces)).strip(), target, kind))
            self._link = None

    def _end_heading(self) -> None:
        heading = _NUMBER.sub("", _SPACE.sub(" ", "".join(self._pieces)).replace("¶", "").strip())
        self._pieces, self._prefix = [], ""
        if heading.casefold() in _BOXES:
            self._add(f"**{heading}**")
        elif heading and self._heading is not None:
            self.sections.append(
                HtmlSection(heading, self._heading, [], set(self._pending)),
            )
            self._pending = []
        self._heading = None

    def _end_code(self) -> None:
        text = "".join(self._pieces).strip("\n")
        self._pieces, self._prefix = [], ""
        self._code -= 1
        if text.strip():
            self._add(f"```\n{text}\n```")

    def _quote(self, *, opens: bool) -> None:
        """Writes a backtick around the outermost of nested code, not in headings and code blocks."""
        self._quoted += 1 if opens else -1
        if self._quoted == (1 if opens else 0) and not self._code and self._heading is None:
            self._write("`")

    def _write(self, text: str) -> None:
        self._pieces.append(text)

    def _add(self, block: str) -> None:
        if self.sections and block.strip():
            self.sections[-1].anchors.update(self._pending)
            self._pending = []
            self.sections[-1].blocks.append(block)
