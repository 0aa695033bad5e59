"""What the inspector is told of calls and deliveries."""

import json
import threading

import httpx
import pytest
from slack_sdk.webhook import WebhookClient

from workspace import server
from workspace.handle import PATIENCE


@pytest.fixture
def feed(slack, closing):
    """All updates of /control/feed, as they come."""
    updates, opened = [], threading.Event()

    def read() -> None:
        try:
            with httpx.stream("GET", f"{slack.url}control/feed", timeout=None) as response:
                for line in response.iter_lines():
                    if line.startswith("data: "):
                        updates.append(json.loads(line[6:]))
                        opened.set()
        except httpx.TransportError:
            pass  # The workspace ended.

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert opened.wait(PATIENCE)
    return updates


def steps(feed, name):
    found = [each["record"] for each in feed if each["kind"] == "record"]
    return [each for each in found if each["name"] == name]


def ended(slack, feed, name):
    return slack.wait_for(lambda: [e for e in steps(feed, name) if e["stage"] == "end"])[-1]


def test_a_call_is_told_as_it_begins_and_as_it_ends(slack, client, feed):
    client.chat_postMessage(channel="C_GENERAL", text="hello")
    end = ended(slack, feed, "chat.postMessage")
    assert [each["stage"] for each in steps(feed, "chat.postMessage")] == ["begin", "end"]
    assert (end["kind"], end["status"], end["ok"]) == ("call", 200, True)
    assert end["payload"]["text"] == "hello"
    assert end["answer"]["message"]["text"] == "hello"
    assert 0 < end["seconds"] < PATIENCE


def test_a_delivery_is_told_with_ack_answer_and_the_first_message_after_it(
    slack, app, connect, feed
):
    @app.event("app_mention")
    def answer(event, say):
        say("first", thread_ts=event["ts"])
        say("second", thread_ts=event["ts"])

    connect(app)
    ts = slack.person("U_PM").mention("C_GENERAL", "hi")
    slack.wait_for(lambda: len(slack.bot_messages("C_GENERAL", ts)) == 2)
    end = ended(slack, feed, "app_mention")
    assert end["acked"]
    assert len(end["attempts"]) == 1
    assert end["ack_seconds"] < slack.deliverer.ack_timeout
    first = slack.wait_for(
        lambda: [e["first_message"] for e in steps(feed, "app_mention") if e.get("first_message")]
    )[0]
    assert first["ts"] == slack.bot_messages("C_GENERAL", ts)[0].ts
    assert first["seconds"] > 0


def test_a_message_elsewhere_is_no_answer(slack, app, connect, client, feed):
    connect(app)
    slack.person("U_PM").say("C_GENERAL", "hi")
    ended(slack, feed, "message")
    client.chat_postMessage(channel="C_PRODUCT", text="unrelated")
    ended(slack, feed, "chat.postMessage")
    mine = [e for e in steps(feed, "message") if e["payload"]["event"].get("text") == "hi"]
    assert "first_message" not in mine[-1]


def test_the_ack_of_a_command_is_told(slack, app, connect, feed):
    app.command("/ask")(lambda ack: ack("got it"))
    connect(app)
    slack.person("U_PM").slash("/ask", "why")
    end = ended(slack, feed, "/ask")
    assert end["envelope"] == "slash_commands"
    assert end["answer"]["text"] == "got it"
    assert end["first_message"]["channel"] == "C_GENERAL"


def test_answers_through_a_response_url_are_calls_too(slack, app, connect, feed):
    app.command("/ask")(lambda ack: ack())
    connect(app)
    url = slack.person("U_PM").slash("/ask").payload["response_url"]
    WebhookClient(url).send(text="later")
    assert ended(slack, feed, "response_url")["payload"]["text"] == "later"


def test_a_failed_attempt_is_told_with_its_reason(slack, feed):
    slack.person("U_PM").say("C_GENERAL", "anyone?")
    end = ended(slack, feed, "message")
    assert not end["acked"]
    assert [each["reason"] for each in end["attempts"]] == ["connection_failed"] * 4


def test_who_comes_late_is_told_what_was(slack, client):
    client.auth_test()
    with httpx.stream("GET", f"{slack.url}control/feed", timeout=PATIENCE) as response:
        line = next(each for each in response.iter_lines() if each.startswith("data: "))
    snapshot = json.loads(line[6:])
    assert snapshot["kind"] == "snapshot"
    assert [each["name"] for each in snapshot["records"]] == ["auth.test"]
    assert snapshot["transport"] == "socket"
    assert httpx.delete(f"{slack.url}control/records").json()["ok"]


def test_faults_and_sockets_are_told_as_they_change(slack, app, connect, feed):
    slack.fault("rate_limit", times=None)
    slack.wait_for(lambda: [e for e in feed if e["kind"] == "settings" and e["faults"]])
    slack.faults.clear()
    slack.wait_for(lambda: feed[-1]["kind"] == "settings" and not feed[-1]["faults"])
    connect(app)
    slack.wait_for(lambda: [e for e in feed if e["kind"] == "settings" and e["sockets"] == 1])


def test_no_secret_is_ever_shown(closing):
    with server.start(signing_secret="shh-signing") as slack:
        application = slack.state.application
        secrets = [application.bot_token, application.app_token, application.verification_token]
        secrets.append("shh-signing")
        api = slack.api_url
        for secret in secrets:
            body = {"token": slack.bot_token, "channel": "C_GENERAL", "text": f"it is {secret}"}
            httpx.post(f"{api}chat.postMessage", data=body)
        httpx.post(
            f"{api}apps.connections.open", headers={"Authorization": "Bearer xapp-local-app"}
        )
        slack.person("U_PM").say("C_GENERAL", "hello")
        shown = "".join(
            httpx.get(f"{slack.url}control/{log}").text for log in ("calls", "deliveries")
        )
        with httpx.stream("GET", f"{slack.url}control/feed", timeout=PATIENCE) as response:
            shown += next(each for each in response.iter_lines() if each.startswith("data: "))
        assert "it is [hidden]" in shown
        assert [secret for secret in secrets if secret in shown] == []
        assert "ticket=[hidden]" in shown


@pytest.mark.parametrize("path", ["feed", "calls", "deliveries", "faults"])
def test_the_control_is_guarded_as_the_page_is(slack, path):
    headers = {"Origin": "https://evil.example"}
    assert httpx.get(f"{slack.url}control/{path}", headers=headers).status_code == 403
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert httpx.get(f"{slack.url}control/{path}", headers=headers).status_code == 403
