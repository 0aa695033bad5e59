"""Bytes to text for the formats that are text."""

import codecs

from ingest.rejection import RejectedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Returns the text of a file in UTF-8, or in the encoding that its byte order mark names.

    Raises:
        RejectedError: it is another encoding, binary, or empty.

    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RejectedError("not UTF-8 text; save it as UTF-8", line=line) from error
    if "\0" in text:
        raise RejectedError("a binary file, not text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise RejectedError("the file is empty")
    return text
