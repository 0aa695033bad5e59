"""What a process leaves behind is answered by the next, exactly once, or apologised for."""

import subprocess
import sys
from datetime import timedelta

import pytest
from slack_fakes import build_answer
from sqlalchemy import update

from advisor.database.answers import find_answer, record_answer
from advisor.database.claims import (
    Delivery,
    claim_delivery,
    find_claim,
    note_message,
    start_posting,
    start_work,
)
from advisor.database.engine import now
from advisor.database.tables import answers, claims
from advisor.models import Question
from listeners.asks import Ask
from listeners.delivery import EVENT_TYPE
from listeners.desk import build_owner
from listeners.recovery import APOLOGY, MAX_ATTEMPTS, Recovery, dead_owners, recover
from workspace.handle import PATIENCE

CHANNEL = "C_GENERAL"
DEAD = "elsewhere:1:gone"


@pytest.fixture
def left_behind(bot, database):
    """A question whose process died: its timestamp and its claim, silent for a minute."""
    bot.rest()

    def leave(*, status="claimed", age=timedelta(0), attempts=0, kind="thread", **fields):
        # Not through an event, so that the living bot does not answer it.
        ts = bot.slack.state.post(CHANNEL, "U_PM", text="what is drift?").ts
        bot.settle()
        ask = Ask(
            kind=kind,
            team="T_LOCAL",
            channel=CHANNEL,
            user="U_PM",
            text="what is drift?",
            thread_ts=ts,
        )
        delivery = Delivery(f"E{ts}", "T_LOCAL", CHANNEL, ts, "U_PM", ask.to_payload())
        claim = claim_delivery(database, delivery, owner=DEAD)
        if status == "working":
            start_work(database, claim.id, owner=DEAD)
        if status == "posting":
            start_posting(database, claim.id, owner=DEAD, **fields)
        with database.write() as connection:
            connection.execute(
                update(claims)
                .where(claims.c.id == claim.id)
                .values(
                    heartbeat_at=now() - timedelta(minutes=1),
                    created_at=now() - age,
                    attempts=attempts,
                )
            )
        return ts, claim

    return leave


def recover_all(bot):
    recover(bot.desk)
    assert bot.desk.pool.drain(PATIENCE)


def posted_by_the_dead(bot, client, ts, claim, *, part=0, answer=""):
    payload = {"claim": claim.id, "answer": answer, "message": ts, "part": part}
    client.chat_postMessage(
        channel=CHANNEL,
        thread_ts=ts,
        text="from before",
        metadata={"event_type": EVENT_TYPE, "event_payload": payload},
    )


@pytest.mark.parametrize("status", ["claimed", "working", "posting"])
def test_an_unfinished_question_is_answered_once(bot, left_behind, status):
    ts, claim = left_behind(status=status)
    recover_all(bot)
    recover_all(bot)
    assert bot.texts(ts) == ["You asked: what is drift? [1]"]
    assert find_claim(bot.services.database, claim.id).status == "done"


def test_an_old_question_is_apologised_for_once(bot, left_behind):
    ts, claim = left_behind(age=timedelta(minutes=16))
    recover_all(bot)
    recover_all(bot)
    assert bot.texts(ts) == [APOLOGY]
    assert find_claim(bot.services.database, claim.id).status == "apologised"
    assert bot.answering.questions == []


def test_a_question_that_keeps_failing_is_apologised_for(bot, left_behind):
    ts, _ = left_behind(attempts=MAX_ATTEMPTS)
    recover_all(bot)
    assert bot.texts(ts) == [APOLOGY]


def test_an_answer_that_stands_in_the_thread_already_is_not_posted_again(bot, client, left_behind):
    ts, claim = left_behind(status="posting")
    posted_by_the_dead(bot, client, ts, claim)
    recover_all(bot)
    assert bot.texts(ts) == ["from before"]
    assert find_claim(bot.services.database, claim.id).status == "done"


def test_an_apology_that_stands_already_is_not_repeated(bot, client, left_behind):
    ts, claim = left_behind(status="posting", age=timedelta(minutes=16))
    posted_by_the_dead(bot, client, ts, claim)
    recover_all(bot)
    assert bot.texts(ts) == ["from before"]


def test_the_message_of_another_claim_in_the_thread_is_not_mistaken_for_it(
    bot, client, left_behind
):
    ts, claim = left_behind(status="posting")
    payload = {"claim": claim.id, "answer": "", "message": "another", "part": 0}
    metadata = {"event_type": EVENT_TYPE, "event_payload": payload}
    client.chat_postMessage(channel=CHANNEL, thread_ts=ts, text="another", metadata=metadata)
    recover_all(bot)
    assert len(bot.replies(ts)) == 2


def test_of_a_long_answer_only_the_missing_parts_are_posted(bot, client, left_behind):
    from advisor.database.answers import record_answer
    from advisor.models import Question

    answer = build_answer("\n\n".join(f"{n} " + "word " * 500 for n in range(9)))
    record_answer(bot.services.database, Question("what is drift?"), answer)
    ts, claim = left_behind(status="posting", answer_id=answer.id)
    posted_by_the_dead(bot, client, ts, claim, answer=answer.id)
    recover_all(bot)
    parts = [each.metadata["event_payload"]["part"] for each in bot.replies(ts)]
    assert parts == list(range(len(parts)))
    assert len(parts) > 2
    assert bot.answering.questions == []


def test_a_stream_that_was_cut_off_is_completed_in_its_own_message(bot, client, left_behind):
    ts, claim = left_behind(status="posting")
    stream = client.chat_startStream(
        channel=CHANNEL,
        thread_ts=ts,
        recipient_user_id="U_PM",
        recipient_team_id="T_LOCAL",
        markdown_text="You as",
    )
    note_message(bot.services.database, claim.id, owner=DEAD, message_ts=stream["ts"])
    with bot.services.database.write() as connection:
        connection.execute(update(claims).values(heartbeat_at=now() - timedelta(minutes=1)))
    recover_all(bot)
    (message,) = bot.replies(ts)
    assert message.blocks[0]["text"] == "You asked: what is drift? [1]"
    assert not message.streaming


def test_when_slack_cannot_be_read_the_claim_waits_for_a_later_try(bot, left_behind):
    ts, claim = left_behind(status="posting")
    bot.slack.fail("conversations.replies", 3, error="internal_error")
    recover_all(bot)
    assert bot.replies(ts) == []
    assert find_claim(bot.services.database, claim.id).status == "posting"


def test_no_more_is_taken_over_than_the_pool_has_room_for(start_bot, database):
    bot = start_bot(workers=1, queue_limit=2)
    bot.rest()
    for number in range(6):
        ask = Ask(
            kind="thread",
            team="T_LOCAL",
            channel=CHANNEL,
            user="U_PM",
            text="?",
            thread_ts=f"{number}.1",
        )
        delivery = Delivery(
            f"E{number}", "T_LOCAL", CHANNEL, f"{number}.1", "U_PM", ask.to_payload()
        )
        claim_delivery(database, delivery, owner=DEAD)
    with database.write() as connection:
        connection.execute(update(claims).values(heartbeat_at=now() - timedelta(minutes=1)))
    assert recover(bot.desk) == 3


def test_owners_on_this_machine_that_are_gone_are_dead():
    own = build_owner()
    host, process, _ = own.rsplit(":", 2)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone, before, alive = f"{host}:{ended.pid}:x", f"{host}:{process}:before", f"{host}:1:x"
    assert dead_owners((own, gone, before, alive, "elsewhere:1:x"), own=own) == (gone, before)


def test_an_ending_process_gives_its_open_claims_back(bot, database):
    import threading

    bot.answering.gate = threading.Event()
    bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.slack.wait_for(lambda: bot.answering.questions)
    assert not bot.recovery.stop(drain_seconds=0.1)
    bot.answering.gate.set()
    assert bot.desk.pool.drain(PATIENCE)
    assert bot.slack.bot_messages(CHANNEL) == []
    assert find_claim(database, 1).status == "working"


def test_what_is_older_than_the_retention_period_is_forgotten(bot, database):
    answer = build_answer()
    record_answer(database, Question("long ago"), answer)
    with database.write() as connection:
        connection.execute(update(answers).values(created_at=now() - timedelta(days=366)))
    recovery = Recovery(bot.desk)
    recovery.start()
    bot.slack.wait_for(lambda: find_answer(database, answer.id) is None)
    recovery.stop(drain_seconds=1)


def test_a_bug_is_tried_a_few_times_and_then_apologised_for(bot, left_behind, monkeypatch):
    def fail(*_arguments, **_keywords):
        raise ValueError("a bug")

    ts, _ = left_behind()
    with monkeypatch.context() as patch:
        patch.setattr("listeners.reply.build_answer", fail)
        for _ in range(MAX_ATTEMPTS):
            recover_all(bot)
            with bot.services.database.write() as connection:
                connection.execute(update(claims).values(heartbeat_at=now() - timedelta(minutes=1)))
    recover_all(bot)
    assert bot.texts(ts) == [APOLOGY]
    assert len(bot.answering.questions) == MAX_ATTEMPTS


def test_recovery_survives_a_bug(bot, monkeypatch):
    beats = []

    def fail(*_arguments, **_keywords):
        beats.append(1)
        raise ValueError("a bug")

    monkeypatch.setattr("listeners.recovery.BEAT_SECONDS", 0.01)
    monkeypatch.setattr("listeners.recovery.beat", fail)
    recovery = Recovery(bot.desk)
    recovery.start()
    bot.slack.wait_for(lambda: len(beats) > 2)
    recovery.stop(drain_seconds=1)
