"""Reads the guide's pages and tables as the datasets need them: sections, and what is asked of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--\s*asked as:(.*?)-->", re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
# The field that names an entry, by table.
_NAMES = {
    "capabilities": "name",
    "gallery": "company",
    "glossary": "term",
    "metrics": "problem",
    "resources": "title",
    "stack": "stage",
}


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of a page, or an entry of a table, with the wordings that are indexed with it."""

    document: str
    heading: str
    text: str
    asked_as: tuple[str, ...]


def read_guide(folder: Path) -> Mapping[str, tuple[GuideSection, ...]]:
    """Returns the sections of all pages and tables by their path below the folder."""
    guide: dict[str, tuple[GuideSection, ...]] = {}
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if sections := _read_page(name, path.read_text(encoding="utf-8")):
            guide[name] = sections
    for path in sorted(folder.glob("*.yaml")):
        guide[path.name] = _read_table(path)
    return guide


def _read_page(name: str, text: str) -> tuple[GuideSection, ...]:
    front = _FRONT_MATTER.match(text)
    if front is None or yaml.safe_load(front[1]).get("index") is False:
        return ()
    parts = _HEADING.split(text[front.end() :])
    return tuple(
        GuideSection(name, heading.strip(), _COMMENT.sub("", body).strip(), _asked_as(body))
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    )


def _asked_as(body: str) -> tuple[str, ...]:
    wordings = (part for found in _COMMENT.findall(body) for part in found.split("|"))
    return tuple(wording.strip() for wording in wordings)


def _read_table(path: Path) -> tuple[GuideSection, ...]:
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    return tuple(
        GuideSection(
            path.name,
            str(entry[_NAMES[path.stem]]),
            "\n".join(_texts({key: entry[key] for key in entry if key != "asked_as"})),
            tuple(str(wording) for wording in entry.get("asked_as", ())),
        )
        for entry in entries
    )


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - whatever YAML holds
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [] if value is None else [str(value)]
