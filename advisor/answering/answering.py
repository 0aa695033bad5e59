"""A question becomes an answer: rules first, then retrieval, evidence, composition and citations."""

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from advisor.answering import extract, languages
from advisor.answering.asked_vectors import embed_asked
from advisor.answering.cite import cite
from advisor.answering.compose import Matter, compose
from advisor.answering.embed_once import EmbedOnce
from advisor.answering.entries import entries_of, falls_short
from advisor.answering.extract import Draft
from advisor.answering.form import Form, read_asked
from advisor.answering.intent import read_intent
from advisor.answering.lack import Lack, find_lack
from advisor.answering.lay_out import lay_out_again
from advisor.answering.llm import LlmComposer
from advisor.answering.next_questions import NextQuestions
from advisor.answering.parts import retrieve_parts
from advisor.answering.query import Query
from advisor.answering.question import clean
from advisor.answering.refuse import NEAREST, build_refusal
from advisor.answering.rerank import Reranker
from advisor.answering.retrieve import SERVED, Retrieval
from advisor.answering.rules import HELP, Reply, answer_by_rule
from advisor.answering.scope import OutOfScope, find_out_of_scope, judge_scope, without_attempts
from advisor.answering.search import Found, find_passages, read_query, search
from advisor.answering.trace import trace_of
from advisor.database import Database
from advisor.database.answers import record_answer
from advisor.embedding import Embedder
from advisor.errors import NoReleaseError, ReleaseError
from advisor.index.live import LiveIndex
from advisor.index.release import Release
from advisor.models import Answer, Method, Passage, Question, Turn
from advisor.settings import Settings

# A definition is followed by the guide's own words on the term when a section is this near to it.
ABOUT_THE_TERM = 0.55
MORE_WORDS = 70

log = structlog.get_logger()


@dataclass(slots=True)
class _Work:
    """What one question has gathered on its way."""

    question: Question
    asked: Question
    form: Form
    embedder: EmbedOnce
    release: Release | None
    started: float
    language: languages.Language | None = None
    # Whether `asked` is the question in English, by translation.
    is_in_english: bool = False
    # Whether the answer's text is in the asker's language.
    is_translated: bool = False
    # Until when the model may write, on the monotonic clock.
    deadline: float | None = None
    trace: dict[str, Any] = field(default_factory=dict)


class Answering:
    """Answers questions from the live release; used from all threads of a process."""

    def __init__(
        self,
        settings: Settings,
        *,
        database: Database,
        embedder: Embedder,
        index: LiveIndex,
        threshold: float | None = None,
        next_questions: NextQuestions | None = None,
    ) -> None:
        """`threshold` replaces the release's own, and `next_questions` the suggestions, for measurements."""
        self._settings = settings
        self._database = database
        self._embedder = embedder
        self._index = index
        self._threshold = threshold
        self._next = next_questions or NextQuestions(embedder)
        self._reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        self._llm = LlmComposer(settings) if settings.llm_model else None

    def ask(self, question: Question, *, on_text: Callable[[str], None] | None = None) -> Answer:
        """Returns the answer and stores it with its trace; an abstention is stored as a gap.

        `on_text` gets each checked sentence while a language model writes. What it got stays: should the
        model then fail, the answer begins with it and goes on in quotes.

        Raises:
            NoReleaseError: nothing has been ingested yet.
            ReleaseError: what has been ingested cannot be opened.

        """
        work = self._read(question)
        answer = self._answer_by_rules(work)
        if answer is None and work.language and self._llm:
            answer = self._put_into_english(work, self._llm)
        if answer:
            return self._finish(work, answer)
        # Where there was none, the index says why.
        work.release = work.release or self._index.current()
        asked, is_foreign = work.asked, work.language and not work.is_in_english
        if is_foreign and languages.is_unreadable(asked.text, work.release):
            return self._finish(work, _outside(work, OutOfScope(*languages.UNREAD)))
        found = search(
            work.release, work.embedder, asked, threshold=self._threshold, reranker=self._reranker
        )
        passages = found.passages
        self._next.keep(work.release, question, found.query.asked)
        work.trace.update(trace_of(found.query.text, passages), estimate=found.estimate.as_json())
        lack = find_lack(work.release, asked, found)
        if lack:
            work.trace["unmet_demand"] = lack.name
        if lack or not found.estimate.is_enough or not passages[0].chunk.covered:
            refusal = _abstain(work, passages, found.estimate.probability, lack=lack)
            return self._finish(work, refusal, nearest=passages)
        answer = self._compose(work, work.release, found, on_text)
        return self._finish(work, answer, nearest=passages)

    def _read(self, question: Question) -> _Work:
        started = time.perf_counter()
        form, asked = read_asked(without_attempts(question))
        language = languages.find_language(asked.text)
        embedder, release = EmbedOnce(self._embedder), self._release_or_none()
        return _Work(question, asked, form, embedder, release, started, language)

    def _put_into_english(self, work: _Work, model: LlmComposer) -> Answer | None:
        """Has the question translated, and asks the rules again; where that fails, all stays as it is."""
        work.deadline = model.deadline()
        english = model.translate(work.asked)
        form, asked = read_asked(Question(english, user=work.question.user))
        if not asked.text:
            return None
        work.asked, work.is_in_english = asked, True
        work.form = work.form if form.is_plain else form
        if talk := answer_by_rule(asked.text, None):
            return self._by_rule(work, talk)
        if outside := find_out_of_scope(english) or judge_scope(asked, work.embedder):
            return _outside(work, outside)
        return None

    def _answer_by_rules(self, work: _Work) -> Answer | None:
        text = work.asked.text
        empty = None if work.asked.turns else Reply("help", HELP)
        reply = answer_by_rule(text, None) if text else empty
        if reply is None and (outside := find_out_of_scope(work.question.text)):
            return _outside(work, outside)
        reply = reply or answer_by_rule(text, work.release)
        if reply and not falls_short(reply, text, work.release):
            return self._by_rule(work, reply)
        if work.language is None and (outside := judge_scope(work.asked, work.embedder)):
            return _outside(work, outside)
        return None

    def retrieve(
        self,
        query: str,
        *,
        limit: int,
        how: Retrieval = SERVED,
        turns: tuple[Turn, ...] = (),
    ) -> tuple[Passage, ...]:
        """Returns the best passages of the live release for a query, best first; `turns` complete it."""
        release, asked = self._index.current(), Question(query, turns=turns)
        found = read_query(release, self._embedder, asked, how=how)
        return find_passages(release, found, limit=limit, how=how, reranker=self._reranker)

    def _release_or_none(self) -> Release | None:
        try:
            return self._index.current()
        except (NoReleaseError, ReleaseError):
            return None

    def _by_rule(self, work: _Work, reply: Reply) -> Answer:
        work.trace["rule"] = reply.rule
        passages = entries_of(work.release, reply.sources) if work.release else ()
        quotes = tuple(passage.chunk.text for passage in passages)
        text = lay_out_again(reply.text, work.form) if passages else reply.text
        if reply.rule == "glossary" and work.release and passages:
            more = self._beyond_the_definition(work, work.release, passages)
            if work.form.is_plain:
                text = "\n\n".join(filter(None, [text, more.text]))
                passages, quotes = (*passages, *more.used), (*quotes, *more.quotes)
            else:
                text, passages, quotes = more.text, more.used, more.quotes
        citations = cite(passages, quotes, knowledge_url=self._settings.knowledge_url)
        return _answer(work, text, "rule", 1.0, citations=citations)

    def _beyond_the_definition(
        self, work: _Work, release: Release, definition: Sequence[Passage]
    ) -> Draft:
        """What the guide's pages say of a term, if a section of theirs is about it.

        In a form that was asked for, the definition is a part of it.
        """
        term = definition[0].chunk.headings[-1]
        words = [f"{term}: {work.asked.text}"]
        [vector], [asked] = embed_asked(release, self._embedder, words)
        query = Query(term, vector, asked)
        passages = find_passages(release, query)
        about = [
            passage
            for passage in passages
            if passage.chunk.covered
            and passage.chunk.document != definition[0].chunk.document
            and passage.cosine >= ABOUT_THE_TERM
        ]
        if not work.form.is_plain:
            first = replace(definition[0], score=max([one.score for one in about], default=1.0))
            return extract.compose(release, query, [first, *about[:2]], form=work.form)
        if not about:
            return Draft("", (), ())
        return extract.compose(release, query, about[:2], word_budget=MORE_WORDS, first_marker=2)

    def _compose(
        self, work: _Work, release: Release, found: Found, on_text: Callable[[str], None] | None
    ) -> Answer:
        intent = read_intent(found.query.text)
        matter = Matter(
            release,
            found.query,
            [passage for passage in found.passages if passage.chunk.covered],
            work.form,
            intent,
            retrieve_parts(release, self._embedder, intent.queries),
            work.language,
        )
        # What the model could not read it cannot answer.
        model = self._llm if work.language is None or work.is_in_english else None
        composed = compose(matter, model, deadline=work.deadline, on_text=on_text)
        work.trace.update(composed.trace)
        work.is_translated = composed.is_translated
        confidence = found.estimate.probability
        if composed.draft is None:
            return _abstain(work, found.passages, confidence)
        draft, url = composed.draft, self._settings.knowledge_url
        return _answer(
            work,
            draft.text,
            composed.method,
            confidence,
            citations=cite(draft.used, draft.quotes, knowledge_url=url),
            notices=composed.notices,
        )

    def _finish(self, work: _Work, answer: Answer, *, nearest: Sequence[Passage] = ()) -> Answer:
        suggestions = self._next.suggest(work.release, work.question, answer, passages=nearest)
        elapsed = round((time.perf_counter() - work.started) * 1000, 3)
        answer = replace(answer, suggestions=suggestions, milliseconds=elapsed)
        answer = languages.note_language(answer, work.language, is_translated=work.is_translated)
        headings = tuple(passage.chunk.heading for passage in nearest[:NEAREST])
        # Kept as it was read: on one line, and not by the megabyte.
        question = replace(work.question, text=clean(work.question.text))
        record_answer(self._database, question, answer, nearest=headings)
        log.info(
            "question_answered",
            answer=answer.id,
            method=answer.method,
            abstained=answer.abstained,
            confidence=round(answer.confidence, 3),
            release=answer.release,
            milliseconds=round(answer.milliseconds, 1),
        )
        return answer


def _answer(work: _Work, text: str, method: Method, confidence: float, **fields: Any) -> Answer:  # noqa: ANN401
    return Answer(
        id=uuid.uuid4().hex,
        text=text,
        abstained=fields.pop("abstained", False),
        method=method,
        confidence=round(confidence, 4),
        release=work.release.id if work.release else None,
        trace=work.trace,
        **fields,
    )


def _outside(work: _Work, outside: OutOfScope) -> Answer:
    """Nothing was answered, so it counts as an abstention, though not as a gap of the guide."""
    work.trace.update(outside.as_json())
    return _answer(work, outside.text, "rule", 0.0, abstained=True)


def _abstain(
    work: _Work, passages: Sequence[Passage], confidence: float, *, lack: Lack | None = None
) -> Answer:
    text, suggestions = build_refusal(passages, lack)
    return _answer(work, text, "extractive", confidence, abstained=True, suggestions=suggestions)
