"""Speed and size of our own parts over the live release: start, load, a question, embedding."""

from contextlib import closing

from advisor.bootstrap import build_services
from advisor.settings import Settings
from benchmarks.embedding import measure_embedding
from benchmarks.load import measure_load
from benchmarks.question import measure_questions
from benchmarks.start import measure_start
from evals.bench import open_bench
from evals.datasets import AnswerRow, answers_path, load_rows

EMBEDDED_CHUNKS = 300
LOAD_SECONDS = 60


def measure_speed(settings: Settings) -> dict[str, dict[str, float]]:
    """Returns all figures by name; what is asked is recorded in throw-away databases."""
    questions = [row.question for row in load_rows(answers_path("development"), AnswerRow)]
    figures = {"start": measure_start(settings)}
    figures["load"] = measure_load(settings, questions, seconds=LOAD_SECONDS)
    with open_bench(settings) as bench:
        figures["question"] = measure_questions(bench, questions)
    with closing(build_services(settings)) as services:
        chunks = services.index.current().chunks[:EMBEDDED_CHUNKS]
        figures["embedding"] = measure_embedding(
            services.embedder, [chunk.text for chunk in chunks]
        )
    return figures
