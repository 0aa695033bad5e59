"""Next questions: up to three that the guide can answer, from sections beside the answer's own."""

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from advisor.answering.asked_vectors import reader_of_wordings
from advisor.answering.asks_for import unmet_demand
from advisor.answering.question import clean, leans_on_context
from advisor.answering.retrieve import weights_of
from advisor.answering.rules import answer_by_rule
from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.models import Answer, Chunk, Passage, Question
from advisor.pooling import Vectors

MOST = 3
# What fits on a Slack button.
LONGEST = 75
# A section in whose wordings this was asked, or nearly, has been asked for.
ASKED = 0.85
# Two questions nearer than this would get much the same answer.
ALIKE = 0.8
NEIGHBOURS = 3
RIVALS = 8
# How far a question's own section must lie before the next; further where a stand-in vector promises too much.
LEAD = 0.05
STAND_IN_LEAD = 0.15
# Sections looked at beside an entry of a table that a rule looked up.
NEAR = 12
REMEMBERED = 512
# Names of persons and firms mean little to who has not read the section.
NAME_PENALTY = 0.1
# After these rules nobody wants to be asked on.
PARTING = frozenset(("thanks", "farewell", "stored"))
FIRST_QUESTIONS = (
    "Precision or recall for a medical test?",
    "Is this an AI problem, or are rules enough?",
    "Which metrics fit a recommender?",
)
_VERB = r"(is|are|was|do|does|did|can|could|should|will|would|must|may|has|have)"
_QUESTION = re.compile(
    rf"(?:{_VERB}\s|(what|why|when|where|who|how)\s+{_VERB}\b|which\s+\w+|how (many|much|often|long)\s)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\s)[A-Z][a-z]{2,}")
# Wordings are written as people type: with a clause before the question, with themselves in it, in small letters.
_CHATTY = re.compile(
    r"[,;:()–—]|\b(i|i'm|i've|me|my|we|we're|our|us|you call|name for|term for)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_MIXED = re.compile(r"\b\w+[A-Z]\w*")

Section = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question that the section with this chunk's number answers."""

    text: str
    number: int
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Asked:
    """What has been asked in the conversation, the present question included: words and vectors."""

    texts: tuple[str, ...]
    vectors: Vectors


class NextQuestions:
    """Suggests next questions; it knows the vectors of the last questions, so that turns are embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        # By whether a tuned model read them: the next release may be of the other kind.
        self._kept: OrderedDict[tuple[bool, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, release: Release, question: Question, vector: Vectors) -> None:
        """Remembers the vector of a question that compares with the release's wordings."""
        with self._lock:
            self._kept[release.is_tuned, clean(question.text)] = vector
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def suggest(
        self,
        release: Release | None,
        question: Question,
        answer: Answer,
        *,
        passages: Sequence[Passage],
    ) -> tuple[str, ...]:
        """Returns what may be asked next: an abstention's nearest sections stay as they are."""
        rule = str(answer.trace.get("rule") or "")
        if release is None or answer.suggestions or rule in PARTING:
            return answer.suggestions
        cited = [each.chunk for each in answer.citations]
        if rule and not cited:
            return first_questions(release)
        if answer.abstained:
            return ()
        if rule:
            passages = self._around(release, question, cited[0])
        asked = self._recall(release, [*(turn.question for turn in question.turns), question.text])
        found = next_questions(release, asked, passages=passages, cited=cited)
        return tuple(one.text for one in found)

    def _around(self, release: Release, question: Question, chunk: str) -> list[Passage]:
        """The entry that a rule looked up and what is near to it; its vector stands for the question's."""
        number = release.number_of(chunk)
        vector = release.vectors_of(number)[0]
        self.keep(release, question, vector)
        near = [one for one, _ in release.dense(vector, limit=NEAR) if one != number]
        return [Passage(release.chunks[one], one, 1.0, 1.0, 0.0) for one in (number, *near)]

    def _recall(self, release: Release, questions: Sequence[str]) -> Asked:
        texts = [clean(text) for text in questions]
        with self._lock:
            kept = {text: self._kept.get((release.is_tuned, text)) for text in texts}
        known = {text: vector for text, vector in kept.items() if vector is not None}
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        if unknown:
            reader = reader_of_wordings(release, self._embedder)
            known.update(zip(unknown, reader.embed(unknown), strict=True))
        return Asked(tuple(texts), np.stack([known[text] for text in texts]))


def next_questions(
    release: Release, asked: Asked, *, passages: Sequence[Passage], cited: Collection[str]
) -> tuple[NextQuestion, ...]:
    """Returns at most three questions, each of another section, none of which has been asked.

    `cited` are the ids of the chunks that the answer cites: what they say has just been said. The last
    of `asked` is the present question.
    """
    numbers = _sections(release, passages, cited)
    numbers = _not_asked(release, asked, numbers)
    texts = {_key(text) for text in asked.texts}
    rivals = [passage.number for passage in passages]
    chosen: list[NextQuestion] = []
    for number in numbers:
        question = question_of(release, number, texts=texts, rivals=[*rivals, *numbers])
        if question and all(float(question.vector @ one.vector) < ALIKE for one in chosen):
            chosen.append(question)
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def first_questions(release: Release) -> tuple[str, ...]:
    """Returns questions to begin with: ours where the guide knows their words, else its own headings."""
    own = [
        text
        for text in FIRST_QUESTIONS
        if all(release.lexical.knows(term) for term in release.lexical.terms(text))
    ]
    by_document = {
        chunk.document: text
        for chunk in reversed(release.chunks)
        if chunk.covered and (text := _heading(chunk))
    }
    headings = list(by_document.values())[::-1]
    return tuple(dict.fromkeys([*own, *headings]))[:MOST]


def _sections(release: Release, passages: Sequence[Passage], cited: Collection[str]) -> list[int]:
    """Numbers of covered chunks to ask for: one a section, what was retrieved before its neighbours."""
    first = passages[0].number
    around = range(max(0, first - NEIGHBOURS), min(len(release.chunks), first + NEIGHBOURS + 1))
    document = release.chunks[first].document
    beside = [number for number in around if release.chunks[number].document == document]
    taken = {_section(release.chunks[passages[0].number])} | {
        _section(chunk) for chunk in (passage.chunk for passage in passages) if chunk.id in cited
    }
    numbers: list[int] = []
    for number in (*(passage.number for passage in passages), *beside):
        chunk = release.chunks[number]
        if chunk.covered and _section(chunk) not in taken:
            taken.add(_section(chunk))
            numbers.append(number)
    return numbers


def _not_asked(release: Release, asked: Asked, numbers: Sequence[int]) -> list[int]:
    """Without the sections that have been asked for, nearest to the present question first."""
    if not numbers:
        return []
    nearness = np.stack([release.cosines(vector, numbers) for vector in asked.vectors])
    order = np.argsort(-nearness[-1], kind="stable")
    return [numbers[place] for place in order if nearness[:, place].max() < ASKED]


def question_of(
    release: Release, number: int, *, texts: Collection[str], rivals: Sequence[int]
) -> NextQuestion | None:
    """Returns the section's heading if it is a question, else its best wording, that leads back to it and is met."""
    own = [Passage(release.chunks[number], number, 1.0, 1.0, 0.0)]
    for text, vector, margin in _wordings(release, number):
        if _key(text) in texts or answer_by_rule(text, release):
            continue
        if _lead(release, number, text, vector, rivals) >= margin and not unmet_demand(text, own):
            return NextQuestion(text, number, vector)
    return None


def _wordings(release: Release, number: int) -> Iterator[tuple[str, Vectors, float]]:
    """The section's questions: its heading, then its wordings, those nearest to its text first; with the lead to ask.

    A heading has no vector of its own in a release: the mean of its wordings' stands for it.
    """
    chunk = release.chunks[number]
    body, *vectors = release.vectors_of(number)
    heading = _heading(chunk)
    if heading:
        mean = np.mean(vectors or [body], axis=0)
        yield heading, mean / max(float(np.linalg.norm(mean)), 1e-9), STAND_IN_LEAD
    asked = zip(chunk.asked_as, vectors, strict=True)
    written = frozenset(_MIXED.findall(chunk.text))
    found = [
        (text, vector, LEAD)
        for wording, vector in asked
        # Most are too long for a button, and to read them all takes a millisecond.
        if len(wording) <= LONGEST and (text := read_question(wording)) and _is_plain(text, written)
    ]
    yield from sorted(found, key=lambda one: -float(one[1] @ body) + _strangeness(one[0]))


@lru_cache(maxsize=65_536)
def _is_plain(text: str, written: frozenset[str]) -> bool:
    """Whether a wording looks well on a button: one plain question, its abbreviations as its section writes them."""
    folded = {word.casefold() for word in written}
    words = _WORD.findall(text)
    return (
        _QUESTION.match(text) is not None
        and not _CHATTY.search(text)
        and all(word in written or word.casefold() not in folded for word in words)
    )


def _strangeness(text: str) -> float:
    return NAME_PENALTY * len(_NAME.findall(text))


def _heading(chunk: Chunk) -> str:
    heading = chunk.headings[-1] if chunk.headings else ""
    return read_question(heading) if heading.endswith("?") else ""


@lru_cache(maxsize=65_536)
def read_question(wording: str) -> str:
    """Returns the wording as a question for a button, or "" if it is none that stands on its own."""
    text = clean(wording)
    if not text.endswith("?"):
        if not _QUESTION.match(text) or text[-1] in ".!:":
            return ""
        text += "?"
    if len(text) > LONGEST or re.search(r"[?!.] ", text) or leans_on_context(text):
        return ""
    first, _, rest = text.partition(" ")
    return text if first != first.lower() else f"{first.capitalize()} {rest}"


def _lead(
    release: Release, number: int, text: str, vector: Vectors, rivals: Sequence[int]
) -> float:
    """How far the question's own section lies before its rivals: those at hand, and those with its words."""
    lexical = release.lexical.scores(text)
    worded = np.argsort(-lexical, kind="stable")[:RIVALS]
    around = range(max(0, number - NEIGHBOURS), min(len(lexical), number + NEIGHBOURS + 1))
    own = _section(release.chunks[number])
    numbers = [number]
    for rival in (*rivals, *around, *(int(one) for one in worded)):
        if rival not in numbers and _section(release.chunks[rival]) != own:
            numbers.append(rival)
    weights = weights_of(release)
    scores = weights.wording * release.cosines(vector, numbers) + weights.lexical * lexical[numbers]
    if not release.is_tuned:
        # A tuned model's vectors do not compare with the text's by the model itself.
        scores += weights.body * release.body_cosines(vector, numbers)
        scores += weights.sentence * release.best_sentence_cosines(vector, numbers, asked=vector)
    return float(scores[0] - scores[1:].max()) if len(numbers) > 1 else 1.0


def _section(chunk: Chunk) -> Section:
    return chunk.document, chunk.headings


def _key(text: str) -> str:
    """Texts count as the same regardless of case, signs and spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))
