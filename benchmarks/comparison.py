"""All systems over one question set in one run: indexed one after the other, asked in turns."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from advisor.bootstrap import build_services
from advisor.embedding import find_model
from advisor.settings import Settings
from benchmarks.ablations import measure_ablations
from benchmarks.corpus import link_models
from benchmarks.environments import OURS, RAW, PeerProcess, PeerRecipe, prepare_environment
from benchmarks.passages import Sections
from benchmarks.peers.protocol import spread
from benchmarks.scoring import DEPTH, Found, score
from benchmarks.sets.question_set import Query, QuestionSet
from evals.metrics import percentile

# The raw encode is timed on so many of a system's chunks, and on all of ours where they are many.
SAMPLE = 200
QUICK_SAMPLE = 150
MANY = 2000


@dataclass(slots=True)
class Search:
    """One way to search of one system, and what it found so far."""

    name: str
    process: PeerProcess
    rankings: list[list[Found]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)


def compare(
    question_set: QuestionSet,
    recipes: Sequence[PeerRecipe],
    root: Path,
    *,
    quick: bool = False,
) -> dict[str, Any]:
    """Returns the figures of each search by name under `systems`, the versions under `versions`, and
    our own retrieval in parts, over the very same release, under `ablations`.

    Raises:
        PeerError: a peer cannot be installed or has stopped.

    """
    root = root.resolve()
    (root / "runs").mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix=f"{question_set.about.name}-", dir=root / "runs"))
    model = str(find_model("").folder)
    indexed: dict[str, dict[str, float]] = {}
    versions: dict[str, Mapping[str, str]] = {}
    searches: list[Search] = []
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        raw = stack.enter_context(_start(RAW, root, scratch))
        raw.ask("start", model=model)
        for recipe in recipes:
            process = stack.enter_context(_start(recipe, root, scratch))
            versions[recipe.name] = process.ask("start", model=model)["versions"]
            store = scratch / recipe.script.removesuffix("_peer.py")
            if recipe is OURS:
                link_models(store, root)
            folder = str(question_set.documents.resolve())
            facts = process.ask("index", folder=folder, store=str(store), limit=DEPTH)
            sample = QUICK_SAMPLE if quick else SAMPLE
            if recipe is OURS and facts["chunks"] >= MANY:
                sample = facts["chunks"]
            indexed[recipe.name] = _index_figures(facts, raw, scratch, sample=sample)
            searches += [Search(name, process) for name in facts["searches"]]
        ask_in_turns(searches, question_set)
        systems = {
            one.name: score(question_set.queries, one.rankings)
            | _times(one)
            | indexed[one.process.name]
            | {
                name: value
                for name, value in one.process.ask("memory").items()
                if name not in indexed[one.process.name]
            }
            for one in searches
        }
        result: dict[str, Any] = {"systems": systems, "versions": versions}
        if OURS in recipes:
            settings = Settings(data_dir=scratch / "ours", log_level="ERROR")
            with closing(build_services(settings)) as services:
                result["ablations"] = measure_ablations(services, question_set.queries)
    return result


def _start(recipe: PeerRecipe, root: Path, scratch: Path) -> PeerProcess:
    errors = scratch / f"{recipe.script}.log"
    return PeerProcess(recipe, prepare_environment(recipe, root), errors=errors)


def _index_figures(
    facts: Mapping[str, Any], raw: PeerProcess, scratch: Path, *, sample: int
) -> dict[str, float]:
    """Returns the ingest's speed, beside the raw encode of the system's own chunks right after it."""
    texts: list[str] = facts["texts"]
    picked = spread(texts, sample)
    file = scratch / "texts"
    file.write_text("\0".join(text.replace("\0", "") for text in picked), encoding="utf-8")
    encoded = raw.ask("index", folder=str(file), store="", limit=DEPTH)
    speed = facts["chunks"] / facts["seconds"]
    raw_speed = encoded["chunks"] / encoded["seconds"]
    figures = {
        "chunks": facts["chunks"],
        "ingest_seconds": facts["seconds"],
        "ingest_per_second": speed,
        "raw_per_second": raw_speed,
        "ingest_ratio": speed / raw_speed,
    }
    if "ingest_peak_mb" in facts:
        figures["peak_mb"] = facts["ingest_peak_mb"]
        figures["left_out"] = facts["left_out"]
    return figures


def ask_in_turns(searches: Sequence[Search], question_set: QuestionSet) -> None:
    """Asks each query of all searches before the next one, beginning with another system each time."""
    sections = Sections(question_set.documents)
    for number, query in enumerate(question_set.queries):
        start = number % len(searches)
        for one in (*searches[start:], *searches[:start]):
            answer = one.process.ask("query", search=one.name, text=query.text, limit=DEPTH)
            one.milliseconds.append(answer["milliseconds"])
            one.rankings.append([_place(hit, sections, query) for hit in answer["hits"]])


def _place(hit: Mapping[str, Any], sections: Sections, query: Query) -> Found:
    document = hit["document"]
    if not query.sections:
        return Found(document)
    if hit["headings"]:
        return Found(document, frozenset(((document, *hit["headings"]),)))
    return Found(document, sections.of(document, hit["text"]))


def _times(search: Search) -> dict[str, float]:
    return {
        "query_p50_ms": percentile(search.milliseconds, 50),
        "query_p95_ms": percentile(search.milliseconds, 95),
    }
