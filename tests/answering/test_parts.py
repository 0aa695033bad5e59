"""A model is given what was found for each part of a question, each passage once."""

from dataclasses import replace

import pytest

from advisor.answering.answering import Answering
from advisor.answering.parts import MOST_PASSAGES, Part, with_parts
from advisor.answering.query import Query
from advisor.models import Chunk, Passage, Question
from tests.answering.openai_server import OpenAIServer, Turn


def passages(*numbers):
    return tuple(
        Passage(
            Chunk(id=f"c{number}", document="d.md", headings=("Guide",), text="Text.", position=0),
            number,
            score=1.0,
            cosine=1.0,
            lexical=1.0,
        )
        for number in numbers
    )


def merged(own, *parts):
    query = Query("part", None, None)
    found = tuple(Part(query, passages(*numbers)) for numbers in parts)
    return [one.number for one in with_parts(passages(*own), found)]


def test_the_best_of_each_part_comes_before_the_second_of_any():
    assert merged([1, 2], [3, 4], [5, 6]) == [1, 2, 3, 5, 4, 6]


def test_no_passage_comes_twice_and_the_own_ones_come_first():
    assert merged([1, 2], [2, 3], [3, 1, 4]) == [1, 2, 3, 4]


def test_there_are_no_more_than_a_model_reads():
    assert merged(range(8), [20, 21, 22], [30, 31, 32]) == [*range(8), 20, 30]
    assert len(merged(range(30))) == MOST_PASSAGES


@pytest.mark.parametrize(
    "question",
    [
        "Which usage metrics matter in B2B, and how do I collect training data?",
        "What is the difference between ranking and anomaly detection?",
    ],
)
def test_what_was_found_for_a_part_stands_in_the_prompt_and_may_be_cited(
    guide, monkeypatch, question
):
    monkeypatch.setenv("OPENAI_API_KEY", "a-key-for-loopback")
    with OpenAIServer(Turn("NOT_COVERED")) as server:
        settings = replace(guide.settings, llm_model="openai:fake", llm_base_url=server.url)
        answering = Answering(
            settings, database=guide.database, embedder=guide.embedder, index=guide.index
        )
        answering.ask(Question(question))
    prompt = server.requests[0]["messages"][1]["content"]
    assert 8 < prompt.count(" passage ") <= MOST_PASSAGES + prompt.count(" passage of")
