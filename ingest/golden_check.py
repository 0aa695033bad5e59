"""One golden question and an answer: is it right, and was its section among the first five found?"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from advisor.database.golden import Golden
from advisor.models import Answer

RECALL_AT = 5
HEADING_SEPARATOR = " › "
_NOT_WORDS = re.compile(r"[\s*_`]+")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a release made of a golden question; `recalled` is None where no section is expected."""

    text: str
    passed: bool
    refused: bool
    recalled: bool | None


def check(golden: Golden, answer: Answer, *, pages: Collection[str]) -> Checked:
    """Returns what an answer is worth; `pages` are those of the release that gave it.

    Facts decide where there are any, else the section cited. Where the page has left the release, a
    section with the same heading on any page counts: it may have moved.
    """
    refused = answer.abstained
    cited = [(one.document, one.heading) for one in answer.citations]
    found = [
        (one["document"], one["heading"]) for one in answer.trace.get("passages", ())[:RECALL_AT]
    ]
    recalled = None
    if golden.covered and golden.document:
        recalled = _any_stands(golden, found or cited, pages)
    if not golden.covered:
        passed = refused
    elif golden.facts:
        passed = not refused and all(_says(answer.text, group) for group in golden.facts)
    else:
        passed = not refused and _any_stands(golden, cited, pages)
    return Checked(answer.text, passed, refused, recalled)


def _any_stands(golden: Golden, places: Sequence[tuple[str, str]], pages: Collection[str]) -> bool:
    return any(_stands(golden, document, heading, pages) for document, heading in places)


def _stands(golden: Golden, document: str, heading: str, pages: Collection[str]) -> bool:
    """Whether a place is the expected section, or a part of it."""
    if golden.document in pages and document != golden.document:
        return False
    if not golden.heading:
        return document == golden.document
    return golden.heading in heading.split(HEADING_SEPARATOR)


def _says(text: str, wordings: Sequence[str]) -> bool:
    said = _plain(text)
    return any(_plain(wording) in said for wording in wordings)


def _plain(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.casefold().replace("’", "'")).strip()
