"""A description to its assessment: read, judged by the classifier, weighed by rules, and told as a card."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from advisor.answering.languages import find_language
from advisor.embedding import Embedder
from advisor.errors import ComposerError, NoReleaseError, ReleaseError
from advisor.index.live import LiveIndex
from advisor.index.release import Release
from advisor.models import Assessment, Capability, Description, Question
from advisor.settings import Settings
from advisor.triage import card_text
from advisor.triage.card import Case, build_card, build_question, build_refusal
from advisor.triage.extracted import (
    LONGEST_REPLY,
    Extracted,
    build_extraction_messages,
    read_extraction,
)
from advisor.triage.look_alikes import LookAlikes
from advisor.triage.reading import Told, read_told
from advisor.triage.sections import Sections
from advisor.triage.suitability import IN_SCOPE
from advisor.triage.technology_first import read_opening

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# One text that only the library of languages can tell, and one that goes all the way.
_FOREIGN = "Wir sortieren Briefe."
_ANY = "Route each letter to the right team."

log = structlog.get_logger()


class Judged(Protocol):
    """What a classifier says: scores of the capabilities, P(AI is warranted), P(a use case)."""

    @property
    def scores(self) -> Mapping[Capability, float]: ...  # noqa: D102
    @property
    def ai_score(self) -> float: ...  # noqa: D102
    @property
    def scope_score(self) -> float: ...  # noqa: D102


class Judge(Protocol):
    """A classifier of descriptions; `version` names the model that judges."""

    @property
    def version(self) -> str: ...  # noqa: D102
    def judge(self, text: str, embedder: Embedder) -> Judged: ...  # noqa: D102


class Writer(Protocol):
    """A language model: writes what messages ask for, and puts a text into English."""

    def write(self, messages: "list[BaseMessage]", *, longest: int) -> str: ...  # noqa: D102
    def translate(self, question: Question) -> str: ...  # noqa: D102


class Triage:
    """Assesses use cases; used from all threads of a process."""

    def __init__(
        self,
        settings: Settings,
        *,
        embedder: Embedder,
        index: LiveIndex,
        classifier: Judge,
        llm: Writer | None = None,
    ) -> None:
        self._embedder = embedder
        self._index = index
        self._classifier = classifier
        self._llm = llm
        self._look_alikes = LookAlikes(embedder)
        self._sections = Sections(embedder, knowledge_url=settings.knowledge_url)

    def assess(self, description: Description) -> Assessment:
        """Returns the assessment of a description; what cannot be assessed is told in one sentence.

        Its milliseconds are those of the verdict; look-alikes and the guide's sections come after it.
        """
        started = time.perf_counter()
        card, task = self._assess(read_told(description))
        milliseconds = round((time.perf_counter() - started) * 1000, 3)
        card = replace(card, model_version=self._classifier.version, milliseconds=milliseconds)
        card = self._with_references(card, task)
        log.info(
            "use_case_assessed",
            verdict=card.verdict,
            capability=card.capability,
            ai_score=round(card.ai_score, 3),
            milliseconds=milliseconds,
        )
        return card

    def warm_up(self) -> None:
        """Loads what the first assessment would wait for."""
        self._look_alikes.warm_up(self._release_or_none())
        for text in (_FOREIGN, _ANY):
            self._with_references(*self._assess(read_told(Description(text))))

    def _assess(self, told: Told) -> tuple[Assessment, str]:
        """The verdict with what follows from it, and the task as it was read."""
        if not told.has_words:
            return build_refusal(card_text.EMPTY, told), ""
        if find_language(told.text) is not None:
            english = self._llm.translate(Question(told.text)) if self._llm else ""
            if not english:
                return build_question(card_text.OTHER_LANGUAGE, told), ""
            told = told.in_english(english)
        opening = read_opening(told.about)
        if opening == "technology":
            return build_question(card_text.TECHNOLOGY_FIRST, told), ""
        judged = self._classifier.judge(told.task, self._embedder)
        if judged.scope_score < IN_SCOPE:
            return build_refusal(card_text.NO_USE_CASE, told, judged), ""
        case = Case(told, judged, self._extract(told), lacks_problem=opening == "task")
        return build_card(case), told.task

    def _extract(self, told: Told) -> Extracted | None:
        """What a model reads, None where it fails; nothing where none is set."""
        if self._llm is None:
            return Extracted()
        try:
            written = self._llm.write(build_extraction_messages(told.text), longest=LONGEST_REPLY)
        except ComposerError as error:
            log.warning("facts_not_extracted", reason=str(error))
            return None
        return read_extraction(written, told.text)

    def _with_references(self, card: Assessment, task: str) -> Assessment:
        """The card with look-alikes of its task and the guide's sections."""
        if not card.suitability and card.verdict_text != card_text.TECHNOLOGY_FIRST:
            # It says what it cannot read, and rests on nothing.
            return card
        release = self._release_or_none()
        if card.capability is not None:
            vector = self._embedder.embed([task])[0]
            nearest = self._look_alikes.nearest(card.capability, vector, release)
            card = replace(card, look_alikes=nearest)
        if release is None:
            return replace(card, notices=(*card.notices, card_text.NO_GUIDE))
        sections = self._sections.cite(release, card.verdict, card.capability)
        return replace(card, sections=sections)

    def _release_or_none(self) -> Release | None:
        try:
            return self._index.current()
        except (NoReleaseError, ReleaseError):
            return None
