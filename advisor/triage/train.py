"""`python -m advisor.triage.train`: learns from the labelled requests, calibrates, and writes the model."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from advisor.database import open_database
from advisor.database.overrides import reviewed_overrides
from advisor.embedding import Embedder, open_embedder
from advisor.errors import AdvisorError
from advisor.settings import Settings, load_settings, silence_call_home
from advisor.triage.calibrate import calibrate, held_out_logits
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.fitting import Examples, fit, gather
from advisor.triage.labelled import REQUESTS, Request, count_labels, load_requests
from advisor.triage.model_file import MODEL_FILE, write_model
from advisor.triage.own_model import candidate_path


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains and writes the model; returns 0, or 1 for an error that the user can act on."""
    silence_call_home()
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
        requests = load_requests(options.requests)
        if options.with_overrides:
            requests = (*requests, *requests_from_overrides(settings))
        embedder = open_embedder(settings, export=True, threads=2)
        found = train(requests, embedder, path=options.output or _place(options, settings))
    except AdvisorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(found, indent=None if options.json else 2) + "\n")
    return 0


def train(requests: Sequence[Request], embedder: Embedder, *, path: Path) -> dict[str, Any]:
    """Writes the model learned from the requests to the path, and returns what was learned from."""
    started = time.perf_counter()
    examples = gather(requests, embedder)
    held_out = held_out_logits(examples, weights_sha256=embedder.weights_sha256)
    model = calibrate(fit(examples, weights_sha256=embedder.weights_sha256), examples, held_out)
    path.parent.mkdir(parents=True, exist_ok=True)
    version = write_model(model, path)
    return {
        "version": version,
        "path": str(path),
        "requests": len(requests),
        "labels": count_labels(requests),
        "held_out_accuracy": round(_accuracy(examples, held_out), 4),
        "seconds": round(time.perf_counter() - started, 1),
    }


def requests_from_overrides(settings: Settings) -> tuple[Request, ...]:
    """Returns what people corrected and an admin accepted, as requests of one more writer."""
    with closing(open_database(settings)) as database:
        accepted = reviewed_overrides(database)
    return tuple(
        Request(one.text, "rules" if one.corrected == "none" else one.corrected, "overrides")
        for one in accepted
    )


def _place(options: argparse.Namespace, settings: Settings) -> Path:
    """The model of the requests alone comes with us; one with a team's corrections waits to be judged."""
    return candidate_path(settings.data_dir) if options.with_overrides else MODEL_FILE


def _accuracy(examples: Examples, held_out: np.ndarray) -> float:
    """The share of right capabilities, by models that have not read the writer."""
    names = np.array(CAPABILITIES)
    is_ai = np.isin(examples.labels, names)
    guessed = names[held_out[is_ai, : len(names)].argmax(axis=1)]
    return float((guessed == examples.labels[is_ai]).mean())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m advisor.triage.train", description=__doc__)
    parser.add_argument("--requests", type=Path, default=REQUESTS, help="folder of JSONL files")
    parser.add_argument("--output", type=Path, help="where the model goes")
    parser.add_argument(
        "--with-overrides",
        action="store_true",
        help="learn from accepted corrections as well; waits as a candidate for `python -m evals triage`",
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
