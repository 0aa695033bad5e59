"""The steps of the benchmark of sizes, each in a process of its own: `python -m benchmarks.scale_steps STEP FOLDER`."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from advisor.answering.search import search
from advisor.database import open_database
from advisor.database.releases import live_release
from advisor.index.exact import ExactStore
from advisor.index.layout import VECTORS_FILE, release_directory
from advisor.index.release import Release, open_release
from advisor.logs import configure_logging
from advisor.models import Question
from advisor.settings import Settings, load_settings, silence_call_home
from benchmarks.synthetic import DrawingEmbedder
from benchmarks.without_index import NoIndex
from ingest.build import build_release
from ingest.place import Place
from ingest.watcher import Watcher

QUERIES = 300
WARM_UP = 20
NEAREST = 50
COMPARED = 10


class Stopwatch(Watcher):
    """Notes how long each step of a build takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name, self._started = "", 0.0

    def step(self, name: str) -> None:
        """Notes that a step begins, and tells how long the one before it took."""
        moment = time.perf_counter()
        if self._name:
            self.seconds[self._name] = round(moment - self._started, 2)
            print(f"  {self._name}: {self.seconds[self._name]} s", file=sys.stderr)
        self._name, self._started = name, moment


def build_bare(folder: Path, settings: Settings) -> dict[str, object]:
    """Builds the guide without an index of its vectors."""
    return build(folder, settings, place=NoIndex(installation="benchmark"))


def build(folder: Path, settings: Settings, *, place: Place | None = None) -> dict[str, object]:
    """Builds the guide and publishes it."""
    database = open_database(settings)
    watcher = Stopwatch()
    report = build_release(
        settings,
        folder=folder / "guide",
        database=database,
        open_embedder=DrawingEmbedder,
        force=True,
        watcher=watcher,
        place=place,
    )
    watcher.step("end")
    database.close()
    return {
        "release": report.release,
        "chunks": report.chunks,
        "embedded": report.embedded,
        "reused": report.reused,
        "seconds": report.seconds,
        "steps": watcher.seconds,
    }


def query(_folder: Path, settings: Settings) -> dict[str, object]:
    """Opens the release and asks it as the bot does, by its index and by all its vectors."""
    database = open_database(settings)
    live = live_release(database) or 0
    database.close()
    directory = release_directory(settings.data_dir, live)
    started = time.perf_counter()
    release = open_release(directory, server=settings.chroma_url)
    opened = time.perf_counter() - started
    embedder = DrawingEmbedder()
    rng = np.random.default_rng(3)
    numbers = rng.integers(len(release.chunks), size=QUERIES)
    # Half of a section's words in other order: near to its topic, and nobody's own vector.
    texts = [_part(release.chunks[number].text, rng) for number in numbers]
    vectors = _near(release, numbers, rng)
    figures: dict[str, object] = {"open_seconds": round(opened, 2), "search": release.search}
    with release:
        figures["dense"] = _timed(lambda k: release.dense(vectors[k], limit=NEAREST))
        figures["words"] = _timed(lambda k: release.lexical.scores(texts[k]))
        figures["whole"] = _timed(lambda k: search(release, embedder, Question(texts[k])))
        held = np.load(directory / VECTORS_FILE, mmap_mode="r")
        exact = ExactStore(np.asarray(held), np.arange(len(held)), str)
        figures["exact"] = _timed(lambda k: exact.query(vectors[k], limit=NEAREST))
        figures["recall_at_10"] = _recall(release, exact, vectors)
    return figures


def _part(text: str, rng: np.random.Generator) -> str:
    words = text.replace(".", "").split()
    return " ".join(words[place] for place in rng.permutation(len(words))[:8])


def _near(release: Release, numbers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    vectors = np.stack([release.vectors_of(int(number))[0] for number in numbers])
    noise = rng.standard_normal(vectors.shape).astype(np.float32)
    vectors += 0.5 * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    moved: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return moved


def _recall(release: Release, exact: ExactStore, vectors: np.ndarray) -> float:
    """The share of the truly nearest that the index finds; each chunk here has one vector, and its number."""
    shares = []
    for vector in vectors[:100]:
        best = {int(row) for row, _ in exact.query(vector, limit=COMPARED)}
        found = {number for number, _ in release.dense(vector, limit=COMPARED)}
        shares.append(len(best & found) / COMPARED)
    return round(float(np.mean(shares)), 4)


def _timed(ask: Callable[[int], object]) -> dict[str, float]:
    """Milliseconds of a query: the median and the 95th percentile."""
    seconds = []
    for number in range(QUERIES):
        started = time.perf_counter()
        ask(number)
        seconds.append(time.perf_counter() - started)
    kept = np.array(seconds[WARM_UP:]) * 1000
    return {
        "p50": round(float(np.percentile(kept, 50)), 2),
        "p95": round(float(np.percentile(kept, 95)), 2),
    }


def main() -> None:
    """Runs one step and prints its figures as JSON."""
    silence_call_home()
    step, folder = sys.argv[1], Path(sys.argv[2])
    settings = load_settings()
    configure_logging(settings)
    figures = {"build": build, "build_bare": build_bare, "query": query}[step](folder, settings)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
