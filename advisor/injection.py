"""Reads whether a text tries to steer a language model, or to get at what is not its writer's.

The patterns stand in injection.yaml. Readers of questions refuse what is found; readers of the guide's
pages leave it out.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.disguise import is_coded, readings

# Kinds that a page of a guide may well speak of: its readers are people with channels and colleagues.
FOR_PEOPLE = frozenset(("operate", "other_people"))
_LATIN_END = "\u036f"


def find_injection(text: str) -> str | None:
    """Returns the kind of the first attempt that the text holds, also in disguise, or None."""
    for reading in readings(text):
        if kind := _kind_in(reading):
            return kind
    return "coded" if is_coded(text) else None


def is_planted(text: str) -> bool:
    """Whether a stretch of a page gives orders to whoever reads it out, rather than to its readers."""
    for reading in readings(text):
        looks = reading.casefold()
        is_suspect = any(words in looks for words in _in_pages()) or any(
            one > _LATIN_END and one.isalpha() for one in looks
        )
        if is_suspect and _kind_in(reading, without=FOR_PEOPLE):
            return True
    return is_coded(text)


def _kind_in(reading: str, *, without: frozenset[str] = frozenset()) -> str | None:
    for kind, pattern in _patterns().items():
        if kind not in without and pattern.search(reading):
            return kind
    return None


def read_patterns(path: Path) -> Mapping[str, Any]:
    """Returns a file of patterns with the words of `words` put in for their {names}."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for name, pattern in data.get("words", {}).items():
        words[name] = fill(pattern, words)
    return {**data, "words": words}


def fill(pattern: str, words: Mapping[str, str]) -> str:
    """Returns a pattern with each {name} replaced; other braces are the pattern's own."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: words.get(match[1], match[0]), pattern)


@cache
def _in_pages() -> tuple[str, ...]:
    words = read_patterns(Path(__file__).with_suffix(".yaml"))["in_pages"]
    return tuple(one.strip() for one in " ".join(words.split("\n")).split("|") if one.strip())


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))
    return {
        kind: re.compile(
            "|".join(f"(?:{fill(pattern, data['words'])})" for pattern in patterns), re.IGNORECASE
        )
        for kind, patterns in data["kinds"].items()
    }
