"""What a loader makes of a file: a title, and sections as Markdown with their places."""

from dataclasses import dataclass
from typing import Any

from advisor.models import Section
from ingest.rejection import RejectedError

# More than any book has: 1,000 pages have about 3 million characters.
MAX_CHARACTERS = 5_000_000
MAX_SECTIONS = 50_000
MAX_HEADING = 200
_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a foreign file."""

    title: str
    sections: tuple[Section, ...]

    def as_json(self) -> dict[str, Any]:
        """Returns the draft as plain data."""
        rows = [[section.headings, section.text, section.place] for section in self.sections]
        return {"title": self.title, "sections": rows}


def draft_from(data: dict[str, Any]) -> Draft:
    """Returns the draft of its plain data; raises ValueError, TypeError or KeyError on anything else."""
    sections = tuple(
        Section(headings=tuple(map(str, headings)), text=str(text), line=0, place=str(place))
        for headings, text, place in data["sections"]
    )
    return Draft(title=str(data["title"]), sections=sections)


class Outline:
    """Sections in the making: headings and blocks come in the order of the file."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.place = ""
        self._path: list[tuple[int, str]] = []
        self._blocks: list[str] = []
        self._sections: list[tuple[tuple[str, ...], str, str]] = []
        self._characters = 0

    def heading(self, level: int, text: str) -> None:
        """Begins a section; the first heading of level 1 is the title where there is none yet."""
        text = " ".join(text.split())[:MAX_HEADING]
        if not text:
            return
        self._count(text)
        self._close()
        if level == 1 and not self.title:
            self.title = text
        self._path = [entry for entry in self._path if entry[0] < level]
        if not (level == 1 and text.casefold() == self.title.casefold()):
            self._path.append((min(level, _LEVELS), text))

    def block(self, markdown: str) -> None:
        """Adds a block of Markdown to the section that is open."""
        if markdown.strip():
            self._count(markdown)
            self._blocks.append(markdown.strip("\n").rstrip())

    def turn(self, place: str) -> None:
        """Goes on at another place, such as the next page, under the same headings."""
        self._close()
        self.place = place

    def draft(self, *, title: str) -> Draft:
        """Returns all of it; `title` is for a file that has none of its own."""
        self._close()
        name = self.title or title
        sections = tuple(
            Section(headings=(name, *headings), text=text, line=0, place=place)
            for headings, text, place in self._sections
        )
        return Draft(title=name, sections=sections)

    def _close(self) -> None:
        if self._blocks:
            headings = tuple(text for _, text in self._path)
            self._sections.append((headings, "\n\n".join(self._blocks), self.place))
            self._blocks = []
        if len(self._sections) > MAX_SECTIONS:
            raise RejectedError(f"it has more than {MAX_SECTIONS:,} sections")

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise RejectedError(
                f"it has more than {MAX_CHARACTERS // 1_000_000} million characters of text; divide it"
            )
