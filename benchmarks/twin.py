"""The ONNX twin beside sentence-transformers on a whole question set: ranking and speed."""

import time

import numpy as np

from advisor.bootstrap import Services
from advisor.embedding import Embedder, TorchEmbedder, find_model
from advisor.models import Chunk
from benchmarks.scoring import DEPTH, Found, score
from benchmarks.sets.question_set import QuestionSet
from ingest.split import Splitter


def measure_twin(services: Services, question_set: QuestionSet) -> dict[str, dict[str, float]]:
    """Returns nDCG@10 of dense retrieval and chunks per second of both engines.

    Both embed the same texts, chunks and queries alike, and rank by the exact cosine.
    """
    chunks = services.index.current().chunks
    splitter = Splitter(services.embedder)
    texts = [splitter.embedded_text(chunk) for chunk in chunks]
    engines: dict[str, Embedder] = {
        "ONNX Runtime": services.embedder,
        "sentence-transformers": TorchEmbedder(find_model("")),
    }
    return {
        name: _measure(engine, question_set, chunks=chunks, texts=texts)
        for name, engine in engines.items()
    }


def _measure(
    engine: Embedder, question_set: QuestionSet, *, chunks: tuple[Chunk, ...], texts: list[str]
) -> dict[str, float]:
    engine.embed(texts[:8])
    started = time.perf_counter()
    vectors = engine.embed(texts)
    seconds = time.perf_counter() - started
    rankings = []
    for vector in engine.embed([query.text for query in question_set.queries]):
        best = np.argsort(-(vectors @ vector), kind="stable")[:DEPTH]
        rankings.append([Found(chunks[number].document) for number in best])
    figures = score(question_set.queries, rankings)
    return {"ndcg@10": figures["ndcg@10"], "ingest_per_second": len(texts) / seconds}
