"""What is offered to be asked next: answerable, of other sections, and new to the conversation."""

import json
import re
from pathlib import Path

import pytest

from advisor.answering.asks_for import unmet_demand
from advisor.answering.next_questions import FIRST_QUESTIONS, LONGEST, question_of, read_question
from advisor.answering.question import leans_on_context
from advisor.models import Passage, Question, Turn

MEDICAL = "precision or recall for a medical test?"
QUESTIONS = Path(__file__).parents[2] / "evals" / "datasets" / "development" / "answers.jsonl"


def key(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.fixture(scope="module")
def answers(guide):
    """Forty answers of the bundled guide, each with its question."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        question = json.loads(line)["question"]
        answer = guide.answering.ask(Question(question))
        if not answer.abstained and answer.method == "extractive":
            found.append((question, answer))
        if len(found) == 40:
            break
    assert len(found) == 40
    return found


@pytest.fixture(scope="module")
def sections(guide):
    """The sections of the bundled guide by each of their wordings."""
    found = {}
    for chunk in guide.index.current().chunks:
        for wording in (chunk.headings[-1], *chunk.asked_as):
            found.setdefault(key(wording), set()).add(chunk.heading)
    return found


def test_each_suggestion_is_answered_from_its_section(guide, answers, sections):
    lost = []
    for _, answer in answers:
        for suggestion in answer.suggestions:
            reply = guide.answering.ask(Question(suggestion))
            cited = {citation.heading for citation in reply.citations}
            if reply.abstained or not cited & sections[key(suggestion)]:
                lost.append((suggestion, cited))
    assert lost == []


def test_no_section_suggests_what_asks_for_a_thing_that_it_lacks(guide):
    release = guide.index.current()
    lost = []
    for number, chunk in enumerate(release.chunks):
        question = question_of(release, number, texts=(), rivals=()) if chunk.covered else None
        if question and unmet_demand(question.text, [Passage(chunk, number, 1.0, 1.0, 0.0)]):
            lost.append(question.text)
    assert lost == []


def test_nearly_every_answer_has_three_suggestions(answers):
    assert sum(len(answer.suggestions) == 3 for _, answer in answers) >= 36
    assert all(len(answer.suggestions) <= 3 for _, answer in answers)


def test_suggestions_are_of_other_sections_than_the_answer_and_than_each_other(answers, sections):
    for _, answer in answers:
        offered = [sections[key(suggestion)] for suggestion in answer.suggestions]
        cited = {citation.heading for citation in answer.citations}
        assert all(not headings <= cited for headings in offered)
        assert len({frozenset(headings) for headings in offered}) == len(offered)


def test_suggestions_are_short_questions_that_stand_on_their_own(answers):
    for _, answer in answers:
        for text in answer.suggestions:
            assert text.endswith("?")
            assert len(text) <= LONGEST
            assert text[0] == text[0].upper()
            assert not leans_on_context(text)


def test_the_same_question_gets_the_same_suggestions(guide, answers):
    for question, answer in answers[:5]:
        assert guide.answering.ask(Question(question)).suggestions == answer.suggestions


def test_what_was_just_asked_is_not_suggested(guide):
    answer = guide.answering.ask(Question(MEDICAL))
    for suggestion in answer.suggestions:
        again = guide.answering.ask(Question(suggestion)).suggestions
        assert key(suggestion) not in {key(one) for one in again}


def test_in_a_thread_nothing_is_suggested_twice_after_it_was_asked(guide):
    turns, asked = (), MEDICAL
    for _ in range(6):
        answer = guide.answering.ask(Question(asked, turns=turns))
        turns = (*turns, Turn(asked, answer.text))
        assert {key(turn.question) for turn in turns}.isdisjoint(map(key, answer.suggestions))
        asked = answer.suggestions[0]


def test_a_section_that_was_asked_for_in_other_words_is_not_suggested(guide):
    asked = "How do you decide between precision and recall?"
    alone = guide.answering.ask(Question("which error costs more in a classifier?"))
    turns = tuple(Turn(suggestion.lower().rstrip("?"), "") for suggestion in alone.suggestions)
    later = guide.answering.ask(Question("which error costs more in a classifier?", turns=turns))
    assert set(alone.suggestions).isdisjoint(later.suggestions)
    assert asked not in later.suggestions or asked not in alone.suggestions


@pytest.mark.parametrize("text", ["hello", "help", "what can you do?"])
def test_a_greeting_offers_first_questions_which_are_answered(guide, text):
    suggestions = guide.answering.ask(Question(text)).suggestions
    assert suggestions == FIRST_QUESTIONS
    assert not any(guide.answering.ask(Question(one)).abstained for one in suggestions)


@pytest.mark.parametrize("text", ["thanks!", "bye", "what do you store about me?"])
def test_whoever_leaves_is_not_asked_on(guide, text):
    assert guide.answering.ask(Question(text)).suggestions == ()


def test_a_looked_up_term_leads_on(guide):
    answer = guide.answering.ask(Question("what is ONNX?"))
    assert answer.method == "rule"
    assert answer.suggestions


def test_an_abstention_still_offers_the_nearest_sections(guide):
    answer = guide.answering.ask(Question("what does an AI product manager earn in Berlin?"))
    headings = {chunk.headings[-1] for chunk in guide.index.current().chunks}
    assert answer.abstained
    assert set(answer.suggestions) <= headings


@pytest.mark.parametrize(
    ("wording", "question"),
    [
        ("how often should I retrain?", "How often should I retrain?"),
        ("which metric counts missed cases", "Which metric counts missed cases?"),
        ("does domain change the metric", "Does domain change the metric?"),
        ("iPhone or Android users first?", "iPhone or Android users first?"),
        ("spam filter metric", ""),
        ("what a PM should know", ""),
        ("why is it so?", ""),
        ("which label should the model find? name it first", ""),
        ("is " + "very " * 20 + "long", ""),
        ("", ""),
    ],
)
def test_only_wordings_that_are_whole_questions_are_offered(wording, question):
    assert read_question(wording) == question
