"""Each event that the tables call done is sent, to an app that is subscribed to it."""

import time

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace import server
from workspace.events import SENT, SUBSCRIPTIONS


@pytest.fixture(scope="module")
def sent(lunch):
    """All events of a day, by the name that an app subscribes to."""
    with server.start(application=lunch, retry_delays=()) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        priya = slack.person("U_PM")
        ts = priya.mention("C_GENERAL", "hello")
        priya.say("G_LAUNCH", "psst")
        priya.dm("only you")
        priya.say(client.conversations_open(users="U_PM,U_ENG")["channel"]["id"], "we three")
        priya.react(ts, "eyes")
        priya.unreact(ts, "eyes")
        priya.share_file("C_GENERAL", "a.txt", b"a")
        priya.open_home()
        slack.state.join("C_RANDOM", "U_BOT")
        client.conversations_leave(channel="C_RANDOM")
        httpx.delete(f"{slack.url}control/install")
        found = {}
        for delivery in slack.deliveries:
            event = delivery.payload["event"]
            name = event["type"]
            if name == "message":
                name = SUBSCRIPTIONS[event["channel_type"]]
            found.setdefault(name, event)
        return found


def test_every_event_that_can_be_sent_was_sent(sent):
    assert set(sent) == SENT


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("file_shared", {"user_id": "U_PM", "channel_id": "C_GENERAL"}),
        ("member_joined_channel", {"user": "U_BOT", "channel": "C_RANDOM", "channel_type": "C"}),
        ("member_left_channel", {"user": "U_BOT", "channel": "C_RANDOM", "channel_type": "C"}),
        ("tokens_revoked", {"tokens": {"oauth": [], "bot": ["U_BOT"]}}),
        ("message.mpim", {"text": "we three", "channel_type": "mpim"}),
        ("reaction_removed", {"reaction": "eyes", "item_user": "U_PM"}),
    ],
)
def test_an_event_has_slacks_fields(sent, name, fields):
    assert {key: sent[name][key] for key in fields} == fields


def test_an_app_that_is_not_installed_is_uninstalled_no_further(lunch):
    with server.start(application=lunch) as slack:
        address = f"{slack.url}control/install"
        assert httpx.delete(address).json() == {"ok": True}
        assert httpx.delete(address).json()["error"] == "The app is not installed."
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="account_inactive"):
            client.auth_test()
        assert httpx.post(address).json() == {"ok": True}
        assert client.auth_test()["ok"]


def test_a_busy_channel_loses_nothing(lunch):
    """A thousand messages: each is an event with its own id, in the order in which it was said."""
    with server.start(application=lunch, retry_delays=(), ack_timeout=0.1) as slack:
        priya = slack.person("U_PM")
        # Of work, not of waiting: what else the machine does takes nothing away.
        began = time.process_time()
        sent = [priya.say("C_GENERAL", str(number)) for number in range(1000)]
        assert time.process_time() - began < 20
        slack.wait_for(lambda: all(each.done for each in slack.deliveries))
        events = [each.payload["event"]["ts"] for each in slack.deliveries]
        assert events == sent
        assert len({each.event_id for each in slack.deliveries}) == 1000
