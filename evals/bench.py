"""The advisor as it is measured: the live release, with a database of its own for what it records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from advisor.answering.answering import Answering
from advisor.answering.estimate import Estimate
from advisor.answering.retrieve import retrieve
from advisor.answering.search import read_query, search
from advisor.bootstrap import build_services
from advisor.database import open_database
from advisor.embedding import Embedder
from advisor.index.live import LiveIndex
from advisor.models import Answer, Chunk, Question
from advisor.settings import Settings

Search = Callable[[Question, int], Sequence[Chunk]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What the evaluations call; `searches` are the ways to retrieve, by name.

    `ask_always` answers however unsure it is, and `weigh` gives the estimate where no rule answers:
    what training needs. `is_tuned` says whether a tuned model read the release's wordings.
    """

    release: int
    ask: Callable[[Question], Answer]
    ask_always: Callable[[Question], Answer]
    weigh: Callable[[Question], Estimate]
    embed: Callable[[str], object]
    searches: Mapping[str, Search]
    is_tuned: bool = False


@contextmanager
def open_bench(settings: Settings) -> Iterator[Bench]:
    """Opens the live release of these settings.

    Questions are recorded in a throw-away database: they are nobody's, and no gaps of the guide.

    Raises:
        AdvisorError: no release is live, or a part cannot start.

    """
    with ExitStack() as stack:
        services = stack.enter_context(closing(build_services(settings)))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="evals-")))
        scratch = replace(settings, database_url=f"sqlite:///{folder / 'evals.sqlite3'}")
        database = stack.enter_context(closing(open_database(scratch)))
        embedder, index = services.embedder, services.index
        answering = Answering(settings, database=database, embedder=embedder, index=index)
        always = Answering(
            settings, database=database, embedder=embedder, index=index, threshold=0.0
        )
        yield Bench(
            release=index.current().id,
            ask=answering.ask,
            ask_always=always.ask,
            weigh=lambda question: search(index.current(), embedder, question).estimate,
            embed=lambda text: embedder.embed([text]),
            searches=_searches(answering, embedder, index),
            is_tuned=index.current().is_tuned,
        )


def _searches(answering: Answering, embedder: Embedder, index: LiveIndex) -> dict[str, Search]:
    """The retrieval as it serves, and its two halves alone, for the same completed and corrected query."""

    def hybrid(question: Question, limit: int) -> list[Chunk]:
        passages = answering.retrieve(question.text, limit=limit, turns=question.turns)
        return [passage.chunk for passage in passages]

    def dense(question: Question, limit: int) -> list[Chunk]:
        release = index.current()
        query = read_query(release, embedder, question)
        # Without words, candidates and scores are the vectors' alone.
        passages = retrieve(release, "", query.vector, asked=query.asked, limit=limit)
        return [passage.chunk for passage in passages]

    def words(question: Question, limit: int) -> list[Chunk]:
        release = index.current()
        query = read_query(release, embedder, question)
        scores = release.lexical.scores(query.text)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [release.chunks[number] for number in order if scores[number] > 0]

    return {"hybrid": hybrid, "dense": dense, "words": words}
