"""Labelled requests: what people ask for, and which capability it needs, a rule, or nothing of ours."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.errors import TriageModelError
from advisor.models import Capability

REQUESTS = Path(str(resources.files("advisor.triage"))) / "requests"
# The file of requests that were written after others had been judged wrongly: like them, in other words.
BORDERS = "borders"
Label = Capability | Literal["rules", "out_of_scope"]
LABELS: tuple[str, ...] = (*get_args(Capability), "rules", "out_of_scope")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)
    label: Label
    names_task: bool = False
    trap: bool = False
    industry: str = ""
    style: str = Field("", alias="register")
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A text and its label; `writer` is who wrote it, `names_task` whether it says its task's name.

    `trap` marks a rule in the language of AI; texts of one `pair` differ in one clause.
    """

    text: str
    label: str
    writer: str
    names_task: bool = False
    trap: bool = False
    industry: str = ""
    style: str = ""
    pair: str = ""


def load_requests(folder: Path = REQUESTS) -> tuple[Request, ...]:
    """Returns the requests of all files of a folder, a writer each, in the order of their names.

    Raises:
        TriageModelError: a line is broken.

    """
    return tuple(one for path in sorted(folder.glob("*.jsonl")) for one in read_requests(path))


def read_requests(path: Path) -> tuple[Request, ...]:
    """Returns the requests of one file.

    Raises:
        TriageModelError: a line is broken, or the file cannot be read.

    """
    found: list[Request] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TriageModelError(f"{path} cannot be read: restore it.") from error
    for number, line in enumerate(lines, 1):
        try:
            row = _Row.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise TriageModelError(f"{path}, line {number}, is no labelled request.") from error
        found.append(Request(writer=path.stem, **row.model_dump()))
    return tuple(found)


def count_labels(requests: Sequence[Request]) -> dict[str, int]:
    """Returns how many requests each label has."""
    return {label: sum(one.label == label for one in requests) for label in LABELS}
