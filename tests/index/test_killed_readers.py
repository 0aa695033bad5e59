"""kill -9 of a reader in the moment of opening, with four threads, leaves the index as it was."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.index.checks import check_release
from advisor.index.layout import release_directory
from advisor.index.release import open_release

READER = """
import sys, threading, numpy as np
from pathlib import Path
from advisor.index.store import open_store
store = open_store(Path(sys.argv[1]) / "chroma")
vectors = np.load(Path(sys.argv[1]) / "vectors.npy")
print("open", flush=True)
def ask():
    while True:
        for vector in vectors:
            store.query(vector, limit=3)
for _ in range(4):
    threading.Thread(target=ask).start()
"""


def pages():
    for number in range(120):
        text = f"The {number}th page tells story {number * 7} of {number * 13} travellers."
        yield f"page{number}.md", f"# Page {number}\n\n{text}\n"


@pytest.mark.parametrize("place", ["embedded"])
@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_a_sealed_index_survives_its_readers(factory, settings, kills):
    report = factory.build(dict(pages()))
    directory = release_directory(settings.data_dir, report.release)
    for _ in range(kills):
        reader = subprocess.Popen(
            [sys.executable, "-c", READER, str(directory)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
        )
        reader.stdout.readline()
        time.sleep(random.uniform(0, 0.05))
        reader.send_signal(signal.SIGKILL)
        reader.communicate()
        check_release(directory)
    with open_release(directory) as release:
        assert all(release.finds(entry, tolerance=1e-4) for entry in range(release.entries))
