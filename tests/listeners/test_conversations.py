"""Thread etiquette, end to end."""

import threading

from structlog.testing import capture_logs

from advisor.database.claims import find_claim
from listeners.reply import NO_FILES, ONLY_FILES, STOPPED, STOPPED_DIRECT

CHANNEL = "C_GENERAL"


def test_a_follow_up_of_the_asker_is_answered_without_a_mention_and_with_the_turn_before(bot):
    priya = bot.slack.person("U_PM")
    ts = priya.mention(CHANNEL, "which metrics for churn?")
    bot.wait_for_replies(ts)
    priya.say(CHANNEL, "and for ranking?", ts)
    bot.wait_for_replies(ts, 2)
    follow_up = bot.answering.questions[1]
    assert follow_up.text == "and for ranking?"
    assert [turn.question for turn in follow_up.turns] == ["which metrics for churn?"]
    assert follow_up.place == f"T_LOCAL/{CHANNEL}/{ts}"


def test_when_a_second_person_has_written_only_mentions_are_answered(bot):
    priya, erik = bot.slack.person("U_PM"), bot.slack.person("U_ENG")
    ts = priya.mention(CHANNEL, "which metrics for churn?")
    bot.wait_for_replies(ts)
    erik.say(CHANNEL, "I would look at recall", ts)
    bot.settle()
    priya.say(CHANNEL, "why that?", ts)
    bot.settle()
    assert len(bot.replies(ts)) == 1
    erik.mention(CHANNEL, "what do you say?", ts)
    bot.wait_for_replies(ts, 2)
    assert [question.text for question in bot.answering.questions] == [
        "which metrics for churn?",
        "what do you say?",
    ]


def test_summoned_into_a_thread_of_people_it_waits_for_mentions(bot):
    priya, erik = bot.slack.person("U_PM"), bot.slack.person("U_ENG")
    ts = priya.say(CHANNEL, "lunch?")
    erik.mention(CHANNEL, "what is drift?", ts)
    bot.wait_for_replies(ts)
    erik.say(CHANNEL, "nice", ts)
    priya.say(CHANNEL, "indeed", ts)
    bot.settle()
    assert len(bot.replies(ts)) == 1


def test_messages_outside_its_threads_are_none_of_its_business(bot):
    ts = bot.slack.person("U_PM").say(CHANNEL, "what is drift?")
    bot.slack.person("U_ENG").say(CHANNEL, "no idea", ts)
    bot.settle()
    assert bot.answering.questions == []
    assert bot.slack.bot_messages(CHANNEL) == []


def test_stop_mutes_the_thread_with_one_confirmation_and_a_mention_is_answered_once(bot):
    priya = bot.slack.person("U_PM")
    ts = priya.mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    priya.say(CHANNEL, "stop", ts)
    bot.wait_for_replies(ts, 2)
    assert bot.texts(ts)[1] == STOPPED
    priya.say(CHANNEL, "and what is a baseline?", ts)
    bot.settle()
    assert len(bot.replies(ts)) == 2
    priya.mention(CHANNEL, "what is a baseline?", ts)
    bot.wait_for_replies(ts, 3)
    priya.say(CHANNEL, "and recall?", ts)
    bot.settle()
    assert len(bot.replies(ts)) == 3


def test_stop_with_a_mention_mutes_a_thread_with_others(bot):
    priya, erik = bot.slack.person("U_PM"), bot.slack.person("U_ENG")
    ts = priya.mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    erik.mention(CHANNEL, "be quiet, please", ts)
    bot.wait_for_replies(ts, 2)
    assert bot.texts(ts)[1] == STOPPED


def test_a_direct_message_is_answered_in_its_thread(bot):
    priya = bot.slack.person("U_PM")
    ts = priya.dm("what is drift?")
    (message,) = bot.wait_for_replies(ts, channel=priya.direct_message)
    assert "You asked: what is drift?" in message.blocks[0]["text"]


def test_in_direct_messages_a_new_message_goes_on_with_the_one_before(bot):
    priya = bot.slack.person("U_PM")
    first = priya.dm("which metrics for churn?")
    bot.wait_for_replies(first, channel=priya.direct_message)
    second = priya.dm("and for ranking?")
    bot.wait_for_replies(second, channel=priya.direct_message)
    assert [turn.question for turn in bot.answering.questions[1].turns] == [
        "which metrics for churn?"
    ]


def test_stop_in_direct_messages_finds_nothing_to_stop(bot):
    priya = bot.slack.person("U_PM")
    ts = priya.dm("stop")
    bot.wait_for_replies(ts, channel=priya.direct_message)
    assert bot.texts(ts, priya.direct_message) == [STOPPED_DIRECT]
    again = priya.dm("what is drift?")
    bot.wait_for_replies(again, channel=priya.direct_message)


def test_an_edit_or_deletion_is_not_answered_again(bot):
    priya = bot.slack.person("U_PM")
    ts = priya.dm("what is drift?")
    bot.wait_for_replies(ts, channel=priya.direct_message)
    priya.edit(priya.direct_message, ts, "what is data drift?")
    priya.delete(priya.direct_message, ts)
    bot.settle()
    assert len(bot.answering.questions) == 1


def test_an_empty_mention_is_passed_on_for_help(bot):
    ts = bot.slack.person("U_PM").mention(CHANNEL, "")
    bot.wait_for_replies(ts)
    assert bot.answering.questions[0].text == ""


def test_a_file_is_said_to_be_unread_and_the_text_with_it_answered(bot):
    priya = bot.slack.person("U_PM")
    place = priya.direct_message
    root = priya.dm("which metrics for churn?")
    bot.wait_for_replies(root, channel=place)
    for number, text in enumerate(("and what does this show?", ""), start=1):
        event = {
            "type": "message", "subtype": "file_share", "channel": place, "channel_type": "im", "user": "U_PM",
            "text": text, "ts": f"17000000{number:02}.000100", "thread_ts": root, "files": [{"id": "F1"}],
        }  # fmt: skip
        body = {"type": "event_callback", "team_id": "T_LOCAL", "event_id": f"EvF{number}"}
        bot.slack.deliverer.send_event(body | {"event": event})
        bot.wait_for_replies(root, number + 1, channel=place)
    _, with_text, alone = bot.replies(root, place)
    assert NO_FILES in str(with_text.blocks)
    assert "You asked: and what does this show?" in with_text.text
    assert alone.text == ONLY_FILES
    assert len(bot.answering.questions) == 2


HOSTILE = [
    "\x00", "nul \x00 inside", "\u202eright to left", "\u200b\u200b", "e" + "\u0301" * 500, "{braces} {0} %s ${x}",
    "\x1b[31mred\r\nX-Header: 1", "'; DROP TABLE claims; --", "😀" * 300, "a" * 10_000, "<!channel> @here", " ",
]  # fmt: skip


def test_whatever_people_type_gets_one_answer_and_no_error(bot):
    priya = bot.slack.person("U_PM")
    with capture_logs() as logs:
        for text in HOSTILE:
            ts = priya.dm(f"{text}?")
            bot.wait_for_replies(ts, channel=priya.direct_message)
            bot.settle()
            assert len(bot.replies(ts, priya.direct_message)) == 1
    assert [each for each in logs if each["log_level"] == "error"] == []


def test_a_question_that_is_deleted_before_its_answer_is_not_answered(bot):
    bot.answering.gate = threading.Event()
    priya = bot.slack.person("U_PM")
    ts = priya.mention(CHANNEL, "what is drift?")
    bot.slack.wait_for(lambda: bot.answering.questions)
    priya.delete(CHANNEL, ts)
    bot.slack.wait_for(lambda: all(each.done for each in bot.slack.deliveries))
    bot.answering.gate.set()
    bot.settle()
    assert bot.slack.bot_messages(CHANNEL) == []
    assert find_claim(bot.services.database, 1).status == "withdrawn"


def test_a_question_under_which_others_wrote_can_be_taken_back_too(bot):
    bot.answering.gate = threading.Event()
    priya = bot.slack.person("U_PM")
    ts = priya.mention(CHANNEL, "what is drift?")
    bot.slack.person("U_ENG").say(CHANNEL, "good question", ts)
    bot.slack.wait_for(lambda: bot.answering.questions)
    priya.delete(CHANNEL, ts)
    bot.slack.wait_for(lambda: all(each.done for each in bot.slack.deliveries))
    bot.answering.gate.set()
    bot.settle()
    assert bot.replies(ts) == []


def test_stop_is_heard_while_questions_are_in_flight(bot):
    priya = bot.slack.person("U_PM")
    ts = priya.mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    # An answer that is shown is in flight for a moment more.
    bot.settle()
    bot.answering.gate = threading.Event()
    for text in ("one?", "two?"):
        priya.mention(CHANNEL, text)
    bot.slack.wait_for(lambda: len(bot.answering.questions) == 3)
    priya.say(CHANNEL, "stop", ts)
    bot.wait_for_replies(ts, 2)
    bot.answering.gate.set()
    assert bot.texts(ts)[1] == STOPPED
