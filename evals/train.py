"""Trains the estimate that an answer is right, on the development questions only."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from advisor.answering.estimate import Logistic, Model, choose_threshold
from advisor.models import Question
from evals.answers import question_of
from evals.bench import Bench
from evals.calibration import Estimate, equal_width_bins, expected_calibration_error
from evals.measure import Questions

# What is foreign to the guide lies far from all of it; what is near but missing, nearer to what the guide says it
# lacks; and an answer is whole where the best passage is near and leads. Chosen by cross-validation over development
# pages: one regression for the first two confuses them; `margin` lowered the log loss from 0.348 to 0.344, and with
# `wording` 0.69 of what is missing was refused instead of 0.65.
SUBJECT = ("wording", "body", "sentence", "lexical", "coverage", "unknown")
COVERED = ("lead", "score_lead", "coverage", "unknown", "wording")
RIGHT = ("wording", "body", "sentence", "coverage", "unknown", "lead", "margin")
# A weak penalty: with ten numbers and some hundred examples the weights need little help, and a stronger one makes
# the product of three probabilities too cautious.
INVERSE_PENALTY = 3.0
FOLDS = 8
# Beside the pages, where ingest reads them.
QUESTIONS_FILE = "questions.jsonl"
MODEL_FOLDER = Path(str(resources.files("advisor.answering")))
HEADER = """# How likely an answer is right: written by `python -m evals train` from the development questions.
# Each probability is 1 / (1 + exp(-(intercept + sum of weight x evidence))); the estimate is their product.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A development question: its evidence, and what became of it; `group` is its page."""

    evidence: Mapping[str, float]
    kind: Literal["answerable", "near_miss", "off_topic"]
    right: bool
    group: str

    @property
    def covered(self) -> bool:
        """Whether the guide answers it."""
        return self.kind == "answerable"


@dataclass(frozen=True, slots=True)
class Trained:
    """The model, and each example's probability from a model that has not seen its page."""

    model: Model
    held_out: tuple[float, ...]


def gather_examples(bench: Bench, questions: Questions) -> list[Example]:
    """Returns an example for each question that the guide answers, and each that it does not.

    Small talk and injections are left out: rules turn them away before anything is searched.
    """
    examples = []
    for row in questions.rows:
        question = question_of(row)
        answer = bench.ask_always(question)
        evidence = bench.weigh(question).evidence
        right = not answer.abstained and not row.missing(answer.text)
        examples.append(Example(evidence, "answerable", right=right, group=row.document))
    for refusal in questions.refusals:
        if refusal.kind in ("near_miss", "off_topic"):
            evidence = bench.weigh(Question(refusal.question)).evidence
            examples.append(Example(evidence, refusal.kind, right=False, group=refusal.id))
    return examples


def write_model(model: Model, path: Path) -> None:
    """Writes the model where the advisor reads it."""
    text = yaml.safe_dump(model.model_dump(mode="json"), sort_keys=False)
    path.write_text(HEADER + text, encoding="utf-8")


def write_questions(questions: Questions, path: Path) -> None:
    """Writes the development questions that a release of the guide sets its threshold on."""
    standing = [(row.question, True) for row in questions.rows if not row.previous_question]
    foreign = [
        (row.question, False)
        for row in questions.refusals
        if row.kind in ("near_miss", "off_topic") and not row.or_says
    ]
    lines = [
        json.dumps({"question": text, "covered": covered}, ensure_ascii=False)
        for text, covered in standing + foreign
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(examples: Sequence[Example]) -> Trained:
    """Returns the estimate's model with the threshold that its held-out probabilities suggest."""
    groups = [example.group for example in examples]
    held_out = np.zeros(len(examples))
    splits = GroupKFold(FOLDS).split(np.zeros(len(examples)), groups=groups)
    for seen, unseen in splits:
        model = _fit([examples[number] for number in seen], threshold=0.0)
        for number in unseen:
            evidence = examples[number].evidence
            held_out[number] = model.probability(evidence)
    chances = [float(chance) for chance in held_out]
    threshold = choose_threshold(
        [chance for chance, one in zip(chances, examples, strict=True) if one.covered],
        [chance for chance, one in zip(chances, examples, strict=True) if not one.covered],
    )
    return Trained(_fit(examples, threshold=round(threshold or 0.0, 4)), tuple(chances))


def summary(examples: Sequence[Example], trained: Trained) -> dict[str, Any]:
    """Returns how the model does on pages that it was not trained on."""
    chances = np.array(trained.held_out)
    covered = np.array([example.covered for example in examples])
    right = np.array([example.right for example in examples])
    estimates = [
        Estimate(float(chance), bool(one)) for chance, one in zip(chances, right, strict=True)
    ]
    refused = chances < trained.model.threshold
    return {
        "examples": len(examples),
        "threshold": trained.model.threshold,
        "auroc_right": round(float(roc_auc_score(right, chances)), 3),
        "auroc_covered": round(float(roc_auc_score(covered, chances)), 3),
        "calibration_error": round(expected_calibration_error(equal_width_bins(estimates)), 3),
        "wrongly_refused": round(float(refused[covered].mean()), 3),
        "refused": round(float(refused[~covered].mean()), 3),
    }


def _fit(examples: Sequence[Example], *, threshold: float) -> Model:
    answerable = [example for example in examples if example.covered]
    subjects = [example for example in examples if example.kind != "near_miss"]
    neighbours = [example for example in examples if example.kind != "off_topic"]
    return Model(
        subject=_logistic(subjects, SUBJECT, lambda example: example.covered),
        covered=_logistic(neighbours, COVERED, lambda example: example.covered),
        right=_logistic(answerable, RIGHT, lambda example: example.right),
        threshold=threshold,
    )


def _logistic(
    examples: Sequence[Example], names: Sequence[str], answer: Callable[[Example], bool]
) -> Logistic:
    values = np.array([[example.evidence[name] for name in names] for example in examples])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=INVERSE_PENALTY, max_iter=2000))
    pipeline.fit(values, [answer(example) for example in examples])
    scaler, regression = pipeline[0], pipeline[1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Logistic(
        intercept=round(intercept, 4),
        weights={name: round(float(one), 4) for name, one in zip(names, weights, strict=True)},
    )
