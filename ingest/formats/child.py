"""The child process that parses foreign files, one after the other: `python -m ingest.formats.child`.

A request is a line of JSON (suffix, title, size) and the file's bytes, a reply a line of JSON.
"""

import json
import logging
import os
import sys
from typing import Any, BinaryIO

from ingest.formats.draft import Draft
from ingest.formats.limits import MAX_REPLY, confine, start_clock
from ingest.formats.pdf import load_pdf
from ingest.formats.plain import load_text
from ingest.formats.sheet import load_sheet
from ingest.formats.slides import load_slides
from ingest.formats.web import load_web
from ingest.formats.word import load_word
from ingest.rejection import RejectedError

_LOADERS = {
    ".docx": load_word,
    ".htm": load_web,
    ".html": load_web,
    ".pdf": load_pdf,
    ".pptx": load_slides,
    ".txt": load_text,
}


def main() -> None:
    """Answers requests until their end, or until a file has used up the memory."""
    logging.disable()
    # What a library prints must not come between the replies.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    confine()
    _say({}, replies)
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        start_clock()
        reply = _reply(request, sys.stdin.buffer)
        _say(reply, replies)
        if reply.get("ends"):
            return


def _say(reply: dict[str, Any], replies: BinaryIO) -> None:
    data = json.dumps(reply).encode()
    if len(data) > MAX_REPLY:
        data = json.dumps({"rejected": "there is too much in it; divide it"}).encode()
    replies.write(data + b"\n")
    replies.flush()


def _reply(request: dict[str, Any], files: BinaryIO) -> dict[str, Any]:
    """The draft or why there is none; `ends` if this process should rather be replaced."""
    try:
        return _load(request, files.read(request["size"])).as_json()
    except RejectedError as error:
        return {"rejected": str(error)}
    except MemoryError:
        return {"rejected": "reading it takes more memory than a file may have", "ends": True}
    except RecursionError:
        return {"rejected": "its parts are nested too deeply"}
    except Exception as error:  # noqa: BLE001 - a broken file makes a library raise anything
        suffix = request["suffix"]
        return {"rejected": f"it is broken and cannot be read as {suffix} ({type(error).__name__})"}


def _load(request: dict[str, Any], data: bytes) -> Draft:
    suffix, title = request["suffix"], request["title"]
    if suffix in (".csv", ".tsv"):
        return load_sheet(data, title=title, suffix=suffix)
    return _LOADERS[suffix](data, title=title)


if __name__ == "__main__":
    main()
