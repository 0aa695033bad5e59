"""What is said on a card: facts asked one at a time, details, corrections, the status."""

import json

from slack_bolt import BoltRequest
from slack_fakes import OPEN
from triage_actor import (
    CHANNEL,
    actions_of,
    chosen,
    fill,
    shown,
    stored,
    view_text,
    wait_for_stored,
)

from advisor.database.triages import history_of
from listeners.asks import Ask
from listeners.triage_asks import have_done


def test_facts_are_asked_one_at_a_time_until_the_verdict_stands(bot, priya):
    card = priya.start()
    assert "Question 1 of 3" in shown(card)
    assert OPEN["rules"] in shown(card)
    priya.press("triage_answer:no")
    priya.wait_for_card("Question 2 of 3", OPEN["data"], "too complex for rules")
    priya.press("triage_answer:yes")
    priya.wait_for_card("Question 3 of 3", OPEN["allowed"], "The verdict stays")
    priya.press("triage_answer:yes")
    card = priya.wait_for_card("the data may be used")
    assert not [each for each in actions_of(card.blocks) if each.startswith("triage_answer")]
    assert OPEN["worth"] in shown(card)
    priya.press("triage_details")
    fill(priya, "Add details", reply_worth="yes")
    card = priya.wait_for_card(
        "The verdict changed from “facts are missing” to “AI fits: classification”",
        "worth its cost",
    )
    assert len(priya.private()) == 1
    assert bot.services.triage.described[-1].replies == dict.fromkeys(
        ("rules", "data", "allowed", "worth"), "yes"
    )


def test_a_double_click_answers_once(bot, priya):
    card = priya.start()
    priya.press("triage_answer:no", card)
    # The same click once more: a new one might meet the next question, which the card shows by then.
    again = dict(bot.slack.deliveries_of("block_actions")[-1].payload)
    bot.app.dispatch(BoltRequest(body=again, mode="socket_mode"))
    priya.wait_for_card("Question 2")
    bot.settle()
    (triage,) = stored(bot)
    history = history_of(bot.services.database, triage.id, team="T_LOCAL", user="U_PM")
    assert [each.kind for each in history].count("replied") == 1


def test_an_answer_in_words_becomes_part_of_the_description(bot, priya):
    priya.start()
    priya.press("triage_words")
    view = priya.modal("Answer a question")
    assert OPEN["rules"] in view_text(view)
    priya.person.submit_view(view.id, {"words": "There are eleven rules, and they fail."})
    bot.slack.wait_for(lambda: len(bot.services.triage.described) == 2)
    assert bot.services.triage.described[1].today == "There are eleven rules, and they fail."
    bot.settle()
    assert len(priya.private()) == 1


def test_a_technology_gets_no_verdict_until_the_problem_is_told(bot, priya):
    card = priya.start("We want to use GPT for our support.")
    assert actions_of(card.blocks) == ["triage_words"]
    priya.press("triage_words")
    view = priya.modal("Answer a question")
    priya.person.submit_view(view.id, {"words": "Customers wait two days for an answer."})
    card = priya.wait_for_card("Customers wait two days", "Question 1 of 3")
    assert len(priya.private()) == 1


def test_details_triage_it_again_and_can_take_a_reply_back(bot, priya):
    priya.start()
    priya.press("triage_answer:no")
    priya.wait_for_card("Question 2")
    priya.press("triage_details")
    assert "names a technology" not in view_text(priya.modal("Add details"))
    fill(
        priya,
        "Add details",
        data="40,000 mails with their team",
        reply_rules="no",
        reply_data="yes",
    )
    card = priya.wait_for_card("rules are enough")
    assert "Rules first" in shown(card)
    described = bot.services.triage.described[-1]
    assert described.data == "40,000 mails with their team"
    assert described.replies == {"rules": "no", "data": "yes"}
    assert len(priya.private()) == 1


def test_when_the_card_can_no_longer_be_replaced_a_new_one_comes(bot, priya):
    card = priya.start()
    bot.slack.state.delete(card)
    url = bot.slack.state.response_urls
    url._issued.clear()
    triage = stored(bot)[0]

    task = {"do": "reply", "triage": triage.id, "key": "rules", "reply": "yes"}
    ask = Ask(
        kind="triage", team="T_LOCAL", channel=CHANNEL, user="U_PM", task=task, replaces=True,
        response_url=f"{bot.slack.url}respond/gone",
    )  # fmt: skip
    have_done(bot.desk, ask, key="k")
    assert "Question 2" in shown(priya.wait())


def test_in_direct_messages_a_reply_below_the_card_answers_its_question(bot, priya):
    channel = priya.person.direct_message
    priya.person.slash("/triage", "Agents read each mail.", channel)
    (card,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(channel))
    bot.settle()
    priya.person.dm("No.", card.ts)
    (second,) = bot.wait_for_replies(card.ts, channel=channel)
    assert "too complex for rules" in shown(second)
    assert "Question 2 of 3" in shown(second)
    priya.person.dm("we keep 40,000 mails with their team", card.ts)
    bot.wait_for_replies(card.ts, 2, channel=channel)
    assert bot.services.triage.described[-1].data == "we keep 40,000 mails with their team"
    priya.person.dm("what is a baseline?", card.ts)
    answer = bot.wait_for_replies(card.ts, 3, channel=channel)[2]
    assert "You asked: what is a baseline?" in answer.blocks[0]["text"]
    assert len(stored(bot)) == 1


def test_in_direct_messages_the_problem_can_be_told_in_a_reply(bot, priya):
    channel = priya.person.direct_message
    priya.person.slash("/triage", "We want to use GPT.", channel)
    (asked,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(channel))
    bot.settle()
    priya.person.dm("Customers wait two days for an answer.", asked.ts)
    (card,) = bot.wait_for_replies(asked.ts, channel=channel)
    assert "Customers wait two days" in shown(card)
    assert "Question 1 of 3" in shown(card)


def test_a_correction_is_stored_with_what_it_replaced(bot, priya):
    priya.start()
    priya.choose("triage_correct", "ranking")
    priya.wait_for_card("you chose: ranking")
    triage = wait_for_stored(bot, lambda each: each.chosen == "ranking")
    assert triage.assessment.capability == "classification"
    priya.choose("triage_correct", "none")
    priya.wait_for_card("you chose: no ai needed")


def test_the_status_is_kept_and_shown(bot, priya):
    priya.start()
    priya.choose("triage_status", "exploring")
    wait_for_stored(bot, lambda each: each.status == "exploring")
    bot.slack.wait_for(
        lambda: '"text": "Status: Exploring"' in json.dumps(chosen(priya.card(), "triage_status"))
    )
