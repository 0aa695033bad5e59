"""The guide's sections that a card rests on: searched for by verdict and capability, and cited."""

import threading
from collections.abc import Mapping

from advisor.answering.cite import cite
from advisor.answering.search import find_passages, read_query
from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.models import Capability, Citation, Passage, Question, Verdict
from advisor.triage.capabilities import profile_of

MOST_SECTIONS = 4
# How many of the best passages are looked at for one that is not cited yet, and how near it has to be.
AMONG = 3
NEAR = 0.35
_BY_VERDICT: Mapping[Verdict, tuple[str, ...]] = {
    "ai": ("How do you judge whether AI is the right solution?",),
    "rules_first": ("What should a rules-first launch include?", "When are rules enough?"),
    "not_ai": ("When are rules enough?", "Is the problem complex enough for AI?"),
    "blocked": ("Are you allowed to use the data?",),
    "too_costly": ("Do the benefits of AI exceed the costs?",),
    "needs_facts": ("How do you judge whether AI is the right solution?",),
    "out_of_scope": (),
}
_TECHNOLOGY_FIRST = ("Start from the user's problem, not from the technology",)


class Sections:
    """Finds the sections; the queries are few, so each is searched once for each release."""

    def __init__(self, embedder: Embedder, *, knowledge_url: str) -> None:
        self._embedder = embedder
        self._knowledge_url = knowledge_url
        self._found: dict[str, tuple[Passage, ...]] = {}
        self._release: int | None = None
        self._lock = threading.Lock()

    def cite(
        self, release: Release, verdict: Verdict, capability: Capability | None
    ) -> tuple[Citation, ...]:
        """Returns the sections that bear on this verdict and capability, each once, numbered from 1."""
        chosen: list[Passage] = []
        for query in queries_for(verdict, capability):
            taken = {passage.chunk.heading for passage in chosen}
            found = self._search(release, query)
            chosen += [one for one in found if one.chunk.heading not in taken][:1]
        shown = chosen[:MOST_SECTIONS]
        quotes = [_first_sentence(release, passage) for passage in shown]
        return cite(shown, quotes, knowledge_url=self._knowledge_url)

    def _search(self, release: Release, query: str) -> tuple[Passage, ...]:
        with self._lock:
            if self._release != release.id:
                self._found, self._release = {}, release.id
            known = self._found.get(query)
        if known is not None:
            return known
        read = read_query(release, self._embedder, Question(query))
        found = tuple(
            passage
            for passage in find_passages(release, read, limit=AMONG)
            if passage.chunk.covered and passage.cosine >= NEAR
        )
        with self._lock:
            if self._release == release.id:
                self._found[query] = found
        return found


def queries_for(verdict: Verdict, capability: Capability | None) -> tuple[str, ...]:
    """Returns what the guide is asked: on the verdict, the capability, its baseline and its metrics."""
    if capability is None:
        return _TECHNOLOGY_FIRST if verdict == "needs_facts" else _BY_VERDICT[verdict]
    name = profile_of(capability).name.lower()
    return (
        *_BY_VERDICT[verdict][:1],
        f"What is {name}?",
        f"Which metrics for {name}?",
        f"Baseline without AI for {name}",
    )


def _first_sentence(release: Release, passage: Passage) -> str:
    sentences, _ = release.sentences(passage.number)
    return sentences[0] if sentences else passage.chunk.text
