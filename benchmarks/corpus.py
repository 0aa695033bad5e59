"""Our own release of a question set: `python -m ingest` into a folder of its own, opened for reading."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from advisor.bootstrap import Services, build_services
from advisor.errors import AdvisorError
from advisor.settings import Settings
from benchmarks.sets.question_set import QuestionSet

ROOT = Path(__file__).parent.parent
PATIENCE = 1800


class IngestFailedError(AdvisorError):
    """Our own ingest did not make a release of a question set."""


def ingest_set(question_set: QuestionSet, root: Path) -> dict[str, Any]:
    """Returns the report of `python -m ingest` over the set's documents; an unchanged set is kept.

    Raises:
        IngestFailedError: it failed.

    """
    data_dir = data_folder(question_set, root)
    link_models(data_dir, root)
    environment = os.environ | {
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": "",
        "CHROMA_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "ingest", str(question_set.documents.resolve()), "--json"]
    done = subprocess.run(
        [*command, "--force"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode:
        raise IngestFailedError(f"{question_set.about.name}: {done.stderr.strip()[-500:]}")
    report: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return report


def link_models(data_dir: Path, root: Path) -> None:
    """Lets a data folder share the exported model with all others of the benchmark."""
    models = root / "models"
    models.mkdir(parents=True, exist_ok=True)
    data_dir.mkdir(parents=True, exist_ok=True)
    if not (data_dir / "models").exists():
        (data_dir / "models").symlink_to(models.resolve())


def data_folder(question_set: QuestionSet, root: Path) -> Path:
    """The data folder of a set's release."""
    return root / "releases" / question_set.about.name


@contextmanager
def open_set(question_set: QuestionSet, root: Path) -> Iterator[Services]:
    """Opens our services over the set's release."""
    settings = Settings(data_dir=data_folder(question_set, root), log_level="ERROR")
    with closing(build_services(settings)) as services:
        yield services
