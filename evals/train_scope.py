"""Trains the reading of what a message is, and measures it on messages that trained nothing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from advisor.answering.rules import answer_by_rule
from advisor.answering.scope import find_out_of_scope
from advisor.answering.scope_model import (
    BUCKETS,
    IN_SCOPE,
    ScopeModel,
    is_short,
    word_buckets,
    word_value,
)
from advisor.embedding import Embedder
from advisor.pooling import Vectors
from advisor.settings import Settings
from evals.datasets import (
    AnswerRow,
    RefusalRow,
    ScopeRow,
    answers_path,
    load_rows,
    refusals_path,
    scope_path,
)
from evals.guide import read_guide

KINDS = (IN_SCOPE, "chit_chat", "off_topic", "injection")
FOLDS = 5
# Of the guide's wordings so many are read; fewer refuse more of the others.
WORDINGS = 6000
# Chosen by cross-validation, as is that pairs of letters add nothing to words.
INVERSE_PENALTY = 10.0
# A threshold refuses none of the development questions, and of the guide's wordings at most this share.
REFUSED_WORDINGS = 0.005
LOWEST_THRESHOLD = 0.5
MARGIN = 0.005

Source = Literal["messages", "development", "refusals", "wordings"]


@dataclass(frozen=True, slots=True)
class Message:
    """A text, what it is, and where it stands."""

    text: str
    kind: str
    source: Source


@dataclass(frozen=True, slots=True)
class Trained:
    """The model, and each message's reading by a model that has not seen it: (messages, kinds)."""

    model: ScopeModel
    held_out: Vectors


def gather_messages(settings: Settings) -> list[Message]:
    """Returns all that trains: our messages, the development questions, a sample of the guide's wordings.

    A near miss is a question on AI products, whether the guide answers it or not. Wordings that a pattern
    turns away never come to the model: the guide has some to say what it does not cover.
    """
    rows = load_rows(scope_path("messages"), ScopeRow)
    asked = load_rows(answers_path("development"), AnswerRow)
    refused = load_rows(refusals_path("development"), RefusalRow)
    guide = read_guide(settings.knowledge_dir)
    wordings = sorted({one for page in guide.values() for part in page for one in part.asked_as})
    wordings = random.Random(0).sample(wordings, min(WORDINGS, len(wordings)))  # noqa: S311
    return [
        *(Message(row.text, row.kind, "messages") for row in rows),
        *(Message(row.question, IN_SCOPE, "development") for row in asked),
        *(
            Message(row.question, IN_SCOPE if row.kind == "near_miss" else row.kind, "refusals")
            for row in refused
        ),
        *(Message(text, IN_SCOPE, "wordings") for text in wordings if not find_out_of_scope(text)),
    ]


def train_scope(messages: Sequence[Message], embedder: Embedder) -> Trained:
    """Returns the model with the thresholds that its readings of unseen messages allow."""
    texts = [message.text for message in messages]
    vectors, words = embedder.embed(texts), _words(texts)
    kinds = np.array([KINDS.index(message.kind) for message in messages])
    values = sparse.hstack([sparse.csr_matrix(vectors), words]).tocsr()
    unseen = np.zeros((len(messages), len(KINDS)), dtype=np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(values, kinds)
    for seen, rest in folds:
        fitted = _fit(values[seen], kinds[seen])
        unseen[rest] = fitted.predict_proba(values[rest])
    fitted = _fit(values, kinds)
    dimensions = vectors.shape[1]
    model = ScopeModel(
        kinds=KINDS,
        intercepts=fitted.intercept_.astype(np.float32),
        dense=fitted.coef_[:, :dimensions].astype(np.float32),
        words=fitted.coef_[:, dimensions:].astype(np.float32),
        thresholds=choose_thresholds(messages, unseen),
        weights_sha256=embedder.weights_sha256,
    )
    return Trained(model, unseen)


def choose_thresholds(messages: Sequence[Message], unseen: Vectors) -> tuple[float, float]:
    """Returns the least thresholds that refuse no development question and hardly a wording."""
    short, others = (
        _threshold(
            [
                pair
                for pair in zip(messages, unseen, strict=True)
                if is_short(pair[0].text) is wanted
            ]
        )
        for wanted in (True, False)
    )
    return short, others


def _threshold(read: Sequence[tuple[Message, Vectors]]) -> float:
    def outside(source: Source) -> list[float]:
        return [float(1 - chances[0]) for message, chances in read if message.source == source]

    highest = max(outside("development"), default=0.0) + MARGIN
    worded = float(np.quantile(outside("wordings") or [0.0], 1 - REFUSED_WORDINGS))
    return round(min(max(highest, worded, LOWEST_THRESHOLD), 0.99), 3)


def measure_unseen(messages: Sequence[Message], trained: Trained) -> dict[str, float]:
    """Returns the share turned away by a model that has not seen them, by source and kind."""
    thresholds = trained.model.thresholds
    away = [
        1 - row[0] >= thresholds[0 if is_short(message.text) else 1]
        for message, row in zip(messages, trained.held_out, strict=True)
    ]
    groups: dict[str, list[bool]] = {}
    for message, one in zip(messages, away, strict=True):
        groups.setdefault(f"{message.source} {message.kind}", []).append(one)
    return {name: round(float(np.mean(found)), 4) for name, found in groups.items()}


def measure_held_out(model: ScopeModel, embedder: Embedder) -> dict[str, dict[str, float]]:
    """Returns the share of the held-out messages that is turned away, by patterns alone and with the model."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for row in load_rows(scope_path("held_out"), ScopeRow):
        by_rule = bool(answer_by_rule(row.text, None) or find_out_of_scope(row.text))
        reading = model.read(row.text, embedder.embed([row.text])[0])
        found.setdefault(row.kind, []).append((by_rule, by_rule or reading.is_sure))
    return {
        kind: {
            "patterns": round(float(np.mean([one for one, _ in pairs])), 3),
            "with_model": round(float(np.mean([both for _, both in pairs])), 3),
        }
        for kind, pairs in found.items()
    }


def _fit(values: sparse.csr_matrix, kinds: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=INVERSE_PENALTY, max_iter=2000).fit(values, kinds)


def _words(texts: Sequence[str]) -> sparse.csr_matrix:
    """The words of the texts as the model counts them, of shape (texts, buckets)."""
    rows, columns, values = [], [], []
    for number, text in enumerate(texts):
        buckets = word_buckets(text)
        rows += [number] * len(buckets)
        columns += buckets.tolist()
        values += [word_value(len(buckets))] * len(buckets)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))
