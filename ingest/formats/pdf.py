"""PDF by way of pypdf: text with its pages, headings by their size, tables by their columns."""

import io
from typing import Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import DictionaryObject

from ingest.formats.draft import Draft
from ingest.formats.pdf_blocks import write_pages
from ingest.formats.pdf_lines import Line, lines_of
from ingest.rejection import RejectedError

MAX_PAGES = 2_000
# A page with more than this holds drawings that take minutes to walk through.
MAX_STREAM = 32 * 1024 * 1024
# A page of text has some thousand; this many take two or three seconds.
MAX_OPERANDS = 500_000
_ENCRYPTED = "it is encrypted; save it without a password"
_MOST_NODES = 20_000
_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "an action that starts a program",
    "/ImportData": "an action that loads data",
    "/SubmitForm": "an action that sends data",
    "/RichMedia": "embedded media",
    "/Movie": "embedded media",
    "/Rendition": "embedded media",
    "/FileAttachment": "an attached file",
    "/EmbeddedFiles": "an attached file",
    "/XFA": "an XFA form",
}
# Where actions hang: on the document, its pages, their fields and annotations.
_LED_BY = (
    "/OpenAction",
    "/AA",
    "/A",
    "/Next",
    "/Names",
    "/Kids",
    "/Annots",
    "/AcroForm",
    "/Fields",
)
# The events of /AA that an action may wait for.
_EVENTS = "O C E X D U Fo Bl PO PC PV PI K F V WC WS DS WP DP"
_TRIGGERS = frozenset(f"/{event}" for event in _EVENTS.split())


def load_pdf(data: bytes, *, title: str) -> Draft:
    """Returns a PDF; the place of each section is its page.

    Raises:
        RejectedError: it is encrypted, has too many pages, no text, or anything that acts.

    """
    limits = Configuration(
        zlib_maximum_output_length=MAX_STREAM,
        lzw_maximum_output_length=MAX_STREAM,
        run_length_maximum_output_length=MAX_STREAM,
        brotli_maximum_output_length=MAX_STREAM,
        array_based_stream_maximum_output_length=MAX_STREAM,
        stream_parsing_work_maximum_count=MAX_OPERANDS,
        jbig2dec_binary=None,
    )
    with apply_configuration(limits):
        try:
            return _load(PdfReader(io.BytesIO(data)), title=title)
        except LimitReachedError as error:
            raise RejectedError("it unpacks to more than a PDF may have") from error
        except DependencyError as error:
            raise RejectedError(_ENCRYPTED) from error


def _load(reader: PdfReader, *, title: str) -> Draft:
    _open(reader)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise RejectedError(f"it has {count:,} pages; {MAX_PAGES:,} are read; divide it")
    _check_actions(reader)
    pages: list[list[Line]] = [lines_of(page) for page in reader.pages]
    if not any(pages):
        raise RejectedError("there is no text in it; if it is a scan, run text recognition first")
    return write_pages(pages, title=title)


def _open(reader: PdfReader) -> None:
    # Many a PDF is encrypted only to forbid printing: it opens without a password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise RejectedError(_ENCRYPTED)


def _check_actions(reader: PdfReader) -> None:
    seen: set[int] = set()
    queue: list[Any] = [reader.root_object, *reader.pages]
    visited = 0
    while queue:
        node = queue.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if id(node) in seen:
            continue
        seen.add(id(node))
        visited += 1
        if visited > _MOST_NODES:
            raise RejectedError("it has more annotations and form fields than are looked through")
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, DictionaryObject):
            _check_node(node)
            queue.extend(node[key] for key in _LED_BY if key in node)
            queue.extend(node[key] for key in _TRIGGERS.intersection(node) if _is_action(node, key))


def _is_action(node: DictionaryObject, key: str) -> bool:
    value = node[key].get_object() if hasattr(node[key], "get_object") else node[key]
    return isinstance(value, DictionaryObject) and "/S" in value


def _check_node(node: DictionaryObject) -> None:
    named = {str(node.get("/S", "")), str(node.get("/Subtype", ""))}
    for name, what in _ACTIONS.items():
        if name in named or (name in ("/JavaScript", "/EmbeddedFiles", "/XFA") and name in node):
            raise RejectedError(f"it carries {what}; print it to a new PDF")
    if "/JS" in node:
        raise RejectedError("it carries JavaScript; print it to a new PDF")
