"""The embedder's light twin: the same weights in ONNX Runtime, without torch or transformers."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from advisor.embedding import hash_weights, open_tokenizer
from advisor.errors import EmbeddingError
from advisor.pooling import Span, Vectors, pool

if TYPE_CHECKING:
    import onnxruntime

# Small batches stay in the processor's cache: four texts of the full window were as fast as any number to 32.
BATCH_PIECES = 1024


class OnnxEmbedder:
    """The twin: the same weights in ONNX Runtime; neither torch nor transformers is imported."""

    def __init__(self, folder: Path, *, threads: int = 1, keep_memory: bool = False) -> None:
        weights = folder / "model.onnx"
        facts = _checked_facts(folder, weights)
        self.name = str(facts["name"])
        self.weights_sha256 = str(facts["weights_sha256"])
        self.dimensions = int(facts["dimensions"])
        self.max_tokens = int(facts["max_tokens"])
        self._spans = open_tokenizer(folder)
        self._tokenizer = open_tokenizer(folder)
        self._tokenizer.enable_truncation(self.max_tokens)
        self._session = _open_session(weights, threads, keep_memory=keep_memory)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        for numbers in _batches(encodings):
            (vectors[numbers],) = self._run([encodings[n].ids for n in numbers], "vectors")
        return vectors

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Returns the vectors of the texts, and for each text one vector for each of its parts."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        pooled: list[Vectors] = [vectors[:0]] * len(texts)
        encodings = self._tokenizer.encode_batch(list(texts))
        for numbers in _batches(encodings):
            found, hidden = self._run([encodings[n].ids for n in numbers], "vectors", "hidden")
            vectors[numbers] = found
            for row, number in enumerate(numbers):
                pieces = encodings[number].offsets
                pooled[number] = pool(
                    hidden[row, : len(pieces)], found[row], offsets=pieces, parts=parts[number]
                )
        return vectors, pooled

    def token_spans(self, text: str) -> list[Span]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        return self._spans.encode(text, add_special_tokens=False).offsets

    def _run(self, batch: list[list[int]], *outputs: str) -> list[Vectors]:
        width = max(len(ids) for ids in batch)
        input_ids = np.zeros((len(batch), width), dtype=np.int64)
        attention_mask = np.zeros((len(batch), width), dtype=np.int64)
        for row, ids in enumerate(batch):
            input_ids[row, : len(ids)] = ids
            attention_mask[row, : len(ids)] = 1
        feed = {"input_ids": input_ids, "attention_mask": attention_mask}
        return [np.asarray(array) for array in self._session.run(list(outputs), feed)]


def _batches(encodings: Sequence[Any]) -> Iterator[list[int]]:
    """Yields the texts' numbers; neighbours of like length share a batch, so little is padding."""
    order = sorted(range(len(encodings)), key=lambda number: len(encodings[number].ids))
    batch: list[int] = []
    for number in order:
        if batch and (len(batch) + 1) * len(encodings[number].ids) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _checked_facts(folder: Path, weights: Path) -> dict[str, Any]:
    """Returns what export.json says of a twin whose weights are as they were exported."""
    try:
        facts: dict[str, Any] = json.loads((folder / "export.json").read_text(encoding="utf-8"))
        whole = hash_weights(weights) == facts["onnx_sha256"]
    except (OSError, ValueError, KeyError):
        whole = False
    if not whole:
        raise EmbeddingError(
            f"The ONNX model in {folder} is damaged; delete that folder and run `python -m ingest`."
        )
    return facts


def _open_session(
    weights: Path, threads: int, *, keep_memory: bool
) -> "onnxruntime.InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena is faster for many texts, and keeps the memory of the largest batch ever seen.
    options.enable_cpu_mem_arena = keep_memory
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
