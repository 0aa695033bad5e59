"""Reads whether a question tries to steer a language model, or to get at what is not its asker's.

The patterns stand in injection.yaml. They are broad: for a page of a guide, see ingest/orders.py.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from advisor.disguise import is_coded, readings
from advisor.yaml_file import read_yaml


def find_injection(text: str) -> str | None:
    """Returns the kind of the first attempt that the text holds, also in disguise, or None."""
    for reading in readings(text):
        if kind := _kind_in(reading):
            return kind
    return "coded" if is_coded(text) else None


def _kind_in(reading: str) -> str | None:
    for kind, pattern in _patterns().items():
        if pattern.search(reading):
            return kind
    return None


def read_patterns(path: Path) -> Mapping[str, Any]:
    """Returns a file of patterns with the words of `words` put in for their {names}."""
    data: dict[str, Any] = read_yaml(path)
    words: dict[str, str] = {}
    for name, pattern in data.get("words", {}).items():
        words[name] = fill(pattern, words)
    return {**data, "words": words}


def fill(pattern: str, words: Mapping[str, str]) -> str:
    """Returns a pattern with each {name} replaced; other braces are the pattern's own."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: words.get(match[1], match[0]), pattern)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))
    return {
        kind: re.compile(
            "|".join(f"(?:{fill(pattern, data['words'])})" for pattern in patterns), re.IGNORECASE
        )
        for kind, patterns in data["kinds"].items()
    }
