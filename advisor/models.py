"""The nouns of the product as frozen dataclasses: what the parts hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Method = Literal["extractive", "llm", "rule"]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading; `headings` is the path from the title down.

    `line` is where it begins in a file of text, else 0; `place` is where people find it in a file of
    pages, such as "p. 4" or "slide 2".
    """

    headings: tuple[str, ...]
    text: str
    line: int
    asked_as: tuple[str, ...] = ()
    place: str = ""


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
    place: str = ""

    @property
    def title(self) -> str:
        """The title of its document."""
        return self.headings[0] if self.headings else self.document

    @property
    def heading(self) -> str:
        """The heading path as one line, for people; with the page, slide or rows where there are such."""
        return " › ".join((*self.headings, self.place) if self.place else self.headings)


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


Capability = Literal[
    "recommendations",
    "ranking",
    "classification",
    "regression",
    "clustering",
    "anomaly_detection",
    "creation",
]
Verdict = Literal[
    "ai", "rules_first", "not_ai", "blocked", "too_costly", "needs_facts", "out_of_scope"
]
Reply = Literal["yes", "no", "unknown"]
# The four questions of suitability, in their order: is it too complex for rules, is there enough data, and like
# that of use, may we use it, is it worth its cost. A "yes" speaks for AI each time.
SuitabilityKey = Literal["rules", "data", "allowed", "worth"]


@dataclass(frozen=True, slots=True)
class Description:
    """A proposed use case as it was told; only `problem` is needed.

    `replies` are answers that a person gave to the questions of suitability; they outweigh what the
    text says.
    """

    problem: str
    outcome: str = ""
    today: str = ""
    data: str = ""
    mistakes: str = ""
    volume: str = ""
    replies: Mapping[SuitabilityKey, Reply] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All that was told, a paragraph each."""
        told = (self.problem, self.outcome, self.today, self.data, self.mistakes, self.volume)
        return "\n".join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class Suitability:
    """The answer to one of the four questions; `evidence` quotes the describer, `source` says whose answer it is."""

    key: SuitabilityKey
    reply: Reply
    evidence: str = ""
    source: Literal["person", "text", "classifier", "none"] = "none"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A missing fact that could change the verdict; answered by a button (yes, no, unknown) or in words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A known example of a capability: what it is, and where the guide or our collection has it from."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """One metric per layer, and which error is the worse one."""

    model: str
    adoption: str
    business: str
    worse_error: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the data checklist or of the risks; `status` is ok, gap or open for data, and a kind for risks."""

    text: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage found: the verdict, the capability with its rivals, and what to do next.

    `scores` are calibrated probabilities of the seven capabilities, given that AI is warranted; `ai_score`
    is how likely it is warranted, from 0 to 1; `confidence` belongs to the verdict. `capability` is None
    where none fits. `remedy` names the rule, query, form or process that does instead, and what to log
    meanwhile; "" where AI needs none. `sections` are the guide's sections that the card rests on.
    """

    verdict: Verdict
    verdict_text: str
    capability: Capability | None
    confidence: float
    ai_score: float
    scores: Mapping[Capability, float]
    runner_up: Capability | None
    tips: str
    look_alikes: tuple[LookAlike, ...]
    suitability: tuple[Suitability, ...]
    questions: tuple[OpenQuestion, ...]
    baseline: str
    metrics: Metrics
    remedy: str = ""
    data: tuple[Note, ...] = ()
    risks: tuple[Note, ...] = ()
    break_even: str = ""
    sections: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    model_version: str = ""
    milliseconds: float = 0.0
