"""Answers, turns and gaps come back as they were stored."""

import pytest

from advisor.database.answers import find_answer, question_of, record_answer, turns_of
from advisor.database.statistics import answer_counts, latest_gaps
from advisor.models import Answer, Citation, Question, Turn

CITATION = Citation(1, "a.md", "A › B", "quote", "", 0.9, "chunk", "passage")


def answer(name, **fields):
    given = {
        "text": f"text of {name}",
        "abstained": False,
        "method": "extractive",
        "confidence": 0.5,
    }
    return Answer(id=name, **{**given, **fields})


def test_an_answer_comes_back_as_it_was(database):
    stored = answer(
        "a1",
        citations=(CITATION,),
        notices=("n",),
        suggestions=("s",),
        milliseconds=1.5,
        trace={"query": 1},
    )
    record_answer(database, Question("why?", user="U1"), stored)
    found = find_answer(database, "a1")
    assert found.citations == (CITATION,)
    assert found.suggestions == ("s",)
    assert found.trace["query"] == 1
    assert question_of(database, "a1") == "why?"
    assert find_answer(database, "none") is None
    assert question_of(database, "none") == ""


def test_turns_are_those_of_the_place_oldest_first(database):
    for number in range(6):
        record_answer(database, Question(f"q{number}", place="T/C/1"), answer(f"a{number}"))
    record_answer(database, Question("elsewhere", place="T/C/2"), answer("b"))
    assert turns_of(database, "T/C/1", limit=2) == (
        Turn("q4", "text of a4"),
        Turn("q5", "text of a5"),
    )


@pytest.mark.parametrize(
    "text", ["plain", "quote ' and \" and %s {x}", "emoji 🙂 数据", "a" * 4000]
)
def test_any_text_is_stored_as_it_is(database, text):
    record_answer(database, Question(text), answer("a", abstained=True))
    assert latest_gaps(database, limit=1) == [text]


def test_only_abstentions_are_gaps(database):
    record_answer(database, Question("covered"), answer("a"))
    record_answer(
        database, Question("not covered"), answer("b", abstained=True), nearest=("A › B",)
    )
    assert latest_gaps(database, limit=5) == ["not covered"]
    assert answer_counts(database) == {"answers": 2, "abstained": 1, "by_extractive": 2}


def test_a_question_that_no_database_takes_as_it_is_keeps_its_words(database):
    answer = Answer(id="odd", text="A\0B", abstained=True, method="extractive", confidence=0.1)
    record_answer(database, Question("what\0 is \ud800 recall?", user="U1"), answer)
    assert question_of(database, "odd") == "what is ? recall?"
    assert find_answer(database, "odd").text == "AB"
