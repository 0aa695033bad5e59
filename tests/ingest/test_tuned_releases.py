"""The tuned model reads wordings, and sentences once more; without wordings nothing is tuned."""

import json

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from release_factory import Factory, run_inline

from advisor.answering.asked_vectors import reader_of_wordings
from advisor.database import open_database
from advisor.errors import ReleaseError
from advisor.index.layout import TUNED_SENTENCES_FILE, release_directory
from advisor.index.manifest import MANIFEST_FILE
from advisor.index.release import open_release
from advisor.index.sentences import TUNED_SHARE
from advisor.settings import Settings

PAGE = """# Fruit

## Apples
{asked}
Apples ripen in the autumn sun and keep until spring.

## Ferns

Ferns like shade.
"""
ASKED = "<!-- asked as: when is harvest? | how long do they last? -->\n"


@pytest.fixture
def factory(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.build.run_in_child", run_inline)
    settings = Settings(data_dir=tmp_path / "data")
    database = open_database(settings)
    yield Factory(settings, database=database, embedder=embedder("1"), folder=tmp_path / "guide")
    database.close()


def embedder(tuning):
    return FakeEmbedder(tuned=FakeEmbedder(name="fake", weights_sha256=tuning * 64))


def opened(factory, release=1):
    directory = release_directory(factory.settings.data_dir, release)
    return open_release(directory, embedder=factory.embedder)


def embed_both(factory, text):
    [said], [asked] = factory.embedder.embed([text]), factory.embedder.tuned.embed([text])
    return said, asked


def test_wordings_are_found_by_the_tuned_model_and_texts_by_the_model_itself(factory):
    factory.build({"fruit.md": PAGE.format(asked=ASKED)})
    with opened(factory) as release:
        assert release.is_tuned
        reader = reader_of_wordings(release, factory.embedder)
        assert reader is factory.embedder.tuned
        [asked] = reader.embed(["when is harvest?"])
        assert release.cosines(asked, [0])[0] == pytest.approx(1, abs=1e-5)
        assert release.dense(asked, limit=1)[0][0] == 0
        [same] = factory.embedder.embed(["when is harvest?"])
        assert release.cosines(same, [0])[0] < 0.5
        body = release.body_of(1)
        assert release.body_cosines(body, [0, 1])[1] == pytest.approx(1, abs=1e-5)
        assert not np.allclose(body, release.vectors_of(1)[0])


def test_a_sentence_counts_as_both_models_read_it(factory):
    factory.build({"fruit.md": PAGE.format(asked=ASKED)})
    said, asked = embed_both(factory, "Ferns like shade.")
    with opened(factory) as release:
        (texts, _), strange = release.sentences(1), np.zeros_like(said)
        place = texts.index("Ferns like shade.")
        for vector, other, expected in (
            (said, asked, 1),
            (said, strange, 1 - TUNED_SHARE),
            (strange, asked, TUNED_SHARE),
        ):
            [best] = release.best_sentence_cosines(vector, [1], asked=other)
            assert best == pytest.approx(expected, abs=1e-5)
            own = release.sentence_cosines(1, vector, asked=other)
            assert own[place] == pytest.approx(expected, abs=1e-5)


def test_a_sentence_of_a_release_without_wordings_counts_as_the_model_itself_reads_it(factory):
    factory.build({"fruit.md": PAGE.format(asked="")})
    said, _ = embed_both(factory, "Ferns like shade.")
    with opened(factory) as release:
        [best] = release.best_sentence_cosines(said, [1], asked=np.zeros_like(said))
        assert best == pytest.approx(1, abs=1e-5)


def test_without_wordings_nothing_is_tuned(factory):
    report = factory.build({"fruit.md": PAGE.format(asked="")})
    assert report.embedded == 2
    assert factory.embedder.tuned.embedded == []
    with opened(factory) as release:
        assert not release.is_tuned
        assert reader_of_wordings(release, factory.embedder) is factory.embedder


def test_each_text_is_embedded_once_by_each_that_reads_it(factory):
    pages = {"fruit.md": PAGE.format(asked=ASKED)}
    assert factory.build(pages).embedded == 8
    factory.embedder.embedded.clear()
    factory.embedder.tuned.embedded.clear()
    pages["fruit.md"] += "\n## Moss\n\nMoss likes rain.\n"
    report = factory.build(pages)
    assert (report.embedded, report.reused) == (3, 8)
    seen = [*factory.embedder.embedded, *factory.embedder.tuned.embedded]
    assert [text.count("Moss likes rain") for text in seen] == [1, 1, 1]
    assert seen.count("Moss likes rain.") == 1


def test_a_release_from_before_sentences_were_read_alone_asks_for_another_build(factory):
    factory.build({"fruit.md": PAGE.format(asked=ASKED)})
    path = release_directory(factory.settings.data_dir, 1) / MANIFEST_FILE
    manifest = json.loads(path.read_text())
    del manifest["files"][TUNED_SENTENCES_FILE]
    path.write_text(json.dumps(manifest))
    with pytest.raises(ReleaseError, match=r"older program; run `python -m ingest`"):
        opened(factory)


def test_another_tuning_asks_for_another_build_and_gets_it(factory):
    pages = {"fruit.md": PAGE.format(asked=ASKED)}
    factory.build(pages)
    factory.embedder = embedder("2")
    with pytest.raises(ReleaseError, match=r"another tuning .* run `python -m ingest`"):
        opened(factory)
    assert factory.build(pages).release == 2
    with opened(factory, 2) as release:
        assert release.manifest.embedder.tuned_sha256 == "2" * 64


def test_a_release_without_wordings_serves_whatever_the_tuning(factory):
    factory.build({"fruit.md": PAGE.format(asked="")})
    factory.embedder = embedder("2")
    opened(factory).close()
