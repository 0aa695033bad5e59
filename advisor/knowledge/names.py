"""Names of the pages that come from Slack: files below `pages/`, apart from the guide's own."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from advisor.errors import ProposalError

# The folder in DATA_DIR, and what the documents' paths begin with.
PAGES = "pages"
# Where proposals lie while they are read.
PROPOSED = "proposed"
SUFFIXES = frozenset(
    (".md", ".markdown", ".txt", ".htm", ".html", ".pdf", ".docx", ".pptx", ".csv", ".tsv")
)
# What the provenance of such a page begins with.
_ORIGIN = re.compile(r"(File|Thread) in [^:]*Slack")
LONGEST_NAME = 80
LONGEST_SLUG = 60
_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_DOTS = re.compile(r"[.-]{2,}")


def name_file(given: str) -> str:
    """Returns a safe name for a file that somebody has sent: no folders, no odd signs, its suffix kept.

    Raises:
        ProposalError: files with this suffix cannot be pages.

    """
    path = PurePosixPath(given.replace("\\", "/").replace("\x00", ""))
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ProposalError(
            "I make pages of Markdown, text, HTML, PDF, Word (.docx), PowerPoint (.pptx) and CSV files."
        )
    return f"{slug(path.stem)[: LONGEST_NAME - len(suffix)]}{suffix}"


def slug(text: str) -> str:
    """Returns a text as a part of a file's name; never empty, never hidden."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    safe = _DOTS.sub("-", _UNSAFE.sub("-", plain)).strip(".-_")
    return safe[:LONGEST_SLUG].strip(".-_") or "page"


def is_from_slack(document: str, sources: Sequence[str]) -> bool:
    """Whether a document is a page that came from Slack; a guide may have a folder of this name too."""
    return document.startswith(f"{PAGES}/") and any(map(_ORIGIN.match, sources))
