"""A question set on disk: a folder of Markdown documents, its queries, and where they come from."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from advisor.errors import AdvisorError
from ingest.markdown import load_markdown

DOCUMENTS = "documents"
QUERIES_FILE = "queries.jsonl"
ABOUT_FILE = "about.json"
_LOOKS_LIKE_HEADING = re.compile(r"^(#{1,6}\s|---|===|\+\+\+)", re.MULTILINE)

Use = Literal["development", "test"]
# The document, then the headings from its title down.
SectionPath = tuple[str, ...]


class SetError(AdvisorError):
    """A question set cannot be prepared here."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and what answers it.

    `sections` are the paths of the sections that hold the answer, each with its document first;
    empty where none is known. `also` are documents that hold an answer too, worth half of the one
    that holds it best.
    """

    id: str
    text: str
    document: str
    sections: tuple[SectionPath, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """Where a set comes from; `use` says whether weights may be chosen by it."""

    name: str
    use: Use
    kind: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A prepared set."""

    about: About
    documents: Path
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A heading (empty for the page's opening), its level from 2 on, and its text in Markdown."""

    heading: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document to be written."""

    path: str
    title: str
    sections: tuple[PageSection, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query before its page is written; `section` is a place among the page's sections."""

    text: str
    page: str
    section: int | None = None
    also: tuple[str, ...] = ()


def write_set(
    folder: Path, about: About, *, pages: Sequence[Page], wanted: Sequence[Wanted]
) -> QuestionSet:
    """Writes a set anew and returns it; a query's section is the path that ingest gives to it."""
    shutil.rmtree(folder, ignore_errors=True)
    paths: dict[tuple[str, int | None], SectionPath] = {}
    for page in pages:
        text, lines = _write_page(page)
        file = folder / DOCUMENTS / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        document = load_markdown(page.path, text)
        by_line = (
            {section.line: section.headings for section in document.sections} if document else {}
        )
        for place, line in enumerate(lines):
            if line in by_line:
                paths[page.path, place] = (page.path, *by_line[line])
    queries = tuple(
        Query(
            id=f"{about.name}-{number:04d}",
            text=one.text,
            document=one.page,
            sections=tuple(filter(None, [paths.get((one.page, one.section))])),
            also=one.also,
        )
        for number, one in enumerate(wanted, 1)
    )
    return seal_set(folder, about, queries)


def seal_set(folder: Path, about: About, queries: tuple[Query, ...]) -> QuestionSet:
    """Writes the queries of a set whose documents are written, and returns it."""
    _write_lines(folder / QUERIES_FILE, [asdict(query) for query in queries])
    # Written last: a folder with it is whole.
    (folder / ABOUT_FILE).write_text(json.dumps(asdict(about), indent=1), encoding="utf-8")
    return QuestionSet(about, folder / DOCUMENTS, queries)


def read_set(folder: Path) -> QuestionSet | None:
    """Returns a set that was written whole, or None."""
    try:
        about = About(**json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8")))
        lines = (folder / QUERIES_FILE).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return None
    rows = [json.loads(line) for line in lines if line]
    queries = tuple(
        Query(**row | {"sections": tuple(map(tuple, row["sections"])), "also": tuple(row["also"])})
        for row in rows
    )
    return QuestionSet(about, folder / DOCUMENTS, queries)


def _write_page(page: Page) -> tuple[str, list[int]]:
    """Returns the page and the line of each section's heading."""
    rows: list[str] = [f"# {page.title}", ""]
    lines: list[int] = []
    for section in page.sections:
        # The opening stands under the title.
        lines.append(len(rows) + 1 if section.heading else 1)
        if section.heading:
            rows += [f"{'#' * min(section.level, 6)} {section.heading}", ""]
        text = _escape(section.text).strip()
        if text:
            rows += [*text.split("\n"), ""]
    return "\n".join(rows), lines


def _escape(text: str) -> str:
    """Returns text in which no paragraph reads as a heading; code blocks stay as they are."""
    pieces = re.split(r"(^```.*?^```)", text, flags=re.MULTILINE | re.DOTALL)
    pieces[::2] = [_LOOKS_LIKE_HEADING.sub(r"\\\1", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _write_lines(path: Path, rows: Sequence[object]) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
