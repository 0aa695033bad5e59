"""Thumbs, reasons and sources, end to end."""

import pytest

from advisor.database.votes import votes_of

CHANNEL = "C_GENERAL"


@pytest.fixture
def answered(bot):
    """An answer in a thread: the message and the answer's id."""
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = bot.wait_for_replies(ts)
    return message, message.metadata["event_payload"]["answer"]


def wait_for_votes(bot, answer_id, *values):
    def find():
        found = votes_of(bot.services.database, answer_id)
        return found if [vote.value for vote in found] == list(values) else None

    return bot.slack.wait_for(find)


def test_a_thumb_is_stored_and_the_last_one_wins(bot, answered):
    message, answer_id = answered
    priya = bot.slack.person("U_PM")
    priya.click(message.ts, "feedback", f"up:{answer_id}")
    wait_for_votes(bot, answer_id, "up")
    priya.click(message.ts, "feedback", f"down:{answer_id}")
    wait_for_votes(bot, answer_id, "down")
    bot.slack.person("U_ENG").click(message.ts, "feedback", f"up:{answer_id}")
    wait_for_votes(bot, answer_id, "down", "up")


def test_a_thumbs_down_asks_for_the_reason_which_is_stored_and_thanked_for(bot, answered):
    message, answer_id = answered
    priya = bot.slack.person("U_PM")
    priya.click(message.ts, "feedback", f"down:{answer_id}")
    view = bot.slack.wait_for(lambda: priya.modal)
    assert view.content["callback_id"] == "feedback_reason"
    priya.submit_view(view.id, {"reason": "wrong_source", "comment": "the page says otherwise"})
    (vote,) = wait_for_votes(bot, answer_id, "down")
    assert (vote.reason, vote.comment) == ("wrong_source", "the page says otherwise")
    assert "Thank you" in str(priya.modal.content)


def test_a_thumbs_up_opens_no_modal(bot, answered):
    message, answer_id = answered
    priya = bot.slack.person("U_PM")
    priya.click(message.ts, "feedback", f"up:{answer_id}")
    wait_for_votes(bot, answer_id, "up")
    bot.settle()
    assert priya.modal is None


def test_a_reason_after_the_thumb_was_turned_is_refused_in_the_modal(bot, answered):
    message, answer_id = answered
    priya = bot.slack.person("U_PM")
    priya.click(message.ts, "feedback", f"down:{answer_id}")
    view = bot.slack.wait_for(lambda: priya.modal)
    priya.click(message.ts, "feedback", f"up:{answer_id}")
    wait_for_votes(bot, answer_id, "up")
    priya.submit_view(view.id, {"reason": "wrong"})
    assert "no longer there" in str(priya.modal.errors)


def test_a_vote_on_an_unknown_answer_is_politely_refused(bot, answered):
    message, answer_id = answered
    message.blocks[-1]["elements"][0]["positive_button"]["value"] = "up:unknown"
    bot.slack.person("U_PM").click(message.ts, "feedback", "up:unknown")
    found = bot.slack.wait_for(
        lambda: [
            each for each in bot.slack.person("U_PM").sees(CHANNEL) if each.visible_to == "U_PM"
        ]
    )
    assert found[0].text == "I no longer have that answer, so I could not store your vote."
    assert votes_of(bot.services.database, answer_id) == ()


def test_a_source_button_opens_the_passage(bot, answered):
    message, answer_id = answered
    priya = bot.slack.person("U_PM")
    priya.click(message.ts, "source:1", f"{answer_id}:1")
    view = bot.slack.wait_for(lambda: priya.modal)
    assert view.content["title"]["text"] == "Source [1]"
    assert "Recall comes first for a medical test." in str(view.content["blocks"])
