"""The questions that measure the advisor, and those that train it: a JSON object per line, checked when read."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from advisor.errors import AdvisorError

FOLDER = Path(__file__).parent / "datasets"
PAGES = FOLDER / "pages.yaml"
Split = Literal["test", "development"]
SPLITS: tuple[Split, ...] = ("test", "development")
Kind = Literal["near_miss", "off_topic", "chit_chat", "injection"]
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


class DatasetError(AdvisorError):
    """A file of questions or answers cannot be used."""


class _Row(BaseModel):
    # Rows made elsewhere may say more than is needed here.
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1)


class AnswerRow(_Row):
    """A question that the guide answers.

    `must_have` is a list of groups of regular expressions: a group holds if any of them is found,
    whatever the case, and an answer is complete if all groups hold. `document` is the page that
    holds the answer best, `also` are pages that hold it too, or a part of it. `sections` are those
    that answer it, as "page#heading"; together they hold all the facts. `foreign_words` marks a
    question in words that these sections do not use.
    """

    question: str = Field(min_length=1)
    previous_question: str = ""
    must_have: tuple[tuple[str, ...], ...] = Field(min_length=1)
    document: str = ""
    also: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    style: str = ""
    origin: str = ""
    foreign_words: bool = False

    @field_validator("must_have")
    @classmethod
    def _compiles(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if not all(groups):
            raise ValueError("a group of must_have is empty")
        _check_patterns(pattern for group in groups for pattern in group)
        return groups

    @property
    def documents(self) -> tuple[str, ...]:
        """The pages that hold the answer, the best first; empty if the row names none."""
        return (self.document, *self.also) if self.document else ()

    def missing(self, text: str) -> tuple[int, ...]:
        """Returns which groups, counted from 1, the text lacks."""
        return tuple(
            place
            for place, group in enumerate(self.must_have, 1)
            if not any(re.search(pattern, text, re.IGNORECASE) for pattern in group)
        )


class RefusalRow(_Row):
    """A question that must not be answered from the guide.

    Where a section of the guide says itself that something is missing, to open with that is as good
    as to refuse: `or_says` are regular expressions for the first two sentences.
    """

    question: str = Field(min_length=1)
    kind: Kind
    or_says: tuple[str, ...] = ()

    @field_validator("or_says")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        _check_patterns(patterns)
        return patterns

    def admitted_by(self, text: str) -> bool:
        """Whether the text opens by saying that the guide has no answer."""
        opening = " ".join(_SENTENCE_END.split(text)[:2])
        return any(re.search(pattern, opening, re.IGNORECASE) for pattern in self.or_says)


class ScopeRow(_Row):
    """A message and what it is: a question on AI products, in the guide or not, or one of three other kinds."""

    text: str = Field(min_length=1)
    kind: Literal["in_scope", "chit_chat", "off_topic", "injection"]


class SentenceQuestions(BaseModel):
    """A sentence of the guide, and questions that it answers better than the rest of its section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)
    questions: tuple[str, ...] = ()


class SectionQuestions(_Row):
    """The sentences of a section, `id` as "page#heading", with the questions that each answers: for training only."""

    sentences: tuple[SentenceQuestions, ...] = Field(min_length=1)


class CitationLine(BaseModel):
    """A citation as `advisor ask --jsonl` prints it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    document: str
    heading: str = ""


class AnswerLine(_Row):
    """An answer as `advisor ask --jsonl` prints it."""

    answer: str
    abstained: bool
    method: str
    confidence: float = 0.0
    citations: tuple[CitationLine, ...] = ()
    milliseconds: float = 0.0


def answers_path(split: Split) -> Path:
    """Returns the file of questions that the guide answers."""
    return FOLDER / split / "answers.jsonl"


def refusals_path(split: Split) -> Path:
    """Returns the file of questions that must not be answered from the guide."""
    return FOLDER / split / "refusals.jsonl"


def scope_path(name: Literal["messages", "held_out"]) -> Path:
    """Returns the file of messages that train the reading of scope, or of those that measure it."""
    return FOLDER / "scope" / f"{name}.jsonl"


def sentences_path() -> Path:
    """Returns the file of the guide's sentences with the questions that each answers."""
    return FOLDER / "sentences.jsonl"


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Row)


def load_rows(path: Path, model: type[Row]) -> tuple[Row, ...]:
    """Returns the rows of a JSONL file.

    Raises:
        DatasetError: the file cannot be read, a line is broken, or an id appears twice.

    """
    try:
        # JSON may hold other line ends, such as U+2028, as they are.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read; give the path of a JSONL file.") from error
    rows = tuple(
        _parse(path, number, line, model=model)
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    _check_ids(path, rows)
    return rows


def fingerprint(*paths: Path) -> str:
    """Returns a sha256 over the files' bytes: equal only for equal questions."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _check_patterns(patterns: Iterable[str]) -> None:
    for pattern in patterns:
        try:
            re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression") from error


def _parse(path: Path, number: int, line: str, *, model: type[Row]) -> Row:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first: Any = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise DatasetError(f"{path}, line {number}: {field or 'row'}: {first['msg']}.") from error


def _check_ids(path: Path, rows: Sequence[_HasId]) -> None:
    if not rows:
        raise DatasetError(f"{path} holds no rows.")
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise DatasetError(f"{path}: the id {row.id} appears twice.")
        seen.add(row.id)
