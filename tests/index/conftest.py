"""A data folder, and a factory of releases in it."""

import pytest
from fake_embedder import FakeEmbedder
from release_factory import Factory, run_inline

from advisor.database import open_database
from advisor.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def database(settings):
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture
def factory(settings, database, embedder, tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.build.run_in_child", run_inline)
    return Factory(settings, database=database, embedder=embedder, folder=tmp_path / "knowledge")
