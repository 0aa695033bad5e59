"""What the command line reads: one request as an argument, or one JSON object per line of stdin."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from advisor.errors import QuestionError

Row = Mapping[str, Any]


def read_rows(argument: str | None, *, jsonl: bool, key: str) -> Iterator[Row]:
    """Yields the requests: the one of the command line, or with `jsonl` one per line of stdin.

    Raises:
        QuestionError: there is none, or a line holds no object with a text under `key`.

    """
    if not jsonl:
        if not argument:
            raise QuestionError(
                f"Give the {key} in quotes, or use --jsonl and one object per line."
            )
        yield {"id": None, key: os.fsencode(argument).decode("utf-8", errors="replace")}
        return
    if sys.stdin is None:
        raise QuestionError("There is no input; pipe one JSON object per line into the command.")
    for number, line in enumerate(sys.stdin.buffer, 1):
        text = line.decode("utf-8", errors="replace").removeprefix("\ufeff")
        if not text.strip():
            continue
        row = _parsed(text)
        if not isinstance(row, dict):
            raise QuestionError(f"Line {number} of the input is not a JSON object; mend it.")
        if not isinstance(row.get(key), str):
            raise QuestionError(f"Line {number} of the input has no text under {key!r}; add it.")
        yield row


def _parsed(line: str) -> object:
    """The value of a line of JSON, or None; NaN and Infinity are not JSON."""
    try:
        return json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def encodable(text: str) -> str:
    """Returns the text without halves of surrogate pairs, which JSON may hold and UTF-8 may not."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
