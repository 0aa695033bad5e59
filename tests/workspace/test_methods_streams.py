import pytest
from shapes import feedback, section
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk

from workspace import server


def error_of(function, **arguments):
    with pytest.raises(SlackApiError) as caught:
        function(**arguments)
    return caught.value.response["error"]


@pytest.fixture
def place(slack):
    root = slack.person("U_PM").say("C_GENERAL", "a question")
    return {
        "channel": "C_GENERAL",
        "thread_ts": root,
        "recipient_user_id": "U_PM",
        "recipient_team_id": "T_LOCAL",
    }


def test_a_stream_grows_and_ends_with_its_blocks(slack, client, place):
    stream = client.chat_stream(**place, buffer_size=1)
    stream.append(markdown_text="Hello ")
    stream.append(markdown_text="**world**")
    assert slack.bot_messages("C_GENERAL")[0].streaming
    stream.stop(blocks=[feedback()])
    message = slack.bot_messages("C_GENERAL")[0]
    assert message.text == "Hello **world**"
    assert [block["type"] for block in message.blocks] == ["markdown", "context_actions"]
    assert not message.streaming


def test_task_chunks_replace_the_title_and_append_the_details(slack, client, place):
    ts = client.chat_startStream(**place)["ts"]
    for title, details in (("Reading", "one "), ("Read", "two")):
        chunk = TaskUpdateChunk(id="1", title=title, details=details, status="complete")
        client.chat_appendStream(channel="C_GENERAL", ts=ts, chunks=[chunk])
    task = slack.bot_messages("C_GENERAL")[0].blocks[0]
    assert (task["title"], task["details"]) == ("Read", "one two")


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ("recipient_user_id", "missing_recipient_user_id"),
        ("recipient_team_id", "missing_recipient_team_id"),
        ("thread_ts", "invalid_arguments"),
    ],
)
def test_a_stream_in_a_channel_needs_its_recipient_and_thread(client, place, missing, error):
    arguments = {key: value for key, value in place.items() if key != missing}
    assert error_of(client.api_call, api_method="chat.startStream", json=arguments) == error


def test_a_stream_in_a_direct_message_needs_no_recipient(slack, client):
    root = slack.person("U_PM").dm("hello")
    assert client.chat_startStream(channel="D_PM", thread_ts=root, markdown_text="x")["ts"]


def test_markdown_text_and_chunks_exclude_each_other(client, place):
    ts = client.chat_startStream(**place)["ts"]
    both = {"channel": "C_GENERAL", "ts": ts, "markdown_text": "x"}
    both["chunks"] = [MarkdownTextChunk(text="y")]
    error = "cannot_provide_both_markdown_text_and_chunks"
    assert error_of(client.chat_appendStream, **both) == error


def test_a_streamed_message_that_grows_too_long_fails_and_keeps_what_it_had(slack, client, place):
    ts = client.chat_startStream(**place, markdown_text="x" * 10_000)["ts"]
    more = {"channel": "C_GENERAL", "ts": ts, "markdown_text": "y" * 1000}
    assert error_of(client.chat_appendStream, **more) == "msg_too_long"
    client.chat_stopStream(channel="C_GENERAL", ts=ts)
    assert slack.bot_messages("C_GENERAL")[0].text == "x" * 10_000


def test_a_streaming_message_cannot_be_updated(client, place):
    ts = client.chat_startStream(**place, markdown_text="x")["ts"]
    update = {"channel": "C_GENERAL", "ts": ts, "text": "y"}
    assert error_of(client.chat_update, **update) == "streaming_state_conflict"
    client.chat_stopStream(channel="C_GENERAL", ts=ts)
    assert client.chat_update(**update)["ok"]


def test_a_stream_dies_of_age_and_can_then_be_updated():
    with server.start(stream_lifetime=0.0) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        root = slack.person("U_PM").dm("hello")
        ts = client.chat_startStream(channel="D_PM", thread_ts=root, markdown_text="x")["ts"]
        place = {"channel": "D_PM", "ts": ts}
        dead = "message_not_in_streaming_state"
        assert error_of(client.chat_appendStream, **place, markdown_text="y") == dead
        assert error_of(client.chat_stopStream, **place) == dead
        assert client.chat_update(**place, text="all of it", blocks=[section()])["ok"]


def test_a_person_can_stop_a_stream(slack, client, place):
    ts = client.chat_startStream(**place, markdown_text="x")["ts"]
    slack.person("U_PM").stop_stream(ts)
    more = {"channel": "C_GENERAL", "ts": ts, "markdown_text": "y"}
    assert error_of(client.chat_appendStream, **more) == "stopped_by_user"
