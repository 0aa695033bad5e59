"""Guides of a team's own, where things are named otherwise or are broken."""

import pytest
from fake_embedder import FakeEmbedder
from release_factory import Factory, run_inline

from advisor.answering.answering import Answering
from advisor.database import open_database
from advisor.errors import ReleaseError
from advisor.index.live import LiveIndex
from advisor.models import Question
from advisor.settings import Settings

GLOSSARY = """about: {title: Terms}
entries:
  - term: ONNX
    definition: ONNX is a format that models are kept in.
"""


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def database(settings):
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture
def factory(settings, database, tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.build.run_in_child", run_inline)
    return Factory(settings, database=database, embedder=FakeEmbedder(), folder=tmp_path / "guide")


@pytest.fixture
def open_answering(settings, database):
    opened = []

    def open_with(embedder):
        index = LiveIndex(database, settings, embedder)
        opened.append(index)
        return Answering(settings, database=database, embedder=embedder, index=index)

    yield open_with
    for index in opened:
        index.close()


@pytest.mark.parametrize("name", ["glossary.yaml", "glossary.yml"])
def test_a_table_is_cited_whichever_of_its_two_endings_it_has(factory, open_answering, name):
    factory.build({name: GLOSSARY})
    answer = open_answering(factory.embedder).ask(Question("what is ONNX?"))
    assert answer.text.startswith("ONNX is a format that models are kept in. [1]")
    assert answer.citations[0].document == name


def test_small_talk_works_while_no_release_can_be_opened(factory, open_answering):
    factory.build({"glossary.yaml": GLOSSARY})
    answering = open_answering(FakeEmbedder(name="another", weights_sha256="a" * 64))
    assert answering.ask(Question("hello")).method == "rule"
    with pytest.raises(ReleaseError, match="another"):
        answering.ask(Question("which metrics suit a recommender?"))
