"""The tuned model: the bundled one with our adapters, the same in both engines, and no other's."""

import shutil

import numpy as np
import pytest
import torch
from peft import PeftModel
from transformers import AutoModel

from advisor import tuning
from advisor.embedding import (
    BUNDLED_SHA256,
    TorchEmbedder,
    find_model,
    identify_model,
    open_embedder,
)
from advisor.errors import EmbeddingError
from advisor.settings import Settings

TEXTS = [
    "precision or recall?",
    "",
    "word " * 600,
    "which error costs more, a miss or a false alarm?",
]
# Two ways to ask one thing, and a question that shares words with one of them.
SAME = (
    "my boss wants to know whether missing a sick person is worse than scaring a healthy one",
    "precision or recall for a medical test?",
)
OTHER = "which tools keep track of experiments in a medical lab?"


@pytest.fixture(scope="module")
def twin(models):
    return open_embedder(Settings(data_dir=models.parent))


@pytest.fixture(scope="module")
def reference():
    return TorchEmbedder(find_model(""), is_tuned=True)


def test_both_engines_give_the_same_tuned_vectors(twin, reference):
    assert np.abs(twin.tuned.embed(TEXTS) - reference.embed(TEXTS)).max() < 1e-5
    assert np.abs(twin.tuned.embed(TEXTS) - twin.embed(TEXTS)).max() > 0.01


def test_the_tuned_model_has_an_identity_of_its_own_known_without_loading_it(twin, reference):
    known = identify_model(Settings())
    assert known.tuned.weights_sha256 == twin.tuned.weights_sha256 == reference.weights_sha256
    assert twin.weights_sha256 == known.weights_sha256 == BUNDLED_SHA256 != reference.weights_sha256


def test_questions_on_one_matter_lie_nearer_than_by_the_model_itself(twin):
    def lead(embedder):
        one, two, other = embedder.embed([*SAME, OTHER])
        return float(one @ two - one @ other)

    assert lead(twin.tuned) > lead(twin)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_adapters_are_added_as_peft_adds_them():
    folder = str(find_model("").folder)
    ours, base = (AutoModel.from_pretrained(folder, local_files_only=True) for _ in range(2))
    tuning.tune(ours, BUNDLED_SHA256)
    theirs = PeftModel.from_pretrained(base, str(tuning.FOLDER)).merge_and_unload()
    for (name, own), (_, other) in zip(
        ours.named_parameters(), theirs.named_parameters(), strict=True
    ):
        assert torch.allclose(own, other, atol=1e-6), name


def test_adapters_of_another_model_are_refused():
    network = AutoModel.from_pretrained(str(find_model("").folder), local_files_only=True)
    with pytest.raises(EmbeddingError, match="another embedding model"):
        tuning.tune(network, "0" * 64)


def test_another_model_has_no_tuned_self(tmp_path):
    folder = tmp_path / "my-model"
    shutil.copytree(find_model("").folder, folder)
    settings = Settings(data_dir=tmp_path, embedding_model=str(folder))
    assert open_embedder(settings).tuned is None
    assert identify_model(settings).tuned is None
