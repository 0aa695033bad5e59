import pytest
from shapes import button, section
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace import server


def error_of(function, **arguments):
    with pytest.raises(SlackApiError) as caught:
        function(**arguments)
    return caught.value.response["error"]


def test_auth_test_names_the_bot_and_its_scopes(client):
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U_BOT", "T_LOCAL")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-other", "invalid_auth"),
        ("xapp-local-app", "not_allowed_token_type"),
    ],
)
def test_a_wrong_token_gets_slacks_error(slack, token, error):
    assert error_of(WebClient(token=token, base_url=slack.api_url).auth_test) == error


def test_an_unknown_method_is_named(client):
    assert error_of(client.api_call, api_method="chat.shout") == "unknown_method"


def test_a_method_without_its_scope_says_which_it_needs(slack):
    from workspace.application import Application

    with server.start(application=Application(scopes=("commands",))) as other:
        client = WebClient(token=other.bot_token, base_url=other.api_url)
        assert error_of(client.chat_postMessage, channel="C_GENERAL", text="x") == "missing_scope"


@pytest.mark.parametrize("form", ["json", "data", "params"])
def test_a_message_posts_the_same_from_json_form_or_query(slack, client, form):
    import json

    blocks = [section("body")]
    arguments = {"channel": "C_GENERAL", "text": "x"}
    arguments["blocks"] = blocks if form == "json" else json.dumps(blocks)
    answer = client.api_call("chat.postMessage", **{form: arguments})
    assert slack.messages("C_GENERAL")[0].blocks[0]["text"]["text"] == "body"
    assert answer["message"]["bot_id"] == "B_BOT"


def test_blocks_get_the_ids_that_the_app_left_out(client):
    actions = {"type": "actions", "elements": [{"type": "button", "text": button()["text"]}]}
    answer = client.chat_postMessage(channel="C_GENERAL", text="x", blocks=[actions])
    block = answer["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C_RANDOM", "text": "x"}, "not_in_channel"),
        ({"channel": "C_NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C_GENERAL"}, "no_text"),
        ({"channel": "C_GENERAL", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": "C_GENERAL", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ],
)
@pytest.mark.filterwarnings("ignore:The top-level `text`:UserWarning")
def test_a_message_that_cannot_be_posted_gets_slacks_error(client, arguments, error):
    assert error_of(client.chat_postMessage, **arguments) == error


def test_text_beyond_40000_characters_is_cut_with_a_warning(slack, client):
    answer = client.chat_postMessage(channel="C_GENERAL", text="x" * 40_001)
    assert answer["warning"] == "message_truncated"
    assert len(slack.messages("C_GENERAL")[0].text) == 40_000


def test_a_user_id_stands_for_the_direct_message(client):
    assert client.chat_postMessage(channel="U_PM", text="x")["channel"] == "D_PM"


def test_an_ephemeral_message_is_seen_by_one_person_only(slack, client):
    client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="psst")
    assert [message.text for message in slack.person("U_PM").sees("C_GENERAL")] == ["psst"]
    assert slack.person("U_ENG").sees("C_GENERAL") == []
    assert client.conversations_history(channel="C_GENERAL")["messages"] == []


def test_an_ephemeral_message_cannot_be_updated(slack, client):
    answer = client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="psst")
    arguments = {"channel": "C_GENERAL", "ts": answer["message_ts"], "text": "y"}
    assert error_of(client.chat_update, **arguments) == "message_not_found"


def test_an_update_replaces_text_and_blocks_and_marks_the_message_edited(slack, client):
    ts = client.chat_postMessage(channel="C_GENERAL", text="x", blocks=[section()])["ts"]
    client.chat_update(channel="C_GENERAL", ts=ts, text="y")
    message = slack.messages("C_GENERAL")[0]
    assert (message.text, message.blocks) == ("y", ())
    assert message.edited


def test_the_bot_changes_and_deletes_only_its_own_messages(slack, client):
    ts = slack.person("U_PM").say("C_GENERAL", "mine")
    place = {"channel": "C_GENERAL", "ts": ts}
    assert error_of(client.chat_update, **place, text="y") == "cant_update_message"
    assert error_of(client.chat_delete, **place) == "cant_delete_message"
    assert error_of(client.chat_delete, channel="C_GENERAL", ts="1.0") == "message_not_found"


def test_a_permalink_names_the_thread_of_a_reply(slack, client):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    ts = client.chat_postMessage(channel="C_GENERAL", text="x", thread_ts=root)["ts"]
    link = client.chat_getPermalink(channel="C_GENERAL", message_ts=ts)["permalink"]
    assert link.startswith(f"{slack.url}archives/C_GENERAL/p{ts.replace('.', '')}?thread_ts={root}")


def test_a_second_message_within_a_second_is_rate_limited():
    with server.start(rate_limit=True) as slack:
        slack._web_api.rates.clock = lambda: 0.0
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        client.chat_postMessage(channel="C_GENERAL", text="one")
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C_GENERAL", text="two")
        response = caught.value.response
        assert (response.status_code, response["error"]) == (429, "ratelimited")
        assert response.headers["retry-after"] == "1"
        client.chat_postMessage(channel="C_PRODUCT", text="another channel")


def test_a_fault_on_demand_hits_as_often_as_asked(slack, client):
    slack.fail("chat.postMessage", 1, error="fatal_error")
    arguments = {"channel": "C_GENERAL", "text": "x"}
    assert error_of(client.chat_postMessage, **arguments) == "fatal_error"
    assert client.chat_postMessage(**arguments)["ok"]


def test_a_fault_after_the_work_loses_only_the_answer(slack, client):
    slack.fail("chat.postMessage", status=500, after=True)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C_GENERAL", text="x")
    assert len(slack.messages("C_GENERAL")) == 1


def test_every_call_is_logged_without_its_token(slack, client):
    client.chat_postMessage(channel="C_GENERAL", text="x")
    call = slack.calls_of("chat.postMessage")[0]
    assert call.payload == {"channel": "C_GENERAL", "text": "x"}
    assert call.ok
