"""What happens while the Chroma server is gone, and when it comes back."""

import threading
import time

import pytest
from small_guide import short_pages

from advisor.index.live import LiveIndex
from ingest.place import choose_place

SECONDS = 90


@pytest.fixture
def place():
    return "server"


def wait_for(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_the_server_a_build_goes_to_the_directory(own, own_server, database, embedder):
    own_server.kill()
    assert choose_place(own.settings, database).is_server_lost
    report = own.build(short_pages(1))
    index = LiveIndex(database, own.settings, embedder)
    assert index.current().search == "embedded"
    assert own.build(if_missing=True).release == report.release
    own_server.start()
    assert own.build(if_missing=True).release == 2
    index.close()


def test_a_server_that_is_gone_at_the_start_is_used_when_it_comes(
    own, own_server, database, embedder
):
    own.build(short_pages(1))
    own_server.kill()
    index = LiveIndex(database, own.settings, embedder)
    release = index.current()
    assert release.search == "exact"
    assert release.dense(embedder.embed(["apples"])[0], limit=1)
    own_server.start()
    wait_for(lambda: release.search == "server")
    assert release.dense(embedder.embed(["apples"])[0], limit=1)
    index.close()


def test_no_query_fails_while_the_server_is_killed_and_comes_back(
    own, own_server, database, embedder
):
    own.build(short_pages(1))
    index = LiveIndex(database, own.settings, embedder)
    vectors = embedder.embed(["use of apples", "bridges serves well", "dunes number"])
    expected = [index.current().dense(vector, limit=3) for vector in vectors]
    stop, problems, answered, slowest = threading.Event(), [], [], [0.0]

    def ask():
        while not stop.is_set():
            for vector, right in zip(vectors, expected, strict=True):
                started = time.monotonic()
                try:
                    found = index.current().dense(vector, limit=3)
                    if [n for n, _ in found] != [n for n, _ in right]:
                        problems.append((found, right))
                except Exception as error:
                    problems.append(error)
                slowest[0] = max(slowest[0], time.monotonic() - started)
                answered.append(index.current().search)
            time.sleep(0.005)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    release = index.current()

    def wait_for_answers(search):
        """Until each thread has been answered in this way."""
        since = len(answered)
        wait_for(lambda: answered[since:].count(search) >= 2 * len(threads))

    for round_ in range(3):
        wait_for_answers("server")
        if round_ == 1:
            own_server.hang()
        else:
            own_server.kill()
        wait_for(lambda: release.search == "exact")
        wait_for_answers("exact")
        if round_ == 1:
            own_server.go_on()
        else:
            own_server.start()
        wait_for(lambda: release.search == "server")
    wait_for_answers("server")
    stop.set()
    for thread in threads:
        thread.join()
    index.close()
    assert problems == []
    assert {"server", "exact"} <= set(answered)
    # Without a limit, a server that hangs would be waited for until it goes on.
    assert slowest[0] < SECONDS
