"""Which sections of a document a peer's passage stands for: found by the position of its text."""

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sets.question_set import SectionPath
from ingest.markdown import load_markdown

# So many letters of a passage in a row must be found in the document, tried at every so many.
PROBE = 40
STEP = 10
HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Layout:
    """A document's letters and digits, and where among them each section begins."""

    letters: str
    starts: tuple[int, ...]
    paths: tuple[SectionPath, ...]


class Sections:
    """Places passages in the documents of a folder, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._layouts: dict[str, _Layout] = {}

    def of(self, document: str, text: str) -> frozenset[SectionPath]:
        """Returns the sections that hold half of the passage, or of which it holds half.

        Spaces and marks are left out of the comparison, because converters change them.
        """
        layout = self._layout(document)
        letters = letters_of(text)
        span = _find(layout.letters, letters)
        if span is None or not letters:
            return frozenset()
        start, end = span
        found = set()
        first = max(0, bisect_right(layout.starts, start) - 1)
        for place in range(first, len(layout.starts)):
            begins = layout.starts[place]
            if begins >= end:
                break
            following = layout.starts[place + 1 :]
            ends = following[0] if following else len(layout.letters)
            shared = min(end, ends) - max(start, begins)
            if shared >= HALF * (end - start) or shared >= HALF * max(1, ends - begins):
                found.add(layout.paths[place])
        return frozenset(found)

    def _layout(self, document: str) -> _Layout:
        if document not in self._layouts:
            text = (self._folder / document).read_text(encoding="utf-8")
            self._layouts[document] = _read_layout(document, text)
        return self._layouts[document]


def letters_of(text: str) -> str:
    """Returns a text's letters and digits alone."""
    return "".join(filter(str.isalnum, text))


def _read_layout(path: str, text: str) -> _Layout:
    document = load_markdown(path, text)
    lines = text.split("\n")
    before = [0]
    for line in lines:
        before.append(before[-1] + len(letters_of(line)))
    sections = document.sections if document else ()
    return _Layout(
        letters=letters_of(text),
        starts=tuple(before[section.line - 1] for section in sections),
        paths=tuple((path, *section.headings) for section in sections),
    )


def _find(letters: str, wanted: str) -> tuple[int, int] | None:
    """Returns where a passage begins and ends; words before it that are not the document's are cut off."""
    for skipped in range(0, max(1, len(wanted) - PROBE + 1), STEP):
        place = letters.find(wanted[skipped : skipped + PROBE])
        if place >= 0:
            return place, place + len(wanted) - skipped
    return None
