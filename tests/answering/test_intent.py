"""What kind of answer a question wants."""

import pytest

from advisor.answering.intent import ANY, read_intent


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("ranking vs recommendation", ("ranking", "recommendation")),
        ("What is the difference between precision and recall?", ("precision", "recall")),
        ("compare drift with overfitting", ("drift", "overfitting")),
        ("how does an AI PM differ from a PM", ("AI PM", "PM")),
        ("concept drift and data drift, how do they differ?", ("concept drift", "data drift")),
        ("B2B or B2C?", ("B2B", "B2C")),
        (
            "precision or recall for a medical test?",
            ("precision for a medical test", "recall for a medical test"),
        ),
    ],
)
def test_a_comparison_names_its_two_sides(text, sides):
    found = read_intent(text).sides
    assert tuple(side.rstrip("?") for side in found) == sides


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "why do our dates slip, and how should i estimate instead?",
            ("why do our dates slip", "how should i estimate instead?"),
        ),
        (
            "what is drift and how do we measure it?",
            ("what is drift", "what is drift how do we measure it?"),
        ),
        ("what is drift? which tools help us?", ("what is drift", "which tools help us?")),
    ],
)
def test_a_question_of_two_questions_falls_in_two(text, parts):
    assert read_intent(text).parts == parts


@pytest.mark.parametrize(
    "text",
    [
        "feature is live. how do we keep score",
        "name the 4 dangers a product bet faces, with the question behind each",
        "pros and cons of rules",
        "big bang launch or not",
    ],
)
def test_what_is_one_question_stays_one(text):
    assert read_intent(text).queries == ()


@pytest.mark.parametrize(
    "text",
    ["which metrics are there?", "list the stages", "what are the seven capabilities?"],
)
def test_a_list_is_wanted_where_many_things_are_asked_for(text):
    assert read_intent(text).wants_list


def test_how_many_asks_for_a_number_of_what_follows():
    assert read_intent("how many kinds of metrics are there?").counted == "kinds"
    assert read_intent("so how many AI capabilities do you list").counted == "AI capabilities"


@pytest.mark.parametrize("text", ["is AI new?", "do I have to code", "so can a model be fair?"])
def test_a_closed_question_wants_a_verdict(text):
    assert read_intent(text).is_closed


@pytest.mark.parametrize(
    "text", ["can you explain drift", "is it recall or precision?", "what is drift?"]
)
def test_an_order_and_a_choice_want_no_verdict(text):
    assert not read_intent(text).is_closed


def test_in_doubt_a_question_wants_nothing_special():
    assert read_intent("explain drift") == ANY
