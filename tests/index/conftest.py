"""A data folder, and a factory of releases in it."""

import pytest
from chroma_server import ChromaServer
from fake_embedder import FakeEmbedder
from release_factory import Factory, run_inline

from advisor.database import open_database
from advisor.settings import Settings


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory):
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["embedded", "server"])
def place(request):
    """Where the vectors lie: each promise of the index holds for both."""
    return request.param


@pytest.fixture
def settings(place, request, tmp_path):
    url = request.getfixturevalue("shared_server").url if place == "server" else ""
    return Settings(data_dir=tmp_path / "data", chroma_url=url)


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
