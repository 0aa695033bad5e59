"""/ask, the share button, the shortcut, and the buttons that ask."""

import json
import threading

from slack_fakes import build_answer
from sqlalchemy import update

from advisor.database.tables import answers
from listeners.actions.share import NOT_YOURS, SHARED_BEFORE
from listeners.commands.ask import EMPTY
from listeners.reply import FORGOTTEN

CHANNEL = "C_GENERAL"


def wait_private(bot, user="U_PM", channel=CHANNEL, count=1):
    def find():
        found = [each for each in bot.slack.person(user).sees(channel) if each.visible_to == user]
        return found if len(found) >= count else None

    return bot.slack.wait_for(find)


def ask(bot, text="what is drift?", channel=CHANNEL):
    delivery = bot.slack.person("U_PM").slash("/ask", text, channel)
    assert delivery.acked
    return wait_private(bot, channel=channel)[-1]


def test_only_the_asker_sees_the_answer_to_a_command(bot):
    message = ask(bot)
    assert "You asked: what is drift?" in message.blocks[0]["text"]
    kinds = [block["type"] for block in message.blocks]
    assert kinds == ["markdown", "actions", "actions", "context_actions"]
    assert [each for each in bot.slack.person("U_ENG").sees(CHANNEL) if each.user == "U_BOT"] == []


def test_an_empty_command_explains_itself(bot):
    bot.slack.person("U_PM").slash("/ask", "  ")
    assert wait_private(bot)[0].text == EMPTY
    assert bot.answering.questions == []


def test_sharing_shows_the_stored_answer_to_the_channel_once(bot):
    priya = bot.slack.person("U_PM")
    message = ask(bot)
    answer_id = message.blocks[-2]["elements"][0]["value"]
    priya.click(message.ts, "share", answer_id)
    shared = bot.slack.wait_for(
        lambda: [each for each in bot.slack.bot_messages(CHANNEL) if not each.visible_to]
    )
    assert len(bot.answering.questions) == 1
    assert "**Question:** what is drift?" in shared[0].blocks[0]["text"]
    assert "Shared by <@U_PM>" in json.dumps(shared[0].blocks)
    priya.click(message.ts, "share", answer_id)
    assert wait_private(bot, count=2)[-1].text == SHARED_BEFORE
    bot.settle()
    assert len([each for each in bot.slack.bot_messages(CHANNEL) if not each.visible_to]) == 1


def share(bot, text="what is drift?"):
    message = ask(bot, text)
    bot.slack.person("U_PM").click(message.ts, "share", message.blocks[-2]["elements"][0]["value"])
    return bot.slack.wait_for(
        lambda: [each for each in bot.slack.bot_messages(CHANNEL) if not each.visible_to]
    )[0]


def test_a_shared_answer_is_followed_up_in_its_thread(bot):
    shared = share(bot, "which metrics for churn?")
    bot.settle()
    bot.slack.person("U_PM").say(CHANNEL, "and for ranking?", shared.ts)
    bot.wait_for_replies(shared.ts)
    turns = bot.answering.questions[1].turns
    assert [turn.question for turn in turns] == ["which metrics for churn?"]


def test_sharing_is_no_question_and_is_not_refused_before_everybody(bot):
    message = ask(bot)
    # An answer that is shown is in flight for a moment more.
    bot.settle()
    bot.answering.gate = threading.Event()
    priya = bot.slack.person("U_PM")
    for text in ("one?", "two?"):
        priya.mention(CHANNEL, text)
    bot.slack.wait_for(lambda: len(bot.answering.questions) == 3)
    priya.click(message.ts, "share", message.blocks[-2]["elements"][0]["value"])
    (shared,) = bot.slack.wait_for(
        lambda: [each for each in bot.slack.bot_messages(CHANNEL) if not each.visible_to]
    )
    bot.answering.gate.set()
    assert "what is drift?" in shared.blocks[0]["text"]


def test_that_an_answer_is_forgotten_only_its_sharer_reads(bot, database):
    message = ask(bot)
    with database.write() as connection:
        connection.execute(update(answers).values(id="gone"))
    bot.slack.person("U_PM").click(message.ts, "share", message.blocks[-2]["elements"][0]["value"])
    assert wait_private(bot, count=2)[-1].text == FORGOTTEN
    assert [each for each in bot.slack.bot_messages(CHANNEL) if not each.visible_to] == []


def test_an_answer_is_shared_where_the_bot_is_no_member(bot):
    priya = bot.slack.person("U_PM")
    message = ask(bot, channel="C_RANDOM")
    priya.click(message.ts, "share", message.blocks[-2]["elements"][0]["value"])
    shared = bot.slack.wait_for(
        lambda: [each for each in bot.slack.bot_messages("C_RANDOM") if not each.visible_to]
    )
    assert "what is drift?" in shared[0].blocks[0]["text"]


def test_only_the_asker_can_share(bot, database):
    erik = bot.slack.person("U_ENG")
    own = ask(bot)
    answer_id = own.blocks[-2]["elements"][0]["value"]
    erik.slash("/ask", "something else", CHANNEL)
    theirs = wait_private(bot, "U_ENG")[-1]
    # What a client that was tampered with would send: another's answer behind one's own button.
    theirs.blocks[-2]["elements"][0]["value"] = answer_id
    erik.click(theirs.ts, "share", answer_id)
    assert wait_private(bot, "U_ENG", count=2)[-1].text == NOT_YOURS


def test_the_shortcut_answers_what_a_message_asks(bot):
    ts = bot.slack.person("U_ENG").say(CHANNEL, "does anybody know what drift is?")
    bot.slack.person("U_PM").shortcut("ask_about_this", ts)
    message = wait_private(bot)[-1]
    assert bot.answering.questions[0].text == "does anybody know what drift is?"
    assert bot.answering.questions[0].user == "U_PM"
    assert "**Question:** does anybody know" in message.blocks[0]["text"]


def test_a_suggestion_is_asked_with_a_click_and_answered_in_the_thread(bot):
    bot.answering.answer = lambda question: build_answer(
        suggestions=("What is a baseline?", "What is recall?")
    )
    priya = bot.slack.person("U_PM")
    ts = priya.mention(CHANNEL, "what is drift?")
    (message,) = bot.wait_for_replies(ts)
    priya.click(message.ts, "suggestion:2", "What is recall?")
    second = bot.wait_for_replies(ts, 2)[1]
    assert bot.answering.questions[1].text == "What is recall?"
    assert second.blocks[0]["text"].startswith("**Question:** What is recall?")


def test_a_suggestion_under_a_private_answer_is_answered_privately(bot):
    bot.answering.answer = lambda question: build_answer(suggestions=("What is a baseline?",))
    message = ask(bot)
    bot.slack.person("U_PM").click(message.ts, "suggestion:1", "What is a baseline?")
    assert "What is a baseline?" in wait_private(bot, count=2)[-1].blocks[0]["text"]
    assert [each for each in bot.slack.bot_messages(CHANNEL) if not each.visible_to] == []


def test_an_answer_to_a_command_comes_even_when_the_response_address_is_dead(bot):
    from listeners.asks import Ask
    from listeners.claiming import claim_ask
    from listeners.reception import take_on

    ask = Ask(
        kind="private", team="T_LOCAL", channel=CHANNEL, user="U_PM", text="what is drift?",
        response_url=f"{bot.slack.url}nowhere",
    )  # fmt: skip
    take_on(bot.desk, claim_ask(bot.desk, ask, key="k"))
    assert "You asked: what is drift?" in wait_private(bot)[-1].blocks[0]["text"]
