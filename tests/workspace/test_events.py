"""What happens in the workspace, seen as the events that the app gets."""

import pytest

from workspace import server
from workspace.application import EVENTS, Application


@pytest.fixture
def sent(slack):
    """The inner events sent so far; no app needs to be there to take them."""
    return lambda: [each.payload["event"] for each in slack.deliveries if each.event_id]


def test_a_mention_in_a_channel_is_two_events_with_two_ids(slack, sent):
    slack.person("U_PM").mention("C_GENERAL", "hi <b> & c")
    message, mention = sent()
    assert (message["type"], mention["type"]) == ("message", "app_mention")
    assert message["text"] == "<@U_BOT> hi &lt;b&gt; &amp; c"
    assert message["ts"] == mention["ts"]
    assert message["channel_type"] == "channel"
    assert "channel_type" not in mention
    assert len({each.event_id for each in slack.deliveries}) == 2


def test_the_wrapper_looks_like_slacks(slack):
    slack.person("U_PM").say("C_GENERAL", "hi")
    body = slack.deliveries[0].payload
    assert (body["type"], body["team_id"], body["api_app_id"]) == (
        "event_callback",
        "T_LOCAL",
        "A_LOCAL",
    )
    assert body["authorizations"][0]["user_id"] == "U_BOT"
    assert body["event_id"].startswith("Ev")


def test_a_persons_message_carries_its_rich_text(slack, sent):
    slack.person("U_PM").say("C_GENERAL", "ask @erik about https://x.org/a?b=1&c=2")
    event = sent()[0]
    assert event["client_msg_id"]
    elements = event["blocks"][0]["elements"][0]["elements"]
    assert [each["type"] for each in elements] == ["text", "user", "text", "link"]
    assert elements[3]["url"] == "https://x.org/a?b=1&c=2"


def test_a_mention_in_a_direct_message_is_a_message_only(slack, sent):
    slack.person("U_PM").dm("@advisor hi")
    assert [(each["type"], each["channel_type"]) for each in sent()] == [("message", "im")]


def test_a_reply_names_its_thread_and_whose_it_is(slack, sent):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    slack.person("U_ENG").say("C_GENERAL", "reply", root)
    assert (sent()[1]["thread_ts"], sent()[1]["parent_user_id"]) == (root, "U_PM")


def test_the_bots_own_posts_come_back_as_messages_with_its_bot_id(slack, client, sent):
    client.chat_postMessage(channel="C_GENERAL", text="hi")
    assert sent()[0]["bot_id"] == "B_BOT"
    assert "subtype" not in sent()[0]


def test_edits_and_deletions_are_messages_with_a_subtype(slack, sent):
    ts = slack.person("U_PM").say("C_GENERAL", "one")
    slack.person("U_PM").edit("C_GENERAL", ts, "two")
    slack.person("U_PM").delete("C_GENERAL", ts)
    assert [each.get("subtype") for each in sent()] == [None, "message_changed", "message_deleted"]
    assert (sent()[1]["message"]["text"], sent()[1]["previous_message"]["text"]) == ("two", "one")


def test_private_channels_are_of_type_group(slack, sent):
    slack.person("U_PM").say("G_LAUNCH", "hi")
    assert sent()[0]["channel_type"] == "group"


def test_nothing_is_heard_where_the_bot_is_not_a_member(slack, sent):
    person = slack.person("U_PM")
    person.mention("C_RANDOM", "hi")
    assert sent() == []
    person.invite("C_RANDOM")
    person.say("C_RANDOM", "now")
    assert [each["text"] for each in sent()] == ["now"]


def test_ephemeral_messages_are_no_events(slack, client, sent):
    client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="psst")
    assert sent() == []


def test_reactions_and_tabs_are_events(slack, sent):
    ts = slack.person("U_PM").say("C_GENERAL", "x")
    slack.person("U_ENG").react(ts, "eyes")
    slack.person("U_PM").open_home()
    slack.person("U_PM").open_dm()
    reaction, at_home, at_messages = sent()[1:]
    assert reaction["item"] == {"type": "message", "channel": "C_GENERAL", "ts": ts}
    assert (reaction["item_user"], reaction["reaction"]) == ("U_PM", "eyes")
    assert (at_home["tab"], at_messages["tab"]) == ("home", "messages")
    assert at_messages["channel"] == "D_PM"


def test_only_subscribed_events_are_sent():
    events = tuple(each for each in EVENTS if each != "message.channels")
    with server.start(application=Application(events=events)) as slack:
        slack.person("U_PM").mention("C_GENERAL", "hi")
        assert [each.event_type for each in slack.deliveries] == ["app_mention"]
