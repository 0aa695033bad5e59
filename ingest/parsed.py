"""What foreign files were read as, kept from one build to the next: an unchanged PDF is not parsed again.

Lies in DATA_DIR/cache/parsed and can be deleted at any time. It holds no more than the guide does: what a build did
not ask for goes at its end.
"""

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

import structlog

from ingest.formats.draft import Draft, draft_from

FOLDER = ("cache", "parsed")
# Another version of one of them may read a file differently.
PARSERS = ("lxml", "mammoth", "pypdf", "python-pptx")
FORMATS = Path(__file__).parent / "formats"

log = structlog.get_logger()


class Parsed:
    """The drafts of files by their content, their title and the parsers' versions."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def find(self, suffix: str, title: str, data: bytes) -> Draft | None:
        """Returns what such a file was read as, or None."""
        name = _name(suffix, title, data)
        self._used.add(name)
        try:
            return draft_from(json.loads((self._folder / name).read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("parsed_file_unreadable", kind=type(error).__name__)
            return None

    def keep(self, suffix: str, title: str, data: bytes, draft: Draft) -> None:
        """Keeps what a file was read as; where the disk refuses, it is parsed again next time."""
        file = self._folder / _name(suffix, title, data)
        partial = file.with_suffix(".partial")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(draft.as_json(), ensure_ascii=False), encoding="utf-8")
            partial.replace(file)
        except OSError as error:
            log.warning("parsed_file_not_kept", kind=type(error).__name__)

    def forget_unused(self) -> None:
        """Deletes what has not been asked for since this was made."""
        if not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            if file.name not in self._used:
                file.unlink(missing_ok=True)


def _name(suffix: str, title: str, data: bytes) -> str:
    digest = hashlib.sha256(f"{_parsers()}\0{suffix}\0{title}\0".encode())
    digest.update(data)
    return f"{digest.hexdigest()}.json"


@cache
def _parsers() -> str:
    """A hash of the code and the libraries that read files."""
    digest = hashlib.sha256(" ".join(map(version, PARSERS)).encode())
    for file in sorted(FORMATS.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
