"""Signed HTTP delivery, to a Bolt app behind a real server."""

import asyncio
import socket
import threading
import time
from types import SimpleNamespace

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from workspace import server
from workspace.handle import PATIENCE
from workspace.signed_http import sign

SECRET = "a-secret"


@pytest.fixture
def receiver():
    """A server whose answers a test sets: `receiver.answer = function of the request`."""

    async def accept(_):
        return PlainTextResponse("")

    found = SimpleNamespace(seen=[], url="", answer=accept)

    async def take(request):
        found.seen.append(dict(request.headers))
        return await found.answer(request)

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    found.url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    routes = [Route("/slack/events", take, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off", ws="none")
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield found
    web.should_exit = True
    thread.join(5)


@pytest.fixture
def slack(receiver):
    options = {"event_url": receiver.url, "signing_secret": SECRET}
    with server.start(**options, retry_delays=(0.0, 0.05, 0.1), ack_timeout=PATIENCE) as handle:
        yield handle


def finished(slack):
    return slack.wait_for(lambda: [each for each in slack.deliveries if each.done])[0]


@pytest.fixture
def bolt(slack, receiver):
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    app = App(client=client, signing_secret=SECRET)
    handler = SlackRequestHandler(app)
    receiver.answer = handler.handle
    return app


def test_bolt_takes_events_commands_and_clicks_with_our_signature(slack, bolt):
    seen = []
    bolt.event("message")(lambda event: seen.append(event["text"]))
    bolt.command("/ask")(lambda ack: ack("got it"))
    bolt.action("go")(lambda ack: ack())
    slack.person("U_PM").say("C_GENERAL", "hello")
    slack.wait_for(lambda: seen == ["hello"])
    slack.person("U_PM").slash("/ask", "ünï & <cö>")
    assert slack.person("U_PM").sees("C_GENERAL")[-1].text == "got it"


def test_a_submission_over_http_gets_its_errors(slack, bolt):
    from shapes import modal, text_input

    bolt.view("form")(lambda ack: ack(response_action="errors", errors={"idea": "no"}))
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    client.views_open(trigger_id=slack.state.triggers.issue("U_PM"), view=modal(text_input()))
    person = slack.person("U_PM")
    person.submit_view(person.modal.id, {"idea": "x"})
    assert person.modal.errors == {"idea": "no"}


def test_failed_events_are_retried_three_times_with_number_and_reason(slack, receiver):
    async def fail(_):
        return PlainTextResponse("", 500)

    receiver.answer = fail
    slack.person("U_PM").say("C_GENERAL", "hello")
    assert not finished(slack).acked
    numbers = [headers.get("x-slack-retry-num") for headers in receiver.seen]
    assert numbers == [None, "1", "2", "3"]
    assert receiver.seen[1]["x-slack-retry-reason"] == "http_error"


def test_the_app_can_ask_for_no_retry(slack, receiver):
    async def fail(_):
        return PlainTextResponse("", 500, {"x-slack-no-retry": "1"})

    receiver.answer = fail
    slack.person("U_PM").say("C_GENERAL", "hello")
    assert len(finished(slack).attempts) == 1


def test_a_slow_answer_is_a_timeout_and_the_retry_may_succeed(slack, receiver, hurry):
    async def slow_once(request):
        if "x-slack-retry-num" not in request.headers:
            while not slack.deliveries[0].attempts:
                await asyncio.sleep(0.01)
        return PlainTextResponse("")

    receiver.answer = slow_once
    hurry(slack, receiver.seen)
    slack.person("U_PM").say("C_GENERAL", "hello")
    delivery = finished(slack)
    assert [attempt.reason for attempt in delivery.attempts] == ["http_timeout", ""]


def test_the_waits_between_retries_are_those_set(slack, receiver):
    async def fail(_):
        return PlainTextResponse("", 404)

    receiver.answer = fail
    started = time.monotonic()
    slack.person("U_PM").say("C_GENERAL", "hello")
    finished(slack)
    assert time.monotonic() - started >= 0.15


def test_the_signature_is_slacks_own_example():
    # The worked example of docs.slack.dev, "Verifying requests from Slack".
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert signature == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
