"""Manual pages: the query is a page's one-line description, the target the page without that line."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sets.question_set import Page, PageSection, Wanted

LONGEST_PAGE = 11_000
SHORTEST_PAGE = 400
_ESCAPES = {
    r"\-": "-", r"\&": "", r"\e": "\\", r"\(aq": "'", r"\(cq": "'", r"\(oq": "'", r"\(lq": '"', r"\(rq": '"',
    r"\(em": " - ", r"\(en": "-", r"\(bu": "", r"\ ": " ", r"\~": " ", r"\|": "", r"\^": "", r"\%": "",
    r"\(co": "(c)", r"\(mu": "x", r"\(->": "->", r"\(ti": "~", r"\(ha": "^", r"\(dq": '"', r"\[bu]": "",
    r"\[dq]": '"', r"\[aq]": "'", r"\[char46]": ".", r"\0": " ", r"\:": "", r"\/": "", r"\,": "", r"\.": ".",
}  # fmt: skip
_ESCAPE = re.compile(r"\\\((?:..)|\\\[[^\]]*\]|\\[-&e ~|^%0:/,.]")
_FONT = re.compile(r"\\[hvw]'[^']*'|\\f(?:\[[^\]]*\]|\(..|.)|\\s[-+]?\d+|\\m\[[^\]]*\]|\\c$")
_ARGUMENT = re.compile(r'"((?:[^"]|"")*)"|(\S+)')
_PLACEHOLDER = re.compile(r"(?<!`)<[A-Za-z][\w .-]*>")
_FONTS = ("B", "I", "R", "BR", "RB", "IR", "RI", "BI", "IB", "SM", "SB")
_BREAKS = ("PP", "P", "LP", "sp", "RS", "RE", "HP", "br")


def read_manuals(folders: list[Path]) -> tuple[list[Page], list[Wanted]]:
    """Returns the pages of middle length, without their NAME, and their descriptions as queries."""
    pages: list[Page] = []
    wanted: list[Wanted] = []
    seen: set[str] = set()
    for file in sorted(file for folder in folders for file in folder.rglob("*.gz")):
        if file.is_symlink():
            continue
        sections = read_man(gzip.decompress(file.read_bytes()).decode("utf-8", errors="replace"))
        name, _, description = _name_line(sections).partition(" - ")
        body = tuple(section for section in sections if section.heading != "NAME")
        size = sum(len(section.text) for section in body)
        description = description.strip()
        if not SHORTEST_PAGE <= size <= LONGEST_PAGE or description.casefold() in seen:
            continue
        if len(description.split()) < 2:
            continue
        seen.add(description.casefold())
        title = file.name.removesuffix(".gz").rsplit(".", 1)[0]
        path = f"{file.parent.name}/{title}.md"
        pages.append(Page(path, name.split(",")[0].strip() or title, body))
        wanted.append(Wanted(description, path))
    return pages, wanted


def _name_line(sections: list[PageSection]) -> str:
    for section in sections:
        if section.heading == "NAME":
            return " ".join(section.text.split())
    return ""


def read_man(source: str) -> list[PageSection]:
    """Returns the sections of a page in the man macros, their text as Markdown."""
    sections: list[PageSection] = []
    heading, level = "", 2
    writer = _Writer()
    lines = iter(source.split("\n"))
    for line in lines:
        macro, arguments = _parse(line)
        if macro in ("SH", "SS"):
            sections.append(PageSection(heading, level, writer.take()))
            name = " ".join(arguments) or _words(next(lines, ""))
            heading, level = name.strip('"'), 2 if macro == "SH" else 3
        elif macro in ("TS", "de", "ig"):
            end = ".TE" if macro == "TS" else ".."
            _skip(lines, end)
        elif macro == "TP":
            _note_term(writer, next(lines, ""))
        else:
            writer.write(macro, arguments, line)
    sections.append(PageSection(heading, level, writer.take()))
    return [section for section in sections if section.heading]


def _skip(lines: Iterator[str], end: str) -> None:
    for line in lines:
        if line.strip() == end:
            return


def _note_term(writer: "_Writer", line: str) -> None:
    writer.end_paragraph()
    macro, arguments = _parse(line)
    glue = "" if macro in _FONTS and len(macro) == 2 else " "
    writer.write("", [], glue.join(arguments) if macro else _words(line))
    writer.end_paragraph()


class _Writer:
    """Collects paragraphs and code blocks."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._code: list[str] | None = None

    def write(self, macro: str, arguments: list[str], line: str) -> None:
        if macro in ("nf", "EX"):
            self.end_paragraph()
            self._code = []
        elif macro in ("fi", "EE"):
            self._end_code()
        elif macro in _FONTS:
            self._add(("" if len(macro) > 1 and macro not in ("SM", "SB") else " ").join(arguments))
        elif macro == "IP":
            self.end_paragraph()
            self._add("- " if not arguments or not arguments[0].strip() else f"{arguments[0]}: ")
        elif macro in _BREAKS:
            self.end_paragraph()
        elif not macro:
            self._add(_words(line))

    def take(self) -> str:
        """Returns what was collected, and begins anew."""
        self._end_code()
        self.end_paragraph()
        text, self._blocks = "\n\n".join(self._blocks), []
        return text

    def end_paragraph(self) -> None:
        if self._code is not None:
            if self._code and self._code[-1]:
                self._code.append("")
            return
        text = " ".join(" ".join(self._line).split())
        self._line = []
        if text.strip("- "):
            self._blocks.append(_PLACEHOLDER.sub(r"`\g<0>`", text))

    def _add(self, text: str) -> None:
        if self._code is not None:
            self._code.append(text)
        else:
            self._line.append(text)

    def _end_code(self) -> None:
        if self._code is not None:
            text = "\n".join(self._code).strip("\n")
            if text.strip():
                self._blocks.append(f"```\n{text}\n```")
            self._code = None


def _parse(line: str) -> tuple[str, list[str]]:
    """Returns a line's macro and its arguments; "" for text, and a macro that is ignored for requests."""
    if not line or line[0] not in ".'":
        return "", []
    rest = line[1:].strip()
    if not rest or rest.startswith('\\"'):
        return "ignored", []
    macro, _, tail = rest.partition(" ")
    found = _ARGUMENT.findall(tail)
    return macro, [_words(quoted.replace('""', '"') or bare) for quoted, bare in found]


def _words(text: str) -> str:
    """Returns text without fonts and escapes."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match.group(0), ""), _FONT.sub("", text))
