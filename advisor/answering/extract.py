"""The extractive composer: the best sentences of the best sections, quoted, each with its marker."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from advisor.embedding import Vectors
from advisor.index.release import Release
from advisor.models import Passage

WORD_BUDGET = 120
SECTIONS = 4
LONGEST_CAVEAT = 45
# Weights of a sentence's score, beside its cosine to the question: the share of the question's words
# (by idf) that it holds, how far its section's score lies behind the best, and a bonus for the sentence that opens a
# section. The great weight of the section keeps an answer together: in our development questions all facts stood in
# 86 % of the answers with it, in 79 % with a weight of 1.
COVERAGE_WEIGHT = 0.3
SECTION_WEIGHT = 6.0
OPENING_BONUS = 0.2
# Sections so far behind the best, and sentences of other sections so far from the question, only fill up an answer:
# without them no fact was lost in our development questions.
WIDEST_GAP = 0.2
LEAST_COSINE = 0.25
# A sentence that says the same as one already chosen adds nothing.
SAME = 0.93
_CAVEAT = re.compile(r"^(?:>\s*)?caveat:\s*", re.IGNORECASE)
_LIST_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of a section's text as the composer weighs it: sentence, list item or table row."""

    passage: int
    position: int
    text: str
    score: float
    vector: Vectors

    @property
    def words(self) -> int:
        """How much of the word budget it takes."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed text with [n] markers; `used` are the passages in the order of their markers."""

    text: str
    used: tuple[Passage, ...]
    quotes: tuple[str, ...]


def compose(
    release: Release,
    query: str,
    vector: Vectors,
    passages: Sequence[Passage],
    *,
    word_budget: int = WORD_BUDGET,
    first_marker: int = 1,
) -> Draft:
    """Returns the best sentences of the best passages, within the word budget, in reading order."""
    best = [one for one in passages[:SECTIONS] if one.score >= passages[0].score - WIDEST_GAP]
    candidates = _keep_lists_whole(_weigh(release, query, vector, best))
    chosen = _choose(candidates, word_budget)
    return _write(chosen, best, first_marker)


def _weigh(
    release: Release, query: str, vector: Vectors, passages: Sequence[Passage]
) -> list[Sentence]:
    terms = set(release.lexical.terms(query))
    weight = sum(release.lexical.idf(term) for term in terms) or 1.0
    top = passages[0].score if passages else 0.0
    sentences: list[Sentence] = []
    for rank, passage in enumerate(passages):
        texts, vectors = release.sentences(passage.number)
        if not texts:
            continue
        cosines = vectors @ vector
        for position, text in enumerate(texts):
            if rank > 0 and cosines[position] < LEAST_COSINE:
                continue
            held = terms.intersection(release.lexical.terms(text))
            score = (
                float(cosines[position])
                + COVERAGE_WEIGHT * sum(release.lexical.idf(term) for term in held) / weight
                + SECTION_WEIGHT * (passage.score - top)
                + (OPENING_BONUS if position == 0 else 0.0)
            )
            sentences.append(Sentence(rank, position, text, score, vectors[position]))
    return sentences


def _keep_lists_whole(candidates: Sequence[Sentence]) -> list[Sentence]:
    """Gives each item of a list in the best section the score of its best, or of the sentence that leads to it.

    "Four questions" followed by three of them would mislead.
    """
    kept: list[Sentence] = []
    for is_list, group in groupby(
        candidates, key=lambda one: one.passage == 0 and bool(_LIST_ITEM.match(one.text))
    ):
        members = list(group)
        lead = kept[-1:] if is_list and kept and kept[-1].passage == 0 else []
        best = max(one.score for one in (*members, *lead))
        kept += [replace(one, score=best) for one in members] if is_list else members
    return kept


def _choose(candidates: Sequence[Sentence], word_budget: int) -> list[Sentence]:
    """The best by score; the best section's caveat always comes along, lest the reader be misled."""
    caveats = [one for one in candidates if one.passage == 0 and _CAVEAT.match(one.text)]
    chosen = [one for one in caveats if one.words <= LONGEST_CAVEAT]
    left = word_budget - sum(one.words for one in chosen)
    ranked = sorted(candidates, key=lambda one: -one.score)
    for sentence in ranked:
        if chosen and sentence.words > left:
            continue
        if any(float(sentence.vector @ other.vector) > SAME for other in chosen):
            continue
        chosen.append(sentence)
        left -= sentence.words
    if all(_CAVEAT.match(one.text) for one in chosen):
        # Nothing else fits, and a caveat alone answers nothing.
        chosen += [one for one in ranked if not _CAVEAT.match(one.text)][:1]
    return _without_loose_leads(chosen)


def _without_loose_leads(chosen: list[Sentence]) -> list[Sentence]:
    """Leaves out "Examples of it:" where nothing that it announces is chosen, unless it is all."""
    places = {(one.passage, one.position) for one in chosen}
    kept = [
        one
        for one in chosen
        if not one.text.rstrip().endswith(":") or (one.passage, one.position + 1) in places
    ]
    return kept or chosen


def _write(chosen: Sequence[Sentence], passages: Sequence[Passage], first_marker: int) -> Draft:
    """Sections by the rank of their passage, sentences in the order of the page."""
    ordered = sorted(chosen, key=lambda one: (one.passage, one.position))
    ranks = dict.fromkeys(sentence.passage for sentence in ordered)
    markers = {rank: marker for marker, rank in enumerate(ranks, first_marker)}
    paragraphs: list[str] = []
    for rank, marker in markers.items():
        own = [sentence for sentence in ordered if sentence.passage == rank]
        paragraphs.append(_paragraph(own, marker))
    quotes = tuple(
        " ".join(plain(sentence.text) for sentence in ordered if sentence.passage == rank)
        for rank in markers
    )
    return Draft("\n\n".join(paragraphs), tuple(passages[rank] for rank in markers), quotes)


def _paragraph(sentences: Sequence[Sentence], marker: int) -> str:
    """Running sentences joined by blanks, list items on lines of their own."""
    text = ""
    previous_is_item = False
    for sentence in sentences:
        is_item = bool(_LIST_ITEM.match(sentence.text))
        line = f"{'- ' if is_item else ''}{plain(sentence.text)} [{marker}]"
        if not text:
            text = line
        else:
            text += ("\n" if is_item or previous_is_item else " ") + line
        previous_is_item = is_item
    return text


def plain(text: str) -> str:
    """Returns a unit as a sentence: without list bullet, quote mark or table bars."""
    line = " ".join(text.split())
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return ": ".join(cell for cell in cells if cell)
    return _LIST_ITEM.sub("", _CAVEAT.sub("Caveat: ", line).removeprefix("> "))
