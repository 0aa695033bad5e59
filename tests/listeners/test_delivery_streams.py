"""Streamed answers: shown as they are checked, whole whatever fails, never said twice."""

import pytest
from slack_fakes import build_answer

from advisor.database.claims import find_claim

CHANNEL = "C_GENERAL"
TEXT = "Recall comes first for a medical test, since a missed disease hurts most. [1] " * 5


def stream_answers(bot, text=TEXT):
    """Lets the core write like a language model does: in pieces."""
    bot.answering.answer = lambda question: build_answer(text.strip(), method="llm")
    bot.answering.pieces = tuple(word + " " for word in text.strip().split(" "))


def streamed(bot, ts):
    bot.settle()
    (message,) = bot.replies(ts)
    text = "".join(block["text"] for block in message.blocks if block["type"] == "markdown")
    return message, text


def test_an_answer_is_streamed_while_it_is_written(bot):
    stream_answers(bot)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    message, text = streamed(bot, ts)
    assert text == TEXT.strip()
    assert message.blocks[-1]["type"] == "context_actions"
    assert not message.streaming
    assert message.metadata["event_payload"]["claim"] == 1
    methods = [call.method for call in bot.slack.calls if call.method.startswith("chat.")]
    assert methods[0] == "chat.startStream"
    assert methods[-1] == "chat.stopStream"
    assert "chat.postMessage" not in methods


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
@pytest.mark.parametrize("error", ["message_not_in_streaming_state", "internal_error"])
def test_a_stream_that_fails_ends_in_one_complete_message(bot, method, error):
    stream_answers(bot)
    bot.slack.fail(method, 1, error=error)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    message, text = streamed(bot, ts)
    assert text == TEXT.strip()
    assert message.blocks[-1]["type"] == "context_actions"
    assert not message.streaming
    assert bot.claim_of(message).status == "done"


def test_a_stream_whose_end_is_not_confirmed_is_not_said_twice(bot):
    stream_answers(bot)
    bot.slack.fail("chat.stopStream", 1, status=500, error="internal_error", after=True)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    assert streamed(bot, ts)[1] == TEXT.strip()


def test_when_the_user_stops_a_stream_nothing_more_is_delivered(bot):
    stream_answers(bot)
    bot.slack.fail("chat.appendStream", 1, error="stopped_by_user")
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    bot.settle()
    assert len(bot.replies(ts)) == 1
    assert bot.slack.calls_of("chat.postMessage") == []
    assert bot.slack.calls_of("chat.update") == []
    assert find_claim(bot.services.database, 1).status == "done"


def test_when_the_model_gives_up_midway_the_quotes_replace_what_was_streamed(bot):
    stream_answers(bot)
    bot.answering.answer = lambda question: build_answer(
        "Quotes instead. [1]", notices=("The model failed.",)
    )
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    message, text = streamed(bot, ts)
    assert text == "Quotes instead. [1]"
    assert not message.streaming


def test_beyond_slacks_allowance_of_streams_answers_are_posted(bot):
    stream_answers(bot)
    while bot.desk.stream_starts.take("T_LOCAL"):
        pass
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    assert streamed(bot, ts)[1] == TEXT.strip()
    assert bot.slack.calls_of("chat.startStream") == []


def test_what_is_streamed_is_harmless_too(bot):
    nasty = "See <!channel> and [this](https://evil.example) now. " * 12
    stream_answers(bot, nasty)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    _, text = streamed(bot, ts)
    assert bot.slack.calls_of("chat.startStream")
    assert text == ("See &lt;!channel&gt; and this now. " * 12).strip()
    assert "evil" not in str([call for call in bot.slack.calls if call.method.startswith("chat.")])
