"""The embedder's light twin: the same weights in ONNX Runtime, without torch or transformers."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from advisor.embedding import Embedder, hash_weights, open_tokenizer
from advisor.errors import EmbeddingError
from advisor.pooling import Span, Vectors, pool

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

GRAPH_FILE = "model.onnx"
WEIGHTS_FILE = "model.data"
# Small batches stay in the processor's cache: four texts of the full window were as fast as any number to 32.
BATCH_PIECES = 1024


class OnnxEmbedder:
    """The twin: the same weights in ONNX Runtime; neither torch nor transformers is imported.

    A batch holds texts of one length, so nothing is padding and the graph needs no mask.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int = 1,
        keep_memory: bool = False,
        tuned: "OnnxEmbedder | None" = None,
    ) -> None:
        facts = _checked_facts(folder)
        self.name = str(facts["name"])
        self.weights_sha256 = str(facts["weights_sha256"])
        self.dimensions = int(facts["dimensions"])
        self.max_tokens = int(facts["max_tokens"])
        self.tuned: Embedder | None = tuned
        self._threads = threads
        # One vocabulary for both: it takes more memory than one would think.
        self.tokenizer: Tokenizer = tuned.tokenizer if tuned else open_tokenizer(folder)
        self._session = _open_session(folder / GRAPH_FILE, keep_memory=keep_memory)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        pieces = [self._cut(one.ids) for one in self.tokenizer.encode_batch(list(texts))]

        def run(numbers: list[int]) -> None:
            (vectors[numbers],) = self._run([pieces[number] for number in numbers], "vectors")

        self._each(run, _batches(pieces))
        return vectors

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Returns the vectors of the texts, and for each text one vector for each of its parts."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        pooled: list[Vectors] = [vectors[:0]] * len(texts)
        encodings = self.tokenizer.encode_batch(list(texts))
        pieces = [self._cut(one.ids) for one in encodings]

        def run(numbers: list[int]) -> None:
            batch = [pieces[number] for number in numbers]
            vectors[numbers], hidden = self._run(batch, "vectors", "hidden")
            for row, number in enumerate(numbers):
                # The closing piece of a text that is cut stands for none of its characters.
                offsets = [*encodings[number].offsets[: len(pieces[number]) - 1], (0, 0)]
                pooled[number] = pool(
                    hidden[row], vectors[number], offsets=offsets, parts=parts[number]
                )

        self._each(run, _batches(pieces))
        return vectors, pooled

    def _cut(self, ids: list[int]) -> list[int]:
        """As much of a text as the model reads: the last place is that of the closing special token."""
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def _each(self, run: Callable[[list[int]], None], batches: Sequence[list[int]]) -> None:
        """Runs the batches, side by side if there are threads: faster than all threads on one batch."""
        if self._threads == 1 or len(batches) == 1:
            for batch in batches:
                run(batch)
            return
        with ThreadPoolExecutor(self._threads) as threads:
            list(threads.map(run, batches))

    def token_spans(self, text: str) -> list[Span]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        return self.tokenizer.encode(text, add_special_tokens=False).offsets

    def _run(self, batch: list[list[int]], *outputs: str) -> list[Vectors]:
        feed = {"input_ids": np.array(batch, dtype=np.int64)}
        return [np.asarray(array) for array in self._session.run(list(outputs), feed)]


def _batches(pieces: Sequence[Sequence[int]]) -> list[list[int]]:
    """The texts' numbers in batches of one length each, the longest first: threads then end together."""
    by_length: dict[int, list[int]] = {}
    for number, ids in enumerate(pieces):
        by_length.setdefault(len(ids), []).append(number)
    batches = []
    for length in sorted(by_length, reverse=True):
        numbers, size = by_length[length], max(1, BATCH_PIECES // length)
        batches += [numbers[start : start + size] for start in range(0, len(numbers), size)]
    return batches


def _checked_facts(folder: Path) -> dict[str, Any]:
    """Returns what export.json says of a twin whose weights are as they were exported."""
    try:
        facts: dict[str, Any] = json.loads((folder / "export.json").read_text(encoding="utf-8"))
        files = facts["files"]
        whole = set(files) == {GRAPH_FILE, WEIGHTS_FILE} and all(
            hash_weights(folder / name) == digest for name, digest in files.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise EmbeddingError(
            f"The ONNX model in {folder} is damaged; delete that folder and run `python -m ingest`."
        )
    return facts


def _open_session(graph: Path, *, keep_memory: bool) -> "onnxruntime.InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena is faster for many texts, and keeps the memory of the largest batch ever seen.
    options.enable_cpu_mem_arena = keep_memory
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
