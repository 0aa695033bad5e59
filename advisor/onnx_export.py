"""Makes the ONNX twin of a sentence-transformers model, and checks that both say the same."""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from advisor.embedding import TorchEmbedder, hash_weights
from advisor.errors import EmbeddingError
from advisor.onnx_embedder import GRAPH_FILE, WEIGHTS_FILE, OnnxEmbedder

# Twins agree to about 2e-7 per component; a wrong pooling or a lost mask shows far above this.
TOLERANCE = 1e-5
PROBES = (
    "precision or recall for a medical test?",
    "A single word",
    "Name the positive class first, then ask which error costs more. " * 30,
    "Ünïcode, 数据 and emoji 🙂 pass through the tokenizer as well.",
)

log = structlog.get_logger()


def export_onnx(reference: TorchEmbedder, folder: Path) -> None:
    """Writes the graph, its weights, tokenizer.json and export.json to `folder`, whole or not at all.

    The graph holds the transformer, mean pooling and normalisation, as sentence-transformers does
    them for this family.

    Raises:
        EmbeddingError: the twin's vectors differ from the reference's.

    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=".export-", dir=folder.parent))
    try:
        _write_graph(reference, workplace / GRAPH_FILE)
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
    import onnx

    from advisor.onnx_graph import build_graph

    first: Any = reference.transformer[0]
    weights = {name: tensor.numpy() for name, tensor in first.auto_model.state_dict().items()}
    # Weights in a file of their own are mapped into memory: the many words that no text holds take none.
    onnx.save_model(
        build_graph(weights, first.auto_model.config),
        path,
        save_as_external_data=True,
        location=WEIGHTS_FILE,
        size_threshold=1024,
    )


def _write_facts(reference: TorchEmbedder, folder: Path) -> None:
    facts = {
        "name": reference.name,
        "weights_sha256": reference.weights_sha256,
        "files": {name: hash_weights(folder / name) for name in (GRAPH_FILE, WEIGHTS_FILE)},
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
