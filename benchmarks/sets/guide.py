"""Our own guide as Markdown alone, with the questions of our evaluations."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from advisor.models import Document
from benchmarks.sets.question_set import (
    DOCUMENTS,
    About,
    Query,
    QuestionSet,
    SectionPath,
    SetError,
    Use,
    seal_set,
)
from ingest.load import load_folder
from ingest.markdown import load_markdown

ROOT = Path(__file__).parent.parent.parent
KNOWLEDGE = ROOT / "knowledge"
DATASETS = ROOT / "evals" / "datasets"
# Where the questions are not split into folders, this file tells whose page is for what.
SPLIT_FILE = "pages.yaml"


def prepare_guide(folder: Path, name: str, *, use: Use) -> QuestionSet:
    """Returns the guide with the questions for one use; tables become Markdown, for all alike."""
    shutil.rmtree(folder, ignore_errors=True)
    sections: dict[str, list[SectionPath]] = {}
    for document in load_folder(KNOWLEDGE).documents:
        path = _path_of(document.path)
        text = _text_of(document)
        file = folder / DOCUMENTS / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        loaded = load_markdown(path, text)
        for section in loaded.sections if loaded else ():
            key = f"{document.path}#{section.headings[-1]}"
            sections.setdefault(key, []).append((path, *section.headings))
    rows = list(_rows(use))
    if not rows:
        raise SetError(f"there are no questions for {use} under evals/datasets.")
    queries = tuple(_query(row, sections) for row in rows)
    about = About(name, use, "our guide: question to section", "knowledge/", "MIT")
    return seal_set(folder, about, queries)


def _rows(use: Use) -> Iterator[dict[str, Any]]:
    pages = yaml.safe_load((DATASETS / SPLIT_FILE).read_text(encoding="utf-8"))
    seen: set[str] = set()
    folders = [DATASETS / use, DATASETS]
    for file in (file for folder in folders for file in sorted(folder.glob("*answers*.jsonl"))):
        for line in file.read_text(encoding="utf-8").split("\n"):
            row = json.loads(line) if line else {}
            if row.get("document") in pages[use] and row["id"] not in seen:
                seen.add(row["id"])
                yield row


def _query(row: dict[str, Any], sections: dict[str, list[SectionPath]]) -> Query:
    found = [path for key in row.get("sections", ()) for path in sections.get(key, ())]
    return Query(
        id=row["id"],
        text=f"{row.get('previous_question', '')} {row['question']}".strip(),
        document=_path_of(row["document"]),
        sections=tuple(found),
        also=tuple(_path_of(path) for path in row.get("also", ())),
    )


def _path_of(path: str) -> str:
    return path if path.endswith(".md") else f"{path}.md"


def _text_of(document: Document) -> str:
    """Returns a page as it stands in the guide, and a table as headings with text."""
    if document.path.endswith(".md"):
        return (KNOWLEDGE / document.path).read_text(encoding="utf-8")
    rows = [f"# {document.title}", ""]
    for section in document.sections:
        for level, heading in enumerate(section.headings[1:], 2):
            if level == len(section.headings):
                rows += [f"{'#' * level} {heading}", ""]
        if section.asked_as:
            rows += [f"<!-- asked as: {' | '.join(section.asked_as)} -->", ""]
        rows += [section.text, ""]
    return "\n".join(rows)
