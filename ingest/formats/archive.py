"""Office files are zip archives of XML: what is checked before a library unpacks one."""

import io
import zipfile
import zlib

from ingest.rejection import RejectedError

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
# Small files of XML may well shrink more than a hundredfold.
SMALL = 10 * 1024 * 1024
_PIECE = 1 << 20
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_TYPES = {
    ".docx": b"wordprocessingml.document.main+xml",
    ".pptx": b"presentationml.presentation.main+xml",
}
_BROKEN = "it is broken: its archive cannot be read; save it anew"


def check_archive(data: bytes, *, suffix: str) -> None:
    """Checks an Office file without unpacking more than is allowed.

    Raises:
        RejectedError: it is a bomb, encrypted, broken, another format, or carries macros or objects.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive, len(data))
            _check_type(archive, suffix)
            _check_contents(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise RejectedError(_BROKEN) from error


def _check_entries(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise RejectedError(f"its archive has more than {MAX_ENTRIES:,} parts")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > max(MAX_RATIO * packed, SMALL):
        raise RejectedError(f"a zip bomb: it unpacks to {unpacked / 1048576:,.0f} MB")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise RejectedError("its archive has two parts of the same name")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise RejectedError("it is encrypted; save it without a password")
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise RejectedError("a part of its archive leads out of it")


def _check_type(archive: zipfile.ZipFile, suffix: str) -> None:
    names = archive.namelist()
    if _CONTENT_TYPES not in names:
        raise RejectedError(f"its name says {suffix}, but it is another archive")
    types = archive.read(_CONTENT_TYPES)
    lowered = [name.lower() for name in names]
    if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in lowered):
        raise RejectedError("it carries macros; save it without them")
    if any("/activex/" in name for name in lowered):
        raise RejectedError("it carries ActiveX controls; save it without them")
    if any("/embeddings/" in name and name.endswith((".bin", ".exe")) for name in lowered):
        raise RejectedError("it carries an embedded object; save it without it")
    if _MAIN_TYPES[suffix] not in types:
        raise RejectedError(f"its name says {suffix}, but it is another Office file")


def _check_contents(archive: zipfile.ZipFile) -> None:
    """No part defines entities, and none unpacks to more than its archive says."""
    for entry in archive.infolist():
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        before, size = b"", 0
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                size += len(piece)
                if size > entry.file_size:
                    raise RejectedError(_BROKEN)
                if is_xml:
                    _check_xml(before + piece)
                before = piece[-32:]


def _check_xml(piece: bytes) -> None:
    # In UTF-16, each letter has a zero byte at its side.
    letters = piece.replace(b"\0", b"")
    if b"<!DOCTYPE" in letters or b"<!ENTITY" in letters:
        raise RejectedError("its XML defines entities of its own, which Office never writes")
