"""The adapters that tune the bundled model on the guide's wordings and sentences, added to its weights when opened."""

import hashlib
import json
from pathlib import Path
from typing import Any

from advisor.errors import EmbeddingError

FOLDER = Path(__file__).parent / "tuned"
# PEFT's names, so that its tools read the folder as well.
WEIGHTS_FILE = "adapter_model.safetensors"
CONFIG_FILE = "adapter_config.json"
_PREFIX = "base_model.model."


def tuned_sha256(base_sha256: str, folder: Path = FOLDER) -> str:
    """Returns what identifies the vectors of the tuned model: a hash over both sets of weights."""
    digest = hashlib.sha256(base_sha256.encode())
    for name in (CONFIG_FILE, WEIGHTS_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def tune(network: Any, base_sha256: str, folder: Path = FOLDER) -> None:  # noqa: ANN401 - torch's, imported by few
    """Adds the adapters of the folder to the weights of a transformers network, in place.

    A low-rank adapter (LoRA) is a matrix A of shape (rank, in) and a B of shape (out, rank); the layer's
    weights gain alpha / rank x BA.

    Raises:
        EmbeddingError: the adapters are those of another model.

    """
    import torch
    from safetensors import safe_open

    config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    scale = config["lora_alpha"] / config["r"]
    with (
        safe_open(str(folder / WEIGHTS_FILE), framework="pt") as weights,
        torch.no_grad(),
    ):
        if weights.metadata().get("base_sha256") != base_sha256:
            raise EmbeddingError(
                "The guide's adapters belong to another embedding model; run `python -m evals train wordings`."
            )
        for name in weights.keys():  # noqa: SIM118 - not a mapping
            if not name.endswith(".lora_A.weight"):
                continue
            first = weights.get_tensor(name).float()
            second = weights.get_tensor(name.replace(".lora_A.", ".lora_B.")).float()
            layer = name.removeprefix(_PREFIX).removesuffix(".lora_A.weight")
            network.get_submodule(layer).weight += scale * second @ first
