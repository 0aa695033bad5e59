"""Training learns from labelled requests and from reviewed corrections, the same each time."""

import json
import re
from collections import Counter, defaultdict
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from advisor.database import open_database
from advisor.errors import AdvisorError
from advisor.settings import Settings
from advisor.triage import train as training
from advisor.triage.calibrate import calibrate, held_out_logits
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.classifier import open_classifier
from advisor.triage.fitting import fit, gather, logits_of
from advisor.triage.labelled import BORDERS, LABELS, Request, load_requests, read_requests
from advisor.triage.model_file import MODEL_FILE
from advisor.triage.own_model import candidate_path
from tests.fake_embedder import FakeEmbedder

TEST_FILE = Path(__file__).parents[2] / "evals" / "datasets" / "triage_test.jsonl"
THINGS = ("parcels", "tenants", "lamps", "pumps", "invoices", "patients")
TASKS = {
    "recommendations": "show each person {} that suit their taste",
    "ranking": "put the {} in order, the most urgent first",
    "classification": "say of all {} to which of nine types they belong",
    "regression": "tell how many {} there will be next week",
    "clustering": "find groups of {} that nobody has named",
    "anomaly_detection": "raise an alarm when {} look unusual",
    "creation": "write a letter about the {} from notes",
    "rules": "send a reminder when the {} are over 30 days old",
    "out_of_scope": "tell me a joke about {}",
}


@pytest.fixture(scope="module")
def requests():
    return tuple(
        Request(text.format(thing), label, writer=f"w{number % 3}")
        for label, text in TASKS.items()
        for number, thing in enumerate(THINGS)
    )


@pytest.fixture(scope="module")
def examples(requests):
    return gather(requests, FakeEmbedder())


def test_every_label_has_enough_requests_of_ours():
    counts = Counter(one.label for one in load_requests())
    assert set(counts) == set(LABELS)
    assert min(counts[name] for name in CAPABILITIES) >= 200
    assert min(counts["rules"], counts["out_of_scope"]) >= 300


def test_half_of_the_requests_do_not_name_their_task_and_a_third_of_the_rules_are_traps():
    requests = [one for one in load_requests() if one.writer != "start"]
    named = [one.names_task for one in requests if one.label in CAPABILITIES]
    assert np.mean(named) < 0.5
    traps = sum(one.trap for one in requests)
    assert traps * 3 >= sum(one.label == "rules" for one in requests)
    assert all(one.label == "rules" for one in requests if one.trap)


def test_no_request_stands_twice():
    texts = Counter(one.text.lower() for one in load_requests())
    assert [text for text, times in texts.items() if times > 1] == []


def test_pairs_differ_in_their_label():
    pairs = defaultdict(set)
    for one in load_requests():
        if one.pair:
            pairs[one.pair].add(one.label)
    assert len(pairs) >= 60
    assert min(len(labels) for labels in pairs.values()) >= 2


def test_no_request_is_in_the_test_split():
    # Compared as hashes, so that a failure shows no text. Greetings of a word or two are everybody's.
    def hashes(requests):
        plain = (re.sub(r"\W+", " ", one.text.lower()).strip() for one in requests)
        return {sha256(text.encode()).hexdigest() for text in plain if text.count(" ") >= 4}

    test = read_requests(TEST_FILE)
    assert len(hashes(load_requests()) & hashes(test)) == 0


def test_what_was_learned_is_told_again(examples):
    model = fit(examples, weights_sha256="f" * 64)
    guessed = logits_of(model, examples)[:, :7].argmax(axis=1)
    is_ai = np.isin(examples.labels, CAPABILITIES)
    assert (np.array(CAPABILITIES)[guessed[is_ai]] == examples.labels[is_ai]).all()


def test_writers_that_were_not_read_are_told_too(examples):
    held_out = held_out_logits(examples, weights_sha256="f" * 64)
    is_ai = np.isin(examples.labels, CAPABILITIES)
    guessed = np.array(CAPABILITIES)[held_out[is_ai, :7].argmax(axis=1)]
    assert (guessed == examples.labels[is_ai]).mean() > 0.9


def test_what_was_written_in_answer_to_mistakes_does_not_flatter_the_measure(requests):
    gathered = gather(requests, FakeEmbedder())
    answers = [Request(one.text, "rules", writer=BORDERS) for one in requests]
    with_answers = gather([*requests, *answers], FakeEmbedder())
    held_out = held_out_logits(with_answers, weights_sha256="f" * 64)
    # Vocabulary and names are read from all texts; the votes come from the others' alone.
    assert np.allclose(
        held_out[: len(requests)], held_out_logits(gathered, weights_sha256="f" * 64), atol=1e-3
    )


def test_calibrated_scores_are_halfway_where_the_answers_change(examples):
    held_out = held_out_logits(examples, weights_sha256="f" * 64)
    model = calibrate(fit(examples, weights_sha256="f" * 64), examples, held_out)
    logits = held_out * model.scale + model.shift
    is_ai = np.isin(examples.labels, CAPABILITIES)
    in_scope = examples.labels != "out_of_scope"
    assert ((logits[:, 7] > 0) == is_ai)[in_scope].mean() > 0.8
    assert (model.scale > 0).all()


def test_the_same_requests_make_the_same_model(requests, tmp_path):
    found = [training.train(requests, FakeEmbedder(), path=tmp_path / name) for name in ("a", "b")]
    assert found[0]["version"] == found[1]["version"]
    assert open_classifier(tmp_path / "a").version == found[0]["version"]
    assert found[0]["labels"]["ranking"] == len(THINGS)


def test_a_trained_model_judges(requests, tmp_path):
    training.train(requests, FakeEmbedder(), path=tmp_path / "model.npz")
    judgement = open_classifier(tmp_path / "model.npz").judge(
        "tell how many buses there will be next week", FakeEmbedder()
    )
    assert max(judgement.scores, key=judgement.scores.get) == "regression"


def test_a_broken_line_is_told_with_its_place(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"text": "x", "label": "magic"}) + "\n", encoding="utf-8")
    with pytest.raises(AdvisorError, match=r"mine\.jsonl, line 1"):
        read_requests(path)


def test_without_accepted_corrections_nothing_is_added(tmp_path):
    settings = Settings(data_dir=tmp_path)
    with closing(open_database(settings)):
        pass
    assert training.requests_from_overrides(settings) == ()


@pytest.mark.parametrize(("corrected", "label"), [("ranking", "ranking"), ("none", "rules")])
def test_accepted_corrections_become_requests(monkeypatch, tmp_path, corrected, label):
    class Accepted:
        text = "Whom to phone first?"

    Accepted.corrected = corrected
    monkeypatch.setattr(training, "reviewed_overrides", lambda database: (Accepted,))
    (request,) = training.requests_from_overrides(Settings(data_dir=tmp_path))
    assert (request.text, request.label, request.writer) == (Accepted.text, label, "overrides")


def test_what_was_learned_with_corrections_waits_as_a_candidate(monkeypatch, tmp_path, capsys):
    written = []

    def train(requests, embedder, *, path):
        written.append(path)
        return {}

    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(training, "open_embedder", lambda *_, **__: FakeEmbedder())
    monkeypatch.setattr(training, "train", train)
    assert training.main(["--with-overrides"]) == 0
    assert training.main([]) == 0
    assert written == [candidate_path(tmp_path), MODEL_FILE]
