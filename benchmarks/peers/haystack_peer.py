"""Haystack's documented pipelines: Markdown converter, cleaner, word splitter, embedder, memory store.

Two searches: by embedding alone, and the hybrid of embedding and BM25 with reciprocal rank fusion. (Its
hybrid tutorial ends with a cross-encoder; no other system here has one, so it is left out.)
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from haystack import Pipeline
from haystack.components.converters import MarkdownToDocument
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentCleaner, DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from protocol import Hit, serve, spread

SAMPLE = 2000


class HaystackPeer:
    """Haystack as the protocol wants it."""

    packages = (
        "haystack-ai",
        "sentence-transformers-haystack",
        "sentence-transformers",
        "torch",
    )

    def load(self, model: str) -> None:
        self._document_embedder = SentenceTransformersDocumentEmbedder(
            model=model, progress_bar=False
        )
        self._document_embedder.warm_up()
        self._model = model

    def index(self, folder: Path, store: Path) -> Mapping[str, Any]:  # noqa: ARG002 - it keeps all in memory
        self._folder = folder
        documents = InMemoryDocumentStore()
        pipeline = Pipeline()
        steps = {
            "converter": MarkdownToDocument(progress_bar=False, store_full_path=True),
            "cleaner": DocumentCleaner(),
            "splitter": DocumentSplitter(),
            "embedder": self._document_embedder,
            "writer": DocumentWriter(documents),
        }
        for name, component in steps.items():
            pipeline.add_component(name, component)
        names = list(steps)
        for one, other in pairwise(names):
            pipeline.connect(one, other)
        pipeline.run({"converter": {"sources": sorted(folder.rglob("*.md"))}})
        self._dense = self._build_dense(documents)
        self._hybrid = self._build_hybrid(documents)
        texts = [document.content or "" for document in documents.filter_documents()]
        return {"chunks": documents.count_documents(), "texts": spread(texts, SAMPLE)}

    @property
    def searches(self) -> Mapping[str, Callable[[str, int], Sequence[Hit]]]:
        return {"Haystack": self._search_dense, "Haystack hybrid": self._search_hybrid}

    def _text_embedder(self) -> SentenceTransformersTextEmbedder:
        embedder = SentenceTransformersTextEmbedder(model=self._model, progress_bar=False)
        embedder.warm_up()
        return embedder

    def _build_dense(self, documents: InMemoryDocumentStore) -> Pipeline:
        pipeline = Pipeline()
        pipeline.add_component("embedder", self._text_embedder())
        pipeline.add_component("retriever", InMemoryEmbeddingRetriever(document_store=documents))
        pipeline.connect("embedder.embedding", "retriever.query_embedding")
        return pipeline

    def _build_hybrid(self, documents: InMemoryDocumentStore) -> Pipeline:
        pipeline = Pipeline()
        pipeline.add_component("embedder", self._text_embedder())
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(document_store=documents))
        pipeline.add_component("words", InMemoryBM25Retriever(document_store=documents))
        pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        pipeline.connect("dense", "joiner")
        pipeline.connect("words", "joiner")
        return pipeline

    def _search_dense(self, query: str, limit: int) -> list[Hit]:
        run = {"embedder": {"text": query}, "retriever": {"top_k": limit}}
        return self._hits(self._dense.run(run)["retriever"]["documents"], limit)

    def _search_hybrid(self, query: str, limit: int) -> list[Hit]:
        run = {
            "embedder": {"text": query},
            "dense": {"top_k": limit},
            "words": {"query": query, "top_k": limit},
        }
        return self._hits(self._hybrid.run(run)["joiner"]["documents"], limit)

    def _hits(self, documents: Sequence[Any], limit: int) -> list[Hit]:
        return [
            Hit(
                Path(document.meta["file_path"]).relative_to(self._folder).as_posix(),
                document.content or "",
            )
            for document in documents[:limit]
        ]


if __name__ == "__main__":
    serve(HaystackPeer())
