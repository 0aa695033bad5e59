"""What the model that reads the guide's wordings learns from: sections, their questions, and which sentence answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evals.datasets import SectionQuestions
from evals.guide import GuideSection

# A section's text stands for it as well, as far as its opening goes.
OPENING = 120
# A question's partner is a sentence that answers it, the section's opening, or else another question of the section.
SENTENCE_SHARE = 0.35
OPENING_SHARE = 0.15
# Of several sentences that answer, the one named first is the partner so often.
FIRST_SHARE = 0.7
# Every other batch is drawn from so many sections around one of them: neighbours are the hardest to tell apart.
NEIGHBOURHOOD = 160


@dataclass(frozen=True, slots=True)
class Section:
    """A section's questions and sentences; `answers` gives the sentences that answer a question, by their places."""

    opening: str
    questions: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    answers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of texts, one of each of some sections; `rivals` are sentences that do not answer.

    Each rival stands in the section of the anchor that `owners` names by its place.
    """

    sections: np.ndarray
    anchors: tuple[str, ...]
    partners: tuple[str, ...]
    rivals: tuple[str, ...]
    owners: tuple[int, ...]


def read_sections(
    guide: Sequence[GuideSection], labelled: Sequence[SectionQuestions] = ()
) -> list[Section]:
    """Returns the sections that have two questions or more, wordings of the guide and others alike.

    What stands before a page's first heading, or in a part of an entry, is a section where it is labelled. Labels of
    pages that the guide does not have are left out.
    """
    pages = {one.document for one in guide}
    by_id = {one.id: one for one in labelled if one.id.partition("#")[0] in pages}
    sections = [_read(one, by_id.pop(f"{one.document}#{one.heading}", None)) for one in guide]
    sections += [_read(_unheaded(one), one) for one in by_id.values()]
    return [one for one in sections if len(one.questions) > 1]


def draw_batches(
    sections: Sequence[Section],
    nearness: np.ndarray,
    *,
    size: int,
    steps: int,
    random: np.random.Generator,
) -> Iterator[Batch]:
    """Yields batches of sections, each drawn as often as it has questions; every other from one neighbourhood.

    `nearness` are the sections' cosines, shape (sections, sections).
    """
    share = np.array([len(one.questions) for one in sections], dtype=float)
    share /= share.sum()
    for step in range(steps):
        if step % 2:
            around = np.argsort(-nearness[random.choice(len(sections), p=share)])[:NEIGHBOURHOOD]
            chosen = random.choice(around, min(size, len(around)), replace=False)
        else:
            chosen = random.choice(len(sections), min(size, len(sections)), replace=False, p=share)
        yield _draw(sections, chosen, random)


def _unheaded(labelled: SectionQuestions) -> GuideSection:
    document, _, heading = labelled.id.partition("#")
    text = " ".join(one.text for one in labelled.sentences)
    return GuideSection(document, heading, text, ())


def _read(section: GuideSection, labelled: SectionQuestions | None) -> Section:
    rows = labelled.sentences if labelled else ()
    questions = tuple(
        dict.fromkeys((*section.asked_as, *(text for row in rows for text in row.questions)))
    )
    places = {text: place for place, text in enumerate(questions)}
    answers: dict[int, tuple[int, ...]] = {}
    for number, row in enumerate(rows):
        for text in row.questions:
            answers[places[text]] = (*answers.get(places[text], ()), number)
    return Section(
        opening=f"{section.heading}\n{section.text[:OPENING]}",
        questions=questions,
        sentences=tuple(row.text for row in rows),
        answers=answers,
    )


def _draw(sections: Sequence[Section], chosen: np.ndarray, random: np.random.Generator) -> Batch:
    pairs = [_pair(sections[number], random) for number in chosen]
    rivals = [(place, rival) for place, (_, _, rival) in enumerate(pairs) if rival]
    return Batch(
        sections=chosen,
        anchors=tuple(anchor for anchor, _, _ in pairs),
        partners=tuple(partner for _, partner, _ in pairs),
        rivals=tuple(rival for _, rival in rivals),
        owners=tuple(place for place, _ in rivals),
    )


def _pair(section: Section, random: np.random.Generator) -> tuple[str, str, str]:
    """A question, its partner, and a sentence that does not answer it where the partner is one that does, else ""."""
    anchor, other = (int(one) for one in random.choice(len(section.questions), 2, replace=False))
    question, answers = section.questions[anchor], section.answers.get(anchor, ())
    kind = random.random()
    if answers and kind < SENTENCE_SHARE:
        first = random.random() < FIRST_SHARE
        partner = answers[0] if first else int(random.choice(answers))
        others = [place for place in range(len(section.sentences)) if place not in answers]
        rival = section.sentences[int(random.choice(others))] if others else ""
        return question, section.sentences[partner], rival
    if kind >= 1 - OPENING_SHARE:
        return question, section.opening, ""
    return question, section.questions[other], ""
