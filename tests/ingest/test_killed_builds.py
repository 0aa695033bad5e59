"""kill -9 of the builder at any moment: the live release serves on, the next build succeeds."""

import random
import signal
import threading
import time
from types import SimpleNamespace

import pytest
from small_guide import page

from advisor.database import open_database, releases
from advisor.embedding import BUNDLED_SHA256
from advisor.index.layout import releases_directory
from advisor.index.live import LiveIndex
from advisor.settings import Settings
from advisor.tuning import tuned_sha256

IDENTITY = SimpleNamespace(
    name="all-MiniLM-L6-v2",
    weights_sha256=BUNDLED_SHA256,
    tuned=SimpleNamespace(weights_sha256=tuned_sha256(BUNDLED_SHA256), tuned=None),
)


class Reader(threading.Thread):
    """Asks about 100 times a second, and checks that each answer is whole and never older."""

    def __init__(self, data_dir):
        super().__init__(daemon=True)
        self.database = open_database(Settings(data_dir=data_dir))
        self.index = LiveIndex(
            self.database, Settings(data_dir=data_dir), IDENTITY, grace_seconds=2
        )
        self.problems, self.releases, self.queries = [], set(), 0
        self.stopped = threading.Event()

    def run(self):
        rng, newest = random.Random(1), 0
        while not self.stopped.is_set():
            try:
                release = self.index.current()
                number = rng.randrange(len(release.chunks))
                vector = release._vectors[release._offsets[number]]
                found = dict(release.dense(vector, limit=3))
                if found.get(number, 0) < 0.999 or len(found) != 3 or release.id < newest:
                    self.problems.append((release.id, number, found))
                newest = release.id
                self.releases.add(release.id)
            except Exception as error:
                self.problems.append(error)
            self.queries += 1
            time.sleep(0.008)

    def stop(self):
        self.stopped.set()
        self.join()
        self.index.close()
        self.database.close()


def kill_builds(command, folder, *, kills, seed, least):
    """Kills builds at random moments; earlier ones, if too many had ended by then."""
    rng = random.Random(seed)
    assert command.run().returncode == 0
    started = time.monotonic()
    (folder / "apples.md").write_text(page("Apples", 500))
    assert command.run().returncode == 0
    whole = time.monotonic() - started
    reader = Reader(command.data_dir)
    reader.start()
    killed = number = 0
    while number < kills or killed < least:
        number += 1
        whole *= 1 if number <= kills else 0.5
        (folder / "apples.md").write_text(page("Apples", 1000 + number))
        process = command.start()
        time.sleep(rng.uniform(min(0.3, whole), whole))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    (folder / "apples.md").write_text(page("Apples", 9999))
    last = command.run()
    assert last.returncode == 0, last.stderr
    live = releases.live_release(reader.database)
    wait_for(lambda: live in reader.releases and reader.queries > 100)
    reader.stop()
    return reader


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def check(command, reader):
    assert reader.problems == []
    live = releases.live_release(reader.database)
    assert live in reader.releases
    served = {
        record.id
        for record in releases.list_releases(reader.database)
        if record.published_at is not None
    }
    assert reader.releases <= served
    assert not releases.list_releases(reader.database, "building")
    directories = [path for path in releases_directory(command.data_dir).iterdir() if path.is_dir()]
    assert len(directories) <= 4


def test_a_few_kills(command, folder):
    seed = time.time_ns()
    print("seed", seed)  # Shown if the test fails.
    reader = kill_builds(command, folder, kills=4, seed=seed, least=1)
    check(command, reader)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twenty_kills(command, folder):
    reader = kill_builds(command, folder, kills=20, seed=20, least=10)
    check(command, reader)
