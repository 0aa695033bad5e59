"""A folder to Documents: what can be read, and what was left out and why."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from advisor.errors import IngestError
from advisor.models import Document
from ingest.caution import Caution
from ingest.formats.kinds import FOREIGN, OTHER_DOCUMENTS, check_name, is_seen
from ingest.formats.reader import ForeignReader
from ingest.markdown import load_markdown
from ingest.parsed import Parsed
from ingest.planted import leave_out_of_rows, leave_out_planted
from ingest.questions import Questions, load_questions
from ingest.rejection import RejectedError, Rejection
from ingest.sensitive import cautions_in_sections, cautions_in_text
from ingest.tables import TABLES, load_table

MAX_BYTES = 20 * 1024 * 1024
# Each becomes a vector, of each chunk of its section.
MOST_WORDINGS = 200
_NO_FILE = "not a regular file, or a link that leads nowhere"
YAML_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one file gave: a document, the rows if it is a table, and what to look at."""

    document: Document
    rows: tuple[dict[str, Any], ...] | None = None
    warnings: tuple[Caution, ...] = ()


@dataclass(slots=True)
class Folder:
    """All that was read of a knowledge folder."""

    documents: list[Document] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    questions: Questions = field(default_factory=Questions)


# A loader takes the path below the folder and the file's text; None keeps the file out silently.
Loader = Callable[[str, str], Loaded | None]


def load_page(path: str, text: str) -> Loaded | None:
    """Returns a Markdown page."""
    document = load_markdown(path, text)
    return None if document is None else Loaded(document)


def load_rows(path: str, text: str) -> Loaded | None:
    """Returns a table as rows and as a document of one section or more per row."""
    document, rows = load_table(path, text)
    return Loaded(document, tuple(rows))


LOADERS: Mapping[str, Loader] = {
    ".md": load_page,
    ".markdown": load_page,
    ".yaml": load_rows,
    ".yml": load_rows,
}


def load_folder(folder: Path, *, parsed: Parsed | None = None) -> Folder:
    """Returns the documents, tables and rejected files of a folder, in the order of their paths.

    Foreign files that `parsed` knows are not parsed again.

    Raises:
        IngestError: there is no such folder.

    """
    if not folder.is_dir():
        raise IngestError(f"There is no knowledge folder {str(folder)!r}; name one that exists.")
    root = folder.resolve()
    questions = load_questions(root)
    result = Folder(questions=questions, rejected=list(questions.rejected))
    with ForeignReader(parsed=parsed) as reader:
        for file, path in _files(root, result.rejected):
            try:
                loaded = _load_file(file, path, root, reader=reader)
            except RejectedError as error:
                result.rejected.append(Rejection(path=path, reason=str(error)))
            else:
                if loaded is not None:
                    _take_in(loaded, result)
    return result


def _take_in(loaded: Loaded, result: Folder) -> None:
    document, left_out = leave_out_planted(loaded.document)
    result.rejected.extend(left_out)
    if document.sections:
        result.documents.append(document)
        result.warnings.extend(loaded.warnings)
    if loaded.rows is not None:
        result.tables[PurePosixPath(document.path).stem] = leave_out_of_rows(loaded.rows)


def _files(root: Path, rejected: list[Rejection]) -> Iterator[tuple[Path, str]]:
    def reject(error: OSError) -> None:
        path = _readable_name(Path(error.filename).relative_to(root).as_posix())
        rejected.append(Rejection(path, f"the folder cannot be read ({error.strerror})"))

    found = []
    for directory, folders, files in os.walk(root, onerror=reject):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files + [name for name in folders if (Path(directory) / name).is_symlink()]:
            file = Path(directory) / name
            found.append((file, _readable_name(file.relative_to(root).as_posix())))
    yield from sorted(found, key=lambda entry: entry[1])


def _readable_name(path: str) -> str:
    name = os.fsencode(path).decode("utf-8", errors="replace")
    return "".join(sign if is_seen(sign) else f"\\u{ord(sign):04x}" for sign in name)


def _load_file(file: Path, path: str, root: Path, *, reader: ForeignReader) -> Loaded | None:
    suffix = file.suffix.lower()
    # Not Path.resolve: it raises on a link that leads to itself.
    if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(root):
        raise RejectedError("a link that leads out of the folder")
    if file.is_dir() or not _is_for_us(path, suffix):
        return None
    if os.fsencode(file.name).decode("utf-8", errors="replace") != file.name:
        raise RejectedError("the file's name is not UTF-8")
    check_name(file.relative_to(root).as_posix())
    if file.name.startswith("."):
        raise RejectedError("a hidden file")
    if suffix in OTHER_DOCUMENTS:
        raise RejectedError(f"{suffix} files are not read; {OTHER_DOCUMENTS[suffix]}")
    data = _read(file)
    loaded = _load_foreign(path, data, reader) if suffix in FOREIGN else _load_own(path, data)
    if loaded is None:
        return None
    if not loaded.document.sections:
        raise RejectedError("there is no text in it")
    for section in loaded.document.sections:
        if len(section.asked_as) > MOST_WORDINGS:
            raise RejectedError(
                f"a section has more than {MOST_WORDINGS} wordings", line=section.line
            )
    return replace(loaded, document=_with_hash(loaded.document, data))


def _load_foreign(path: str, data: bytes, reader: ForeignReader) -> Loaded:
    draft = reader.read(path, data)
    document = Document(path=path, title=draft.title, sections=draft.sections, sha256="")
    return Loaded(document, warnings=tuple(cautions_in_sections(document)))


def _load_own(path: str, data: bytes) -> Loaded | None:
    text = _decode(data)
    loaded = LOADERS[PurePosixPath(path).suffix.lower()](path, text)
    if loaded is None:
        return None
    return replace(loaded, warnings=tuple(cautions_in_text(path, text)))


def _is_for_us(path: str, suffix: str) -> bool:
    if suffix in YAML_SUFFIXES:
        return "/" not in path and PurePosixPath(path).stem in TABLES
    return suffix in LOADERS or suffix in FOREIGN or suffix in OTHER_DOCUMENTS


def _read(file: Path) -> bytes:
    try:
        # Opened without waiting and asked what it is: pipes and devices would never end.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise RejectedError(_NO_FILE)
            # A file that grows while it is read does not go on for ever.
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise RejectedError(_NO_FILE) from error
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise RejectedError(_NO_FILE) from error
        raise RejectedError(f"it cannot be read ({error.strerror})") from error
    if len(data) > MAX_BYTES:
        size = max(status.st_size, len(data)) / 1048576
        raise RejectedError(
            f"{size:.0f} MB is more than the {MAX_BYTES // 1048576} MB a file may have"
        )
    return data


def _decode(data: bytes) -> str:
    if not data.strip():
        raise RejectedError("the file is empty")
    if b"\0" in data:
        raise RejectedError("a binary file, not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RejectedError("not UTF-8 text", line=line) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise RejectedError("the file is empty")
    return text


def _with_hash(document: Document, data: bytes) -> Document:
    return replace(document, sha256=hashlib.sha256(data).hexdigest())
