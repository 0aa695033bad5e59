"""Proves a sealed release before it may serve; meant for a child process."""

import random
from pathlib import Path

from advisor.errors import ReleaseError
from advisor.index.manifest import check_files
from advisor.index.release import open_release

SAMPLE = 100
SAME = 1e-4


def verify_release(directory: Path, server: str = "") -> None:
    """Checks counts, files, and that sampled vectors find themselves, on the server if there is one.

    `count()` of the store says all is well in a half-empty index; only searching proves it.

    Raises:
        ReleaseError: the release must not be published.

    """
    with open_release(directory, server=server) as release:
        counts = release.manifest.counts
        if len(release.chunks) != counts.chunks or release.entries != counts.vectors:
            raise ReleaseError(f"Release {release.id} is incomplete; run `python -m ingest` again.")
        for number in range(counts.chunks):
            release.sentences(number)
        picked = random.Random(release.id).sample(  # noqa: S311 - a sample, not a secret
            range(release.entries), min(SAMPLE, release.entries)
        )
        lost = [entry for entry in picked if not release.finds(entry, tolerance=SAME)]
        if lost:
            raise ReleaseError(
                f"{len(lost)} of {len(picked)} sampled vectors of release {release.id} cannot be found; "
                "run `python -m ingest` again."
            )
        if server and release.search != "server":
            raise ReleaseError(
                f"The Chroma server was lost while release {release.id} was verified; run `python -m ingest` again."
            )
        if len(release.lexical.scores("")) != counts.chunks:
            raise ReleaseError(f"The word index of release {release.id} is incomplete.")
    check_files(directory, release.manifest)
