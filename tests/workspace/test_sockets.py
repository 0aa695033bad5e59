import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as open_socket

from workspace import server
from workspace.handle import PATIENCE


def test_a_mention_reaches_the_app_and_its_answer_the_thread(slack, app, connect):
    @app.event("app_mention")
    def answer(event, say):
        say("hello", thread_ts=event["ts"])

    connect(app)
    ts = slack.person("U_PM").mention("C_GENERAL", "hi")
    messages = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    assert messages[0].text == "hello"


def test_each_event_goes_to_exactly_one_of_several_sockets(slack, client, connect):
    seen = []

    def note_as(number):
        return lambda event: seen.append((number, event["ts"]))

    for number in range(2):
        app = App(client=client)
        app.event("message")(note_as(number))
        connect(app)
    sent = [slack.person("U_PM").say("C_GENERAL", str(each)) for each in range(6)]
    slack.wait_for(lambda: len(seen) >= 6)
    assert sorted(ts for _, ts in seen) == sorted(sent)
    assert {number for number, _ in seen} == {0, 1}


def test_what_is_said_before_the_app_has_joined_waits_for_it():
    with server.start(first_wait=PATIENCE) as slack:
        slack.person("U_PM").say("C_GENERAL", "anyone?")
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        url = client.apps_connections_open(app_token=slack.app_token)["url"]
        with open_socket(url, proxy=None) as joined:
            assert "hello" in joined.recv(timeout=PATIENCE)
            assert "anyone?" in joined.recv(timeout=PATIENCE)


def test_the_app_comes_back_after_its_socket_is_refreshed(slack, app, connect):
    connect(app)
    slack.drop_sockets()
    slack.wait_for_socket()
    slack.person("U_PM").say("C_GENERAL", "still there?")
    assert slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])


def test_an_event_on_a_socket_that_breaks_is_sent_again_on_another(slack, client, app, connect):
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    with open_socket(url, proxy=None) as silent:
        silent.recv(timeout=PATIENCE)
        slack.person("U_PM").say("C_GENERAL", "hello")
        silent.recv(timeout=PATIENCE)
        slack.drop_sockets(polite=False)
    connect(app)
    delivery = slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])[0]
    assert delivery.attempts[0].reason == "connection_failed"


def test_an_event_that_no_listener_handles_is_sent_four_times(slack, client, connect):
    connect(App(client=client))
    slack.deliverer.ack_timeout = 0.2
    slack.person("U_PM").say("C_GENERAL", "anyone?")
    delivery = slack.wait_for(lambda: [each for each in slack.deliveries if each.done])[0]
    assert len(delivery.attempts) == 4
    assert not delivery.acked
    assert len({attempt.envelope_id for attempt in delivery.attempts}) == 4


def test_a_retry_says_which_attempt_it_is_and_why(slack, app, connect, hurry):
    seen = []

    @app.middleware
    def note(request, next_, resp):
        headers = request.headers
        seen.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return next_() if len(seen) > 1 else None

    hurry(slack, seen)
    connect(app)
    slack.person("U_PM").say("C_GENERAL", "hello")
    delivery = slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])[0]
    assert [attempt.reason for attempt in delivery.attempts] == ["timeout", ""]
    assert [number for number, _ in seen] == [["0"], ["1"]]
    assert seen[1][1] == ["timeout"]


def test_only_ten_sockets_may_be_open(slack):
    client = WebClient(token=slack.app_token, base_url=slack.api_url)
    slack.state.sockets.connections.extend([None] * 10)
    with pytest.raises(SlackApiError, match="too_many_websockets"):
        client.apps_connections_open(app_token=slack.app_token)
    slack.state.sockets.connections.clear()


def test_an_address_is_good_for_one_connection(slack):
    client = WebClient(token=slack.app_token, base_url=slack.api_url)
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    with open_socket(url, proxy=None) as socket:
        assert '"hello"' in socket.recv(timeout=PATIENCE)
        with pytest.raises(InvalidStatus), open_socket(url, proxy=None):
            pass


def test_the_same_event_can_be_delivered_again(slack, app, connect):
    connect(app)
    slack.person("U_PM").say("C_GENERAL", "hello")
    first = slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])[0]
    slack.redeliver(first)
    slack.wait_for(lambda: len([each for each in slack.deliveries if each.acked]) == 2)
    assert slack.deliveries[0].event_id == slack.deliveries[1].event_id
