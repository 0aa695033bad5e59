"""Every method that is served, through the official SDK, as an app calls it."""

import time
from contextlib import suppress

import pytest
from shapes import home, modal, section
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace.methods import METHODS


def trigger(shared):
    return shared.state.triggers.issue("U_PM")


def post_and_find(web):
    ts = web.chat_postMessage(channel="C_GENERAL", text="root")["ts"]
    web.chat_postMessage(channel="C_GENERAL", text="reply", thread_ts=ts)
    return ts


# --- one happy path for each method: what is sent, and what of the answer is looked at


def test_api_test(web):
    assert web.api_test(foo="bar")["args"] == {"foo": "bar"}


def test_auth_test(web):
    answer = web.auth_test()
    assert (answer["user"], answer["user_id"], answer["bot_id"]) == ("lunch", "U_BOT", "B_BOT")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_apps_connections_open(shared, web):
    assert web.apps_connections_open(app_token=shared.app_token)["url"].startswith("ws://127.0.0.1")


def test_team_info(web):
    assert web.team_info()["team"]["domain"] == "local"
    assert web.team_info(team="T_LOCAL")["team"]["name"] == "Local"


def test_bots_info(web):
    assert web.bots_info(bot="B_BOT")["bot"]["user_id"] == "U_BOT"


def test_chat_post_message(web):
    answer = web.chat_postMessage(channel="#general", text="to a name", blocks=[section()])
    assert answer["channel"] == "C_GENERAL"
    assert answer["message"]["bot_profile"]["name"] == "lunch"


def test_chat_post_message_takes_markdown(web):
    answer = web.chat_postMessage(channel="C_GENERAL", markdown_text="**bold**")
    assert answer["message"]["blocks"][0]["type"] == "markdown"


def test_chat_post_message_to_a_person_goes_to_their_direct_message(web):
    assert web.chat_postMessage(channel="U_ENG", text="hello")["channel"] == "D_ENG"


def test_chat_post_ephemeral(shared, web):
    ts = web.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="psst")["message_ts"]
    assert shared.state.message("C_GENERAL", ts).visible_to == "U_PM"


def test_chat_update_and_delete(shared, web, posted):
    assert web.chat_update(channel="C_GENERAL", ts=posted, text="bye")["text"] == "bye"
    assert web.chat_delete(channel="C_GENERAL", ts=posted)["ts"] == posted


def test_chat_me_message(shared, web):
    ts = web.chat_meMessage(channel="C_GENERAL", text="waves")["ts"]
    assert shared.state.message("C_GENERAL", ts).subtype == "me_message"


def schedule_soon(web, text):
    """The next second is over before Slack hears of it where the machine is busy: then a later one."""
    for seconds in (1, 5, 25):
        with suppress(SlackApiError):
            post_at = int(time.time()) + seconds
            return web.chat_scheduleMessage(channel="C_GENERAL", post_at=post_at, text=text)
    raise AssertionError("nothing can be scheduled")


def test_a_scheduled_message_is_listed_and_comes_when_it_is_time(shared, web):
    schedule_soon(web, "now")
    later = int(time.time()) + 3600
    key = web.chat_scheduleMessage(channel="C_GENERAL", post_at=later, text="later")
    listed = web.chat_scheduledMessages_list(channel="C_GENERAL")["scheduled_messages"]
    assert [each["text"] for each in listed][-1] == "later"
    place = {"channel": "C_GENERAL", "scheduled_message_id": key["scheduled_message_id"]}
    web.chat_deleteScheduledMessage(**place)
    with pytest.raises(SlackApiError, match="invalid_scheduled_message_id"):
        web.chat_deleteScheduledMessage(**place)
    shared.wait_for(lambda: shared.messages("C_GENERAL")[-1].text == "now")
    assert web.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_emoji_list(web):
    assert web.emoji_list()["emoji"] == {}


def test_chat_get_permalink(shared, web, posted):
    link = web.chat_getPermalink(channel="C_GENERAL", message_ts=posted)["permalink"]
    assert link == f"{shared.url}archives/C_GENERAL/p{posted.replace('.', '')}"


def test_chat_start_append_and_stop_stream(web, stream):
    web.chat_appendStream(channel="D_PM", ts=stream, markdown_text="b")
    answer = web.chat_stopStream(channel="D_PM", ts=stream, markdown_text="c", blocks=[section()])
    assert answer["message"]["text"] == "abc"


def test_conversations_replies_and_history_are_paged(web):
    ts = post_and_find(web)
    first = web.conversations_replies(channel="C_GENERAL", ts=ts, limit=1)
    pages = [message["text"] for page in first for message in page["messages"]]
    assert pages == ["root", "reply"]
    history = web.conversations_history(channel="C_GENERAL", limit=1)
    assert (history["messages"][0]["ts"], history["messages"][0]["reply_count"]) == (ts, 1)
    assert history["has_more"] is bool(history["response_metadata"]["next_cursor"])


def test_conversations_info_members_and_list(web):
    assert web.conversations_info(channel="C_GENERAL")["channel"]["is_member"]
    assert "U_PM" in web.conversations_members(channel="C_GENERAL")["members"]
    kinds = "public_channel,private_channel,im,mpim"
    pages = web.conversations_list(types=kinds, limit=2)
    ids = [channel["id"] for page in pages for channel in page["channels"]]
    assert {"C_GENERAL", "C_RANDOM", "G_LAUNCH", "D_PM"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_conversations_open(web):
    assert web.conversations_open(users="U_PM")["channel"]["id"] == "D_PM"
    assert web.conversations_open(channel="D_PM", return_im=True)["channel"]["user"] == "U_PM"


def test_a_channel_is_made_filled_named_and_left(web, shared):
    channel = web.conversations_create(name="plans")["channel"]["id"]
    web.conversations_invite(channel=channel, users="U_PM,U_ENG")
    web.conversations_kick(channel=channel, user="U_ENG")
    assert web.conversations_members(channel=channel)["members"] == ["U_BOT", "U_PM"]
    assert web.conversations_setTopic(channel=channel, topic="What next?")["topic"] == "What next?"
    assert web.conversations_setPurpose(channel=channel, purpose="Plans")["purpose"] == "Plans"
    web.conversations_leave(channel=channel)
    assert web.conversations_leave(channel=channel)["not_in_channel"]
    assert shared.person("U_PM").say(channel, "alone now")


def test_conversations_join_lets_the_app_post_there(web):
    assert web.conversations_join(channel="C_RANDOM")["channel"]["is_member"]
    assert web.conversations_join(channel="C_RANDOM")["warning"] == "already_in_channel"
    assert web.chat_postMessage(channel="C_RANDOM", text="hello")["ok"]
    web.conversations_leave(channel="C_RANDOM")


def test_users_info_list_lookup_and_profile(web):
    assert web.users_info(user="U_ADMIN")["user"]["is_owner"]
    ids = [user["id"] for page in web.users_list(limit=2) for user in page["members"]]
    assert ids == ["U_PM", "U_ENG", "U_ADMIN", "U_BOT"]
    assert web.users_lookupByEmail(email="Ada@local.example")["user"]["id"] == "U_ADMIN"
    assert web.users_profile_get(user="U_PM")["profile"]["real_name"] == "Priya Nair"
    joined = web.users_conversations(types="public_channel")["channels"]
    assert "C_RANDOM" not in {channel["id"] for channel in joined}


def test_files_are_uploaded_described_listed_and_deleted(web):
    answer = web.files_upload_v2(channel="C_GENERAL", content="a,b", filename="a.csv")
    file_id = answer["file"]["id"]
    assert web.files_info(file=file_id)["file"]["size"] == 3
    assert file_id in [each["id"] for each in web.files_list(channel="C_GENERAL")["files"]]
    web.files_delete(file=file_id)
    with pytest.raises(SlackApiError, match="file_not_found"):
        web.files_info(file=file_id)


def test_views_open_push_update_and_publish(shared, web):
    view = web.views_open(trigger_id=trigger(shared), view=modal(external_id="first"))["view"]
    pushed = web.views_push(trigger_id=trigger(shared), view=modal())["view"]
    assert pushed["previous_view_id"] == view["id"]
    updated = web.views_update(external_id="first", view=modal(external_id="first", title="new"))
    assert updated["view"]["title"]["text"] == "new"
    assert web.views_publish(user_id="U_PM", view=home())["view"]["type"] == "home"


def test_assistant_threads(shared, web):
    ts = shared.person("U_PM").dm("hi")
    place = {"channel_id": "D_PM", "thread_ts": ts}
    assert web.assistant_threads_setStatus(**place, status="is thinking...")["ok"]
    assert web.assistant_threads_setTitle(**place, title="A title")["ok"]
    prompts = [{"title": "A", "message": "a"}]
    assert web.assistant_threads_setSuggestedPrompts(**place, prompts=prompts)["ok"]


def test_reactions(web, posted):
    place = {"channel": "C_GENERAL", "timestamp": posted}
    web.reactions_add(**place, name="eyes")
    message = web.reactions_get(**place)["message"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U_BOT"], "count": 1}]
    assert web.reactions_remove(**place, name="eyes")["ok"]


# --- tokens and scopes, for every method

WITH_TOKEN = sorted(name for name, method in METHODS.items() if method.callers)
WITH_SCOPE = sorted(name for name, method in METHODS.items() if method.scopes)


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-nobody", "invalid_auth"), ("app", "not_allowed_token_type")],
)
def test_every_method_checks_the_token(shared, token, error):
    client = WebClient(token=shared.app_token if token == "app" else token, base_url=shared.api_url)
    for method in WITH_TOKEN:
        if token == "app" and "app" in METHODS[method].callers:
            continue
        with pytest.raises(SlackApiError) as caught:
            client.api_call(method)
        assert (method, caught.value.response["error"]) == (method, error)


def test_every_method_checks_the_scope(shared):
    code = shared.state.installs.grant("U_PM", scopes=("none",), user_scopes=(), redirect_uri=None)
    _, (token,) = shared.state.installs.exchange(code, None)
    client = WebClient(token=token.value, base_url=shared.api_url)
    for method in WITH_SCOPE:
        with pytest.raises(SlackApiError) as caught:
            client.api_call(method)
        answer = caught.value.response
        assert (method, answer["error"]) == (method, "missing_scope")
        assert answer["provided"] == "none"
        assert set(answer["needed"].split(",")) == set(METHODS[method].scopes)


def test_mail_addresses_need_their_scope(shared):
    code = shared.state.installs.grant(
        "U_PM", scopes=("users:read",), user_scopes=(), redirect_uri=None
    )
    _, (token,) = shared.state.installs.exchange(code, None)
    client = WebClient(token=token.value, base_url=shared.api_url)
    assert "email" not in client.users_info(user="U_PM")["user"]["profile"]
