"""The optional re-ranker: a tiny seeded cross-encoder, made here, and all the ways in which it can fail."""

import threading
from functools import partial

import numpy as np
import pytest
from structlog.testing import capture_logs

from advisor.answering.asked_vectors import embed_asked
from advisor.answering.rerank import RERANKED, Reranker, open_cross_encoder
from advisor.answering.retrieve import retrieve
from advisor.doctor import examine
from advisor.embedding import find_model
from advisor.errors import RerankerError
from advisor.settings import Settings


def save_cross_encoder(folder, *, outputs=1, safe=True):
    """A BERT of two layers with seeded weights, and the bundled model's tokenizer."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(7)
    tokenizer = AutoTokenizer.from_pretrained(str(find_model("").folder), local_files_only=True)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=outputs,
    )
    model = BertForSequenceClassification(config)
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    if not safe:
        (folder / "model.safetensors").rename(folder / "weights.bin")
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture
def passages(guide):
    query = "which tools track experiments"
    release = guide.index.current()
    [vector], [asked] = embed_asked(release, guide.embedder, [query])
    return retrieve(release, query, vector, asked=asked, limit=12)


def test_it_orders_anew_and_leaves_the_scores_in_their_places(tiny, passages):
    reranker = Reranker(str(tiny))
    again = reranker.rerank("which tools track experiments", passages)
    assert {one.number for one in again} == {one.number for one in passages}
    assert [one.number for one in again] != [one.number for one in passages]
    assert [one.score for one in again] == [one.score for one in passages]
    cosines = {one.number: one.cosine for one in passages}
    assert all(one.cosine == cosines[one.number] for one in again)


def test_the_same_question_gives_the_same_order(tiny, passages):
    orders = [
        [one.number for one in Reranker(str(tiny)).rerank("experiments", passages)]
        for _ in range(2)
    ]
    assert orders[0] == orders[1]


def test_it_is_loaded_once_for_many_threads(tiny, passages, monkeypatch):
    loads = []

    def count(name):
        loads.append(name)
        return open_cross_encoder(name)

    monkeypatch.setattr("advisor.answering.rerank.open_cross_encoder", count)
    reranker = Reranker(str(tiny))
    threads = [
        threading.Thread(target=reranker.rerank, args=("experiments", passages)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1


def test_retrieve_reads_the_first_passages_again(tiny, guide):
    query, release = "which tools track experiments", guide.index.current()
    [vector], [asked] = embed_asked(release, guide.embedder, [query])
    find = partial(retrieve, release, query, vector, asked=asked, limit=RERANKED + 10)
    plain, again = find(), find(reranker=Reranker(str(tiny)))
    assert [one.score for one in again[:3]] == [one.score for one in plain[:3]]
    assert [one.number for one in again] != [one.number for one in plain]
    assert {one.number for one in again} == {one.number for one in plain}


class Broken:
    """A model that raises, or gives what cannot be ordered by."""

    def __init__(self, scores=None, *, logged=1):
        self.scores, self.logged = scores, logged

    def predict(self, pairs, **_):
        if self.scores is None:
            raise RuntimeError("out of memory")
        return self.scores


@pytest.mark.parametrize("model", [Broken(), Broken([1.0]), Broken(np.full(12, np.nan), logged=0)])
def test_a_model_that_fails_leaves_the_order(passages, monkeypatch, model):
    monkeypatch.setattr("advisor.answering.rerank.open_cross_encoder", lambda _: model)
    with capture_logs() as logs:
        again = Reranker("broken").rerank("experiments", passages)
    assert [one.number for one in again] == [one.number for one in passages]
    assert not any("experiments" in str(line) for line in logs)
    assert len(logs) == model.logged


def test_a_model_that_cannot_be_loaded_is_tried_once(passages, tmp_path):
    reranker = Reranker(str(tmp_path))
    with capture_logs() as logs:
        for _ in range(3):
            assert reranker.rerank("experiments", passages) == list(passages)
    assert [line["event"] for line in logs] == ["reranker_not_loaded"]


def test_a_model_without_safetensors_is_refused(tmp_path):
    save_cross_encoder(tmp_path, safe=False)
    with pytest.raises(RerankerError, match=r"no model\.safetensors"):
        open_cross_encoder(str(tmp_path))


def test_a_model_with_several_outputs_is_refused(tmp_path):
    save_cross_encoder(tmp_path, outputs=3)
    with pytest.raises(RerankerError, match="gives 3 scores"):
        open_cross_encoder(str(tmp_path))


def test_a_folder_that_holds_no_such_model_is_told_in_a_sentence(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RerankerError, match="cannot be loaded as a cross-encoder"):
        open_cross_encoder(str(tmp_path))


def test_a_name_that_is_nowhere_is_told_in_a_sentence():
    with pytest.raises(RerankerError, match="neither a folder nor a model"):
        open_cross_encoder("no-such-owner/no-such-model")


def test_the_doctor_says_whether_it_can_be_used(tiny, tmp_path):
    ready = examine(Settings(data_dir=tmp_path, reranker_model=str(tiny)))
    missing = examine(Settings(data_dir=tmp_path, reranker_model=str(tmp_path)))
    assert [one.status for one in ready if one.name == "reranker"] == ["ok"]
    assert [one.status for one in missing if one.name == "reranker"] == ["failure"]
    unset = examine(Settings(data_dir=tmp_path))
    assert not [one for one in unset if one.name == "reranker"]
