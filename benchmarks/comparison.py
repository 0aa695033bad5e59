"""All systems over one question set in one run: indexed one after the other, asked in turns."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from advisor.bootstrap import build_services
from advisor.embedding import find_model
from advisor.settings import Settings
from benchmarks.ablations import measure_ablations
from benchmarks.corpus import chunk_texts, link_models
from benchmarks.environments import (
    OURS,
    RAW,
    PeerError,
    PeerProcess,
    PeerRecipe,
    prepare_environment,
)
from benchmarks.passages import Sections
from benchmarks.peers.protocol import spread
from benchmarks.raw import RawEncode
from benchmarks.scoring import DEPTH, Found, score
from benchmarks.sets.question_set import Query, QuestionSet
from evals.metrics import percentile

# The raw encode is timed on so many of a peer's chunks, on more of ours, and on all of ours where they are many.
PEER_SAMPLE = 128
OUR_SAMPLE = 320
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
    told: Callable[[str], None],
) -> dict[str, Any]:
    """Returns the figures of each search by name under `systems`, the versions under `versions`, and
    our own retrieval in parts, over the very same release, under `ablations`.

    A peer that cannot index the set is left out, and `told` gets the reason.

    Raises:
        PeerError: a peer has stopped while it was asked.

    """
    root = root.resolve()
    (root / "runs").mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix=f"{question_set.about.name}-", dir=root / "runs"))
    indexed: dict[str, dict[str, float]] = {}
    versions: dict[str, Mapping[str, str]] = {}
    searches: list[Search] = []
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        raw = stack.enter_context(_start(RAW, root, scratch))
        raw.ask("start", model=str(find_model("").folder))
        for recipe in recipes:
            process = stack.enter_context(_start(recipe, root, scratch))
            encode = RawEncode(raw, scratch)
            try:
                indexing = _index(process, recipe, question_set, root, encode)
            except PeerError as error:
                told(f"{question_set.about.name}: {error}")
                continue
            versions[recipe.name], indexed[recipe.name], names = indexing
            searches += [Search(name, process) for name in names]
        ask_in_turns(searches, question_set)
        systems = {one.name: _figures(one, question_set, indexed) for one in searches}
        result: dict[str, Any] = {"systems": systems, "versions": versions}
        if OURS.name in indexed:
            settings = Settings(data_dir=scratch / "ours", log_level="ERROR")
            with closing(build_services(settings)) as services:
                queries = question_set.queries
                result["ablations"] = measure_ablations(services, queries, bare=False)
    return result


def _start(recipe: PeerRecipe, root: Path, scratch: Path) -> PeerProcess:
    errors = scratch / f"{recipe.script}.log"
    return PeerProcess(recipe, prepare_environment(recipe, root), errors=errors)


def _index(
    process: PeerProcess,
    recipe: PeerRecipe,
    question_set: QuestionSet,
    root: Path,
    encode: RawEncode,
) -> tuple[Mapping[str, str], dict[str, float], Sequence[str]]:
    """Returns a system's versions, its ingest beside the raw encode of its own chunks, and its searches.

    Half of our chunks are encoded right before our ingest, the other half right after it.
    """
    versions = process.ask("start", model=str(find_model("").folder))["versions"]
    store = encode.scratch / recipe.script.removesuffix("_peer.py")
    texts: list[str] = []
    if recipe is OURS:
        link_models(store, root)
        texts = chunk_texts(question_set, store)
        texts = texts if len(texts) >= MANY else spread(texts, OUR_SAMPLE)
        encode.encode(texts[::2])
    folder = str(question_set.documents.resolve())
    facts = process.ask("index", folder=folder, store=str(store), limit=DEPTH)
    encode.encode(texts[1::2] or spread(facts["texts"], PEER_SAMPLE))
    figures = encode.compare(facts)
    if recipe is OURS:
        figures |= {"peak_mb": facts["ingest_peak_mb"], "left_out": facts["left_out"]}
    return versions, figures, facts["searches"]


def _figures(
    search: Search, question_set: QuestionSet, indexed: Mapping[str, dict[str, float]]
) -> dict[str, float]:
    memory = search.process.ask("memory")
    return {
        **score(question_set.queries, search.rankings),
        **_times(search),
        **memory,
        **indexed[search.process.name],
    }


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
