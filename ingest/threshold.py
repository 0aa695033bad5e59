"""Sets a release's threshold to abstain on the guide's own development questions, if it has any."""

from pathlib import Path

import structlog

from advisor.answering.estimate import choose_threshold
from advisor.answering.search import search
from advisor.embedding import Embedder
from advisor.index.manifest import Manifest, write_manifest
from advisor.index.release import open_release
from advisor.index.writing import sync_to_disk
from advisor.models import Question
from ingest.questions import Questions

log = structlog.get_logger()


def set_threshold(
    directory: Path, manifest: Manifest, questions: Questions, *, embedder: Embedder
) -> Manifest:
    """Writes the threshold into the manifest of a sealed release that does not serve yet.

    Without development questions the manifest stays as it is, and the model's default holds.
    """
    rows = questions.rows
    if not rows:
        return manifest
    with open_release(directory, embedder=embedder) as release:
        chances = [
            search(release, embedder, Question(one.question)).estimate.probability for one in rows
        ]
    threshold = choose_threshold(
        [chance for chance, one in zip(chances, rows, strict=True) if one.covered],
        [chance for chance, one in zip(chances, rows, strict=True) if not one.covered],
    )
    if threshold is None:
        return manifest
    log.info("threshold_set", release=manifest.release, threshold=round(threshold, 4))
    described = manifest.model_copy(update={"threshold": round(threshold, 4)})
    write_manifest(directory, described)
    sync_to_disk(directory)
    return described
