"""Our retrieval in parts and blends, over the release's public parts: what each adds, in one run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from advisor.answering.asked_vectors import embed_asked
from advisor.answering.retrieve import ASKED, SERVED, blend
from advisor.bootstrap import Services
from advisor.index.lexical import LexicalIndex, open_lexical, write_lexical
from advisor.index.release import Release
from benchmarks.scoring import DEPTH, Found, score
from benchmarks.sets.question_set import Query
from ingest.plain import plain_text

RRF_K = 60
WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0)
CONVEX = (0.5, 0.7, 0.8)
# Scores that fusion and scaling look at, as deep as peers do.
POOL = 100
# What serves, and the same without one of its parts.
SWITCHES = {
    "served": SERVED,
    "served without expansion": replace(SERVED, expansion=False),
    "served without spelling": replace(SERVED, spelling=False),
    "served without views": replace(SERVED, views=False),
    "served without headings": replace(SERVED, headings=False),
    "served without diversity": replace(SERVED, diversity=False),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """All scores of one query, one for each chunk of the release; `views` is the mean of the first three."""

    wording: np.ndarray
    body: np.ndarray
    sentence: np.ndarray
    views: np.ndarray
    lexical: np.ndarray
    bare_cosine: np.ndarray
    bare_lexical: np.ndarray


Method = Callable[[Evidence], np.ndarray]


@dataclass(frozen=True, slots=True)
class _Bare:
    """The chunks without their heading path: vectors and words of the text alone."""

    vectors: np.ndarray
    lexical: LexicalIndex


def measure_ablations(
    services: Services, queries: Sequence[Query], *, bare: bool = True
) -> dict[str, dict[str, float]]:
    """Returns the scores of each way to rank; `served` is what the advisor does.

    Without `bare` the chunks are not embedded once more without their heading path.
    """
    release = services.index.current()
    stripped = _strip_headings(services, release) if bare else None
    methods = {**METHODS, **(BARE_METHODS if bare else {})}
    found: dict[str, list[list[Found]]] = {name: [] for name in (*SWITCHES, *methods)}
    for query in queries:
        [vector], [asked] = embed_asked(release, services.embedder, [query.text])
        for name, how in SWITCHES.items():
            passages = services.answering.retrieve(query.text, limit=DEPTH, how=how)
            found[name].append([_found(release, passage.number) for passage in passages])
        evidence = _weigh(release, query.text, vector, stripped, asked=asked)
        for name, method in methods.items():
            best = np.argsort(-method(evidence), kind="stable")[:DEPTH]
            found[name].append([_found(release, int(number)) for number in best])
    return {name: score(queries, rankings) for name, rankings in found.items()}


def _weigh(
    release: Release, query: str, vector: np.ndarray, bare: _Bare | None, *, asked: np.ndarray
) -> Evidence:
    numbers = list(range(len(release.chunks)))
    lexical = release.lexical.scores(query)
    _, views = blend(release, vector, numbers, lexical, asked=asked)
    return Evidence(
        wording=release.cosines(asked, numbers),
        body=release.body_cosines(vector, numbers),
        sentence=release.best_sentence_cosines(vector, numbers, asked=asked),
        views=views,
        lexical=lexical,
        bare_cosine=bare.vectors @ vector if bare else views,
        bare_lexical=bare.lexical.scores(query) if bare else lexical,
    )


def _found(release: Release, number: int) -> Found:
    chunk = release.chunks[number]
    return Found(chunk.document, frozenset(((chunk.document, *chunk.headings),)))


def _strip_headings(services: Services, release: Release) -> _Bare:
    texts = [plain_text(chunk.text) for chunk in release.chunks]
    file = release.directory.parent.parent / f"bare-{release.manifest.content_sha256[:16]}.npy"
    if file.is_file():
        vectors = np.load(file, allow_pickle=False)
    else:
        vectors = services.embedder.embed(texts)
        np.save(file, vectors, allow_pickle=False)
    with TemporaryDirectory() as folder:
        write_lexical(Path(folder) / "lexical", texts)
        return _Bare(vectors, open_lexical(Path(folder) / "lexical"))


def reciprocal_ranks(scores: np.ndarray) -> np.ndarray:
    """Returns 1 / (60 + rank) of the first hundred scores above 0, else 0 (Cormack et al., 2009)."""
    ranks = np.zeros(len(scores))
    best = np.argsort(-scores, kind="stable")[:POOL]
    best = best[scores[best] > 0]
    ranks[best] = 1 / (RRF_K + 1 + np.arange(len(best)))
    return ranks


def scaled(scores: np.ndarray) -> np.ndarray:
    """Returns scores between 0 and 1 over this query's first hundred; those below them get 0."""
    best = np.sort(scores)[::-1][:POOL]
    low, high = float(best[-1]), float(best[0])
    if high <= low:
        return np.zeros(len(scores))
    return np.clip((scores - low) / (high - low), 0, 1)


def _blend(view: str, weight: float) -> Method:
    return lambda evidence: getattr(evidence, view) + weight * evidence.lexical


def _convex(share: float) -> Method:
    return lambda evidence: (
        share * scaled(evidence.wording) + (1 - share) * scaled(evidence.lexical)
    )


METHODS: Mapping[str, Method] = {
    "dense: text with heading path": lambda evidence: evidence.body,
    "dense: best wording": lambda evidence: evidence.wording,
    "dense: best sentence": lambda evidence: evidence.sentence,
    "dense: three views": lambda evidence: evidence.views,
    "BM25": lambda evidence: evidence.lexical,
    "reciprocal rank fusion": lambda evidence: (
        reciprocal_ranks(evidence.wording) + reciprocal_ranks(evidence.lexical)
    ),
    **{f"convex, {share} dense": _convex(share) for share in CONVEX},
    f"text + {ASKED.lexical} BM25/idf": lambda evidence: (
        evidence.body + ASKED.lexical * evidence.lexical
    ),
    **{f"wording + {weight} BM25/idf": _blend("wording", weight) for weight in WEIGHTS},
    **{f"three views + {weight} BM25/idf": _blend("views", weight) for weight in WEIGHTS},
}
BARE_METHODS: Mapping[str, Method] = {
    "dense without heading path": lambda evidence: evidence.bare_cosine,
    "BM25 without heading path": lambda evidence: evidence.bare_lexical,
    f"text + {ASKED.lexical} BM25/idf, without heading path": lambda evidence: (
        evidence.bare_cosine + ASKED.lexical * evidence.bare_lexical
    ),
}
