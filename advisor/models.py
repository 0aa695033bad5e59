"""The nouns of the product as frozen dataclasses: what the parts hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Method = Literal["extractive", "llm", "rule"]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading; `headings` is the path from the title down."""

    headings: tuple[str, ...]
    text: str
    line: int
    asked_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the guide; `path` is relative to the knowledge folder, with forward slashes.

    `covered` is False for a page that lists what the guide does not answer.
    """

    path: str
    title: str
    sections: tuple[Section, ...]
    sha256: str
    summary: str = ""
    sources: tuple[str, ...] = ()
    last_reviewed: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded, found and quoted: a section or a part of one.

    `headings` is the path from the document's title down; `asked_as` are other wordings in which
    people ask for it: indexed, never shown. A question that finds a chunk with `covered` False is one
    that the guide does not answer.
    """

    id: str
    document: str
    headings: tuple[str, ...]
    text: str
    position: int
    asked_as: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    last_reviewed: str = ""
    covered: bool = True

    @property
    def title(self) -> str:
        """The title of its document."""
        return self.headings[0] if self.headings else self.document

    @property
    def heading(self) -> str:
        """The heading path as one line, for people."""
        return " › ".join(self.headings)


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk: its number in the release, blended score, its two parts."""

    chunk: Chunk
    number: int
    score: float
    cosine: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source of an answer; `quote` is the passage's own words, `url` may be empty."""

    marker: int
    document: str
    heading: str
    quote: str
    url: str
    score: float
    chunk: str
    passage: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it came, with the earlier turns of its conversation, oldest first."""

    text: str
    user: str = ""
    turns: tuple[Turn, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets; `text` is Markdown with [n] markers that point into `citations`."""

    id: str
    text: str
    abstained: bool
    method: Method
    confidence: float
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    release: int | None = None
    milliseconds: float = 0.0
    trace: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vote:
    """A thumb of one user on one answer; the last one wins."""

    answer: str
    user: str
    value: Literal["up", "down"]
    reason: str = ""
    comment: str = ""
    created_at: str = ""
