"""Golden questions on the live release and on a new one: what is won, what is lost, what reads differently."""

import logging
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from rapidfuzz import fuzz

from advisor.answering.answering import Answering
from advisor.answering.next_questions import NextQuestions
from advisor.database import Database
from advisor.database.golden import Golden, keep_shipped, list_golden, read_shipped
from advisor.database.scratch import scratch_database
from advisor.embedding import Embedder
from advisor.errors import GoldenError, ReleaseError
from advisor.index.held import HeldIndex
from advisor.index.manifest import read_manifest
from advisor.index.release import Release, open_release
from advisor.models import Question
from advisor.pooling import Vectors
from advisor.settings import Settings
from ingest.golden_check import Checked, check
from ingest.golden_kept import keep, key_of, read_kept

SHOWN_CHANGES = 3
# A guide that keeps fewer of its pages than this is another guide.
SAME_GUIDE = 0.5
# One section more or less among the first five tells little where the answers are as right as before.
RECALL_MAY_FALL = 0.05
_MARKER = re.compile(r"\s*\[\d+\]")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pair:
    """A golden question with what the live release (None without one) and the new one made of it."""

    golden: Golden
    before: Checked | None
    after: Checked

    @property
    def likeness(self) -> float:
        """How much the two answers are alike, from 0 to 1."""
        if self.before is None:
            return 1.0
        before, after = (_MARKER.sub("", text) for text in (self.before.text, self.after.text))
        return fuzz.ratio(before, after) / 100


def evaluate_release(
    settings: Settings,
    *,
    before: Path | None,
    after: Path,
    embedder: Embedder,
    database: Database,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any] | None:
    """Returns what the golden questions say of a new release, or None if there is none that applies to it.

    {questions, passed: {before, after}, won: [{id, question}], lost: [the same], recall_at_5: {before, after},
    refusals: {before, after}: how many were refused, worse: whether fewer pass than before or fewer sections are found,
    reason: that as a sentence or "", changed: the three answers that changed most, [{question, before, after}],
    seconds}. The values before are null without a live release that can be opened.
    """
    started = time.monotonic()
    golden = _golden(database)
    pages = _pages_in(after)
    # Opening takes seconds where a guide is large, so that it comes after the question whether anything is asked.
    if pages is None or not applicable(golden, before=_pages_in(before), after=pages):
        return None
    with ExitStack() as stack:
        server = settings.chroma_url
        new = stack.enter_context(open_release(after, embedder=embedder, server=server))
        old = _open_live(before, embedder, stack, server=server)
        questions = applicable(golden, before=_pages(old) if old else None, after=pages)
        scratch = stack.enter_context(scratch_database())
        stack.enter_context(_quietly())
        asker = _Asker(settings, scratch, _Remembering(embedder))
        known = read_kept(old.directory, settings) if old else {}
        unknown = [one for one in questions if old and key_of(one) not in known]
        count = _Count(len(unknown) + len(questions), on_progress)
        known |= {key_of(one): asker.ask(one, old, count) for one in unknown if old}
        made = {key_of(one): asker.ask(one, new, count) for one in questions}
        keep(after, settings, made)
    pairs = [
        Pair(one, known.get(key_of(one)) if old else None, made[key_of(one)]) for one in questions
    ]
    return {**summarise(pairs), "seconds": round(time.monotonic() - started, 3)}


def applicable(
    golden: Sequence[Golden], *, before: Collection[str] | None, after: Collection[str]
) -> list[Golden]:
    """Returns the golden questions that say something of a guide with these pages (`before`: of the live release).

    A page that is missed was in the live release; where another guide takes the place of the old one, only what
    stands in the new one is asked. Shipped questions without a page belong to the bundled guide.
    """
    pages = set(after)
    if before and len(pages & set(before)) >= SAME_GUIDE * len(before):
        pages |= set(before)
    shipped = {one.document for one in golden if one.origin == "shipped" and one.document}
    is_ours = bool(shipped) and len(shipped & pages) >= SAME_GUIDE * len(shipped)
    return [
        one
        for one in golden
        if (one.document in pages if one.document else one.origin != "shipped" or is_ours)
    ]


def summarise(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Returns the figures of an evaluation, without its time."""
    compared = all(pair.before for pair in pairs)
    before = _Figures.of([pair.before for pair in pairs if pair.before]) if compared else None
    after = _Figures.of([pair.after for pair in pairs])
    reason = _why_worse(before, after) if before else ""
    return {
        "questions": len(pairs),
        "passed": {"before": before and before.passed, "after": after.passed},
        "won": _listed(
            pair for pair in pairs if pair.before and pair.after.passed > pair.before.passed
        ),
        "lost": _listed(
            pair for pair in pairs if pair.before and pair.after.passed < pair.before.passed
        ),
        "recall_at_5": {"before": before and before.recall, "after": after.recall},
        "refusals": {"before": before and before.refusals, "after": after.refusals},
        "worse": bool(reason),
        "reason": reason,
        "changed": _most_changed(pairs),
    }


@dataclass(frozen=True, slots=True)
class _Figures:
    """Of one release: questions passed, recall at 5 (None where no section is expected), refusals."""

    passed: int
    recall: float | None
    refusals: int

    @classmethod
    def of(cls, rows: Sequence[Checked]) -> "_Figures":
        recalled = [row.recalled for row in rows if row.recalled is not None]
        recall = round(sum(recalled) / len(recalled), 4) if recalled else None
        return cls(sum(row.passed for row in rows), recall, sum(row.refused for row in rows))


def _why_worse(before: _Figures, after: _Figures) -> str:
    if after.passed < before.passed:
        return (
            f"It answers {after.passed} golden questions rightly, the live release {before.passed}."
        )
    if (before.recall or 0) - (after.recall or 0) > RECALL_MAY_FALL:
        return (
            f"It finds the right section among the first five for {after.recall or 0:.0%} of the golden "
            f"questions, the live release for {before.recall:.0%}."
        )
    return ""


def _listed(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    return [{"id": pair.golden.id, "question": pair.golden.question} for pair in pairs]


def _most_changed(pairs: Sequence[Pair]) -> list[dict[str, str]]:
    changed = sorted((pair for pair in pairs if pair.likeness < 1), key=lambda pair: pair.likeness)
    return [
        {
            "question": pair.golden.question,
            "before": pair.before.text if pair.before else "",
            "after": pair.after.text,
        }
        for pair in changed[:SHOWN_CHANGES]
    ]


class _Count:
    """Tells how many of all questions have been asked."""

    def __init__(self, of: int, tell: Callable[[int, int], None] | None) -> None:
        self._done, self._of, self._tell = 0, of, tell

    def one(self) -> None:
        self._done += 1
        if self._tell:
            self._tell(self._done, self._of)


class _Asker:
    """Asks releases as the bot does, without a language model: the same question gets the same answer."""

    def __init__(self, settings: Settings, database: Database, embedder: Embedder) -> None:
        self._settings = replace(settings, llm_model="")
        self._database = database
        self._embedder = embedder
        self._answering: dict[int, Answering] = {}

    def ask(self, golden: Golden, release: Release, count: _Count) -> Checked:
        answering = self._answering.get(release.id)
        if answering is None:
            answering = self._answering[release.id] = Answering(
                self._settings,
                database=self._database,
                embedder=self._embedder,
                index=HeldIndex(release),
                next_questions=_NoQuestions(self._embedder),
            )
        answer = answering.ask(Question(golden.question))
        count.one()
        return check(golden, answer, pages=_pages(release))


class _NoQuestions(NextQuestions):
    """Suggests nothing: that takes a quarter of a question's time, and golden questions do not look at it."""

    def keep(self, release: Release, question: Question, vector: Vectors) -> None:
        pass

    def suggest(self, *_: object, **__: object) -> tuple[str, ...]:
        return ()


class _Remembering:
    """An embedder that embeds a question once for both releases."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.tuned: Embedder | None = _Remembering(embedder.tuned) if embedder.tuned else None
        self.name, self.weights_sha256 = embedder.name, embedder.weights_sha256
        self.dimensions, self.max_tokens = embedder.dimensions, embedder.max_tokens
        self.embed_parts, self.token_spans = embedder.embed_parts, embedder.token_spans

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else self._embedder.embed([])


def _golden(database: Database) -> list[Golden]:
    try:
        keep_shipped(database, read_shipped())
    except GoldenError as error:
        log.error("golden_questions_unreadable", reason=str(error))
    return list_golden(database)


def _open_live(
    directory: Path | None, embedder: Embedder, stack: ExitStack, *, server: str
) -> Release | None:
    """The live release, or None where there is none to compare with."""
    if directory is None:
        return None
    try:
        return stack.enter_context(open_release(directory, embedder=embedder, server=server))
    except ReleaseError as error:
        log.warning("live_release_unusable", reason=str(error))
        return None


def _pages_in(directory: Path | None) -> frozenset[str] | None:
    """The pages of a release that is not open; None without one that can be read."""
    if directory is None:
        return None
    try:
        return frozenset(document.path for document in read_manifest(directory).documents)
    except ReleaseError:
        return None


def _pages(release: Release) -> frozenset[str]:
    return frozenset(document.path for document in release.manifest.documents)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keeps the questions of a build out of the log of answers."""
    logger = logging.getLogger(Answering.__module__)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
