"""Training on wordings: a section's come nearer to each other, and what is written can be read."""

import json

import pytest
import torch
from transformers import AutoModel

from advisor import tuning
from advisor.embedding import BUNDLED_SHA256, find_model
from evals.guide import GuideSection
from evals.train_wordings import _loss, train_wordings

GUIDE = [
    GuideSection(
        "a.md", "Apples", "Apples ripen late.", ("when is harvest?", "fruit in autumn", "ripe yet?")
    ),
    GuideSection(
        "a.md", "Ferns", "Ferns like shade.", ("where to plant it?", "no sun at all", "dark corner")
    ),
    GuideSection(
        "a.md", "Moss", "Moss likes rain.", ("how much water?", "dry summer", "is drizzle enough?")
    ),
    GuideSection("a.md", "Alone", "Asked in one way only.", ("who asks?",)),
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tuned")
    steps = []
    found = train_wordings(
        GUIDE, find_model(""), folder, epochs=120, report=lambda *step: steps.append(step)
    )
    return folder, found, steps


def test_a_section_with_one_wording_has_no_pair_to_learn_from(trained):
    _, found, steps = trained
    assert (found.sections, found.questions) == (3, 9)
    assert [(step, total) for step, total, _ in steps][-1] == (found.steps, found.steps)


def test_the_loss_falls(trained):
    _, found, _ = trained
    assert found.last_loss < found.first_loss


def test_a_rival_counts_against_its_owner_and_not_against_sections_that_say_the_same():
    anchors, partners = torch.eye(4)[:2], torch.eye(4)[:2]
    apart, alike = torch.eye(2, dtype=torch.bool), torch.ones(2, 2, dtype=torch.bool)

    def loss(same, *rivals):
        texts = torch.cat([anchors, partners, *(rival[None] for rival in rivals)])
        return float(_loss(texts, same, [0] * len(rivals)))

    far, like_its_owner, like_the_other = torch.eye(4)[3], anchors[0], anchors[1]
    assert loss(apart, like_its_owner) > loss(apart, far) + 0.3
    assert loss(apart, like_the_other) > loss(apart, far) + 0.3
    assert loss(alike, like_its_owner) > loss(alike, far) + 0.3
    assert loss(alike, like_the_other) == pytest.approx(loss(alike, far))


def test_what_is_written_tunes_the_model(trained):
    folder, _, _ = trained
    network = AutoModel.from_pretrained(str(find_model("").folder), local_files_only=True)
    layer = network.get_submodule("encoder.layer.0.attention.self.query")
    before = layer.weight.clone()
    tuning.tune(network, BUNDLED_SHA256, folder)
    assert (layer.weight - before).abs().max() > 1e-5
    assert tuning.tuned_sha256(BUNDLED_SHA256, folder) != tuning.tuned_sha256(BUNDLED_SHA256)


def test_the_config_says_whose_adapters_they_are_and_names_no_path_of_this_machine(trained):
    folder, _, _ = trained
    config = json.loads((folder / tuning.CONFIG_FILE).read_text())
    assert config["base_model_name_or_path"] == "sentence-transformers/all-MiniLM-L6-v2"


def test_the_shipped_adapters_are_small():
    assert (tuning.FOLDER / tuning.WEIGHTS_FILE).stat().st_size < 4_000_000
