"""Our own release of a question set: `python -m ingest` into a folder of its own, opened for reading."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from advisor.bootstrap import Services, build_services
from advisor.embedding import BUNDLED_SHA256, export_folder, is_exported, open_embedder
from advisor.errors import AdvisorError
from advisor.settings import Settings
from benchmarks.children import child_environment
from benchmarks.sets.question_set import QuestionSet
from ingest.content import split_documents
from ingest.load import load_folder
from ingest.split import Splitter

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
    environment = child_environment(
        DATA_DIR=str(data_dir), DATABASE_URL="", CHROMA_URL="", LOG_LEVEL="ERROR"
    )
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
    """Lets a data folder share the exported model with all others of the benchmark.

    The export is made here where it is missing: once per machine, outside of what is measured.
    """
    settings = Settings(data_dir=root, log_level="ERROR")
    if not is_exported(export_folder(settings, BUNDLED_SHA256)):
        open_embedder(settings, export=True)
    models = root / "models"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not (data_dir / "models").exists():
        (data_dir / "models").symlink_to(models.resolve())


def chunk_texts(question_set: QuestionSet, data_dir: Path) -> list[str]:
    """Returns the texts of the set's chunks as our ingest embeds them."""
    embedder = open_embedder(Settings(data_dir=data_dir, log_level="ERROR"))
    splitter = Splitter(embedder)
    chunks = split_documents(load_folder(question_set.documents).documents, embedder)
    return [splitter.embedded_text(chunk) for chunk in chunks]


def data_folder(question_set: QuestionSet, root: Path) -> Path:
    """The data folder of a set's release."""
    return root / "releases" / question_set.about.name


@contextmanager
def open_set(question_set: QuestionSet, root: Path) -> Iterator[Services]:
    """Opens our services over the set's release."""
    settings = Settings(data_dir=data_folder(question_set, root), log_level="ERROR")
    with closing(build_services(settings)) as services:
        yield services
