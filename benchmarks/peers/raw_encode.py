"""The model's own encode: sentence-transformers in torch fp32, batches of 32, default threads."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from protocol import Hit, serve
from sentence_transformers import SentenceTransformer


class RawEncode:
    """The bare model as the protocol wants it: `index` encodes the texts of a file."""

    packages = ("sentence-transformers", "torch")

    def load(self, model: str) -> None:
        self._model = SentenceTransformer(model, device="cpu")
        self._model.encode(["warm"] * 8)

    def index(self, folder: Path, store: Path) -> Mapping[str, Any]:  # noqa: ARG002 - texts come as a file
        texts = folder.read_text(encoding="utf-8").split("\0")
        self._model.encode(texts, batch_size=32)
        return {"chunks": len(texts)}

    @property
    def searches(self) -> Mapping[str, Callable[[str, int], Sequence[Hit]]]:
        return {}


if __name__ == "__main__":
    serve(RawEncode())
