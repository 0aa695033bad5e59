"""Tunes the bundled model on the guide's wordings and labelled questions: those of one section, and the sentences that
answer them, are to lie near each other.

The questions and the opening of a section are its positives, and so is the sentence that answers a question; those of
the other sections of the batch, and a sentence of its own that does not answer, are its negatives (InfoNCE, as van den
Oord and others, 2018, and the in-batch negatives of sentence-transformers). Low-rank adapters (LoRA, Hu and others,
2021) are trained, never the model itself: some megabytes instead of ninety.
"""

import json
import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from advisor.embedding import Model
from advisor.tuning import CONFIG_FILE, WEIGHTS_FILE
from evals.datasets import SectionQuestions
from evals.guide import GuideSection
from evals.training_batches import Batch, Section, draw_batches, read_sections

# Rank and epochs are those of the adapters that ship; of other ranks only 16 was trained, on fewer questions.
RANK = 32
SCALE = 2
TARGETS = ("query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense")
DROPOUT = 0.1
LEARNING_RATE = 5e-4
WARM_UP = 40
TEMPERATURE = 0.05
BATCH = 48
EPOCHS = 2.5
MOST_PIECES = 40
# Sections so near say the same: neither is wrong for the other's questions.
SAME = 0.93
SEED = 0

Report = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training took: sections, questions, steps, and the mean loss of its first and last tenth."""

    sections: int
    questions: int
    steps: int
    first_loss: float
    last_loss: float


def train_wordings(
    guide: Sequence[GuideSection],
    base: Model,
    folder: Path,
    *,
    labelled: Sequence[SectionQuestions] = (),
    epochs: float = EPOCHS,
    report: Report = lambda *_: None,
) -> Trained:
    """Writes adapters in PEFT's format to `folder`, trained on the sections that have questions.

    `labelled` are more questions of them, with the sentences that answer. `report` gets the step, of how many,
    and the loss.
    """
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    sections = read_sections(guide, labelled)
    questions = sum(len(one.questions) for one in sections)
    encoder = _Encoder(base)
    nearness = _nearness(encoder, sections)
    encoder.adapt()
    steps = max(1, math.ceil(questions * epochs / BATCH))
    batches = draw_batches(sections, nearness, size=BATCH, steps=steps, random=random)
    losses = _fit(encoder, batches, nearness, steps=steps, report=report)
    encoder.save(folder)
    tenth = max(1, steps // 10)
    return Trained(
        sections=len(sections),
        questions=questions,
        steps=steps,
        first_loss=round(float(np.mean(losses[:tenth])), 3),
        last_loss=round(float(np.mean(losses[-tenth:])), 3),
    )


class _Encoder:
    """The bundled model with mean pooling, as sentence-transformers runs it, and adapters to train."""

    def __init__(self, base: Model) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(base.folder), local_files_only=True)
        self._model = AutoModel.from_pretrained(str(base.folder), local_files_only=True)
        self._base = base

    def adapt(self) -> None:
        config = LoraConfig(
            r=RANK, lora_alpha=RANK * SCALE, lora_dropout=DROPOUT, target_modules=list(TARGETS)
        )
        with warnings.catch_warnings():
            # PEFT reads a property that transformers has renamed.
            warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
            self._model = get_peft_model(self._model, config)
        self._model.train()

    @property
    def parameters(self) -> list[torch.nn.Parameter]:
        return [one for one in self._model.parameters() if one.requires_grad]

    def encode(self, texts: Sequence[str]) -> torch.Tensor:
        pieces = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=MOST_PIECES, return_tensors="pt"
        )
        # Half the time on processors that know the type; the loss is drawn in full precision.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._model(**pieces).last_hidden_state
        mask = pieces["attention_mask"].unsqueeze(-1)
        mean = (hidden.float() * mask).sum(1) / mask.sum(1)
        return functional.normalize(mean, dim=1)

    def save(self, folder: Path) -> None:
        weights = {
            name: value.detach().to(torch.float16).contiguous()
            for name, value in self._model.state_dict().items()
            if ".lora_" in name
        }
        folder.mkdir(parents=True, exist_ok=True)
        named = {name.replace(".default.", "."): value for name, value in weights.items()}
        save_file(named, folder / WEIGHTS_FILE, metadata={"base_sha256": self._base.weights_sha256})
        facts = {
            "peft_type": "LORA",
            "base_model_name_or_path": f"sentence-transformers/{self._base.name}",
            "r": RANK,
            "lora_alpha": RANK * SCALE,
            "lora_dropout": DROPOUT,
            "target_modules": list(TARGETS),
            "bias": "none",
            "inference_mode": True,
        }
        (folder / CONFIG_FILE).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def _nearness(encoder: _Encoder, sections: Sequence[Section]) -> np.ndarray:
    """The cosine of each two sections, shape (sections, sections), by the mean of a few of their questions."""
    with torch.no_grad():
        means = [encoder.encode([one.opening, *one.questions[:BATCH]]).mean(0) for one in sections]
    vectors = functional.normalize(torch.stack(means), dim=1)
    nearness: np.ndarray = (vectors @ vectors.T).numpy()
    return nearness


def _fit(
    encoder: _Encoder,
    batches: Iterator[Batch],
    nearness: np.ndarray,
    *,
    steps: int,
    report: Report,
) -> list[float]:
    optimizer = torch.optim.AdamW(encoder.parameters, lr=LEARNING_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
    )
    losses: list[float] = []
    for step, batch in enumerate(batches, start=1):
        same = torch.from_numpy(nearness[np.ix_(batch.sections, batch.sections)] > SAME)
        vectors = encoder.encode([*batch.anchors, *batch.partners, *batch.rivals])
        loss = _loss(vectors, same, batch.owners)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder.parameters, 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
        report(step, steps, losses[-1])
    return losses


def _loss(vectors: torch.Tensor, same: torch.Tensor, owners: Sequence[int]) -> torch.Tensor:
    """Each text is to find its partner among the others, in both directions; sections that say the same stay out.

    A rival is wrong for its owner, whose section it stands in, and for all whose sections say something else.
    """
    count = len(same)
    anchors, partners, rivals = vectors.tensor_split([count, 2 * count])
    own = torch.eye(count, dtype=torch.bool)
    across = (anchors @ partners.T / TEMPERATURE).masked_fill(same & ~own, -torch.inf)
    beside = (anchors @ anchors.T / TEMPERATURE).masked_fill(same | own, -torch.inf)
    places = torch.tensor(owners, dtype=torch.long)
    out = same[:, places].clone()
    out[places, torch.arange(len(owners))] = False
    against = (anchors @ rivals.T / TEMPERATURE).masked_fill(out, -torch.inf)
    target = torch.arange(count)
    there = functional.cross_entropy(torch.cat([across, beside, against], dim=1), target)
    return there + functional.cross_entropy(across.T, target)
