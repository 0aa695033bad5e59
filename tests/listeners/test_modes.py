"""Which tokens make which mode, and what is said when some are missing."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.errors import SettingsError
from advisor.settings import Settings
from listeners.clients import build_client
from listeners.local import find_free_port, local_workspace
from listeners.modes import Mode, choose_mode

BOT = {"slack_bot_token": "xoxb-1"}
APP = {"slack_app_token": "xapp-1"}
SECRET = {"slack_signing_secret": "s"}
ROOT = Path(__file__).parents[2]
CLIENT = {"slack_client_id": "1.2", "slack_client_secret": "c"}


@pytest.mark.parametrize(
    ("tokens", "mode"),
    [
        ({}, Mode.LOCAL),
        (BOT | APP, Mode.SOCKET),
        (BOT | APP | SECRET, Mode.SOCKET),
        (BOT | SECRET, Mode.HTTP),
        (SECRET | CLIENT, Mode.HTTP),
        (BOT | SECRET | CLIENT, Mode.HTTP),
    ],
)
def test_the_tokens_choose_the_mode(tokens, mode):
    assert choose_mode(Settings(**tokens)) is mode


@pytest.mark.parametrize(
    ("tokens", "named"),
    [
        (BOT, "SLACK_APP_TOKEN"),
        (APP, "SLACK_BOT_TOKEN"),
        (SECRET, "SLACK_BOT_TOKEN"),
        (CLIENT, "SLACK_SIGNING_SECRET"),
        (APP | SECRET, "SLACK_BOT_TOKEN"),
        (BOT | SECRET | {"slack_client_id": "1.2"}, "SLACK_CLIENT_SECRET"),
    ],
)
def test_half_set_tokens_are_named_in_one_sentence(tokens, named):
    with pytest.raises(SettingsError, match=named):
        choose_mode(Settings(**tokens))


def test_the_bot_ends_with_one_plain_sentence_when_tokens_are_half_set(tmp_path):
    run = subprocess.run(
        [sys.executable, str(Path("bot.py").resolve())],
        cwd=tmp_path,
        env={"SLACK_BOT_TOKEN": "xoxb-1", "DATA_DIR": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("SLACK_BOT_TOKEN is set, but")
    assert run.stdout == ""


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/api", "http://127.0.0.1:1/api/"])
def test_another_slack_is_called_at_its_address_with_or_without_a_slash(address):
    assert build_client(Settings(slack_api_url=address)).base_url == "http://127.0.0.1:1/api/"


def test_without_an_address_it_is_slack():
    assert build_client(Settings()).base_url == "https://slack.com/api/"


def test_the_next_free_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert find_free_port(port) > port
    assert find_free_port(0) == 0


def test_the_local_workspace_says_where_it_is_and_ends_with_the_bot(tmp_path, capsys):
    with local_workspace(replace(Settings(data_dir=tmp_path), workspace_port=0)) as settings:
        assert settings.slack_bot_token.startswith("xoxb-")
        address = capsys.readouterr().out.strip().rsplit(" ", 1)[1]
        assert settings.slack_api_url == f"{address}api/"
        with urllib.request.urlopen(address, timeout=60) as page:
            assert page.status == 200
    with pytest.raises(OSError):
        urllib.request.urlopen(address, timeout=60)


def test_the_local_workspace_offers_our_commands_and_tour_and_remembers_what_was_said(tmp_path):
    wanted = replace(Settings(data_dir=tmp_path), workspace_port=0)
    with local_workspace(wanted) as settings:
        client = build_client(settings)
        client.chat_postMessage(
            channel="C_GENERAL", text="remember me", token=settings.slack_bot_token
        )
        page = settings.slack_api_url.removesuffix("api/")
        with urllib.request.urlopen(f"{page}page/state?user=U_PM", timeout=60) as answer:
            names = {each["name"] for each in json.load(answer)["app"]["commands"]}
        assert {"/ask", "/triage", "/knowledge", "/privacy"} <= names
        with urllib.request.urlopen(f"{page}page/tour", timeout=60) as answer:
            assert len(json.load(answer)["steps"]) == 4
    with local_workspace(wanted) as settings:
        history = build_client(settings).conversations_history(
            channel="C_GENERAL", token=settings.slack_bot_token
        )
        assert "remember me" in {message["text"] for message in history["messages"]}


LONELY_BOT = """
import sys, time
from dataclasses import replace
from pathlib import Path
from advisor.settings import Settings
from listeners.local import local_workspace
with local_workspace(replace(Settings(data_dir=Path(sys.argv[1])), workspace_port=0)):
    time.sleep(600)
"""


def test_a_bot_that_is_killed_leaves_no_workspace_behind(tmp_path):
    command = [sys.executable, "-c", LONELY_BOT, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as bot:
        address = bot.stdout.readline().strip().rsplit(" ", 1)[1]
        bot.kill()
    deadline = time.monotonic() + 60
    while is_up(address) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_up(address)


def is_up(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as page:
            return page.status == 200
    except OSError:
        return False
