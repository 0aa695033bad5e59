"""An optional cross-encoder, configured by name, that reads the question and each of the best passages together."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from advisor.errors import RerankerError
from advisor.models import Passage

# How many of the best passages it reads.
RERANKED = 25
# Its share in the blend, both scores scaled to 0 to 1 over the passages read: it has read both texts together, and
# is mostly right; the rest keeps a foreign model from turning everything over.
SHARE = 0.7
BATCH_SIZE = 8

log = structlog.get_logger()


class Reranker:
    """A cross-encoder by folder or hub name; loaded once, at the first question."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None
        self._failed = False

    def load(self) -> None:
        """Loads the model if it is not loaded yet.

        Raises:
            RerankerError: there is none, or not one that can be used; the sentence says what to do.

        """
        with self._lock:
            if self._model is None:
                self._model = open_cross_encoder(self._name)

    def rerank(self, query: str, passages: Sequence[Passage]) -> list[Passage]:
        """Returns the passages in their new order; in their old one if the model fails.

        The scores stay where they were, by place: the best passage has the best score, whichever it
        is, so that whoever reads the scores reads the same as without a re-ranker.
        """
        if len(passages) < 2 or self._failed:
            return list(passages)
        try:
            self.load()
            judged = self._judge(query, passages)
        except RerankerError as error:
            # It would fail for each question anew, after seconds.
            self._failed = True
            log.error("reranker_not_loaded", reason=str(error))
            return list(passages)
        except Exception:
            log.exception("reranker_failed")
            return list(passages)
        return _blended(passages, judged)

    def _judge(self, query: str, passages: Sequence[Passage]) -> np.ndarray:
        pairs = [(query, f"{passage.chunk.heading}\n{passage.chunk.text}") for passage in passages]
        with self._lock:
            scores = self._model.predict(pairs, batch_size=BATCH_SIZE, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float64).reshape(len(pairs))


def open_cross_encoder(name: str) -> Any:  # noqa: ANN401 - sentence-transformers' own type
    """Returns a cross-encoder with one output, from safetensors; no code of its repository is run.

    Raises:
        RerankerError: it is missing, has no safetensors, or is no such model.

    """
    folder = _find(name)
    if not (folder / "model.safetensors").is_file():
        raise RerankerError(
            f"The re-ranker {name!r} has no model.safetensors; choose one that has."
        )
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(1)
    try:
        model = CrossEncoder(
            str(folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
        outputs = int(model.num_labels)
    except Exception as error:  # the library raises many types for a folder that is no such model
        raise RerankerError(
            f"RERANKER_MODEL {name!r} cannot be loaded as a cross-encoder of sentence-transformers."
        ) from error
    if outputs != 1:
        raise RerankerError(
            f"RERANKER_MODEL {name!r} gives {outputs} scores for a pair; choose one that gives one."
        )
    return model


def _find(name: str) -> Path:
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    patterns = ["*.json", "*.txt", "*.model", "*.safetensors"]
    try:
        return Path(snapshot_download(name, allow_patterns=patterns))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise RerankerError(
            f"RERANKER_MODEL {name!r} is neither a folder nor a model that can be downloaded here."
        ) from error


def _blended(passages: Sequence[Passage], judged: np.ndarray) -> list[Passage]:
    scores = [passage.score for passage in passages]
    blended = SHARE * _scaled(judged) + (1 - SHARE) * _scaled(np.asarray(scores))
    order = np.argsort(-blended, kind="stable")
    return [
        replace(passages[place], score=score) for place, score in zip(order, scores, strict=True)
    ]


def _scaled(values: np.ndarray) -> np.ndarray:
    low, high = float(values.min()), float(values.max())
    if not high > low:
        return np.zeros(len(values))
    scaled: np.ndarray = (values - low) / (high - low)
    return scaled
