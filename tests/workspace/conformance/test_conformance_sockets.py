"""The SDK's own Socket Mode client: it connects, acks, is refreshed, cut off and closed."""

import pytest
from ending import end
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from workspace import server
from workspace.handle import PATIENCE


@pytest.fixture
def slack(lunch, closing):
    handle = server.start(application=lunch, retry_delays=(0.0, 0.1, 0.2), ack_timeout=PATIENCE)
    handle.clients = []
    yield handle

    def stop():
        for client in handle.clients:
            end(client)
            for session in client.sessions:
                session.close()
        handle.stop()

    closing(stop)


def note_sessions(client):
    connect = client.connect

    def connect_and_note():
        connect()
        client.sessions.append(client.current_session)

    client.connect = connect_and_note


@pytest.fixture
def open_client(slack):
    """Return a function that connects a client which acks with a payload."""

    def open_one(payload=None, is_acked=True, ping_interval=5):
        web = WebClient(base_url=slack.api_url)
        client = SocketModeClient(slack.app_token, web_client=web, ping_interval=ping_interval)
        client.seen, client.sessions = [], []
        note_sessions(client)

        def take(client, request):
            client.seen.append(request)
            if is_acked:
                response = SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
                client.send_socket_mode_response(response)

        client.socket_mode_request_listeners.append(take)
        client.connect()
        slack.clients.append(client)
        slack.wait_for_socket(len(slack.clients))
        return client

    return open_one


def acked(slack):
    return slack.wait_for(lambda: [each for each in slack.deliveries if each.acked])


def test_it_connects_and_acks_an_event(slack, open_client):
    client = open_client()
    assert client.is_connected()
    slack.person("U_PM").say("C_GENERAL", "hello")
    delivery = acked(slack)[0]
    request = client.seen[0]
    assert (request.type, request.payload["event"]["text"]) == ("events_api", "hello")
    assert not request.accepts_response_payload
    assert (request.retry_attempt, delivery.attempts[0].reason) == (0, "")


def test_an_ack_carries_the_answer_to_a_command(slack, open_client):
    client = open_client({"text": "got it"})
    person = slack.person("U_PM")
    person.slash("/lunch", "now")
    assert person.sees("C_GENERAL")[-1].text == "got it"
    assert client.seen[0].accepts_response_payload
    assert client.seen[0].type == "slash_commands"


def test_a_refreshed_client_is_back_by_itself(slack, open_client):
    client = open_client()
    before = client.session_id()
    slack.drop_sockets("refresh_requested")
    slack.wait_for(lambda: client.session_id() != before and slack.state.sockets.connections)
    slack.person("U_PM").say("C_GENERAL", "still there?")
    assert acked(slack)


@pytest.mark.parametrize("reason", ["warning", "link_disabled", "too_many_websockets"])
def test_each_reason_to_disconnect_is_taken(slack, open_client, reason):
    told = []
    client = open_client()
    before = client.session_id()
    client.on_message_listeners.append(told.append)
    slack.drop_sockets(reason)
    slack.wait_for(lambda: client.session_id() != before and slack.state.sockets.connections)
    slack.wait_for(
        lambda: [each for each in told if f'"reason":"{reason}"' in each.replace(" ", "")]
    )


def test_a_client_whose_network_breaks_is_back_by_itself(slack, open_client):
    open_client(ping_interval=0.3)
    slack.drop_sockets(cut=True)
    slack.wait_for_socket()
    slack.person("U_PM").say("C_GENERAL", "still there?")
    assert acked(slack)


def test_what_is_not_acked_comes_again_with_its_number(slack, open_client, hurry):
    client = open_client(is_acked=False)
    hurry(slack, client.seen, attempts=4)
    slack.person("U_PM").say("C_GENERAL", "anyone?")
    slack.wait_for(lambda: slack.deliveries[0].done)
    assert [each.retry_attempt for each in client.seen] == [0, 1, 2, 3]
    assert [each.retry_reason for each in client.seen][1:] == ["timeout"] * 3
    assert len({each.payload["event_id"] for each in client.seen}) == 1


def test_after_the_client_closes_nothing_is_delivered(slack, open_client):
    client = open_client()
    client.auto_reconnect_enabled = False
    client.disconnect()
    slack.wait_for(lambda: not slack.state.sockets.connections)
    slack.person("U_PM").say("C_GENERAL", "anyone?")
    slack.wait_for(lambda: slack.deliveries[0].done)
    assert {each.reason for each in slack.deliveries[0].attempts} == {"connection_failed"}


def test_two_clients_share_the_deliveries(slack, open_client):
    clients = [open_client(), open_client()]
    for number in range(4):
        slack.person("U_PM").say("C_GENERAL", str(number))
    slack.wait_for(lambda: len(acked(slack)) == 4)
    assert [len(client.seen) for client in clients] == [2, 2]


def test_without_socket_mode_no_address_is_given(lunch):
    with server.start(application=lunch, event_url="http://127.0.0.1:9/") as slack:
        client = WebClient(base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="socket_mode_not_enabled"):
            client.apps_connections_open(app_token=slack.app_token)
