"""A data folder, a factory of releases in it, and Chroma servers."""

from dataclasses import replace

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


@pytest.fixture
def own_server(tmp_path):
    """A server that a test may kill."""
    server = ChromaServer(tmp_path / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def quick_knocks(monkeypatch):
    monkeypatch.setattr("advisor.index.guarded.RETRY_SECONDS", 0.2)


@pytest.fixture
def own(settings, own_server, factory, quick_knocks):
    """A factory whose releases lie on a server of the test's own."""
    factory.settings = replace(settings, chroma_url=own_server.url)
    return factory
