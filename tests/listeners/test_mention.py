"""Mentions, end to end against the local workspace."""

import logging


def test_a_mention_is_answered_in_its_thread_with_sources_and_thumbs(bot):
    ts = bot.slack.person("U_PM").mention("C_GENERAL", "precision or recall for a medical test?")
    (message,) = bot.wait_for_replies(ts)
    kinds = [block["type"] for block in message.blocks]
    assert kinds == ["markdown", "actions", "actions", "context_actions"]
    assert "You asked: precision or recall for a medical test?" in message.blocks[0]["text"]
    assert message.blocks[1]["elements"][0]["action_id"] == "source:1"
    assert message.blocks[-1]["elements"][0]["action_id"] == "feedback"
    assert message.metadata["event_type"] == "advisor_answer"


def test_the_cores_own_records_are_still_logged_after_a_request(bot, caplog):
    caplog.set_level(logging.WARNING, logger="slack_bolt")
    before = levels()
    ts = bot.slack.person("U_PM").mention("C_GENERAL", "what is drift?")
    bot.wait_for_replies(ts)
    assert levels() == before


def levels():
    return {name: logging.getLogger(name).level for name in (None, "advisor", "listeners")}
