import numpy as np

from advisor.settings import Settings
from benchmarks.scale import measure_scale
from benchmarks.synthetic import DrawingEmbedder, write_guide


def test_a_synthetic_guide_has_a_section_for_each_chunk(tmp_path):
    write_guide(tmp_path / "guide", chunks=120)
    pages = sorted((tmp_path / "guide").rglob("*.md"))
    assert [page.read_text().count("\n## ") for page in pages] == [50, 50, 20]


def test_drawn_vectors_have_length_one_and_stay_the_same():
    texts = ["one", "two", "one"]
    vectors, parts = DrawingEmbedder().embed_parts(texts, [[(0, 1), (1, 3)], [], [(0, 1), (1, 3)]])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors, DrawingEmbedder().embed(texts))
    np.testing.assert_array_equal(parts[0], parts[2])
    assert parts[1].shape == (0, 384)
    assert not np.allclose(vectors[0], vectors[1])


def test_sizes_are_measured_over_a_build_a_refresh_and_questions(tmp_path):
    figures = measure_scale(Settings(data_dir=tmp_path), chunks=60)
    assert figures["build"]["chunks"] == 60
    assert figures["refresh"]["embedded"] == 1
    assert figures["unchanged"]["embedded"] == 0
    assert figures["query"]["recall_at_10"] > 0.9
    assert figures["disk"]["release"] > 0
    assert not list((tmp_path / "benchmarks" / "scale").iterdir())


def test_without_an_index_all_vectors_are_compared(tmp_path):
    figures = measure_scale(Settings(data_dir=tmp_path), chunks=60, refresh=False, index=False)
    assert figures["query"]["search"] == "exact"
    assert figures["query"]["recall_at_10"] == 1
    assert "chroma" not in figures["disk"]
