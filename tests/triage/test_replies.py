"""Answers of other programs: words, booleans and null; anything else is told in one sentence."""

import pytest

from advisor.errors import QuestionError
from advisor.triage.replies import read_replies


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
