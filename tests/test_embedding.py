"""One model, two engines that say the same; and nothing but the model that was meant."""

import shutil

import numpy as np
import pytest

from advisor.embedding import (
    BUNDLED_SHA256,
    TorchEmbedder,
    export_folder,
    find_model,
    open_embedder,
)
from advisor.errors import EmbeddingError
from advisor.onnx_embedder import OnnxEmbedder
from advisor.settings import Settings

TWIN = export_folder(Settings(), BUNDLED_SHA256).name
TEXTS = ["precision or recall?", "", "word " * 600, "Ünïcode 数据 🙂", "- a list\n- of two"]


@pytest.fixture(scope="module")
def twin(models):
    return OnnxEmbedder(models / TWIN)


@pytest.fixture(scope="module")
def reference():
    return TorchEmbedder(find_model(""))


def test_both_engines_give_the_same_vectors(twin, reference):
    assert np.abs(twin.embed(TEXTS) - reference.embed(TEXTS)).max() < 1e-5


def test_vectors_have_length_one_and_keep_the_order(twin):
    vectors = twin.embed([text for text in TEXTS if text])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    alone = twin.embed([TEXTS[3]])[0]
    assert vectors[2] == pytest.approx(alone, abs=1e-5)


def test_threads_change_no_vector(models, twin):
    texts = [word * count for count in range(1, 40) for word in ("sick ", "healthy people ")]
    parts = [[(0, 5)]] * len(texts)
    vectors, pooled = OnnxEmbedder(models / TWIN, threads=2).embed_parts(texts, parts)
    alone, theirs = zip(*(twin.embed_parts([text], parts[:1]) for text in texts), strict=True)
    assert np.abs(vectors - np.vstack(alone)).max() < 1e-5
    assert all(np.abs(one - own[0]).max() < 1e-5 for one, own in zip(pooled, theirs, strict=True))


def test_no_texts_give_no_vectors(twin, reference):
    assert twin.embed([]).shape == (0, 384)
    assert reference.embed([]).shape == (0, 384)


def test_both_engines_cut_text_into_the_same_pieces(twin, reference):
    text = "unbelievable ONNX-runtime " * 300
    assert twin.token_spans(text) == reference.token_spans(text)
    assert len(twin.token_spans(text)) > twin.max_tokens == reference.max_tokens == 256


def test_the_light_twin_serves_where_it_has_been_made(models, tmp_path):
    (tmp_path / "models").symlink_to(models)
    assert isinstance(open_embedder(Settings(data_dir=tmp_path)), OnnxEmbedder)
    assert isinstance(
        open_embedder(Settings(data_dir=tmp_path, embedding_backend="torch")), TorchEmbedder
    )


def test_the_twin_serves_alone_where_its_tuned_self_has_not_been_made(models, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / TWIN).symlink_to(models / TWIN)
    embedder = open_embedder(Settings(data_dir=tmp_path))
    assert isinstance(embedder, OnnxEmbedder)
    assert embedder.tuned is None


def test_without_the_twin_the_reference_serves(tmp_path):
    assert isinstance(open_embedder(Settings(data_dir=tmp_path)), TorchEmbedder)
    with pytest.raises(EmbeddingError, match="python -m ingest"):
        open_embedder(Settings(data_dir=tmp_path, embedding_backend="onnx"))


@pytest.mark.parametrize("name", ["model.onnx", "model.data"])
def test_a_flipped_byte_in_the_twin_is_refused(models, tmp_path, name):
    folder = tmp_path / TWIN
    shutil.copytree(models / TWIN, folder)
    held = bytearray((folder / name).read_bytes())
    held[len(held) // 2] ^= 1
    (folder / name).write_bytes(held)
    with pytest.raises(EmbeddingError, match="damaged"):
        OnnxEmbedder(folder)


def test_a_model_without_safetensors_is_refused(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(EmbeddingError, match="safetensors"):
        find_model(str(tmp_path))


def test_another_model_is_taken_from_its_folder(tmp_path):
    folder = tmp_path / "my-model"
    shutil.copytree(find_model("").folder, folder)
    embedder = open_embedder(Settings(data_dir=tmp_path, embedding_model=str(folder)))
    assert embedder.name == "my-model"
    assert embedder.weights_sha256 == BUNDLED_SHA256


@pytest.mark.parametrize("spoil", ["export.json", "model.onnx", "model.data"])
def test_a_twin_that_is_not_whole_is_told_in_a_sentence(models, tmp_path, spoil):
    folder = tmp_path / TWIN
    shutil.copytree(models / TWIN, folder)
    if spoil == "export.json":
        (folder / spoil).write_text("{")
    else:
        (folder / spoil).unlink()
    with pytest.raises(EmbeddingError, match="delete that folder"):
        OnnxEmbedder(folder)


def test_parts_are_drawn_from_the_pass_that_read_the_whole_text(twin, reference):
    texts = ["Precision asks one thing. Recall asks another.", "word " * 600, "alone"]
    parts = [[(0, 25), (26, 46)], [(0, 4), (2900, 2904)], []]
    vectors, pooled = twin.embed_parts(texts, parts)
    assert np.abs(vectors - twin.embed(texts)).max() < 1e-5
    assert [rows.shape for rows in pooled] == [(2, 384), (2, 384), (0, 384)]
    assert np.linalg.norm(pooled[0], axis=1) == pytest.approx(1, abs=1e-5)
    # Word 580 lies beyond what the model reads: the whole text stands for it.
    assert pooled[1][1] == pytest.approx(vectors[1], abs=1e-5)
    others, theirs = reference.embed_parts(texts, parts)
    pairs = zip((vectors, *pooled), (others, *theirs), strict=True)
    assert all(np.abs(one - other).max(initial=0) < 1e-5 for one, other in pairs)


def test_a_part_is_nearer_to_its_own_words_than_the_other_part_is(twin):
    text = "Recall counts the sick who are found. A budget pays for the data."
    _, (parts,) = twin.embed_parts([text], [[(0, 37), (38, 65)]])
    question = twin.embed(["who pays for the data?"])[0]
    assert parts[1] @ question > parts[0] @ question
