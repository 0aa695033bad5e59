import sys
from pathlib import Path

import pytest

from benchmarks import environments
from benchmarks.comparison import Search, ask_in_turns
from benchmarks.environments import (
    PeerError,
    PeerProcess,
    PeerRecipe,
    prepare_environment,
    ready_peers,
)
from benchmarks.sets.question_set import About, Page, PageSection, Wanted, write_set

FAKE = PeerRecipe("fake", str(Path(__file__).parent / "fake_peer.py"))
ABOUT = About("tiny", "test", "made up", "nowhere 1.0", "ours")


@pytest.fixture
def tiny(tmp_path):
    texts = {"cats.md": "cats purr and sleep", "dogs.md": "dogs bark and run"}
    pages = [Page(path, path, (PageSection("", 1, text),)) for path, text in texts.items()]
    wanted = [Wanted("who can bark", "dogs.md", 0), Wanted("who may purr", "cats.md", 0)]
    return write_set(tmp_path / "tiny", ABOUT, pages=pages, wanted=wanted)


@pytest.fixture
def peer(tmp_path):
    with PeerProcess(FAKE, Path(sys.executable), errors=tmp_path / "errors.log") as process:
        yield process


def index(peer, tiny):
    return peer.ask("index", folder=str(tiny.documents), store="", limit=10)


def test_a_peer_tells_its_versions_chunks_times_and_memory(peer, tiny):
    assert "numpy" in peer.ask("start", model="m")["versions"]
    facts = index(peer, tiny)
    memory = peer.ask("memory")

    assert facts["chunks"] == 2
    assert facts["seconds"] > 0
    assert facts["searches"] == ["fake", "fake backwards"]
    assert 0 < memory["resident_mb"] <= memory["peak_mb"]


def test_each_query_is_asked_of_every_search_in_turn(peer, tiny):
    index(peer, tiny)
    searches = [Search("fake", peer), Search("fake backwards", peer)]

    ask_in_turns(searches, tiny)

    assert [found[0].document for found in searches[0].rankings] == ["dogs.md", "cats.md"]
    assert [found[0].document for found in searches[1].rankings] == ["cats.md", "dogs.md"]
    assert searches[0].rankings[0][0].sections == {("dogs.md", "dogs.md")}
    assert all(len(one.milliseconds) == 2 for one in searches)


def test_a_peer_that_stops_is_an_error_that_says_its_last_words(peer, tiny):
    index(peer, tiny)

    with pytest.raises(PeerError, match="told to stop"):
        peer.ask("query", search="fake", text="stop", limit=10)


def test_our_own_scripts_run_in_our_own_environment(tmp_path):
    assert prepare_environment(FAKE, tmp_path) == Path(sys.executable)


def test_a_peer_that_cannot_be_installed_is_left_out_with_a_sentence(tmp_path, monkeypatch):
    def fail(recipe, root):
        raise PeerError(f"{recipe.name} cannot be installed: no network")

    monkeypatch.setattr(environments, "prepare_environment", fail)
    told = []

    assert ready_peers(tmp_path, told=told.append) == []
    assert "LangChain cannot be installed: no network" in told
