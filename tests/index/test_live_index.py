import shutil
import threading
import time

import pytest
from fake_embedder import FakeEmbedder

from advisor.errors import NoReleaseError, ReleaseError
from advisor.index.layout import release_directory
from advisor.index.live import POINTER_SECONDS, LiveIndex
from ingest.publish import publish_release

PAGE = "# Page\n\n## Number {number}\n\nThe guide is at number {number} now. Count on it.\n"


def pages(number):
    return {"page.md": PAGE.format(number=number), "other.md": "# Other\n\nIt stays the same.\n"}


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def live(database, settings, embedder, clock):
    index = LiveIndex(database, settings, embedder, grace_seconds=60, clock=clock)
    yield index
    index.close()


def damage(settings, release):
    path = release_directory(settings.data_dir, release) / "vectors.npy"
    path.write_bytes(path.read_bytes()[:-4])


def test_without_a_release_the_error_says_what_to_do(live):
    with pytest.raises(NoReleaseError, match="python -m ingest"):
        live.current()


def test_a_first_release_is_seen_without_a_restart(live, factory, clock):
    with pytest.raises(NoReleaseError):
        live.current()
    report = factory.build(pages(1))
    clock.now += POINTER_SECONDS
    assert live.current().id == report.release


def test_a_new_release_serves_at_the_next_look(live, factory, clock):
    factory.build(pages(1))
    first = live.current()
    second = factory.build(pages(2)).release
    assert live.current() is first
    clock.now += POINTER_SECONDS
    assert live.current().id == second


def test_the_release_before_stays_open_for_the_grace_time(live, factory, clock, embedder):
    factory.build(pages(1))
    first = live.current()
    vector = embedder.embed(["number"])[0]
    factory.build(pages(2))
    clock.now += POINTER_SECONDS
    live.current()
    clock.now += 59
    live.current()
    assert first.dense(vector, limit=1)
    clock.now += 2
    live.current()
    assert first._hold is None


def test_a_damaged_new_release_leaves_the_old_one_serving(live, factory, clock, settings):
    factory.build(pages(1))
    first = live.current()
    damage(settings, factory.build(pages(2)).release)
    clock.now += POINTER_SECONDS
    assert live.current() is first


def test_after_a_restart_a_damaged_release_falls_back_to_the_newest_retired(
    live, factory, settings
):
    releases = [factory.build(pages(number)).release for number in (1, 2, 3)]
    damage(settings, releases[2])
    assert live.current().id == releases[1]


def test_a_repaired_pointer_is_followed_after_a_fall_back(live, factory, settings, clock):
    releases = [factory.build(pages(number)).release for number in (1, 2)]
    damage(settings, releases[1])
    assert live.current().id == releases[0]
    third = factory.build(pages(3)).release
    clock.now += POINTER_SECONDS
    assert live.current().id == third


def test_when_nothing_opens_the_reason_is_told(live, factory, settings):
    damage(settings, factory.build(pages(1)).release)
    with pytest.raises(ReleaseError, match=r"damaged \(vectors.npy\)"):
        live.current()


def test_another_embedder_is_refused(database, settings, factory):
    factory.build(pages(1))
    index = LiveIndex(database, settings, FakeEmbedder(name="other", weights_sha256="0" * 64))
    with pytest.raises(ReleaseError, match=r"fake .* other"):
        index.current()


def test_a_lost_directory_falls_back_too(live, factory, settings):
    releases = [factory.build(pages(number)).release for number in (1, 2)]
    shutil.rmtree(release_directory(settings.data_dir, releases[1]))
    assert live.current().id == releases[0]


def test_an_unreachable_database_does_not_stop_the_serving(
    live, factory, database, clock, settings
):
    factory.build(pages(1))
    first = live.current()
    database.close()
    (settings.data_dir / "advisor.sqlite3").write_bytes(b"not a database" * 100)
    clock.now += POINTER_SECONDS
    assert live.current() is first


def test_no_query_fails_while_releases_are_switched(factory, database, settings, embedder):
    """Readers check each answer: right text, one release throughout, never an older one again."""
    factory.build(pages(1))
    index = LiveIndex(database, settings, embedder, grace_seconds=5)
    vector = embedder.embed(["guide number now"])[0]
    stop, problems, answered = threading.Event(), [], []

    def read():
        seen = 0
        while not stop.is_set():
            try:
                release = index.current()
                number, _ = release.dense(vector, limit=1)[0]
                text = release.chunks[number].text
                if "The guide is at number" not in text or release.id < seen:
                    problems.append((release.id, seen, text))
                seen = release.id
                release.lexical.scores("guide number")
                release.sentences(number)
                answered.append(release.id)
            except Exception as error:
                problems.append(error)
            time.sleep(0.002)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    last = index.current().id
    for number in range(2, 9):
        # How soon it serves is a matter of clocks, and of the tests above.
        deadline = time.monotonic() + 60
        while last not in answered:
            assert time.monotonic() < deadline, "the new release does not serve"
            time.sleep(0.01)
        if number < 8:
            last = factory.build(pages(number)).release
    stop.set()
    for thread in threads:
        thread.join()
    index.close()
    assert problems == []
    assert len(set(answered)) == 7


def test_an_earlier_release_can_be_published_again(
    live, factory, clock, settings, database, embedder
):
    first = factory.build(pages(1)).release
    factory.build(pages(2))
    live.current()
    publish_release(settings, first, database=database, embedder=embedder)
    clock.now += POINTER_SECONDS
    assert live.current().id == first


def test_a_release_that_stays_broken_costs_no_memory(live, factory, settings, clock):
    damage(settings, factory.build(pages(1)).release)

    def depth():
        with pytest.raises(ReleaseError) as caught:
            live.current()
        return len(caught.traceback)

    first = depth()
    assert [depth() for _ in range(5)] == [first] * 5
