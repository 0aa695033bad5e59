"""Chunks embedded per second: the ONNX twin beside sentence-transformers, on the same chunks in one run."""

import time
from collections.abc import Sequence

from advisor.embedding import Embedder, TorchEmbedder, find_model


def measure_embedding(embedder: Embedder, texts: Sequence[str]) -> dict[str, float]:
    """Returns chunks per second of both and their ratio."""
    reference = TorchEmbedder(find_model(""))
    ours, theirs = _speed(embedder, texts), _speed(reference, texts)
    return {
        "chunks": float(len(texts)),
        "ours_per_second": ours,
        "reference_per_second": theirs,
        "ratio": ours / theirs,
    }


def _speed(embedder: Embedder, texts: Sequence[str]) -> float:
    embedder.embed(texts[:8])
    started = time.perf_counter()
    embedder.embed(texts)
    return len(texts) / (time.perf_counter() - started)
