"""Whether a release can be served here: its format, the embedder it was made with, its files."""

from pathlib import Path
from typing import Protocol

from advisor.errors import ReleaseError
from advisor.index.layout import BODIES_FILE, TUNED_SENTENCES_FILE
from advisor.index.manifest import FORMAT_VERSION, Manifest, check_files, read_manifest


class Identity(Protocol):
    """The embedder's name, the hash of its weights and its tuned self; each Embedder has them."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def weights_sha256(self) -> str: ...  # noqa: D102

    @property
    def tuned(self) -> "Identity | None": ...  # noqa: D102


def check_release(directory: Path, *, embedder: Identity | None = None) -> Manifest:
    """Returns the manifest of a release whose files are as they were sealed.

    Raises:
        ReleaseError: it is damaged, missing, or made with another embedder than the given one.

    """
    manifest = read_manifest(directory)
    if manifest.format != FORMAT_VERSION:
        raise ReleaseError(
            f"Release {manifest.release} has format {manifest.format}, this program reads "
            f"{FORMAT_VERSION}; run `python -m ingest` to build a new one."
        )
    made_with = manifest.embedder
    if embedder is not None and made_with.weights_sha256 != embedder.weights_sha256:
        raise ReleaseError(
            f"Release {manifest.release} was made with the embedder {made_with.name} "
            f"({made_with.weights_sha256[:8]}), but {embedder.name} "
            f"({embedder.weights_sha256[:8]}) is set; run `python -m ingest` to build a new one."
        )
    tuned = embedder.tuned.weights_sha256 if embedder is not None and embedder.tuned else ""
    if embedder is not None and is_tuned(manifest) and made_with.tuned_sha256 != tuned:
        raise ReleaseError(
            f"Release {manifest.release} was made with another tuning of the embedder "
            f"{made_with.name}; run `python -m ingest` to build a new one."
        )
    if is_tuned(manifest) and TUNED_SENTENCES_FILE not in manifest.files:
        raise ReleaseError(
            f"Release {manifest.release} was built by an older program; "
            "run `python -m ingest` to build a new one."
        )
    check_files(directory, manifest)
    return manifest


def is_tuned(manifest: Manifest) -> bool:
    """Whether a tuned model read the wordings of the release, and its sentences once more."""
    return BODIES_FILE in manifest.files
