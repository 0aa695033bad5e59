"""What a message asks is told from the story around it."""

import pytest

from advisor.answering.asking import asking
from advisor.answering.asks_for import demand_of
from advisor.answering.scope import find_out_of_scope


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what is drift?", "what is drift?"),
        ("ok so what is drift", "what is drift"),
        ("I write code all day. What would my week look like?", "What would my week look like?"),
        ("we all love pizza here so how do i label it", "how do i label it"),
        ("the boss wants a number by friday should we give him one", "should we give him one"),
        ("nobody sorted the records: what records do I need?", "what records do I need?"),
        ("Is it a toy? We paid a lot. Who checks it?", "Is it a toy? Who checks it?"),
        ("the numbers fell\ntell me why", "tell me why"),
        ("we have three people. no data at all", "no data at all"),
        ("drift", "drift"),
        ("?!", "?!"),
        ("", ""),
    ],
)
def test_only_the_question_is_returned(text, asked):
    assert asking(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "i write python all day and hate meetings. what would my calendar look like?",
        "the bot made up a refund policy that we never had!! is there a word for that",
        "we trained it on 20-year-old gym bros, will it work for their mums?",
        "our budget is gone and the salary round is over. who should label the records?",
        "my kids asked me at dinner what i do all day, so how do i explain the job",
    ],
)
def test_what_a_story_mentions_on_the_side_sets_nothing_off(text):
    assert demand_of(text) == ""
    assert find_out_of_scope(text) is None
