"""Trouble on demand, as the official SDK meets it."""

import http.client
import time

import httpx
import pytest
from shapes import modal
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from workspace.faults import KINDS, FaultError, build_fault


def post(client, text="hello"):
    return client.chat_postMessage(channel="C_GENERAL", text=text)


def texts(slack):
    return [message.text for message in slack.messages("C_GENERAL")]


def test_a_rate_limit_says_when_to_come_back_and_strikes_one_method(slack, client):
    slack.fault("rate_limit", "chat.postMessage", retry_after=7)
    assert client.auth_test()["ok"]
    with pytest.raises(SlackApiError) as caught:
        post(client)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert post(client)["ok"]


def test_the_sdks_retry_handler_waits_and_comes_through(slack):
    handlers = [RateLimitErrorRetryHandler(max_retry_count=2)]
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=handlers)
    slack.fault("rate_limit", "chat.postMessage", times=2, retry_after=0)
    post(client)
    assert [call.status for call in slack.calls_of("chat.postMessage")] == [429, 429, 200]
    assert texts(slack) == ["hello"]


def test_a_server_error_does_no_work(slack, client):
    slack.fault("server_error", "chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        post(client)
    assert caught.value.response.status_code == 503
    assert texts(slack) == []


def test_a_lost_answer_ends_the_connection_after_the_work_is_done(slack):
    slack.fault("lost_answer", "chat.postMessage")
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        post(client)
    assert texts(slack) == ["hello"]


def test_the_sdks_connection_retry_posts_twice_when_an_answer_is_lost(slack, client):
    slack.fault("lost_answer", "chat.postMessage")
    assert post(client)["ok"]
    assert texts(slack) == ["hello", "hello"]


def test_a_lost_call_does_no_work_and_the_sdks_retry_posts_once(slack, client):
    slack.fault("lost_call", "chat.postMessage")
    assert post(client)["ok"]
    assert texts(slack) == ["hello"]


def test_a_slow_network_delays_all_calls_until_it_is_cleared(slack, client):
    fault = slack.fault("slow_api", delay=0.15, times=None)
    for _ in range(2):
        started = time.monotonic()
        client.auth_test()
        assert time.monotonic() - started >= 0.15
    assert slack.faults.list() == [fault]
    assert slack.faults.clear(fault.id)
    # Longer than the SDK waits for an answer.
    endless = slack.fault("slow_api", delay=client.timeout + 60.0, times=None)
    assert slack.faults.clear(endless.id)
    client.auth_test()


def test_a_slow_network_and_a_failure_happen_together(slack, client):
    slack.fault("slow_api", delay=0.1, times=None)
    slack.fault("error", "auth.test", error="fatal_error")
    started = time.monotonic()
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.auth_test()
    assert time.monotonic() - started >= 0.1


def test_a_slow_delivery_counts_against_the_three_seconds(slack, app, connect):
    enough, slack.deliverer.ack_timeout = slack.deliverer.ack_timeout, 0.3
    app.command("/ask")(lambda ack: ack("late"))
    connect(app)
    slack.fault("slow_delivery", "/ask", delay=0.4)
    person = slack.person("U_PM")
    assert not person.slash("/ask").acked
    assert person.notices == ['/ask failed with the error "operation_timeout"']
    slack.deliverer.ack_timeout = enough
    slack.fault("slow_delivery", "/ask", delay=0.1)
    assert person.slash("/ask").ack_seconds >= 0.1


def test_a_lost_delivery_is_sent_again(slack, app, connect):
    connect(app)
    slack.fault("lost_delivery", "message")
    slack.person("U_PM").say("C_GENERAL", "hello")
    delivery = slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])[0]
    assert [attempt.reason for attempt in delivery.attempts] == ["connection_failed", ""]


def test_a_lost_ack_makes_slack_deliver_what_the_app_already_took(slack, app, connect):
    seen = []

    @app.middleware
    def note(body, next_):
        seen.append(body["event_id"])
        next_()

    connect(app)
    slack.fault("lost_ack", "message")
    slack.person("U_PM").say("C_GENERAL", "hello")
    delivery = slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])[0]
    assert [attempt.reason for attempt in delivery.attempts] == ["timeout", ""]
    assert seen == [delivery.event_id] * 2


def test_any_delivery_can_be_sent_again(slack, app, connect):
    seen = []
    app.command("/ask")(lambda ack, body: (ack(), seen.append(body["trigger_id"])))
    connect(app)
    delivery = slack.person("U_PM").slash("/ask")
    answer = httpx.post(f"{slack.url}control/redeliver", json={"delivery": delivery.id}).json()
    assert answer["id"] != delivery.id
    slack.wait_for(lambda: len(seen) == 2)
    assert seen[0] == seen[1]


@pytest.mark.parametrize("error", ["message_not_in_streaming_state", "stopped_by_user"])
def test_a_dead_stream_takes_nothing_more(slack, client, error):
    ts = slack.person("U_PM").dm("hi")
    started = client.chat_startStream(channel="D_PM", thread_ts=ts, markdown_text="a")
    place = {"channel": "D_PM", "ts": started["ts"]}
    client.chat_appendStream(**place, markdown_text="b")
    slack.fault("dead_stream", error=error)
    for call in (client.chat_appendStream, client.chat_stopStream, client.chat_appendStream):
        with pytest.raises(SlackApiError, match=error):
            call(**place, markdown_text="c")
    assert slack.messages("D_PM")[-1].text == "ab"
    assert not slack.messages("D_PM")[-1].streaming
    assert client.chat_update(**place, text="the whole answer")["ok"]


def test_the_next_trigger_ids_are_already_expired(slack, client):
    slack.fault("expired_trigger")
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=slack.state.triggers.issue("U_PM"), view=modal())
    assert client.views_open(trigger_id=slack.state.triggers.issue("U_PM"), view=modal())["ok"]


def test_the_next_response_urls_are_already_expired(slack, app, connect):
    slack.fault("expired_response_url")
    app.command("/ask")(lambda ack: ack())
    connect(app)
    person = slack.person("U_PM")
    statuses = [
        WebhookClient(person.slash("/ask").payload["response_url"]).send(text="x").status_code
        for _ in range(2)
    ]
    assert statuses == [404, 200]


def test_cut_sockets_are_opened_again_by_the_sdk(slack, app, connect):
    connect(app, ping_interval=0.2)
    assert httpx.delete(f"{slack.url}control/sockets?cut=1").json() == {"ok": True, "dropped": 1}
    slack.wait_for_socket()
    slack.person("U_PM").say("C_GENERAL", "hello")
    assert slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])


def test_active_faults_can_be_read_and_cleared_from_elsewhere(slack):
    address = f"{slack.url}control/faults"
    given = {"kind": "rate_limit", "method": "users.info", "times": None, "retry_after": 3}
    fault = httpx.post(address, json=given).json()["fault"]
    assert fault["id"]
    assert fault["times"] is None
    answer = httpx.get(address).json()
    assert answer["faults"] == [fault]
    assert set(answer["kinds"]) == set(KINDS)
    assert httpx.delete(f"{address}?id=f99").status_code == 404
    assert httpx.delete(f"{address}?id={fault['id']}").json() == {"ok": True}
    assert httpx.get(address).json()["faults"] == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": "earthquake"}, "There is no fault 'earthquake'"),
        ({}, "Say what goes wrong"),
        ({"kind": "rate_limit", "times": 0}, "`times` must be"),
        ({"kind": "rate_limit", "times": "two"}, "`times` must be"),
        ({"kind": "rate_limit", "method": ""}, "A fault needs the name"),
        ({"kind": "server_error", "status": 700}, "`status` must be"),
        ({"kind": "slow_api", "delay": -1}, "`delay` must be"),
        ({"kind": "rate_limit", "retry_after": 1.5}, "`retry_after` must be"),
        ({"kind": "dead_stream", "error": "bored"}, "A stream dies of"),
        ({"kind": "rate_limit", "surprise": 1}, "A fault is a JSON object"),
        ([], "A fault is a JSON object"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_in_one_sentence(slack, given, sentence):
    response = httpx.post(f"{slack.url}control/faults", json=given)
    assert response.status_code == 400
    assert response.json()["error"].startswith(sentence)


def test_the_handle_refuses_what_cannot_be():
    with pytest.raises(FaultError):
        build_fault("server_error", status=True)


def test_rates_can_be_limited_from_now_on(slack, client):
    slack._web_api.rates.clock = lambda: 0.0
    assert httpx.post(f"{slack.url}control/rates", json={"enabled": True}).json()["ok"]
    post(client)
    with pytest.raises(SlackApiError, match="ratelimited"):
        post(client)
    assert httpx.post(f"{slack.url}control/rates", json={"enabled": 1}).status_code == 400
