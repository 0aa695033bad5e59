"""Builds without the index of vectors: what a bot serves from whose Chroma server is gone.

The index takes most of a build's time, and more than in proportion; all else can be measured for sizes at which it
takes an hour.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from advisor.index.manifest import EmbedderIdentity
from ingest.place import Place


class NoIndex(Place):
    """The place of vectors that no index is made of: a collection on a server that is not there."""

    def writer(
        self, _directory: Path, _embedder: EmbedderIdentity
    ) -> tuple[Callable[..., None], tuple[Any, ...]]:
        """Returns what does nothing."""
        return write_nothing, ()


def write_nothing() -> None:
    """Does nothing, in a child process as the writers do."""
