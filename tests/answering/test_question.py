"""Questions are cleaned, and follow-ups completed from their conversation."""

import pytest

from advisor.answering.question import clean, complete, leans_on_context
from advisor.models import Question, Turn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  what\n is\tdrift? ", "what is drift?"),
        ("zero\u200bwidth", "zero width"),
        ("\u202eturned", "turned"),
        ("tag\U000e0041", "tag"),
        ("nul\x00byte", "nul byte"),
        ("lone\ud800surrogate", "lone surrogate"),
        ("", ""),
    ],
)
def test_invisible_characters_become_blanks(text, expected):
    assert clean(text) == expected


def test_a_question_is_cut_at_4000_characters():
    assert len(clean("a" * 10_000)) == 4000


@pytest.mark.parametrize(
    "text",
    [
        "and for B2B?",
        "why?",
        "what about recall?",
        "does it need labels?",
        "how so?",
        "for enterprise?",
    ],
)
def test_follow_ups_are_recognised(text):
    assert leans_on_context(text)


@pytest.mark.parametrize(
    "text",
    [
        "precision or recall for a medical test?",
        "who improves model accuracy over time",
        "which tools are named for monitoring a model in production",
    ],
)
def test_complete_questions_stand_alone(text):
    assert not leans_on_context(text)


def test_a_follow_up_is_completed_by_the_last_question_that_stands_alone():
    turns = (
        Turn("which metrics suit a recommender system in a shop?", "..."),
        Turn("and for ads?", "..."),
    )
    assert complete(Question("why?", turns=turns)) == (
        "which metrics suit a recommender system in a shop? and for ads? why?"
    )


def test_a_complete_question_ignores_the_conversation():
    question = Question(
        "which companies are named for product ranking?", turns=(Turn("hello there", ""),)
    )
    assert complete(question) == "which companies are named for product ranking?"
