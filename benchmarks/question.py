"""How long a whole question takes, beside embedding that question alone, in one run."""

import time
from collections.abc import Sequence

import numpy as np

from advisor.models import Question
from evals.bench import Bench

WARM_UP = 20


def measure_questions(bench: Bench, questions: Sequence[str]) -> dict[str, float]:
    """Returns milliseconds at p50 and p95 of both, and their ratios; each question is taken in turn."""
    for question in questions[:WARM_UP]:
        bench.ask(Question(question))
    whole, embedding = [], []
    for question in questions:
        started = time.perf_counter()
        bench.embed(question)
        between = time.perf_counter()
        bench.ask(Question(question))
        embedding.append((between - started) * 1000)
        whole.append((time.perf_counter() - between) * 1000)
    figures = {
        "questions": float(len(questions)),
        "embed_p50_ms": float(np.percentile(embedding, 50)),
        "embed_p95_ms": float(np.percentile(embedding, 95)),
        "whole_p50_ms": float(np.percentile(whole, 50)),
        "whole_p95_ms": float(np.percentile(whole, 95)),
    }
    figures["ratio_p50"] = figures["whole_p50_ms"] / figures["embed_p50_ms"]
    figures["ratio_p95"] = figures["whole_p95_ms"] / figures["embed_p95_ms"]
    return figures
