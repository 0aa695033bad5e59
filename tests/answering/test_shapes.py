"""Questions to the bundled guide in the forms that people ask for: same facts, other shape."""

import pytest

from advisor.answering.form import CONS, PROS, read_form
from advisor.answering.validate import MARKER
from advisor.models import Question, Turn

FACTS = {
    "when should I not use AI?": ("four questions", "plain rules", "enough data", "regulation"),
    "which eight practices manage varying AI output?": (
        "expectations",
        "rlhf",
        "temperature",
        "a/b test",
        "hybrid",
    ),
    "Do I have to build a model from scratch?": ("existing libraries",),
    "what is drift": ("gets worse over time", "retraining"),
    "which tools for deployment": ("docker", "kubernetes", "onnx"),
}
FORMS = (
    "in 3 bullets",
    "as bullet points",
    "as a checklist",
    "step by step",
    "as a table",
    "for my CFO",
    "explain like I'm five",
)


@pytest.fixture
def ask(guide):
    return lambda text, **fields: guide.answering.ask(Question(text, **fields))


@pytest.mark.parametrize("question", FACTS)
def test_each_form_gives_the_same_facts_in_its_shape(ask, question):
    for words in FORMS:
        asked = f"{question.rstrip('?')}, {words}"
        form, rest = read_form(asked)
        assert rest.rstrip("?") == question.rstrip("?")
        answer = ask(asked)
        assert not form.is_plain
        assert form.holds(answer.text), answer.text
        missing = [fact for fact in FACTS[question] if fact not in answer.text.lower()]
        assert not missing, f"{words}: {missing} in {answer.text}"


@pytest.mark.parametrize("question", FACTS)
def test_one_line_is_one_sentence_with_its_source(ask, question):
    answer = ask(f"{question} tl;dr")
    assert len(MARKER.findall(answer.text)) == 1
    assert "\n" not in answer.text
    assert len(answer.citations) == 1


def test_markers_and_citations_agree_in_every_form(ask):
    for words in ("in 3 bullets", "as a table", "pros and cons", "as a checklist"):
        answer = ask(f"what is RLHF, {words}")
        assert {int(marker) for marker in MARKER.findall(answer.text)} == {
            one.marker for one in answer.citations
        }


def test_a_follow_up_may_only_ask_for_another_form(ask):
    turns = (Turn("what does RLHF do to the output, for my CFO", "..."),)
    answer = ask("and now as a checklist please", turns=turns)
    assert answer.text.startswith("☐ ")
    assert "RLHF" in answer.text
    assert "CFO" not in answer.text


def test_pros_and_cons_are_what_the_guide_marks_as_such(ask):
    text = ask("what are the pros and cons of RLHF?").text
    pros, cons = text.removeprefix(PROS).split(CONS)
    assert "reduces unwanted variation" in pros
    assert "does not guarantee the same answer" in cons


def test_a_side_that_the_guide_leaves_empty_is_told_to_be_empty(ask):
    text = ask("pros and cons of letting an agency build the model out of sight").text
    assert "marks nothing as a point for it" in text
    assert "fails" in text.split(CONS)[1]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("ranking vs recommendation", ("ranking sorts", "recommendation picks")),
        ("overfitting vs concept drift", ("by heart", "link between input")),
        ("clustering or classification?", ("finds groups", "known labels")),
        ("what is the difference between a data scientist and RLHF", ("analyses", "rate")),
    ],
)
def test_a_comparison_speaks_of_both_sides(ask, question, sides):
    text = ask(question).text.lower()
    assert all(side in text for side in sides), text


def test_a_comparison_as_a_table_has_a_column_for_each_side(ask):
    rows = ask("concept drift vs data drift as a table").text.splitlines()
    assert rows[0] == "| Concept drift | Data drift |"
    assert "link between input" in rows[2].split("|")[1]
    assert "inputs a model sees" in rows[2].split("|")[2]


def test_both_parts_of_a_question_get_evidence(ask):
    text = ask("what is overfitting and what does a data scientist do?").text
    assert "by heart" in text
    assert "analyses data" in text


def test_a_list_comes_whole(ask):
    text = ask("what are the seven capabilities of AI?").text
    items = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(items) == 7


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("how many AI capabilities are there?", "Seven: "),
        ("how many categories of metrics are there?", "Three: "),
    ],
)
def test_how_many_starts_with_the_number(ask, question, opening):
    assert ask(question).text.startswith(opening)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("does an AI PM need to code?", "No, "),
        ("is AI new?", "No: AI is not new"),
        ("is AI really even new?", "No: AI is not new"),
        ("can an AI system be completely free of bias?", "No, "),
        ("can you retrain a model on usage data?", "Yes, "),
        ("is it a mistake to launch without a feedback loop?", "Yes, "),
    ],
)
def test_a_closed_question_starts_with_the_verdict_of_the_guide(ask, question, opening):
    assert ask(question).text.startswith(opening)


@pytest.mark.parametrize(
    "question",
    [
        "is it ok to launch without a feedback loop?",
        "is it fine to skip the feedback loop at launch?",
        "is domain expertise useless?",
        "can an AI PM code?",
        "should an AI PM code?",
        "is scraped data unsafe?",
        "is uptime useful?",
        "what does an AI PM need to code?",
        "does an AI system always have bias?",
        "is the AI PM role well defined?",
    ],
)
def test_no_verdict_is_better_than_a_wrong_one(ask, question):
    assert not ask(question).text.startswith(("Yes", "No"))


def test_a_doubt_of_the_guide_is_told_even_in_one_line(ask):
    assert "(caveat: the sources differ" in ask("is AI new, in one line").text


def test_sentences_asked_for_by_number_are_no_more(ask):
    assert len(MARKER.findall(ask("why does a model go stale, in two sentences").text)) == 2
