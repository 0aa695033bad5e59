"""Refresh, publish, reject, roll back and cancel from Slack; the builds themselves are a line each."""

import pytest
from knowledge_actor import Keeper, Runner, build_release_row, shown
from slack_bolt import BoltRequest
from structlog.testing import capture_logs
from triage_actor import actions_of

from advisor.database.jobs import list_jobs, read_job
from advisor.database.releases import live_release
from listeners.admins import REFUSAL
from listeners.watching import Watch


@pytest.fixture
def bot(start_bot):
    bot = start_bot()
    watch = Watch(bot.desk)
    watch.start()
    yield bot
    watch.stop()


@pytest.fixture
def ada(bot):
    return Keeper(bot)


@pytest.fixture
def runner(database):
    return Runner(database)


def refresh(ada, runner):
    ada.knowledge("refresh")
    message = ada.message("Waiting to start")
    runner.claim()
    return message


def test_a_refresh_is_one_message_that_lives(bot, ada, runner):
    first = refresh(ada, runner)
    runner.progress("embed", 30, 120, 12.0)
    ada.message("30 of 120 texts", "about 12 s left", "✓ Read the pages", "▸ *Embed what is new*")
    number = runner.build()
    message = ada.message(
        f"Release {number} is built", "`bears.md`", "`cows.md`", "it is encrypted", "line 3: a key",
        "11 of 12 right", "1 won, 0 lost", "90% → 95%", "Drift is slow.", "Drift is fast.",
    )  # fmt: skip
    assert message.ts == first.ts
    assert len(ada.messages()) == 1
    wanted = ["knowledge_publish", "knowledge_reject", "knowledge_details"]
    assert actions_of(message.blocks) == wanted


def test_updates_keep_three_seconds_apart_within_a_step(start_bot, runner):
    bot, times = start_bot(), [0.0]
    ada, watch = Keeper(bot), Watch(bot.desk, clock=lambda: times[0])
    ada.knowledge("refresh")
    bot.slack.wait_for(ada.jobs)
    watch.look()
    runner.claim()
    runner.progress("embed", 1, 100)
    watch.look()
    before = len(bot.slack.calls_of("chat.update"))
    for done in range(2, 60):
        runner.progress("embed", done, 100)
        times[0] += 0.05
        watch.look()
    assert len(bot.slack.calls_of("chat.update")) == before
    times[0] += 0.2
    watch.look()
    assert len(bot.slack.calls_of("chat.update")) == before + 1
    assert "59 of 100 texts" in shown(ada.messages()[-1])


def test_a_release_is_published_by_its_button(bot, ada, runner, database):
    refresh(ada, runner)
    number = runner.build()
    ada.press("knowledge_publish", ada.message("is built"))
    ada.message("is being published")
    runner.publish()
    message = ada.message(f"Release {number} is live.", "published by <@U_ADMIN>")
    assert live_release(database) == number
    assert actions_of(message.blocks) == ["knowledge_details"]


def test_a_release_is_rejected_by_its_button(bot, ada, runner, database):
    refresh(ada, runner)
    number = runner.build()
    ada.press("knowledge_reject", ada.message("is built"))
    ada.message(f"Release {number} was rejected", "rejected by <@U_ADMIN>")
    assert live_release(database) is None


def test_the_first_decision_counts(bot, ada, runner, database):
    refresh(ada, runner)
    runner.build()
    message = ada.message("is built")
    ada.press("knowledge_reject", message)
    ada.message("was rejected")
    payload = dict(bot.slack.deliveries_of("block_actions")[-1].payload)
    action = dict(payload["actions"][0], action_id="knowledge_publish")
    bot.app.dispatch(BoltRequest(body={**payload, "actions": [action]}, mode="socket_mode"))
    told = bot.slack.wait_for(ada.private)
    assert "it is rejected" in shown(told[0]) or "decided" in shown(told[0])
    (job,) = list_jobs(database)
    assert job.status == "rejected"


def test_details_open_for_admins_only(bot, ada, runner):
    refresh(ada, runner)
    number = runner.build()
    ada.press("knowledge_details", ada.message("is built"))
    view = ada.modal()
    assert view.content["title"]["text"] == f"Release {number}"
    assert "bears.md" in str(view.content)


@pytest.mark.parametrize("action", ["publish", "reject", "cancel", "details"])
def test_who_replays_an_admins_button_is_refused_and_nothing_happens(
    bot, ada, runner, database, action
):
    refresh(ada, runner)
    if action != "cancel":
        runner.build()
        ada.message("is built")
    (job,) = list_jobs(database)
    message = ada.messages()[-1]
    button = {"type": "button", "action_id": f"knowledge_{action}", "value": str(job.id)}
    ada.press(next(iter(actions_of(message.blocks)[-1:])), message)
    forged = dict(bot.slack.deliveries_of("block_actions")[-1].payload)
    bot.settle()
    before = read_job(database, job.id)
    pam = Keeper(bot, "U_PM")
    key = bot.slack.state.response_urls.issue("U_PM", pam.channel)
    forged |= {
        "user": {"id": "U_PM", "team_id": "T_LOCAL"},
        "actions": [{**button, "block_id": "b", "action_ts": "1.0"}],
        "channel": {"id": pam.channel, "name": "directmessage"},
        "response_url": bot.slack.url + key,
    }
    with capture_logs() as logs:
        bot.app.dispatch(BoltRequest(body=forged, mode="socket_mode"))
        told = bot.slack.wait_for(pam.private)
    assert REFUSAL in shown(told[0])
    assert pam.person.modal is None
    after = read_job(database, job.id)
    assert (after.decision, after.status) == (before.decision, before.status)
    assert "knowledge_refused" in [each["event"] for each in logs]


@pytest.mark.parametrize("text", ["refresh", "publish 1", "rollback", "status", "history", ""])
def test_who_is_no_admin_is_refused_politely(bot, database, text):
    pam = Keeper(bot, "U_PM", "C_GENERAL")
    assert REFUSAL in shown(pam.told(text))
    assert list_jobs(database) == []


def test_admin_users_name_who_may_and_nobody_else(start_bot, database):
    bot = start_bot(admin_users=("U_PM",))
    assert "No release is live" in shown(Keeper(bot, "U_PM", "C_GENERAL").told("status"))
    assert REFUSAL in shown(Keeper(bot, "U_ADMIN", "C_GENERAL").told("status"))
    assert bot.slack.calls_of("users.info") == []


def test_when_slack_does_not_say_who_somebody_is_they_are_refused(bot, ada):
    bot.slack.fail("users.info", 1, error="internal_error")
    assert REFUSAL in shown(ada.told("status"))
    assert "No release is live" in shown(ada.told("status"))


def test_an_earlier_release_goes_live_and_back(bot, ada, runner, database):
    first, second = build_release_row(database, a=1), build_release_row(database, a=2)
    ada.knowledge(f"publish {first}")
    ada.message("Waiting to start")
    runner.publish()
    ada.message(f"Release {first} is live.")
    ada.knowledge("rollback")
    bot.slack.wait_for(lambda: len(ada.messages()) == 2)
    job = runner.claim()
    assert job.kind == "rollback"
    runner.finish("published", result={"release": second, "before": first})
    ada.message(f"Release {second} is live.", f"Before, release {first} was live.")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("publish", "Say which release"),
        ("publish 99", "There is no release 99"),
        ("publish 1;drop", "Say which release"),
        ("cancel", "nothing to cancel"),
        ("fly", "I do not know"),
        ("refresh /etc", "no such folder"),
        ("refresh ../../..", "no such folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(bot, ada, database, text, answer):
    assert answer in shown(ada.told(text))
    assert list_jobs(database) == []


def test_a_second_refresh_is_told_that_one_is_under_way(bot, ada, runner):
    refresh(ada, runner)
    assert "already under way" in shown(ada.told("refresh"))
    assert len(ada.jobs()) == 1


def test_a_build_that_runs_is_cancelled(bot, ada, runner):
    message = refresh(ada, runner)
    runner.progress("embed", 1, 9)
    ada.press("knowledge_cancel", message)
    ada.message("Cancelling")
    assert runner.progress("embed", 2, 9) is False
    runner.finish("cancelled")
    ada.message("Cancelled. The live release stays.")


def test_a_command_in_a_channel_is_told_where_only_admins_read(bot, ada, runner):
    told = ada.told("refresh", "C_GENERAL")
    assert "our direct messages" in shown(told)
    ada.message("Waiting to start")
    assert [m for m in bot.slack.bot_messages("C_GENERAL") if not m.visible_to] == []


def test_the_admin_channel_reads_what_was_asked_elsewhere(start_bot, runner):
    bot = start_bot(admin_channel="G_LAUNCH")
    ada, watch = Keeper(bot), Watch(bot.desk)
    assert "<#G_LAUNCH>" in shown(ada.told("refresh", "C_GENERAL"))
    watch.look()
    ada.message("Waiting to start", channel="G_LAUNCH")


def test_a_restart_goes_on_with_the_same_message(start_bot, runner):
    bot = start_bot()
    ada, watch = Keeper(bot), Watch(bot.desk)
    watch.start()
    first = refresh(ada, runner)
    watch.stop()
    number = runner.build()
    Watch(bot.desk).look()
    assert ada.message(f"Release {number} is built").ts == first.ts
    assert len(ada.messages()) == 1


def test_a_message_whose_posting_was_not_confirmed_is_not_posted_twice(start_bot, runner):
    bot = start_bot()
    ada, watch = Keeper(bot), Watch(bot.desk, clock=lambda: 0.0)
    ada.knowledge("refresh")
    bot.slack.wait_for(ada.jobs)
    bot.slack.fail("chat.postMessage", 1, status=500, after=True)
    watch.look()
    assert len(ada.messages()) == 1
    assert ada.jobs()[0].place.message == ""
    later = Watch(bot.desk)
    runner.claim()
    later.look()
    assert len(ada.messages()) == 1
    assert ada.jobs()[0].place.message == ada.messages()[0].ts


def test_of_two_processes_one_tells(start_bot, runner):
    bot = start_bot()
    other = start_bot()
    ada = Keeper(bot)
    ada.knowledge("refresh")
    bot.slack.wait_for(ada.jobs)
    for watch in (Watch(bot.desk), Watch(other.desk)):
        watch.look()
    assert len(ada.messages()) == 1


def test_names_of_pages_and_answers_cannot_call_anybody(bot, ada, runner):
    refresh(ada, runner)
    runner.build(
        pages={"added": ["<!channel> `x`.md"], "changed": [], "removed": []},
        rejected=[{"path": "<@U_PM>.pdf", "reason": "it says <https://evil.example|here>"}],
        evaluation=None,
    )
    text = shown(ada.message("is built"))
    assert "<!channel>" not in text
    assert "<@U_PM>" not in text
    assert "<https" not in text


def test_status_and_history_tell_what_is_live(bot, ada, runner, database):
    build_release_row(database, a=1)
    number = build_release_row(database, a=2)
    assert f"Release {number} is live" in shown(ada.told("status"))
    assert "was live" in shown(ada.told("history"))
