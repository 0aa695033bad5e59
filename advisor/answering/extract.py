"""The extractive composer: the best sentences of the best sections, quoted, in the form asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.answering.audience import for_audience
from advisor.answering.choose import WORD_BUDGET, choose
from advisor.answering.draft import Draft, write_draft
from advisor.answering.form import CONS, PLAIN, PROS, Form
from advisor.answering.intent import ANY, Intent
from advisor.answering.parts import Part
from advisor.answering.query import Query
from advisor.answering.sentences import Sentence, plain, weigh
from advisor.answering.two_sides import Sides, read_sides, sides_of
from advisor.answering.verdict import Opening, find_opening
from advisor.index.release import Release
from advisor.models import Passage

__all__ = ["Draft", "compose", "plain"]

SECTIONS = 4
# Sections so far behind the best only fill up an answer: without them no fact was lost in our development questions.
WIDEST_GAP = 0.2
# What a side of a comparison or a part of a question gets, and the least that is left for the whole.
PART_WORDS = 45
LEAST_FOR_WHOLE = 60
# A quoted section that is nearly the best for a part of the question speaks for it.
AS_GOOD_FOR_PART = 0.1
# A section that is no nearer to a part of the question does not speak of it.
LEAST_PART_COSINE = 0.4
# A section on both sides of a comparison leads, unless it lies so far behind the best.
BOTH_SIDES_GAP = 0.3
WORDS_FOR_EACH_SIDE = 70
# A question with several parts may be answered at more length: of 29 development questions two more were whole.
ROOM_FOR_PARTS = 30


@dataclass(frozen=True, slots=True)
class _Task:
    """One question to compose an answer to; `passages` are those of the whole and of its parts."""

    release: Release
    query: Query
    passages: tuple[Passage, ...]
    sections: int
    form: Form
    intent: Intent
    parts: Sequence[Part]
    sides: Sides | None
    word_budget: int


def compose(
    release: Release,
    query: Query,
    passages: Sequence[Passage],
    *,
    form: Form = PLAIN,
    intent: Intent = ANY,
    parts: Sequence[Part] = (),
    word_budget: int = WORD_BUDGET,
    first_marker: int = 1,
) -> Draft:
    """Returns the best sentences of the best passages, within the word budget, laid out in the form."""
    sides = _sides(release, intent, [*passages, *(one for part in parts for one in part.passages)])
    best = _near_best(_both_sides_first(passages, sides), sides)
    task = _Task(
        release=release,
        query=query,
        passages=_with_parts(best, parts),
        sections=len(best),
        form=form,
        intent=intent,
        parts=parts,
        sides=sides,
        word_budget=word_budget + (ROOM_FOR_PARTS if parts and not sides else 0),
    )
    weighed = weigh(release, query, best, whole_lists=_wants_list(intent))
    candidates = for_audience(weighed, form.audience)
    opening = find_opening(release, query.text, intent, candidates, best)
    chosen = _fit(task, candidates, _choose(task, candidates, opening), opening)
    marks = sides_of(sorted({*candidates, *chosen}, key=_place))
    return write_draft(
        chosen,
        task.passages,
        form,
        opening=opening,
        sides=sides,
        marks=marks,
        caveats=[one for one in candidates if one.is_doubt],
        first_marker=first_marker,
    )


def _sides(release: Release, intent: Intent, passages: Sequence[Passage]) -> Sides | None:
    if not intent.sides:
        return None
    texts = [f"{one.chunk.heading} {one.chunk.text}" for one in passages]
    return read_sides(intent.sides, release.lexical.terms, texts=texts)


def _near_best(passages: Sequence[Passage], sides: Sides | None) -> list[Passage]:
    gap = BOTH_SIDES_GAP if sides else WIDEST_GAP
    top = max((one.score for one in passages), default=0.0)
    return [one for one in passages[:SECTIONS] if one.score >= top - gap]


def _both_sides_first(passages: Sequence[Passage], sides: Sides | None) -> list[Passage]:
    """The passages; of a comparison, the first whose heading or opening speaks of both sides leads."""
    ordered = list(passages)
    if sides:
        for one in passages:
            near = one.score >= passages[0].score - BOTH_SIDES_GAP
            if near and sides.named_in(f"{one.chunk.headings[-1]} {one.chunk.text}"):
                ordered.remove(one)
                return [one, *ordered]
    return ordered


def _with_parts(best: Sequence[Passage], parts: Sequence[Part]) -> tuple[Passage, ...]:
    found = {one.number: one for part in parts for one in part.passages}
    known = {one.number for one in best}
    return (*best, *(one for number, one in found.items() if number not in known))


def _choose(task: _Task, candidates: Sequence[Sentence], opening: Opening | None) -> list[Sentence]:
    """The best sentences of the whole, and of each side or part that they leave out."""
    least = task.form.count or 0
    wants_list = _wants_list(task.intent)
    chosen = choose(candidates, task.word_budget, whole_list=wants_list, least=least)
    missing = [own for number in range(len(task.parts)) if (own := _of_part(task, number, chosen))]
    if missing:
        left = max(LEAST_FOR_WHOLE, task.word_budget - PART_WORDS * len(missing))
        chosen = choose(candidates, left, whole_list=wants_list, least=least)
        for own in missing:
            chosen += [one for one in own if not any(one.is_twin_of(each) for each in chosen)]
    if opening and not any(opening.sentence.is_twin_of(one) for one in chosen):
        chosen.append(opening.sentence)
    return chosen


def _wants_list(intent: Intent) -> bool:
    return intent.wants_list or bool(intent.counted)


def _of_part(task: _Task, number: int, chosen: Sequence[Sentence]) -> list[Sentence]:
    """What the guide says of a side or a part that the chosen sentences do not speak of."""
    part = task.parts[number]
    if task.sides:
        sides = task.sides
        said = [one.plain for one in chosen if not one.is_caveat]
        alone = task.form.shape == "table"
        if any(sides.speaks(text, number, alone=alone) for text in said):
            return []
        own = [one for one in part.passages if sides.speaks(one.chunk.text, number)][:1]
    else:
        own = list(part.passages[:1])
        told = {task.passages[one.passage].number for one in chosen}
        near = [one for one in part.passages if one.score >= own[0].score - AS_GOOD_FOR_PART]
        if told & {one.number for one in near}:
            return []
    if not own or own[0].cosine < LEAST_PART_COSINE:
        return []
    places = [[one.number for one in task.passages].index(own[0].number)]
    return choose(weigh(task.release, part.query, own, places=places), PART_WORDS)


def _fit(
    task: _Task,
    candidates: Sequence[Sentence],
    chosen: list[Sentence],
    opening: Opening | None,
) -> list[Sentence]:
    """The chosen as far as the form wants them: one, a number of sentences, or those for and against."""
    form = task.form
    if form.shape == "one_line":
        return [_single(task, chosen, opening)] if chosen else []
    if form.shape == "prose" and form.count:
        told = [one for one in chosen if not one.is_lead and not one.is_caveat] or chosen
        first = [opening.sentence] if opening else []
        ranked = sorted(told, key=lambda one: -one.score)
        return list(dict.fromkeys([*first, *ranked]))[: form.count]
    if form.shape == "pros_and_cons":
        return _for_and_against([*candidates, *_others(chosen, candidates)]) or chosen
    return chosen


def _single(task: _Task, chosen: Sequence[Sentence], opening: Opening | None) -> Sentence:
    """The best sentence that stands alone; of a comparison, one that speaks of both sides."""
    if opening:
        return opening.sentence
    whole = [one for one in chosen if not one.is_lead and not one.is_caveat]
    told = [one for one in whole if not one.is_item] or whole or list(chosen)
    if task.sides:
        told = [one for one in told if task.sides.named_in(one.plain)] or told
    return max(told, key=lambda one: one.score)


def _others(chosen: Sequence[Sentence], candidates: Sequence[Sentence]) -> list[Sentence]:
    return [one for one in chosen if not any(one.is_twin_of(other) for other in candidates)]


def _for_and_against(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The best sentences of either side, within the words of each."""
    marks = sides_of(sorted(sentences, key=_place))
    kept: list[Sentence] = []
    room = {PROS: WORDS_FOR_EACH_SIDE, CONS: WORDS_FOR_EACH_SIDE}
    for one in sorted(marks, key=lambda one: -one.score):
        side = marks[one]
        if one.words <= room[side] and not any(one.is_twin_of(other) for other in kept):
            kept.append(one)
            room[side] -= one.words
    return kept


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.passage, sentence.position
