"""The subject of a short, plain question, and questions on subjects that the guide never names."""

import pytest

from advisor.answering.focus import focus
from advisor.models import Question


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("what is quantum annealing?", "quantum annealing"),
        ("what is a Wardley map and do I need one", "Wardley map"),
        ("what does heteroscedasticity mean?", "heteroscedasticity"),
        ("explain the Cynefin framework for a pm", "Cynefin framework"),
        ("how does the Hook model help us?", "Hook model"),
        ("does the guide recommend story mapping for PMs", "story mapping"),
        ("how do I use the SCQA method in an interview", "SCQA method"),
        ("what did Babbel build for its learners", "Babbel"),
    ],
)
def test_a_plain_question_has_a_subject(text, subject):
    assert focus(text) == subject


@pytest.mark.parametrize(
    "text",
    [
        "what is the gripe with it?",
        "what is the best way to label records?",
        "what is wrong with that?",
        "why do models fail?",
        "our model is stuck and the boss asks what is going on with all these numbers we gave him",
        "",
    ],
)
def test_other_questions_have_none(text):
    assert focus(text) == ""


@pytest.mark.parametrize("text", ["what is quantum annealing?", "explain the Cynefin framework"])
def test_a_subject_that_the_guide_never_names_is_refused_by_its_name(guide, text):
    answer = guide.answering.ask(Question(text))
    assert answer.abstained
    assert answer.citations == ()


@pytest.mark.parametrize("text", ["what is drift?", "what is anonymisation", "explain precision"])
def test_a_subject_of_the_guide_is_not_missing(guide, text):
    assert not guide.answering.ask(Question(text)).abstained
