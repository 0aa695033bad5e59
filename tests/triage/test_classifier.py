"""The classifier gives probabilities, the same each time, and refuses a damaged model."""

import io
import json
import subprocess
import sys
import time
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from advisor.embedding import open_embedder
from advisor.errors import AdvisorError
from advisor.settings import Settings
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.classifier import (
    Classifier,
    gram_votes,
    judgement_of,
    open_classifier,
    outputs_of,
)
from advisor.triage.model_file import MODEL_FILE, Grams, read_model, version_of, write_model
from tests.fake_embedder import FakeEmbedder


@pytest.fixture(scope="module")
def embedder(guide_data_dir):
    return open_embedder(Settings(data_dir=guide_data_dir))


@pytest.fixture(scope="module")
def classifier():
    return open_classifier()


@pytest.fixture
def rewritten(tmp_path):
    """Writes a copy of the model with one of its parts replaced; None leaves it out."""

    def build(name, data):
        path = tmp_path / "triage.npz"
        with zipfile.ZipFile(MODEL_FILE) as old, zipfile.ZipFile(path, "w") as new:
            for part in old.namelist():
                kept = old.read(part) if part != name else data
                if kept is not None:
                    new.writestr(part, kept)
        return path

    return build


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=array.dtype == object)
    return buffer.getvalue()


def test_scores_are_probabilities_of_the_seven(classifier, embedder):
    found = classifier.judge("Whom should our nurses call first?", embedder)
    assert tuple(found.scores) == CAPABILITIES
    assert sum(found.scores.values()) == pytest.approx(1)
    assert all(0 <= score <= 1 for score in (*found.scores.values(), found.ai_score))
    assert 0 <= found.scope_score <= 1


@pytest.mark.parametrize(
    ("text", "capability", "cue"),
    [
        ("Our nurses waste mornings deciding whom to call first.", "ranking", "first"),
        ("Forecast how many parcels each depot gets next week.", "regression", "how many"),
    ],
)
def test_cues_belong_to_the_likeliest_capability(classifier, embedder, text, capability, cue):
    found = classifier.judge(text, embedder)
    assert max(found.scores, key=found.scores.get) == capability
    assert any(cue in one for one in found.cues)


@pytest.mark.parametrize("text", ["", "   ", "?", "1234", "😀", "ñ" * 5000, "a\x00b"])
def test_any_text_is_judged(classifier, embedder, text):
    assert np.isfinite(list(classifier.judge(text, embedder).scores.values())).all()


def test_the_same_text_is_judged_the_same(classifier, embedder):
    text = "Sort the complaints into our twelve departments."
    assert classifier.judge(text, embedder) == classifier.judge(text, embedder)


def test_a_judgement_takes_little_beside_the_embedding(classifier, embedder):
    text = "We get 900 complaints a week and read each of them. " * 4
    classifier.judge(text, embedder)
    times = {"judge": [], "embed": []}
    for _ in range(15):
        for name, run in (
            ("judge", lambda: classifier.judge(text, embedder)),
            ("embed", lambda: embedder.embed([text])),
        ):
            started = time.thread_time()
            run()
            times[name].append(time.thread_time() - started)
    assert np.median(times["judge"]) - np.median(times["embed"]) < 0.04


def test_the_version_is_the_hash_of_the_file(classifier):
    assert classifier.version == version_of(MODEL_FILE)
    assert len(classifier.version) == 12


def test_the_same_model_is_written_as_the_same_bytes(tmp_path):
    model = read_model(MODEL_FILE)
    first = write_model(model, tmp_path / "first.npz")
    again = write_model(read_model(tmp_path / "first.npz"), tmp_path / "again.npz")
    assert first == again == version_of(MODEL_FILE)


def test_another_embedder_is_refused(classifier):
    with pytest.raises(AdvisorError, match="another embedding model"):
        classifier.judge("Group our buyers.", FakeEmbedder())


def test_a_missing_model_is_told_in_a_sentence(tmp_path):
    with pytest.raises(AdvisorError, match="missing or damaged"):
        open_classifier(tmp_path / "none.npz")


@pytest.mark.parametrize("keep", [0, 10, 1000, 100_000])
def test_a_file_cut_short_is_refused(tmp_path, keep):
    path = tmp_path / "triage.npz"
    path.write_bytes(MODEL_FILE.read_bytes()[:keep])
    with pytest.raises(AdvisorError, match="missing or damaged"):
        open_classifier(path)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_a_flipped_byte_is_refused(tmp_path, place):
    data = bytearray(MODEL_FILE.read_bytes())
    for offset in range(200):
        data[int(len(data) * place) + offset] ^= 0xFF
    path = tmp_path / "triage.npz"
    path.write_bytes(data)
    with pytest.raises(AdvisorError, match="missing or damaged"):
        open_classifier(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("alphas.npy", None),
        ("texts.json", None),
        ("texts.json", b"{}"),
        ("alphas.npy", npy(np.zeros((3, 9), np.float32))),
        ("scale.npy", npy(np.full(9, np.nan, np.float32))),
        ("scale.npy", npy(np.ones(8, np.float32))),
        ("scale.npy", npy(np.array([{"a": 1}], dtype=object))),
        ("words_weights.npy", npy(np.zeros((5, 9), np.float16))),
        ("step.npy", b"not an array"),
    ],
)
def test_parts_that_do_not_fit_are_refused(rewritten, name, data):
    with pytest.raises(AdvisorError, match="missing or damaged"):
        open_classifier(rewritten(name, data))


def test_a_gram_that_stands_twice_is_refused(rewritten):
    with zipfile.ZipFile(MODEL_FILE) as file:
        texts = json.loads(file.read("texts.json"))
    texts["words"][1] = texts["words"][0]
    with pytest.raises(AdvisorError, match="missing or damaged"):
        open_classifier(rewritten("texts.json", json.dumps(texts).encode()))


def test_unknown_words_vote_for_nothing():
    grams = Grams({"rank": 0}, np.ones(1, np.float32), np.ones((1, 9), np.float32))
    assert not gram_votes(grams, {"unheard of": 3}).any()


def test_ai_and_scope_follow_from_the_labels_that_win():
    votes = np.full((3, 9), -1.0, dtype=np.float32)
    votes[0, 2] = votes[1, 7] = votes[2, 8] = 1.0
    ai, rules, noise = (judgement_of(row) for row in outputs_of(votes))
    assert ai.ai_score > 0.9 > 0.1 > rules.ai_score
    assert min(ai.scope_score, rules.scope_score) > 0.9 > 0.1 > noise.scope_score
    assert max(ai.scores, key=ai.scores.get) == "classification"


def test_calibration_does_not_change_which_capability_is_likeliest(embedder):
    model = read_model(MODEL_FILE)
    sharper = replace(model, scale=model.scale * 2)
    text = "Draft replies to our customers."
    one, other = (Classifier(each, "test").judge(text, embedder) for each in (model, sharper))
    assert max(one.scores, key=one.scores.get) == max(other.scores, key=other.scores.get)
    assert max(other.scores.values()) >= max(one.scores.values())


def test_the_bot_needs_neither_scikit_learn_nor_scipy():
    code = (
        "import sys, advisor.triage.classifier as c; c.open_classifier();"
        "sys.exit(bool({'sklearn', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
