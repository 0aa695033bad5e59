"""A core of a few lines: answers from a script and records like the real one."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from advisor.database.answers import record_answer
from advisor.models import Answer, Citation, Question


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

    def ask(self, question, *, on_text=None):
        self.questions.append(question)
        if self.gate:
            self.gate.wait(10)
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

    def current(self):
        if self.error:
            raise self.error
        return self.release


@dataclass
class FakeServices:
    settings: object
    database: object
    answering: FakeAnswering
    index: FakeIndex = field(default_factory=FakeIndex)
