"""A core of a few lines: answers from a script and records like the real one."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from fake_embedder import FakeEmbedder

from advisor.database.answers import record_answer
from advisor.models import (
    Answer,
    Assessment,
    Citation,
    Description,
    LookAlike,
    Metrics,
    Note,
    OpenQuestion,
    Passage,
    Question,
    Suitability,
)
from advisor.triage.suitability import decide

# The longest that a test may take between two steps; then a forgotten gate opens.
GATE_SECONDS = 120


def build_citation(marker=1, *, url=""):
    return Citation(
        marker=marker,
        document="metrics/precision-and-recall.md",
        heading="Precision and recall › Which comes first for a medical test?",
        quote="Recall comes first.",
        url=url,
        score=0.9,
        chunk=f"chunk-{marker}",
        passage="Recall comes first for a medical test.\n\n- A **missed** disease hurts most.",
    )


def build_answer(text="Recall comes first for a medical test. [1]", **changes):
    fields = {
        "id": uuid.uuid4().hex,
        "text": text,
        "abstained": False,
        "method": "extractive",
        "confidence": 0.9,
        "citations": (build_citation(),),
        "release": 1,
    }
    return Answer(**{**fields, **changes})


@dataclass
class FakeAnswering:
    """Answers what it is told to, and keeps the questions it was asked."""

    database: object
    answer: Callable[[Question], Answer] = lambda question: build_answer(
        f"You asked: {question.text} [1]"
    )
    pieces: tuple[str, ...] = ()
    seconds: float = 0.0
    gate: threading.Event | None = None
    error: Exception | None = None
    questions: list[Question] = field(default_factory=list)
    passages: tuple[Passage, ...] = ()

    def retrieve(self, _query, *, limit):
        return self.passages[:limit]

    def ask(self, question, *, on_text=None):
        self.questions.append(question)
        if self.gate:
            self.gate.wait(GATE_SECONDS)
        time.sleep(self.seconds)
        if self.error:
            raise self.error
        for piece in self.pieces:
            if on_text:
                on_text(piece)
        answer = self.answer(question)
        record_answer(self.database, question, answer)
        return answer


def build_release(number=7):
    counts = SimpleNamespace(documents=34, chunks=210)
    manifest = SimpleNamespace(created_at="2026-11-22T03:00:00Z", counts=counts)
    return SimpleNamespace(id=number, manifest=manifest)


@dataclass
class FakeIndex:
    release: object = field(default_factory=build_release)
    error: Exception | None = None
    is_without_server: bool = False

    def current(self):
        if self.error:
            raise self.error
        return self.release


KEYS = ("rules", "data", "allowed", "worth")
OPEN = {
    "rules": "Could you write down the rules on one page?",
    "data": "Do you hold examples with the known answer?",
    "allowed": "May you use this data for this purpose?",
    "worth": "Would what it saves clearly exceed its cost?",
}


def build_assessment(**changes):
    """An assessment in which every part of a card has something to show."""
    fields = {
        "verdict": "ai",
        "verdict_text": "AI fits: classification. Build the baseline first.",
        "capability": "classification",
        "confidence": 0.8,
        "ai_score": 0.9,
        "scores": {
            "classification": 0.71,
            "regression": 0.14,
            "ranking": 0.06,
            "recommendations": 0.04,
            "clustering": 0.03,
            "anomaly_detection": 0.01,
            "creation": 0.01,
        },
        "runner_up": "regression",
        "tips": "If the number itself is wanted: regression.",
        "look_alikes": (
            LookAlike("A bank sorts complaints by topic.", "our collection"),
            LookAlike("A clinic routes letters to the right ward."),
        ),
        "suitability": tuple(Suitability(key, "yes", "400 mails a day", "text") for key in KEYS),
        "questions": (),
        "baseline": "Keyword rules, the most frequent team for all else.",
        "metrics": Metrics(
            "Macro-F1", "Share of mails that nobody forwards again", "Hours to the first answer",
            "A complaint sent to sales is worse.",
        ),
        "data": (Note("40,000 mails with their team", "ok"), Note("No mails in French", "gap")),
        "risks": (Note("Mails name customers.", "privacy"),),
        "break_even": "Pays from 120 mails a day on.",
        "sections": (build_citation(1),),
        "notices": ("Reads English only.",),
        "model_version": "m1",
    }  # fmt: skip
    return Assessment(**{**fields, **changes})


def judge(description):
    """Decides as the real triage does, but knows only what was replied: all else is asked."""
    replies = {key: description.replies.get(key, "unknown") for key in KEYS}
    if "we want to use gpt" in description.problem.lower() and "\n" not in description.problem:
        question = OpenQuestion("problem", "Who has which problem?")
        return build_assessment(verdict="needs_facts", questions=(question,), suitability=())
    return build_assessment(
        verdict=decide(replies, in_scope=True, remedy="rule"),
        suitability=tuple(
            Suitability(key, reply, source="person" if reply != "unknown" else "none")
            for key, reply in replies.items()
        ),
        questions=tuple(OpenQuestion(key, OPEN[key]) for key in KEYS if replies[key] == "unknown")[
            :3
        ],
    )


@dataclass
class FakeTriage:
    """Assesses by what was replied, and keeps what it was given."""

    judge: Callable[[Description], Assessment] = judge
    error: Exception | None = None
    gate: threading.Event | None = None
    described: list[Description] = field(default_factory=list)

    def assess(self, description):
        self.described.append(description)
        if self.gate:
            self.gate.wait(GATE_SECONDS)
        if self.error:
            raise self.error
        return self.judge(description)


@dataclass
class FakeServices:
    settings: object
    database: object
    answering: FakeAnswering
    triage: FakeTriage = field(default_factory=FakeTriage)
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    index: FakeIndex = field(default_factory=FakeIndex)
