"""What trains the reader of wordings: pairs of a section, and sentences that do not answer as its hardest rivals."""

import numpy as np
import pytest

from evals.datasets import SectionQuestions
from evals.guide import GuideSection
from evals.training_batches import draw_batches, read_sections

GUIDE = [
    GuideSection(
        "a.md", "Apples", "Apples ripen late. They keep.", ("when is harvest?", "ripe yet?")
    ),
    GuideSection("a.md", "Ferns", "Ferns like shade.", ("where to plant it?", "no sun at all")),
    GuideSection("a.md", "Alone", "Asked in one way only.", ("who asks?",)),
]
LABELLED = [
    SectionQuestions.model_validate(row)
    for row in (
        {
            "id": "a.md#Apples",
            "sentences": [
                {
                    "text": "Apples ripen late.",
                    "questions": ["when is harvest?", "autumn or summer?"],
                },
                {"text": "They keep.", "questions": ["will they rot?"]},
                {"text": "Caveat: not all.", "questions": ["will they rot?"]},
                {"text": "They are red.", "questions": []},
            ],
        },
        {
            "id": "a.md#Fruit",
            "sentences": [{"text": "On fruit.", "questions": ["what is this?", "about?"]}],
        },
    )
]


def drawn(steps=300):
    sections = read_sections(GUIDE, LABELLED)
    nearness = np.eye(len(sections))
    random = np.random.default_rng(0)
    return sections, list(draw_batches(sections, nearness, size=8, steps=steps, random=random))


def test_a_section_has_the_wordings_of_the_guide_and_the_labelled_questions_once_each():
    apples, *_ = read_sections(GUIDE, LABELLED)
    assert apples.questions == (
        "when is harvest?",
        "ripe yet?",
        "autumn or summer?",
        "will they rot?",
    )
    assert apples.answers == {0: (0,), 2: (0,), 3: (1, 2)}


def test_what_has_no_heading_of_its_own_in_the_guide_is_a_section_where_it_is_labelled():
    *_, fruit = read_sections(GUIDE, LABELLED)
    assert fruit.opening == "Fruit\nOn fruit."
    assert fruit.questions == ("what is this?", "about?")


def test_labels_of_pages_that_the_guide_does_not_have_train_nothing():
    assert read_sections([], LABELLED) == []


def test_of_several_sentences_that_answer_the_first_is_the_partner_more_often():
    _, batches = drawn()
    partners = [
        partner
        for batch in batches
        for anchor, partner in zip(batch.anchors, batch.partners, strict=True)
        if anchor == "will they rot?"
    ]
    assert partners.count("They keep.") > partners.count("Caveat: not all.") > 0


def test_a_section_with_one_question_has_no_pair():
    assert len(read_sections(GUIDE)) == 2
    assert len(read_sections(GUIDE, LABELLED)) == 3


def test_a_partner_is_of_the_same_section_and_never_the_anchor_itself():
    sections, batches = drawn()
    for batch in batches:
        for number, anchor, partner in zip(
            batch.sections, batch.anchors, batch.partners, strict=True
        ):
            own = sections[number]
            assert anchor in own.questions
            assert partner in {*own.questions, *own.sentences, own.opening} - {anchor}


@pytest.mark.parametrize("anchor", ["when is harvest?", "will they rot?"])
def test_a_sentence_is_partner_of_the_questions_that_it_answers_and_rival_of_the_others(anchor):
    (apples, *_), batches = drawn()
    right = {apples.sentences[place] for place in apples.answers[apples.questions.index(anchor)]}
    partners, rivals = set(), set()
    for batch in batches:
        for row, text in enumerate(batch.anchors):
            if text == anchor:
                partners |= {batch.partners[row]} & set(apples.sentences)
                rivals |= {
                    batch.rivals[place] for place, own in enumerate(batch.owners) if own == row
                }
    assert partners == right
    assert rivals == set(apples.sentences) - right
