import json
import shutil

import numpy as np
import pytest
from fake_embedder import FakeEmbedder

from advisor.errors import ReleaseError
from advisor.index.checks import check_release
from advisor.index.layout import release_directory
from advisor.index.manifest import read_manifest, sealed_files
from advisor.index.release import open_release

PAGES = {
    f"{name}.md": f"# {name}\n\n## Use of {name}\n<!-- asked as: why {name} | {name} purpose -->\n\n"
    f"{name} serves readers well. It stays.\n\n- first item of {name}\n- second item\n\n"
    f"## End of {name}\n\nIt ends with {name} here.\n"
    for name in ("apples", "bridges", "clouds", "dunes")
}
TABLE = "about: {title: Glossary}\nentries:\n  - {term: Recall, definition: Share found.}\n"


@pytest.fixture
def directory(factory, settings):
    report = factory.build(PAGES | {"glossary.yaml": TABLE})
    return release_directory(settings.data_dir, report.release)


@pytest.fixture
def release(directory):
    with open_release(directory) as opened:
        yield opened


def test_a_release_holds_what_was_built(release):
    assert release.manifest.counts.chunks == len(release.chunks) == 9
    assert release.manifest.counts.vectors == release.entries == 9 + 8
    assert [document.path for document in release.manifest.documents] == [
        "apples.md",
        "bridges.md",
        "clouds.md",
        "dunes.md",
        "glossary.yaml",
    ]
    assert release.tables["glossary"][0]["term"] == "Recall"


def test_a_question_finds_the_chunk_by_its_text_and_by_its_other_wordings(release, embedder):
    for query in ("why clouds", "Use of clouds: clouds serves readers well, it stays"):
        number, cosine = release.dense(embedder.embed([query])[0], limit=3)[0]
        assert release.chunks[number].headings == ("clouds", "Use of clouds")
        assert 0 < cosine <= 1.00001


def test_dense_gives_each_chunk_once_best_first_with_its_best_cosine(release, embedder):
    vector = embedder.embed(["purpose of apples and bridges"])[0]
    for limit in (1, 3, 9, 50):
        found = release.dense(vector, limit=limit)
        numbers = [number for number, _ in found]
        assert len(found) == min(limit, 9) == len(set(numbers))
        exact = release.cosines(vector, numbers)
        np.testing.assert_allclose([cosine for _, cosine in found], exact, atol=1e-5)
        assert list(exact) == sorted(exact, reverse=True)


def test_cosines_are_the_best_over_each_chunks_vectors(release, embedder):
    vector = embedder.embed(["why dunes"])[0]
    exact = release.cosines(vector, [8, 0, 6])
    texts = {
        number: [f"{' > '.join(chunk.headings)}\n\n{chunk.text}", *chunk.asked_as]
        for number, chunk in enumerate(release.chunks)
    }
    expected = [(embedder.embed(texts[number]) @ vector).max() for number in (8, 0, 6)]
    np.testing.assert_allclose(exact, expected, atol=1e-6)
    assert release.cosines(vector, []).shape == (0,)


def test_sentences_come_in_order_with_their_vectors(release, embedder):
    texts, vectors = release.sentences(0)
    assert texts == (
        "apples serves readers well.",
        "It stays.",
        "first item of apples",
        "second item",
    )
    np.testing.assert_allclose(vectors, embedder.embed(texts), atol=1e-6)


def test_another_embedder_is_refused_with_both_named(directory):
    other = FakeEmbedder(name="other", weights_sha256="0" * 64)
    with pytest.raises(ReleaseError, match=r"fake \(ffffffff\).*other \(00000000\)"):
        open_release(directory, embedder=other)


def test_each_sealed_file_is_checked(directory):
    files = sealed_files(directory)
    assert len(files) >= 10
    for path in files:
        original = path.read_bytes()
        path.write_bytes(original[:-1] + bytes([original[-1] ^ 1]) if original else b"x")
        with pytest.raises(ReleaseError, match="damaged"):
            check_release(directory)
        path.write_bytes(original)
    check_release(directory)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda d: (d / "manifest.json").unlink(), id="no manifest"),
        pytest.param(lambda d: (d / "manifest.json").write_text("{}"), id="empty manifest"),
        pytest.param(lambda d: (d / "chunks.jsonl").unlink(), id="a file gone"),
        pytest.param(lambda d: (d / ".lock").unlink(), id="no lock file"),
        pytest.param(lambda d: shutil.rmtree(d), id="no directory"),
    ],
)
def test_a_damaged_release_does_not_open(directory, damage):
    damage(directory)
    with pytest.raises(ReleaseError):
        open_release(directory)


@pytest.mark.parametrize("place", ["embedded"])
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda d: (d / "chroma" / "chroma.sqlite3").unlink(), id="no database file"),
        pytest.param(lambda d: (d / "chroma" / "chroma.sqlite3").write_bytes(b""), id="emptied"),
        pytest.param(lambda d: shutil.rmtree(d / "chroma"), id="no store"),
    ],
)
def test_a_damaged_embedded_store_does_not_open(directory, damage):
    damage(directory)
    with pytest.raises(ReleaseError):
        open_release(directory)


def test_a_newer_format_is_refused(directory):
    manifest = json.loads((directory / "manifest.json").read_text()) | {"format": 99}
    (directory / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ReleaseError, match="format 99"):
        open_release(directory)


def test_the_manifest_names_model_split_and_hashes(directory):
    manifest = read_manifest(directory)
    assert manifest.embedder.weights_sha256 == "f" * 64
    assert manifest.split.max_tokens == 256
    assert len(manifest.content_sha256) == 64
    assert {"chunks.jsonl", "vectors.npy", "lexical/words.json"} <= set(manifest.files)


def test_closing_twice_is_harmless(directory):
    opened = open_release(directory)
    opened.close()
    opened.close()


def test_chunks_of_equal_text_are_stored_once_and_all_found(factory, settings, embedder):
    """Among hundreds of equal vectors the store's graph would lose some of the others."""
    twins = "".join(f"## Same {number % 2}\n\nThe very same text.\n\n" for number in range(1200))
    others = "".join(f"## Part {n}\n\nPart {n} is about w{n} and v{n}.\n\n" for n in range(300))
    report = factory.build({"twins.md": f"# Twins\n\n{twins}{others}"})
    with open_release(release_directory(settings.data_dir, report.release)) as release:
        assert all(release.finds(entry, tolerance=1e-4) for entry in range(release.entries))
        vector = embedder.embed(["Twins > Same 1\n\nThe very same text."])[0]
        found = release.dense(vector, limit=600)
        assert {release.chunks[number].headings[-1] for number, _ in found} == {"Same 1"}
        assert len({number for number, _ in found}) == 600
