"""A workspace in a file: it outlives restarts and kills, and a broken file loses nothing."""

import json
import os
import signal
import stat
import subprocess
import sys
import time

import httpx
import pytest
from shapes import button, home, modal
from slack_sdk import WebClient

from workspace import server
from workspace.inputs import InputError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "slack.json"


def open_workspace(path, **options):
    return server.start(state_file=path, retry_delays=(), **options)


def connect(slack):
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


def test_everything_is_there_after_a_restart(path):
    with open_workspace(path) as slack:
        client, priya = connect(slack), slack.person("U_PM")
        root = priya.say("C_GENERAL", "a question")
        blocks = [{"type": "actions", "elements": [button(value="1")]}]
        answer = client.chat_postMessage(
            channel="C_GENERAL", text="an answer", thread_ts=root, blocks=blocks
        )["ts"]
        client.reactions_add(channel="C_GENERAL", timestamp=root, name="eyes")
        priya.click(answer, "go", "1")
        file_id = client.files_upload_v2(channel="D_PM", content="a,b", filename="a.csv")["file"][
            "id"
        ]
        channel = client.conversations_create(name="plans")["channel"]["id"]
        client.conversations_invite(channel=channel, users="U_PM")
        client.views_publish(user_id="U_PM", view=home())
        trigger = slack.state.triggers.issue("U_PM")
        view_id = client.views_open(trigger_id=trigger, view=modal())["view"]["id"]
        client.assistant_threads_setTitle(channel_id="C_GENERAL", thread_ts=root, title="A title")
        before = slack.messages("C_GENERAL")
        selections = dict(slack.state.selections)
    with open_workspace(path) as slack:
        client, priya = connect(slack), slack.person("U_PM")
        assert slack.messages("C_GENERAL") == before
        assert before[0].reactions == (("eyes", "U_BOT"),)
        assert slack.state.selections == selections
        assert slack.state.selections == {("U_PM", answer, "go"): "1"}
        assert httpx.get(client.files_info(file=file_id)["file"]["url_private"]).text == "a,b"
        assert client.conversations_members(channel=channel)["members"] == ["U_BOT", "U_PM"]
        assert priya.home
        assert priya.modal.id == view_id
        assert slack.state.threads.titles[("C_GENERAL", root)] == {"title": "A title"}
        assert float(priya.say("C_GENERAL", "and then?", root)) > float(answer)


def test_a_stream_that_was_open_is_a_message_after_a_restart(path):
    with open_workspace(path) as slack:
        client = connect(slack)
        ts = slack.person("U_PM").dm("go")
        stream = client.chat_startStream(channel="D_PM", thread_ts=ts, markdown_text="half")["ts"]
    with open_workspace(path) as slack:
        message = slack.state.message("D_PM", stream)
        assert (message.text, message.streaming) == ("half", False)


def test_tokens_of_an_installation_stay_good_and_revoked_ones_revoked(path):
    def install(slack):
        installs = slack.state.installs
        code = installs.grant("U_PM", scopes=("chat:write",), user_scopes=(), redirect_uri=None)
        return installs.exchange(code, None)[1][0].value

    with open_workspace(path) as slack:
        good, gone = install(slack), install(slack)
        WebClient(token=gone, base_url=slack.api_url).auth_revoke()
    with open_workspace(path) as slack:
        assert WebClient(token=good, base_url=slack.api_url).auth_test()["ok"]
        client = WebClient(token=gone, base_url=slack.api_url)
        assert client.api_call("api.test")["ok"]
        with pytest.raises(Exception, match="token_revoked"):
            client.auth_test()


def test_the_app_is_the_one_of_today_and_the_seed_only_for_the_first_time(path):
    from workspace.application import Application
    from workspace.people import Person, build_seed

    with open_workspace(path) as slack:
        slack.person("U_PM").say("C_GENERAL", "hello")
    seed = build_seed((Person("U_NEW", "nina", "Nina"),))
    with open_workspace(path, seed=seed, application=Application(name="lunch")) as slack:
        assert slack.state.people["U_BOT"].name == "lunch"
        assert "U_NEW" not in slack.state.people
        assert slack.messages("C_GENERAL")[0].text == "hello"


def test_what_was_said_is_in_the_file_soon_and_survives_a_kill(path):
    command = [sys.executable, "-m", "workspace", "--port", "0", "--state", str(path), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        act = {"act": "say", "user": "U_PM", "channel": "C_GENERAL", "text": "remember me"}
        assert httpx.post(f"{url}page/act", json=act).json()["ok"]
        deadline = time.monotonic() + 60
        while not (path.exists() and "remember me" in path.read_text()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    with open_workspace(path) as slack:
        assert slack.messages("C_GENERAL")[0].text == "remember me"


def test_ending_it_politely_saves_what_was_said_last(path):
    command = [sys.executable, "-m", "workspace", "--port", "0", "--state", str(path), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        act = {"act": "say", "user": "U_PM", "channel": "C_GENERAL", "text": "last words"}
        httpx.post(f"{url}page/act", json=act)
        process.terminate()
        assert process.wait(60) == 0
    assert "last words" in path.read_text()


def test_the_file_is_whole_at_any_time_and_only_its_owner_reads_it(path):
    with open_workspace(path) as slack:
        for number in range(30):
            slack.person("U_PM").say("C_GENERAL", str(number) * 1000)
            if path.exists():
                json.loads(path.read_text())
            time.sleep(0.02)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir() if "tmp" in each.name] == []
    assert len(json.loads(path.read_text())["messages"]) == 30


def saved(path):
    with open_workspace(path) as slack:
        slack.person("U_PM").say("C_GENERAL", "hello")
    return json.loads(path.read_text())


def break_by(change):
    def apply(raw):
        change(raw)
        return json.dumps(raw)

    return apply


BREAKS = {
    "cut off": lambda raw: json.dumps(raw)[:-40],
    "empty": lambda raw: "",
    "another file": lambda raw: '{"name": "package"}',
    "no object": lambda raw: "[]",
    "a later version": break_by(lambda raw: raw.update(version=2)),
    "an unknown key": break_by(lambda raw: raw.update(surprise=1)),
    "a message without text": break_by(lambda raw: raw["messages"][0].pop("text")),
    "a message of nobody": break_by(lambda raw: raw["messages"][0].update(user="U_NONE")),
    "a message nowhere": break_by(lambda raw: raw["messages"][0].update(channel="C_NONE")),
    "a bad timestamp": break_by(lambda raw: raw["messages"][0].update(ts="noon")),
    "people as text": break_by(lambda raw: raw.update(people="everybody")),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_a_broken_file_is_told_in_one_sentence_and_left_as_it_is(path, kind):
    broken = BREAKS[kind](saved(path))
    path.write_text(broken)
    with pytest.raises(InputError) as caught:
        open_workspace(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "nothing was changed" in sentence
    assert "\n" not in sentence
    assert path.read_text() == broken


def test_two_workspaces_never_share_a_file(path):
    with open_workspace(path), pytest.raises(InputError, match="Another workspace is using"):
        open_workspace(path)
    with open_workspace(path):
        pass


@pytest.mark.parametrize("place", ["missing/slack.json", "."])
def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path, place):
    with pytest.raises(InputError, match="state file"):
        open_workspace(tmp_path / place)


def test_a_full_disk_is_told_once_and_does_not_stop_the_workspace(path, monkeypatch, capsys):
    tried = []

    def fail(_):
        tried.append(1)
        raise OSError(28, "No space left on device")

    with open_workspace(path) as slack:
        slack.person("U_PM").say("C_GENERAL", "before")
        slack.wait_for(lambda: path.exists() and "before" in path.read_text())
        monkeypatch.setattr(os, "fsync", fail)
        for text in ("first", "second"):
            before = len(tried)
            slack.person("U_PM").say("C_GENERAL", text)
            slack.wait_for(lambda before=before: len(tried) > before)
        assert "first" not in path.read_text()
        monkeypatch.undo()
    assert capsys.readouterr().err.count("cannot be written: No space left on device") == 1
    assert [each["text"] for each in json.loads(path.read_text())["messages"]] == [
        "before",
        "first",
        "second",
    ]
