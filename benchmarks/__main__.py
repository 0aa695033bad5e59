"""Runs all measurements and prints them: `python -m benchmarks [--json]`."""

import argparse
import json
import sys
from contextlib import closing
from dataclasses import replace

from advisor.bootstrap import build_services
from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import Settings, load_settings, silence_call_home
from benchmarks.embedding import measure_embedding
from benchmarks.load import measure_load
from benchmarks.question import measure_questions
from benchmarks.start import measure_start
from evals.bench import open_bench
from evals.datasets import ANSWERS, AnswerRow, load_rows

EMBEDDED_CHUNKS = 300
LOAD_SECONDS = 60


def main() -> int:
    """Prints the figures; returns 0, or 1 for an error told in one sentence."""
    silence_call_home()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure speed and size."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    try:
        settings = replace(load_settings(), llm_model="", log_level="ERROR")
        configure_logging(settings)
        figures = measure(settings)
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(figures))
    else:
        for name, rows in figures.items():
            print(name)
            for row, value in rows.items():
                print(f"  {row.replace('_', ' '):28} {value:10.2f}")
    return 0


def measure(settings: Settings) -> dict[str, dict[str, float]]:
    """Returns all figures by name; what is asked is recorded in throw-away databases."""
    questions = [row.question for row in load_rows(ANSWERS, AnswerRow)]
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


if __name__ == "__main__":
    sys.exit(main())
