"""The connection to Slack: lost and found again, or given up so that the process is restarted."""

import threading
import time
from dataclasses import replace

import pytest
from slack_fakes import FakeAnswering, FakeServices

from advisor.errors import SettingsError
from listeners import socket_mode
from listeners.application import build_app
from listeners.clients import clients_of_one_team
from listeners.desk import build_desk

CHANNEL = "C_GENERAL"


def test_after_slack_ends_the_connection_questions_are_answered_again(bot):
    bot.slack.drop_sockets()
    time.sleep(0.2)
    bot.slack.wait_for_socket()
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    bot.wait_for_replies(ts)
    bot.settle()
    assert len(bot.replies(ts)) == 1


def test_a_connection_that_is_lost_for_good_ends_the_process_with_1(
    slack, settings, database, monkeypatch
):
    monkeypatch.setattr(socket_mode, "CONNECTED_CHECK_SECONDS", 0.05)
    monkeypatch.setattr(socket_mode, "DISCONNECTED_SECONDS", 0.3)
    own = replace(settings, slack_api_url=slack.api_url)
    services = FakeServices(own, database, FakeAnswering(database))
    desk = build_desk(services, client_for=clients_of_one_team(own))
    ended = []
    serving = threading.Thread(
        target=lambda: ended.append(
            socket_mode.serve_socket(build_app(own, desk), own, desk, stopped=threading.Event())
        )
    )
    serving.start()
    slack.wait_for_socket()
    slack.stop()
    serving.join(60)
    assert ended == [1]


def test_a_token_that_slack_refuses_is_told_in_a_sentence(slack, settings, database):
    own = replace(settings, slack_api_url=slack.api_url, slack_app_token="xapp-wrong")
    services = FakeServices(own, database, FakeAnswering(database))
    desk = build_desk(services, client_for=clients_of_one_team(own))
    with pytest.raises(SettingsError, match=r"SLACK_APP_TOKEN.*invalid_auth.*advisor doctor"):
        socket_mode.serve_socket(build_app(own, desk), own, desk, stopped=threading.Event())


def test_a_slack_that_cannot_be_reached_is_told_in_a_sentence(settings, database):
    own = replace(settings, slack_api_url="http://127.0.0.1:1/api/")
    services = FakeServices(own, database, FakeAnswering(database))
    desk = build_desk(services, client_for=clients_of_one_team(own))
    with pytest.raises(SettingsError, match=r"cannot be reached"):
        socket_mode.serve_socket(build_app(own, desk), own, desk, stopped=threading.Event())
