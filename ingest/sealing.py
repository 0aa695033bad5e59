"""Closes a release directory: all of it on the disk, and a manifest that says what it holds."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from advisor.embedding import Embedder
from advisor.index import lexical
from advisor.index.manifest import (
    Counts,
    EmbedderIdentity,
    Manifest,
    ManifestDocument,
    SplitSettings,
    content_hash,
    hash_files,
    write_manifest,
)
from advisor.index.server import collection_name, content_of
from advisor.index.writing import sync_to_disk
from advisor.models import Chunk, Document
from ingest import blocks, content, front_matter, load, markdown, plain, sentences, split, tables
from ingest.content import Prepared
from ingest.load import Folder

RULES = (blocks, content, front_matter, lexical, load, markdown, plain, sentences, split, tables)


def seal_release(
    directory: Path,
    loaded: Folder,
    prepared: Prepared,
    *,
    embedder: Embedder,
    installation: str = "",
) -> Manifest:
    """Writes the manifest of a release whose other files are all there, and returns it.

    `installation` is set where the vectors are a collection on a Chroma server.
    """
    sync_to_disk(directory)
    files = hash_files(directory)
    described = describe_documents(loaded.documents, prepared.chunks)
    identity, rules = identity_of(embedder), split_settings(embedder)
    release = int(directory.name)
    manifest = Manifest(
        release=release,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=identity,
        split=rules,
        documents=described,
        counts=Counts(
            documents=len(loaded.documents),
            chunks=len(prepared.chunks),
            vectors=prepared.vectors,
            sentences=prepared.sentences,
            texts=prepared.embedded + prepared.reused,
        ),
        content_sha256=content_hash(
            described,
            embedder=identity,
            split=rules,
            questions_sha256=loaded.questions.sha256,
        ),
        files=files,
        collection=collection_name(
            release, installation=installation, content_sha256=content_of(files)
        )
        if installation
        else "",
    )
    write_manifest(directory, manifest)
    sync_to_disk(directory)
    return manifest


def describe_documents(
    documents: Sequence[Document], chunks: Sequence[Chunk]
) -> tuple[ManifestDocument, ...]:
    """Returns the documents as the manifest lists them."""
    counts: dict[str, int] = {}
    for chunk in chunks:
        counts[chunk.document] = counts.get(chunk.document, 0) + 1
    return tuple(
        ManifestDocument(
            path=document.path,
            sha256=document.sha256,
            title=document.title,
            chunks=counts.get(document.path, 0),
            owner=document.owner,
            last_reviewed=document.last_reviewed,
        )
        for document in documents
    )


def identity_of(embedder: Embedder) -> EmbedderIdentity:
    """Returns the embedder as the manifest names it."""
    return EmbedderIdentity(
        name=embedder.name,
        weights_sha256=embedder.weights_sha256,
        dimensions=embedder.dimensions,
        tuned_sha256=embedder.tuned.weights_sha256 if embedder.tuned else "",
    )


def split_settings(embedder: Embedder) -> SplitSettings:
    """Returns the settings of the splitter as the manifest names them."""
    return SplitSettings(max_tokens=embedder.max_tokens, rules=hash_rules())


def hash_rules() -> str:
    """Returns a hash of the code that turns files into chunks: when it changes, so do the chunks."""
    digest = hashlib.sha256()
    # By their files: their libraries belong to the child process alone.
    formats = sorted(Path(str(load.__file__)).parent.joinpath("formats").glob("*.py"))
    for file in [*(Path(str(module.__file__)) for module in RULES), *formats]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
