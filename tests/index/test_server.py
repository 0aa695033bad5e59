"""Releases on a Chroma server: whose they are, and what is refused."""

from dataclasses import replace

import chromadb
import numpy as np
import pytest
from small_guide import short_pages

from advisor.database.installation import installation_name
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import STORE, release_directory
from advisor.index.manifest import hash_files, read_manifest
from advisor.index.release import open_release
from advisor.index.server import list_collections
from advisor.index.store import pending_rows
from ingest.collect import collect_releases


@pytest.fixture
def place():
    return "server"


def collection_of(settings, release):
    return read_manifest(release_directory(settings.data_dir, release)).collection


def names(settings, database):
    held = list_collections(settings.chroma_url, installation=installation_name(database))
    return sorted(one.name for one in held)


def client_of(server):
    return chromadb.HttpClient(host="127.0.0.1", port=server.port)


def test_a_release_is_one_collection_that_says_what_it_is(factory, settings, shared_server):
    report = factory.build(short_pages(1))
    directory = release_directory(settings.data_dir, report.release)
    manifest = read_manifest(directory)
    assert manifest.collection.startswith("release-000001-")
    assert not (directory / STORE).exists()
    assert not any(name.startswith("chroma") for name in hash_files(directory))
    told = client_of(shared_server).get_collection(manifest.collection).metadata
    assert told["embedder"] == "fake"
    assert told["weights_sha256"] == "f" * 64
    assert len(told["content_sha256"]) == 64


def test_reading_writes_nothing_and_the_log_is_sealed(own, own_server, embedder):
    report = own.build(short_pages(1))
    own_server.stop()
    assert pending_rows(own_server.directory) <= 1
    before = hash_files(own_server.directory)
    own_server.start()
    directory = release_directory(own.settings.data_dir, report.release)
    with open_release(directory, server=own_server.url) as release:
        for text in ("apples", "clouds", "use of dunes"):
            release.dense(embedder.embed([text])[0], limit=4)
    own_server.stop()
    assert hash_files(own_server.directory) == before


def test_server_and_exact_search_find_the_same(factory, settings, embedder):
    directory = release_directory(settings.data_dir, factory.build(short_pages(1)).release)
    with (
        open_release(directory, server=settings.chroma_url) as there,
        open_release(directory) as here,
    ):
        assert (there.search, here.search) == ("server", "exact")
        for text in ("apples number", "use of clouds", "nothing at all"):
            vector = embedder.embed([text])[0]
            found, exact = there.dense(vector, limit=4), here.dense(vector, limit=4)
            np.testing.assert_allclose([c for _, c in found], [c for _, c in exact], atol=1e-5)
            assert dict(found).keys() == dict(exact).keys()


@pytest.mark.parametrize(
    ("key", "value"),
    [("weights_sha256", "0" * 64), ("embedder", "other"), ("content_sha256", "x"), ("release", 9)],
)
def test_a_collection_of_something_else_refuses_to_serve(
    factory, settings, shared_server, key, value
):
    report = factory.build(short_pages(1))
    directory = release_directory(settings.data_dir, report.release)
    collection = client_of(shared_server).get_collection(collection_of(settings, report.release))
    collection.modify(metadata=dict(collection.metadata) | {key: value})
    with pytest.raises(ReleaseError, match=key):
        open_release(directory, server=settings.chroma_url)


def test_a_collection_that_lost_vectors_refuses_to_serve(factory, settings, shared_server):
    report = factory.build(short_pages(1))
    collection = client_of(shared_server).get_collection(collection_of(settings, report.release))
    collection.delete(ids=collection.get(limit=1)["ids"])
    with pytest.raises(ReleaseError, match="holds 7 of 8 vectors|holds 3 of 4 vectors"):
        open_release(
            release_directory(settings.data_dir, report.release), server=settings.chroma_url
        )


def test_a_collection_that_is_gone_is_done_without_and_built_anew(
    factory, settings, shared_server, embedder
):
    first = factory.build(short_pages(1))
    directory = release_directory(settings.data_dir, first.release)
    client_of(shared_server).delete_collection(collection_of(settings, first.release))
    with open_release(directory, server=settings.chroma_url) as release:
        assert release.search == "exact"
        assert release.dense(embedder.embed(["apples"])[0], limit=1)
    second = factory.build(if_missing=True)
    assert (second.release, second.embedded) == (2, 0)


def test_the_collector_removes_collections_whole(factory, settings, database):
    for number in range(5):
        factory.build(short_pages(number))
    assert names(settings, database) == [collection_of(settings, n) for n in (3, 4, 5)]


def test_the_collection_of_a_build_that_died_is_removed_by_the_next(
    factory, settings, database, monkeypatch
):
    def die(*arguments, **options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("ingest.build.seal_release", die)
        with pytest.raises(IngestError):
            factory.build(short_pages(1))
    assert len(names(settings, database)) == 1
    second = factory.build(short_pages(1)).release
    assert names(settings, database) == [collection_of(settings, second)]


def test_installations_on_one_server_leave_each_other_alone(
    factory, settings, database, tmp_path, shared_server
):
    from advisor.database import open_database

    first = factory.build(short_pages(1)).release
    other = replace(settings, data_dir=tmp_path / "other")
    opened = open_database(other)
    factory.settings, factory.database = other, opened
    second = factory.build(short_pages(1)).release
    collect_releases(other, opened)
    assert first == second
    assert collection_of(settings, first) != collection_of(other, second)
    assert names(settings, database) == [collection_of(settings, first)]
    opened.close()


def test_a_server_that_is_set_later_takes_the_release_and_gives_it_back(factory, settings):
    factory.settings = replace(settings, chroma_url="")
    assert factory.build(short_pages(1)).release == 1
    factory.settings = settings
    assert factory.build(if_missing=True).release == 2
    assert factory.build(if_missing=True).release == 2
    factory.settings = replace(settings, chroma_url="")
    assert factory.build(if_missing=True).release == 3
    assert collection_of(settings, 2)
    assert not collection_of(settings, 3)
