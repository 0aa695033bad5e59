"""Answers of other programs: words, booleans and null; anything else is told in one sentence."""

import pytest

from advisor.errors import QuestionError
from advisor.triage.replies import is_bare, read_replies, reply_in


@pytest.mark.parametrize(
    ("answers", "replies"),
    [
        (None, {}),
        ({}, {}),
        ({"rules": "yes", "worth": "no"}, {"rules": "yes", "worth": "no"}),
        ({"data": True, "allowed": False}, {"data": "yes", "allowed": "no"}),
        ({"data": None, "worth": "unknown"}, {"data": "unknown", "worth": "unknown"}),
        ({"rules": " YES "}, {"rules": "yes"}),
    ],
)
def test_replies_are_read(answers, replies):
    assert read_replies(answers) == replies


@pytest.mark.parametrize(
    "answers", [[], "yes", 3, {"cost": "yes"}, {"rules": "maybe"}, {"rules": 1}, {"rules": ["yes"]}]
)
def test_what_is_no_reply_is_a_user_error(answers):
    with pytest.raises(QuestionError, match="mend it"):
        read_replies(answers)


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("yes", "yes"),
        ("Yes, legal signed it off in March.", "yes"),
        ("No.", "no"),
        ("Nope - the works council objects", "no"),
        ("Yes, but only in Spain", None),
        ("No idea", None),
        ("No labels yet", None),
        ("Yes, I think", None),
        ("We asked legal", None),
        ("", None),
    ],
)
def test_a_plain_yes_or_no_at_the_beginning_of_an_answer_in_words_counts(words, reply):
    assert reply_in(words) == reply


def test_a_yes_or_no_alone_adds_nothing_to_the_description():
    assert is_bare("Yes!")
    assert not is_bare("Yes, legal agreed")
    assert not is_bare("We asked legal")
