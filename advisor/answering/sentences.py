"""The sentences of retrieved sections as a composer weighs them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from advisor.answering.query import Query
from advisor.index.release import Release
from advisor.models import Passage

# Weights of a sentence's score, beside its cosine to the question: the share of the question's words
# (by idf) that it holds, how far its section's score lies behind the best, and a bonus for the sentence that opens a
# section. The great weight of the section keeps an answer together: of 315 development questions, 91 % of the answers
# held all their facts with it, 90 % with a weight of 3.
COVERAGE_WEIGHT = 0.3
SECTION_WEIGHT = 6.0
OPENING_BONUS = 0.35
# Sentences of other sections so far from the question only fill up an answer: without them no fact was lost in our
# development questions, and answers are shorter.
LEAST_COSINE = 0.35
# The sentence that opens a section nearly as near as the best always comes along: where two sections compete, the
# answer may stand in either, though in other words than the question's.
CLOSE = 0.1
# A sentence that says the same as one already chosen adds nothing.
SAME = 0.93
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)\s+(?=[A-Z“\"])")
_CAVEAT = re.compile(r"^(?:>\s*)?caveat:\s*", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:(?:the |our |two |both )?(?:sources|authors|texts) (?:disagree|differ|contradict|lean)"
    r"|disagrees? (?:on|about|with|whether))\b",
    re.IGNORECASE,
)
_BULLET_LINE = re.compile(r"^ {0,3}[-*+] +\S.*$", re.MULTILINE)
_LIST_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A unit of a section's text as the composer weighs it: sentence, list item or table row."""

    passage: int
    position: int
    text: str
    score: float
    vector: np.ndarray
    is_item: bool = False
    opens_close_section: bool = False

    @property
    def words(self) -> int:
        """How much of the word budget it takes."""
        return len(self.text.split())

    @property
    def is_caveat(self) -> bool:
        """Whether it is one of the guide's caveats."""
        return bool(_CAVEAT.match(self.text))

    @property
    def is_doubt(self) -> bool:
        """Whether it says that something is doubtful, in a caveat or in a sentence."""
        return self.is_caveat or bool(_DOUBT.search(self.text))

    @property
    def is_lead(self) -> bool:
        """Whether it announces what follows: "Examples of drift:"."""
        return self.text.rstrip().endswith(":")

    @property
    def plain(self) -> str:
        """Its words as a sentence."""
        return plain(self.text)

    def opening(self, longest: int) -> "Sentence":
        """Returns it, or its first sentence if it has several and more words than `longest`."""
        first = _SENTENCE_END.split(self.text, maxsplit=1)[0]
        return replace(self, text=first) if self.words > longest else self

    def is_twin_of(self, other: "Sentence") -> bool:
        """Whether both say the same."""
        return self is other or self.likeness(other) > SAME

    def likeness(self, other: "Sentence") -> float:
        """The cosine of two sentences."""
        return float(self.vector @ other.vector)


def plain(text: str) -> str:
    """Returns a unit as a sentence: without list bullet, quote mark or table bars."""
    line = " ".join(text.split())
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return ": ".join(cell for cell in cells if cell)
    return _LIST_ITEM.sub("", _CAVEAT.sub("Caveat: ", line).removeprefix("> "))


def weigh(
    release: Release,
    query: Query,
    passages: Sequence[Passage],
    *,
    places: Sequence[int] | None = None,
    whole_lists: bool = False,
) -> list[Sentence]:
    """Returns the passages' sentences with their scores; lists of the best passage are kept whole.

    `places` are the numbers that the passages have in the answer, from 0 in their order if not given;
    `whole_lists` keeps the lists of the other passages whole as well.
    """
    terms = set(release.lexical.terms(query.text))
    weight = sum(release.lexical.idf(term) for term in terms) or 1.0
    top = passages[0].score if passages else 0.0
    sentences: list[Sentence] = []
    for rank, passage in enumerate(passages):
        place = places[rank] if places is not None else rank
        texts, vectors = release.sentences(passage.number)
        cosines = release.sentence_cosines(passage.number, query.vector, asked=query.asked)
        bullets = _bullets(passage.chunk.text)
        own: list[Sentence] = []
        is_close = rank > 0 and passage.score >= top - CLOSE
        for position, text in enumerate(texts):
            is_item = _LIST_ITEM.match(text) is not None or any(
                text.startswith(one) or one.startswith(text) for one in bullets
            )
            opens = is_close and position == 0 and not _CAVEAT.match(text)
            kept = rank == 0 or opens or cosines[position] >= LEAST_COSINE or _CAVEAT.match(text)
            if not kept and not (whole_lists and (is_item or text.endswith(":"))):
                continue
            held = terms.intersection(release.lexical.terms(text))
            score = (
                float(cosines[position])
                + COVERAGE_WEIGHT * sum(release.lexical.idf(term) for term in held) / weight
                + SECTION_WEIGHT * min(0.0, passage.score - top)
                + (OPENING_BONUS if position == 0 else 0.0)
            )
            own.append(Sentence(place, position, text, score, vectors[position], is_item, opens))
        sentences += _keep_lists_whole(own) if rank == 0 else own
    return sentences


def _bullets(markdown: str) -> list[str]:
    """The first lines of a text's list items; its sentences are kept without their bullets."""
    return [_LIST_ITEM.sub("", line.strip()) for line in _BULLET_LINE.findall(markdown)]


def _keep_lists_whole(section: Sequence[Sentence]) -> list[Sentence]:
    """Gives each item of a list the score of its best, or of the sentence that leads to it.

    "Four questions" followed by three of them would mislead.
    """
    kept: list[Sentence] = []
    for is_list, group in groupby(section, key=lambda one: one.is_item):
        members = list(group)
        lead = kept[-1:] if is_list else []
        best = max(one.score for one in (*members, *lead))
        kept += [replace(one, score=best) for one in members] if is_list else members
    return kept
