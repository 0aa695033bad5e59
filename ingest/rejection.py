"""Why a file does not go into the release."""

from dataclasses import dataclass

from advisor.models import Section


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file that was left out: its path below the folder, and why."""

    path: str
    reason: str


class RejectedError(Exception):
    """Raised by a loader; `str()` is the reason, with the line where there is one."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")


def section_place(section: Section) -> str:
    """Returns where a section stands, for people: its line, page, slide or rows, else its heading."""
    if section.place:
        return section.place
    return f"line {section.line}" if section.line else f"under “{section.headings[-1]}”"
