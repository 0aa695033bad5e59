"""What a build works with: the embedder, opened when it is needed, and the golden questions."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from advisor.database import Database
from advisor.embedding import Embedder, open_embedder
from advisor.settings import Settings
from ingest.build import Evaluate
from ingest.evaluate import evaluate_release

# Embedding thousands of texts gains from a second core; questions do not.
INGEST_THREADS = 2


def embedder_opener(settings: Settings) -> Callable[[], Embedder]:
    """Returns what opens the embedder of a build."""
    return partial(open_embedder, settings, export=True, threads=INGEST_THREADS)


def evaluator(
    settings: Settings,
    database: Database,
    on_progress: Callable[[int, int], None] | None = None,
) -> Evaluate:
    """Returns what measures a new release by the golden questions."""

    def evaluate(before: Path | None, after: Path, embedder: Embedder) -> dict[str, Any] | None:
        return evaluate_release(
            settings,
            before=before,
            after=after,
            embedder=embedder,
            database=database,
            on_progress=on_progress,
        )

    return evaluate
