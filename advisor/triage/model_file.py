"""The classifier's model on disk: plain arrays and a vocabulary, checked when they are read; never pickle."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from advisor.errors import TriageModelError
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.features import Floats

MODEL_FILE = Path(str(resources.files("advisor.triage"))) / "model" / "triage.npz"
# What a text may be labelled, in the order of the weights.
LABELS: tuple[str, ...] = (*CAPABILITIES, "rules", "out_of_scope")
# What is told of a text: the seven capabilities, whether AI is warranted, whether it is a use case.
OUTPUTS = (*CAPABILITIES, "ai", "scope")
DAMAGED = (
    "The triage model in {path} is missing or damaged: restore it, "
    "or run `python -m advisor.triage.train`."
)


@dataclass(frozen=True, slots=True)
class Grams:
    """A vocabulary of grams with the weights of each: `idf` of shape (grams,), `weights` (grams, labels)."""

    places: Mapping[str, int]
    idf: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """A kernel machine: what was read, and how much each of it speaks for each label.

    `support` has shape (texts, features) and is kept in steps of `step` (features,); `alphas` (texts,
    labels) weigh the texts by their nearness. `scale` and `shift` turn what comes out (the seven
    capabilities, AI, scope) into calibrated logits. `known` are words that are no names, `weights_sha256`
    names the embedder.
    """

    support: Floats
    step: Floats
    alphas: Floats
    words: Grams
    characters: Grams
    scale: Floats
    shift: Floats
    known: frozenset[str]
    weights_sha256: str


def quantised(rows: Floats) -> tuple[Floats, Floats]:
    """Returns the rows rounded to 255 steps a column, and the step of each."""
    step = np.maximum(np.abs(rows).max(axis=0), 1e-6) / 127
    return (np.rint(rows / step) * step).astype(np.float32), step.astype(np.float32)


def write_model(model: Model, path: Path) -> str:
    """Writes the model, the same bytes for the same model, and returns its version."""
    arrays: dict[str, Any] = {
        "support": np.rint(model.support / model.step).astype(np.int8),
        "step": model.step,
        "alphas": model.alphas.astype(np.float32),
        "scale": model.scale,
        "shift": model.shift,
    }
    texts: dict[str, Any] = {
        "weights_sha256": model.weights_sha256,
        "labels": list(LABELS),
        "outputs": list(OUTPUTS),
        "known": sorted(model.known),
    }
    for name, grams in (("words", model.words), ("characters", model.characters)):
        arrays |= {
            f"{name}_idf": grams.idf.astype(np.float32),
            f"{name}_weights": grams.weights.astype(np.float16),
        }
        texts[name] = sorted(grams.places, key=lambda gram: grams.places[gram])
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, array in arrays.items():
            _add(file, f"{name}.npy", _npy(array))
        _add(file, "texts.json", json.dumps(texts, ensure_ascii=False).encode())
    return version_of(path)


def read_model(path: Path) -> Model:
    """Returns the model of that file.

    Raises:
        TriageModelError: it is missing, damaged, or its parts do not fit each other.

    """
    try:
        return _read(path)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        EOFError,
        zlib.error,
        zipfile.BadZipFile,
    ) as error:
        raise TriageModelError(DAMAGED.format(path=path)) from error


def version_of(path: Path) -> str:
    """Returns the model's version: the first twelve digits of its file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _read(path: Path) -> Model:
    with zipfile.ZipFile(path) as file:
        texts = json.loads(file.read("texts.json"))
        arrays = {
            name.removesuffix(".npy"): np.load(
                io.BytesIO(file.read(name)), allow_pickle=False
            ).astype(np.float32)
            for name in file.namelist()
            if name.endswith(".npy")
        }
    model = Model(
        support=arrays["support"] * arrays["step"],
        step=arrays["step"],
        alphas=arrays["alphas"],
        words=_grams(texts["words"], arrays, "words"),
        characters=_grams(texts["characters"], arrays, "characters"),
        scale=arrays["scale"],
        shift=arrays["shift"],
        known=frozenset(str(word) for word in texts["known"]),
        weights_sha256=str(texts["weights_sha256"]),
    )
    if texts["labels"] != list(LABELS) or texts["outputs"] != list(OUTPUTS):
        raise ValueError("it is about other labels")
    _check(model)
    return model


def _grams(names: list[str], arrays: Mapping[str, Floats], view: str) -> Grams:
    places = {gram: place for place, gram in enumerate(names)}
    if len(places) != len(names):
        raise ValueError("a gram stands twice")
    return Grams(places, arrays[f"{view}_idf"], arrays[f"{view}_weights"])


def _check(model: Model) -> None:
    texts, width = len(model.support), len(LABELS)
    shapes = [
        (model.support, (texts, len(model.step))),
        (model.step, (len(model.step),)),
        (model.alphas, (texts, width)),
        (model.scale, (len(OUTPUTS),)),
        (model.shift, (len(OUTPUTS),)),
    ]
    for grams in (model.words, model.characters):
        size = len(grams.places)
        shapes += [(grams.idf, (size,)), (grams.weights, (size, width))]
    if not texts or any(array.shape != shape for array, shape in shapes):
        raise ValueError("the parts do not fit each other")
    if not all(np.isfinite(array).all() for array, _ in shapes):
        raise ValueError("a weight is no number")


def _npy(array: Floats) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _add(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    # A fixed date: the same model makes the same bytes, and so the same version.
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, data)
