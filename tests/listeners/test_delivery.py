"""Exactly once: duplicates, a full pool, streams that fail, and calls whose outcome is unknown."""

import threading

import pytest
from slack_fakes import build_answer
from structlog.testing import capture_logs

from advisor.database.claims import find_claim
from advisor.errors import NoReleaseError
from listeners.limits import TOO_MANY_AT_ONCE
from listeners.reception import BUSY

CHANNEL = "C_GENERAL"


# --- duplicates


def test_an_event_delivered_four_times_is_answered_once(bot):
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    for _ in range(3):
        for delivery in bot.slack.deliveries[:2]:
            assert delivery.kind == "events_api"
            bot.slack.redeliver(delivery)
    bot.settle()
    assert len(bot.replies(ts)) == 1
    assert all(each.acked for each in bot.slack.deliveries)


def test_a_mention_arrives_as_two_events_and_is_answered_once(bot):
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    bot.settle()
    types = {each.event_type for each in bot.slack.deliveries}
    assert types == {"app_mention", "message"}
    assert len(bot.answering.questions) == 1


def test_when_the_database_fails_slack_is_asked_to_deliver_again(bot, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from listeners import claiming

    real, fails = claiming.claim_delivery, [True]

    def claim_delivery(*arguments, **keywords):
        if fails:
            fails.pop()
            raise OperationalError("INSERT", {}, Exception("database is locked"))
        return real(*arguments, **keywords)

    monkeypatch.setattr(claiming, "claim_delivery", claim_delivery)
    # What fails is not acked, and comes again when this time is over.
    bot.slack.deliverer.ack_timeout = 1.0
    ts = bot.slack.person("U_PM").dm("what is drift?")
    bot.wait_for_replies(ts, channel=bot.slack.person("U_PM").direct_message)
    bot.settle()
    assert len(bot.answering.questions) == 1


# --- limits


def test_a_full_pool_says_busy_at_once_and_the_claim_is_closed(start_bot):
    bot = start_bot(workers=1, queue_limit=0)
    bot.answering.gate = threading.Event()
    first = bot.slack.person("U_PM").mention(CHANNEL, "one?")
    bot.slack.wait_for(lambda: bot.answering.questions)
    second = bot.slack.person("U_ENG").mention(CHANNEL, "two?")
    (busy,) = bot.wait_for_replies(second)
    assert busy.text == BUSY
    bot.answering.gate.set()
    bot.wait_for_replies(first)
    bot.settle()
    assert bot.claim_of(busy).status == "refused"
    assert len(bot.answering.questions) == 1


def test_a_user_with_two_questions_in_flight_is_asked_to_wait(bot):
    bot.answering.gate = threading.Event()
    priya = bot.slack.person("U_PM")
    for text in ("one?", "two?"):
        priya.mention(CHANNEL, text)
    bot.slack.wait_for(lambda: len(bot.answering.questions) == 2)
    third = priya.mention(CHANNEL, "three?")
    (note,) = bot.wait_for_replies(third)
    assert note.text == TOO_MANY_AT_ONCE
    bot.answering.gate.set()


# --- errors


def test_an_error_that_users_can_act_on_is_told_in_its_sentence(bot):
    bot.answering.error = NoReleaseError()
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = bot.wait_for_replies(ts)
    assert message.text == str(NoReleaseError())


def test_a_bug_is_told_with_a_reference_that_the_log_has_too(bot):
    bot.answering.error = ZeroDivisionError("secret detail")
    with capture_logs() as logs:
        ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
        (message,) = bot.wait_for_replies(ts)
    assert "secret detail" not in str(message.blocks)
    reference = message.text.rsplit(" ", 1)[1].rstrip(")")
    assert message.text.startswith(
        "Something went wrong on my side; please try again. (Reference: "
    )
    (entry,) = [each for each in logs if each["event"] == "unexpected_error"]
    assert entry["reference"] == reference
    assert entry["exc_info"] is bot.answering.error
    assert "what is drift?" not in str(logs)


def test_a_question_that_is_too_long_is_cut_and_the_limit_named(bot):
    ts = bot.slack.person("U_PM").dm("why " * 2000)
    (message,) = bot.wait_for_replies(ts, channel=bot.slack.person("U_PM").direct_message)
    assert len(bot.answering.questions[0].text) == 4000
    assert "4,000 characters" in str(message.blocks)


def test_a_long_answer_is_split_and_every_part_arrives_once_in_order(bot):
    bot.answering.answer = lambda question: build_answer(
        "\n\n".join(f"{n} " + "word " * 500 for n in range(9))
    )
    ts = bot.slack.person("U_PM").mention(CHANNEL, "everything?")
    bot.wait_for_replies(ts, 4)
    bot.settle()
    parts = [each.metadata["event_payload"]["part"] for each in bot.replies(ts)]
    assert parts == list(range(len(parts)))
    text = "".join(each.blocks[0]["text"] for each in bot.replies(ts))
    assert [text.count(f"{n} word") for n in range(9)] == [1] * 9


# --- calls that fail


@pytest.mark.parametrize(
    "fault", [{"error": "ratelimited", "status": 429}, {"status": 500, "error": "internal_error"}]
)
def test_a_post_that_fails_first_arrives_once(bot, fault):
    bot.slack.fail("chat.postMessage", 1, **fault)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    bot.settle()
    assert len(bot.replies(ts)) == 1


def test_a_post_that_slack_took_without_saying_so_is_not_repeated(bot):
    bot.slack.fail("chat.postMessage", 1, status=500, error="internal_error", after=True)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = bot.wait_for_replies(ts)
    bot.settle()
    assert len(bot.replies(ts)) == 1
    assert len(bot.slack.calls_of("chat.postMessage")) == 1
    assert bot.claim_of(message).status == "done"


def test_blocks_that_slack_refuses_are_left_out(bot):
    bot.slack.fail("chat.postMessage", 1, error="invalid_blocks")
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = bot.wait_for_replies(ts)
    assert "You asked: what is drift?" in message.text


def test_where_slack_will_never_take_it_the_claim_is_closed(bot):
    bot.slack.fail("chat.postMessage", 1, error="is_archived")
    bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.slack.wait_for(lambda: bot.slack.calls_of("chat.postMessage"))
    bot.settle()
    assert find_claim(bot.services.database, 1).status == "undeliverable"


def test_what_slack_does_not_take_now_is_given_back(bot):
    bot.slack.fail("chat.postMessage", 3, error="fatal_error")
    bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.slack.wait_for(lambda: bot.slack.calls_of("chat.postMessage"))
    bot.settle()
    assert find_claim(bot.services.database, 1).status == "posting"


# --- status


def test_a_slow_answer_shows_a_status_first_and_leaves_none_behind(bot):
    bot.answering.gate = threading.Event()
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.slack.wait_for(lambda: bot.slack.calls_of("assistant.threads.setStatus"))
    assert bot.replies(ts) == []
    bot.answering.gate.set()
    bot.wait_for_replies(ts)
    methods = [call.method for call in bot.slack.calls]
    assert methods.index("assistant.threads.setStatus") < methods.index("chat.postMessage")


def test_a_quick_answer_shows_no_status(bot, monkeypatch):
    # Any answer is quick then, on whatever machine.
    monkeypatch.setattr("listeners.status.PATIENCE_SECONDS", 600.0)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    assert bot.slack.calls_of("assistant.threads.setStatus") == []


def test_a_status_that_fails_changes_nothing(bot):
    bot.answering.gate = threading.Event()
    bot.slack.fail("assistant.threads.setStatus", 1, error="not_agent_app")
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.slack.wait_for(lambda: bot.slack.calls_of("assistant.threads.setStatus"))
    bot.answering.gate.set()
    bot.wait_for_replies(ts)
