"""What the SDK builds on the methods: uploads, streams, retries, paging of a busy workspace."""

import httpx
import pytest
from shapes import feedback
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.models.messages.chunk import (
    MarkdownTextChunk,
    PlanUpdateChunk,
    TaskUpdateChunk,
)

from workspace import server


def test_several_files_are_uploaded_into_one_message(shared, web):
    uploads = [
        {"content": "one", "filename": "one.txt", "title": "One"},
        {"file": b"\x00\x01", "filename": "two.bin"},
    ]
    answer = web.files_upload_v2(
        file_uploads=uploads, channel="C_GENERAL", initial_comment="Both of them"
    )
    message = shared.messages("C_GENERAL")[-1]
    assert (message.text, len(message.files), message.subtype) == ("Both of them", 2, "file_share")
    found = [httpx.get(each["url_private"]).content for each in answer["files"]]
    assert found == [b"one", b"\x00\x01"]


def test_a_file_goes_into_a_thread(shared, web):
    ts = shared.person("U_PM").say("C_GENERAL", "the file?")
    web.files_upload_v2(content="x", filename="x.txt", channel="C_GENERAL", thread_ts=ts)
    assert shared.messages("C_GENERAL")[-1].thread_ts == ts


def test_an_upload_to_nowhere_gets_slacks_error(web):
    with pytest.raises(SlackApiError, match="channel_not_found"):
        web.files_upload_v2(content="x", filename="x.txt", channel="C_NONE")


def test_the_sdks_stream_grows_and_ends_with_thumbs(shared, web):
    ts = shared.person("U_PM").dm("go")
    stream = web.chat_stream(channel="D_PM", thread_ts=ts, buffer_size=4)
    for part in ("one ", "two ", "three"):
        stream.append(markdown_text=part)
    assert shared.messages("D_PM")[-1].streaming
    answer = stream.stop(blocks=[feedback()])
    message = shared.messages("D_PM")[-1]
    assert (message.text, message.streaming) == ("one two three", False)
    assert [block["type"] for block in answer["message"]["blocks"]] == [
        "markdown",
        "context_actions",
    ]


def test_the_sdks_stream_shows_a_plan_with_its_tasks(shared, web):
    ts = shared.person("U_PM").dm("go")
    stream = web.chat_stream(channel="D_PM", thread_ts=ts, task_display_mode="plan")
    stream.append(chunks=[PlanUpdateChunk(title="The plan")])
    stream.append(chunks=[TaskUpdateChunk(id="1", title="Look", status="in_progress")])
    stream.append(chunks=[TaskUpdateChunk(id="1", title="Look", status="complete")])
    stream.stop(chunks=[MarkdownTextChunk(text="done")])
    plan, text = shared.messages("D_PM")[-1].blocks
    assert (plan["title"], plan["tasks"][0]["status"]) == ("The plan", "complete")
    assert text["text"] == "done"


def test_a_stream_in_a_channel_needs_whom_it_is_for(shared, web):
    ts = shared.person("U_PM").say("C_GENERAL", "go")
    stream = web.chat_stream(channel="C_GENERAL", thread_ts=ts, buffer_size=1)
    with pytest.raises(SlackApiError, match="missing_recipient_user_id"):
        stream.append(markdown_text="x")
    place = {"recipient_user_id": "U_PM", "recipient_team_id": "T_LOCAL"}
    stream = web.chat_stream(channel="C_GENERAL", thread_ts=ts, buffer_size=1, **place)
    stream.append(markdown_text="x")
    assert stream.stop()["ok"]


def test_a_stream_that_dies_can_still_be_told_in_an_update(shared, web):
    ts = shared.person("U_PM").dm("go")
    stream = web.chat_stream(channel="D_PM", thread_ts=ts, buffer_size=1)
    stream.append(markdown_text="one ")
    shared.fault("dead_stream")
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        stream.append(markdown_text="two")
    web.chat_update(channel="D_PM", ts=stream.ts, text="one two")
    assert shared.messages("D_PM")[-1].text == "one two"


def test_a_streams_life_ends_by_itself(lunch):
    with server.start(application=lunch, stream_lifetime=0.0) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        ts = slack.person("U_PM").dm("go")
        stream = client.chat_stream(channel="D_PM", thread_ts=ts, buffer_size=1)
        stream.append(markdown_text="one")
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            stream.append(markdown_text="two")


def test_the_rate_limit_handler_waits_for_what_the_server_says(lunch):
    handlers = [RateLimitErrorRetryHandler(max_retry_count=2)]
    with server.start(application=lunch, rate_limit=True) as slack:
        # For the server, a second passes only once it has refused.
        is_refused = lambda: any(call.status == 429 for call in slack.calls)  # noqa: E731
        slack._web_api.rates.clock = lambda: float(is_refused())
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=handlers)
        for number in range(2):
            client.chat_postMessage(channel="C_GENERAL", text=str(number))
        statuses = [call.status for call in slack.calls_of("chat.postMessage")]
        assert statuses == [200, 429, 200]
        assert slack.calls[-1].time - slack.calls[0].time >= 1


def test_the_server_error_handler_comes_through(shared):
    client = WebClient(
        token=shared.bot_token,
        base_url=shared.api_url,
        retry_handlers=[ServerErrorRetryHandler()],
    )
    shared.fault("server_error", "auth.test", status=503)
    assert client.auth_test()["ok"]
