"""A classifier of a few lines, and what the tests of triage share."""

from dataclasses import dataclass, field

import pytest

from advisor.errors import NoReleaseError
from advisor.models import Description
from advisor.settings import Settings
from advisor.triage.assess import Triage
from advisor.triage.capabilities import CAPABILITIES
from tests.fake_embedder import FakeEmbedder

CUES = {
    "recommendations": ("suggest", "recommend", "next"),
    "ranking": ("rank", "search", "first"),
    "classification": ("classify", "route", "spam", "label", "diagnose", "churn", "screen"),
    "regression": ("forecast", "price", "how many", "estimate"),
    "clustering": ("group", "segment"),
    "anomaly_detection": ("fraud", "odd", "alarm", "unusual"),
    "creation": ("draft", "write", "summarise", "chatbot"),
}
PLAIN = ("when", "over", "above", "export", "checkbox", "sort")
NOISE = ("hello", "joke", "weather")


@dataclass(frozen=True, slots=True)
class FakeJudgement:
    scores: dict
    ai_score: float
    scope_score: float
    cues: tuple = ()


@dataclass
class FakeClassifier:
    """Reads cue words; `ai_score` and `scope_score` replace what it makes of them."""

    ai_score: float | None = None
    scope_score: float | None = None
    version: str = "fake"
    judged: list = field(default_factory=list)

    def judge(self, text, embedder):
        self.judged.append(text)
        words = text.lower()
        hits = {name: 1 + 20 * sum(cue in words for cue in CUES[name]) for name in CAPABILITIES}
        total = sum(hits.values())
        plain = any(cue in words for cue in PLAIN)
        known = total > len(CAPABILITIES)
        ai = 0.1 if plain and not known else 0.95 if known else 0.5
        scope = 0.05 if any(cue in words for cue in NOISE) else 0.97
        return FakeJudgement(
            {name: hits[name] / total for name in CAPABILITIES},
            ai if self.ai_score is None else self.ai_score,
            scope if self.scope_score is None else self.scope_score,
        )


class NoGuide:
    """An index without a release."""

    def current(self):
        raise NoReleaseError


@pytest.fixture
def triage():
    """Builds a triage without a guide; keywords replace its parts."""

    def build(*, llm=None, index=None, embedder=None, **classifier):
        return Triage(
            Settings(),
            embedder=embedder or FakeEmbedder(),
            index=index or NoGuide(),
            classifier=FakeClassifier(**classifier),
            llm=llm,
        )

    return build


@pytest.fixture
def assess(triage):
    """Assesses a text, or a description by its fields."""

    def run(problem, *, replies=None, llm=None, classifier=None, **fields):
        built = triage(llm=llm, **(classifier or {}))
        return built.assess(Description(problem, replies=replies or {}, **fields))

    return run
