"""Orders to language models in a page's text are left out of a release: nobody shall quote or obey them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from advisor.models import Document, Section
from ingest.orders import is_order
from ingest.rejection import Rejection, section_place
from ingest.sentences import split_sentences

REASON = "reads like an order to a language model and is left out"
# An order is found though it is spread over so many paragraphs.
WIDEST_SPREAD = 4
_LINE_OF_ITS_OWN = re.compile(r"\s*(?:[-*+]|\d+[.)]|\||>|#|```|~~~)")
_GAP = re.compile(r"\n[ \t]*\n")


def leave_out_planted(document: Document) -> tuple[Document, tuple[Rejection, ...]]:
    """Returns the document without planted orders, and what was left out of it.

    An order takes the rest of its paragraph with it, and one that ends with a colon the next
    paragraph too. A section whose heading is an order goes as a whole; so does a file by its name.
    """
    if is_order(re.sub(r"[-_./]+", " ", str(PurePosixPath(document.path).with_suffix("")))):
        found = (Rejection(document.path, f"the file's name {REASON}"),)
        return replace(document, sections=()), found
    sections: list[Section] = []
    rejected: list[Rejection] = []
    for section in document.sections:
        kept = _clean_section(section)
        if kept != section:
            rejected.append(Rejection(document.path, f"{section_place(section)}: text {REASON}"))
        if kept is not None and kept.text.strip():
            sections.append(kept)
    return replace(document, sections=tuple(sections)), tuple(rejected)


def leave_out_of_rows(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """Returns a table's rows with planted orders cut from their texts."""
    if isinstance(value, dict | list | tuple) and not is_order("\n\n".join(_strings(value))):
        return value
    if isinstance(value, str):
        return _clean_text(value) if is_order(value) else value
    if isinstance(value, dict):
        return {key: leave_out_of_rows(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [leave_out_of_rows(part) for part in value]
    return value


def _clean_section(section: Section) -> Section | None:
    # One reading for most: it takes a millisecond.
    if not is_order("\n\n".join((*section.headings, section.text, *section.asked_as))):
        return section
    if any(is_order(heading) for heading in section.headings):
        return None
    text = _clean_text(section.text) if is_order(section.text) else section.text
    asked_as = tuple(one for one in section.asked_as if not is_order(one))
    return replace(section, text=text, asked_as=asked_as)


def _clean_text(text: str) -> str:
    paragraphs: list[str] = []
    skip = False
    for paragraph in _GAP.split(text):
        if skip and not paragraph.rstrip().endswith(":"):
            skip = False
            continue
        kept = _clean_paragraph(paragraph) if is_order(paragraph) else paragraph
        skip = kept != paragraph and paragraph.rstrip().endswith(":")
        if kept:
            paragraphs.append(kept)
    return _without_spread(paragraphs)


def _without_spread(paragraphs: list[str]) -> str:
    """The paragraphs without those that make an order together, and what goes on in small letters after it."""
    for span in range(2, WIDEST_SPREAD + 1):
        place = 0
        while place + span <= len(paragraphs):
            if is_order("\n\n".join(paragraphs[place : place + span])):
                del paragraphs[place : place + span]
                while place < len(paragraphs) and paragraphs[place][:1].islower():
                    del paragraphs[place]
            else:
                place += 1
    cleaned = "\n\n".join(paragraphs)
    return "" if is_order(cleaned) else cleaned


def _clean_paragraph(paragraph: str) -> str:
    if any(_LINE_OF_ITS_OWN.match(line) for line in paragraph.split("\n")):
        lines = [line for line in paragraph.split("\n") if not is_order(line)]
        cleaned = "\n".join(lines)
    else:
        cleaned = " ".join(_until_planted(paragraph))
    return "" if is_order(cleaned) else cleaned


def _until_planted(paragraph: str) -> Iterator[str]:
    for sentence in split_sentences(" ".join(paragraph.split())):
        if is_order(sentence):
            return
        yield sentence


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _strings(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _strings(part))
