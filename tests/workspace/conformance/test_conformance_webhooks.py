"""The SDK's WebhookClient on response URLs: five uses, replaced, deleted, in a channel."""

import pytest
from shapes import button, section
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

CHANNEL = "C_GENERAL"


@pytest.fixture
def origin(shared, web):
    """A message with a button, and a webhook on the response URL that a click would carry."""
    block = {"type": "actions", "elements": [button()]}
    ts = web.chat_postMessage(channel=CHANNEL, text="pick", blocks=[block])["ts"]
    path = shared.state.response_urls.issue("U_PM", CHANNEL, message_ts=ts)
    return ts, WebhookClient(shared.url + path)


def find(shared, ts):
    return next((each for each in shared.messages(CHANNEL) if each.ts == ts), None)


def test_it_is_good_for_five_answers(shared, origin):
    answers = [origin[1].send(text=str(number)) for number in range(6)]
    assert [(each.status_code, each.body) for each in answers[:5]] == [(200, "ok")] * 5
    assert answers[5].status_code == 404
    assert "used_url" in answers[5].body


def test_an_answer_is_private_unless_it_is_for_the_channel(shared, origin):
    origin[1].send(text="psst")
    origin[1].send(text="all", response_type="in_channel")
    private, public = shared.messages(CHANNEL)[-2:]
    assert (private.text, private.visible_to) == ("psst", "U_PM")
    assert (public.text, public.visible_to) == ("all", None)


def test_it_replaces_and_deletes_the_original(shared, origin):
    ts, hook = origin
    assert hook.send(text="picked", replace_original=True, blocks=[section("picked")]).body == "ok"
    assert find(shared, ts).text == "picked"
    assert hook.send(delete_original=True).body == "ok"
    assert find(shared, ts) is None


def test_an_answer_can_go_into_a_thread(shared, origin, web):
    root = web.chat_postMessage(channel=CHANNEL, text="root")["ts"]
    origin[1].send_dict({"text": "below", "thread_ts": root, "response_type": "in_channel"})
    assert shared.messages(CHANNEL)[-1].thread_ts == root


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"response_type": "in_channel"}, "no_text"),
        ({"blocks": [{"type": "nope"}]}, "invalid_blocks"),
    ],
)
def test_a_bad_answer_gets_slacks_error(origin, body, error):
    answer = origin[1].send_dict(body)
    assert answer.status_code == 500
    assert error in answer.body


def test_an_address_that_was_never_given_is_refused(shared):
    assert WebhookClient(f"{shared.url}respond/1/x").send(text="x").status_code == 404


def test_it_waits_out_a_rate_limit(shared, origin):
    hook = WebhookClient(origin[1].url, retry_handlers=[RateLimitErrorRetryHandler()])
    shared.fault("rate_limit", "response_url", retry_after=0)
    assert hook.send(text="after all").status_code == 200
