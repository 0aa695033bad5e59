"""Which files are foreign, and whether a file is what its name says."""

import unicodedata
from pathlib import PurePosixPath

from ingest.rejection import RejectedError

FOREIGN = frozenset((".csv", ".docx", ".htm", ".html", ".pdf", ".pptx", ".tsv", ".txt"))
# Documents, unlike pictures or scripts, are expected to be found: leaving one out is said, with what to do.
_MARKDOWN = "write it as Markdown"
OTHER_DOCUMENTS = {
    **dict.fromkeys((".docm", ".dotm"), "it can carry macros; save it as .docx"),
    **dict.fromkeys((".pptm", ".potm", ".ppsm"), "it can carry macros; save it as .pptx"),
    **dict.fromkeys((".doc", ".dot", ".odt", ".rtf"), "save it as .docx"),
    **dict.fromkeys((".ppt", ".pps", ".odp", ".ppsx"), "save it as .pptx"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"), "save its sheets as .csv"),
    **dict.fromkeys((".epub", ".mdx", ".rst"), _MARKDOWN),
    **dict.fromkeys((".mht", ".mhtml", ".shtml", ".xhtml"), "save it as .html"),
}
_BEGINNINGS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!\x1a\x07", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ\x00", "a compressed file"),
    (b"SQLite format 3\0", "a database"),
)
_ZIP = "a zip archive or an Office file"
_EXPECTED = {".pdf": "a PDF", ".docx": _ZIP, ".pptx": _ZIP}
# A PDF may begin after some bytes of a mail system.
_SLACK_BYTES = 1024


def check_name(name: str) -> None:
    """Checks the name of a file, folders included.

    Raises:
        RejectedError: it would deceive a reader, or lead out of its folder elsewhere.

    """
    if not all(map(is_seen, name)):
        raise RejectedError("the file's name has control characters; rename it")
    if "\\" in name or ".." in PurePosixPath(name).parts:
        raise RejectedError("the file's name could lead out of the folder; rename it")


def is_seen(sign: str) -> bool:
    """Whether a character shows: no control, no mark of direction, no line end."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp", "Cs")


def check_beginning(suffix: str, data: bytes) -> None:
    """Checks that a foreign file begins as its suffix says.

    Raises:
        RejectedError: it is empty, or something else.

    """
    if not data.strip(b"\0 \t\r\n"):
        raise RejectedError("the file is empty")
    found = next((what for start, what in _BEGINNINGS if data.startswith(start)), "")
    if suffix == ".pdf" and not found and b"%PDF-" in data[:_SLACK_BYTES]:
        found = "a PDF"
    expected = _EXPECTED.get(suffix, "")
    if found == expected:
        return
    if found == "an old or encrypted Office file" and expected == _ZIP:
        raise RejectedError(f"{found}; save it without a password as {suffix}")
    if found:
        raise RejectedError(f"its name says {suffix}, but it is {found}")
    if expected:
        raise RejectedError(f"its name says {suffix}, but it is not {_article(suffix)}")


def _article(suffix: str) -> str:
    return {".pdf": "a PDF", ".docx": "a Word file", ".pptx": "a PowerPoint file"}[suffix]
