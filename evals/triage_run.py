"""One run of triage's evaluation, as an outcome to print and compare."""

from pathlib import Path

from advisor.embedding import open_embedder
from advisor.settings import Settings
from advisor.triage.classifier import open_classifier
from advisor.triage.labelled import load_requests, read_requests
from advisor.triage.own_model import candidate_path, serving_path
from evals import triage
from evals.datasets import FOLDER, Split, fingerprint
from evals.measure import Outcome
from evals.triage_page import triage_text, write_page
from evals.triage_targets import figures, judge

TEST_FILE = FOLDER / "triage_test.jsonl"


def run_triage(
    settings: Settings, split: Split, *, dataset: Path | None = None, model: Path | None = None
) -> Outcome:
    """Judges the requests of a split and writes the page.

    Test is judged as it serves. Development, the training requests, is judged by models that have not
    read the writer, which takes minutes. `dataset` is a file of somebody's own, `model` that of another
    model than the one that serves; its page stands beside, under its own name.

    Raises:
        AdvisorError: the model or a file is missing or broken.

    """
    classifier = open_classifier(model or serving_path(settings.data_dir))
    embedder = open_embedder(settings)
    path = dataset or TEST_FILE
    if split == "test" or dataset:
        judged = triage.judge_all(classifier, embedder, read_requests(path))
    else:
        judged = triage.judge_unseen(load_requests(), embedder)
    summary = triage.summary(judged) | {
        "split": dataset.name if dataset else split,
        "model": classifier.version if split == "test" or dataset else "per writer",
    }
    summary["targets"] = judge(summary)
    name = f"triage-{model.stem}.html" if model else "triage.html"
    page = write_page(summary, settings.data_dir / "evals" / name)
    return Outcome(
        name="triage",
        summary=summary,
        text=f"{triage_text(summary)}\nWrote {page}.",
        faults=triage.faults(judged) if dataset else {},
        figures=figures(summary),
        dataset=fingerprint(path) if split == "test" and not dataset else "",
    )


def run_candidate(settings: Settings) -> Outcome | None:
    """Judges the test requests by the model that waits, or returns None if none does.

    Raises:
        AdvisorError: the candidate is broken.

    """
    path = candidate_path(settings.data_dir)
    return run_triage(settings, "test", model=path) if path.is_file() else None
