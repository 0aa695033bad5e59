"""Makes the ONNX twin of a sentence-transformers model, and checks that both say the same."""

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from advisor.embedding import EXPORT_FORMAT, TorchEmbedder
from advisor.errors import EmbeddingError
from advisor.onnx_embedder import OnnxEmbedder

# Twins agree to about 2e-7 per component; a wrong pooling or a lost mask shows far above this.
TOLERANCE = 1e-5
OPSET = 17
PROBES = (
    "precision or recall for a medical test?",
    "A single word",
    "Name the positive class first, then ask which error costs more. " * 30,
    "Ünïcode, 数据 and emoji 🙂 pass through the tokenizer as well.",
)

log = structlog.get_logger()


def export_onnx(reference: TorchEmbedder, folder: Path) -> None:
    """Writes model.onnx, tokenizer.json and export.json to `folder`, whole or not at all.

    The graph holds the transformer, mean pooling over the mask, and normalisation, as
    sentence-transformers does them for this family.

    Raises:
        EmbeddingError: the twin's vectors differ from the reference's.

    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=".export-", dir=folder.parent))
    try:
        _write_graph(reference, workplace / "model.onnx")
        shutil.copyfile(reference.folder / "tokenizer.json", workplace / "tokenizer.json")
        _write_facts(reference, workplace)
        _check(reference, OnnxEmbedder(workplace))
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(workplace, folder)  # noqa: PTH105 - one atomic step for a whole folder
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    log.info("onnx_exported", model=reference.name)


def _write_graph(reference: TorchEmbedder, path: Path) -> None:
    import torch

    class Pooled(torch.nn.Module):
        """Transformer, mean pooling and normalisation in one graph; the pieces' states beside."""

        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            """Returns vectors of shape (batch, dimensions) and (batch, pieces, dimensions)."""
            hidden = self.transformer(
                input_ids=input_ids,
                attention_mask=attention_mask,
                token_type_ids=torch.zeros_like(input_ids),
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1), hidden

    first: Any = reference.transformer[0]
    first.auto_model.set_attn_implementation("eager")
    module = Pooled(first.auto_model).eval()
    pieces = torch.ones(2, 16, dtype=torch.long)
    # A mask of ones only would let the tracer drop the mask altogether.
    mask = pieces.clone()
    mask[1, 8:] = 0
    names = {0: "batch", 1: "pieces"}
    # This exporter writes the graph in the form that ONNX Runtime knows how to fuse into whole attention and
    # normalisation steps; the one that torch prefers by now leaves them apart, and runs a fifth slower.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (pieces, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors", "hidden"],
            dynamic_axes={
                "input_ids": names,
                "attention_mask": names,
                "hidden": names,
                "vectors": {0: "batch"},
            },
            opset_version=OPSET,
            dynamo=False,
        )


def _write_facts(reference: TorchEmbedder, folder: Path) -> None:
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    facts = {
        "format": EXPORT_FORMAT,
        "name": reference.name,
        "weights_sha256": reference.weights_sha256,
        "onnx_sha256": digest,
        "dimensions": reference.dimensions,
        "max_tokens": reference.max_tokens,
    }
    (folder / "export.json").write_text(json.dumps(facts, indent=2), encoding="utf-8")


def _check(reference: TorchEmbedder, twin: OnnxEmbedder) -> None:
    parts = [[(0, len(probe) // 2), (len(probe) // 2, len(probe))] for probe in PROBES]
    whole, halves = reference.embed_parts(PROBES, parts)
    twin_whole, twin_halves = twin.embed_parts(PROBES, parts)
    pairs = zip((whole, *halves), (twin_whole, *twin_halves), strict=True)
    difference = max(float(np.abs(one - other).max()) for one, other in pairs)
    if difference > TOLERANCE:
        raise EmbeddingError(
            f"The ONNX model of {reference.name} differs from sentence-transformers by {difference:.1e}; "
            "set EMBEDDING_BACKEND=torch."
        )
