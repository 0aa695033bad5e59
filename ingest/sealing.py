"""Closes a release directory: all of it on the disk, and a manifest that says what it holds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from advisor.embedding import Embedder
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
from advisor.index.writing import sync_to_disk
from advisor.models import Chunk, Document
from ingest.content import Prepared
from ingest.split import SPLIT_VERSION


def seal_release(
    directory: Path, documents: Sequence[Document], prepared: Prepared, *, embedder: Embedder
) -> Manifest:
    """Writes the manifest of a release whose other files are all there, and returns it."""
    sync_to_disk(directory)
    content = prepared.content
    described = describe_documents(documents, content.chunks)
    identity, split = identity_of(embedder), split_settings(embedder)
    manifest = Manifest(
        release=int(directory.name),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=identity,
        split=split,
        documents=described,
        counts=Counts(
            documents=len(documents),
            chunks=len(content.chunks),
            vectors=len(content.vectors),
            sentences=len(content.sentence_vectors),
            texts=prepared.embedded + prepared.reused,
        ),
        content_sha256=content_hash(described, embedder=identity, split=split),
        files=hash_files(directory),
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
        name=embedder.name, weights_sha256=embedder.weights_sha256, dimensions=embedder.dimensions
    )


def split_settings(embedder: Embedder) -> SplitSettings:
    """Returns the settings of the splitter as the manifest names them."""
    return SplitSettings(max_tokens=embedder.max_tokens, version=SPLIT_VERSION)
