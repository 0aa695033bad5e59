"""The manifest of a release: what it was made from, with what, and the hashes of its files."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from advisor.errors import ReleaseError

MANIFEST_FILE = "manifest.json"
FORMAT_VERSION = 2
_BLOCK = 1 << 20


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ManifestDocument(_Frozen):
    """One file of the guide as it went into the release."""

    path: str
    sha256: str
    title: str
    chunks: int
    owner: str = ""
    last_reviewed: str = ""


class EmbedderIdentity(_Frozen):
    """The model whose vectors the release holds; `tuned_sha256` is the tuned one's that read the wordings, if any."""

    name: str
    weights_sha256: str
    dimensions: int
    tuned_sha256: str = ""


class SplitSettings(_Frozen):
    """How documents became chunks; `rules` changes with the code that loads and splits."""

    max_tokens: int
    rules: str


class Counts(_Frozen):
    """How much of each thing the release holds."""

    documents: int
    chunks: int
    vectors: int
    sentences: int
    texts: int


class Manifest(_Frozen):
    """What a release says of itself; `files` maps its sealed files to their sha256.

    `threshold` is the least probability of being right with which an answer is given, set on the
    guide's own development questions; without any, the model's default holds. `collection` is the name of the
    vectors on the Chroma server; without one they lie in the release's directory.
    """

    format: int = FORMAT_VERSION
    release: int
    created_at: str
    embedder: EmbedderIdentity
    split: SplitSettings
    documents: tuple[ManifestDocument, ...]
    counts: Counts
    content_sha256: str
    files: dict[str, str]
    threshold: float | None = None
    collection: str = ""


def content_hash(
    documents: Iterable[ManifestDocument],
    *,
    embedder: EmbedderIdentity,
    split: SplitSettings,
    questions_sha256: str,
) -> str:
    """Returns the sha256 of what makes a release: an unchanged folder has the same.

    `questions_sha256` stands for what the threshold is drawn from.
    """
    facts = {
        "format": FORMAT_VERSION,
        "documents": sorted((document.path, document.sha256) for document in documents),
        "embedder": embedder.model_dump(),
        "split": split.model_dump(),
        "questions": questions_sha256,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def hash_file(path: Path) -> str:
    """Returns the sha256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sealed_files(directory: Path) -> list[Path]:
    """Returns the files of a release that never change once it is sealed, sorted.

    Chroma writes to its SQLite file whenever it is opened, so that one is left out; the warm-up query
    of a reader covers it.
    """
    return sorted(
        path
        for path in directory.rglob("*")
        if path.is_file()
        and path.name not in (MANIFEST_FILE, ".lock")
        and not path.name.startswith("chroma.sqlite3")
    )


def hash_files(directory: Path) -> dict[str, str]:
    """Returns the sha256 of each sealed file, by its path below the directory."""
    return {
        path.relative_to(directory).as_posix(): hash_file(path) for path in sealed_files(directory)
    }


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Writes the manifest into the release's directory."""
    (directory / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def read_manifest(directory: Path) -> Manifest:
    """Returns the manifest of a release's directory.

    Raises:
        ReleaseError: there is none, or it is not one of this format.

    """
    try:
        return Manifest.model_validate_json((directory / MANIFEST_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(
            f"Release {directory.name} has no readable manifest; run `python -m ingest` to build "
            "a new one."
        ) from error


def check_files(directory: Path, manifest: Manifest) -> None:
    """Checks each sealed file against the manifest.

    Raises:
        ReleaseError: a file is missing or not as it was sealed; the message names it.

    """
    for name, expected in manifest.files.items():
        try:
            actual = hash_file(directory / name)
        except OSError:
            actual = ""
        if actual != expected:
            raise ReleaseError(
                f"Release {manifest.release} is damaged ({name}); run `python -m ingest` to build "
                "a new one."
            )
