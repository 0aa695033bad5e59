"""Slack's own word for each misuse, through the official SDK."""

import pytest
from shapes import home, modal, section
from slack_sdk.errors import SlackApiError


def trigger(shared):
    return shared.state.triggers.issue("U_PM")


CHANNEL = {"channel": "C_GENERAL"}
LONG = "x" * 12_001
BLOCKS = [section()] * 51
MISUSES = [
    ("nothing.here", {}, "unknown_method"),
    ("api.test", {"error": "my_error"}, "my_error"),
    ("team.info", {"team": "T_ELSE"}, "team_not_found"),
    ("bots.info", {"bot": "B_ELSE"}, "bot_not_found"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C_NONE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C_RANDOM", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", CHANNEL, "no_text"),
    ("chat.postMessage", {**CHANNEL, "blocks": "{"}, "invalid_blocks_format"),
    ("chat.postMessage", {**CHANNEL, "blocks": [{"type": "nope"}]}, "invalid_blocks"),
    ("chat.postMessage", {**CHANNEL, "blocks": BLOCKS}, "invalid_blocks"),
    ("chat.postMessage", {**CHANNEL, "markdown_text": LONG}, "msg_too_long"),
    (
        "chat.postMessage",
        {**CHANNEL, "markdown_text": "a", "text": "b"},
        "markdown_text_conflict",
    ),
    (
        "chat.postMessage",
        {**CHANNEL, "text": "x", "attachments": [{}] * 101},
        "too_many_attachments",
    ),
    ("chat.postMessage", {**CHANNEL, "text": "x", "metadata": {}}, None),
    ("chat.postMessage", {**CHANNEL, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    ("chat.scheduleMessage", {**CHANNEL, "text": "x", "post_at": 1}, "time_in_past"),
    ("chat.scheduleMessage", {**CHANNEL, "text": "x", "post_at": 10**11}, "time_too_far"),
    ("chat.scheduleMessage", {**CHANNEL, "text": "x", "post_at": "noon"}, "invalid_time"),
    ("chat.postEphemeral", {**CHANNEL, "user": "U_NONE", "text": "x"}, "user_not_in_channel"),
    ("chat.update", {**CHANNEL, "ts": "1.000000", "text": "x"}, "message_not_found"),
    ("chat.delete", {**CHANNEL, "ts": "1.000000"}, "message_not_found"),
    ("chat.getPermalink", {**CHANNEL, "message_ts": "1.000000"}, "message_not_found"),
    ("chat.startStream", {**CHANNEL, "thread_ts": "1.0"}, "missing_recipient_user_id"),
    (
        "chat.startStream",
        {**CHANNEL, "thread_ts": "1.0", "recipient_user_id": "U_PM"},
        "missing_recipient_team_id",
    ),
    ("chat.appendStream", {**CHANNEL, "ts": "1.000000"}, "message_not_found"),
    ("conversations.history", {"channel": "C_RANDOM"}, "not_in_channel"),
    ("conversations.history", {**CHANNEL, "limit": "many"}, "invalid_limit"),
    ("conversations.history", {**CHANNEL, "cursor": "???"}, "invalid_cursor"),
    ("conversations.history", {**CHANNEL, "oldest": "yesterday"}, None),
    ("conversations.replies", {**CHANNEL, "ts": "1.000000"}, "thread_not_found"),
    ("conversations.info", {"channel": "C_NONE"}, "channel_not_found"),
    ("conversations.list", {"types": "secret_channel"}, "invalid_types"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U_NONE"}, "user_not_found"),
    ("conversations.open", {"channel": "C_GENERAL"}, "method_not_supported_for_channel_type"),
    ("conversations.open", {"users": ",".join(f"U{n}" for n in range(9))}, "too_many_users"),
    ("conversations.join", {"channel": "G_LAUNCH"}, "method_not_supported_for_channel_type"),
    ("conversations.leave", CHANNEL, "cant_leave_general"),
    ("conversations.leave", {"channel": "D_PM"}, "method_not_supported_for_channel_type"),
    ("conversations.create", {}, "invalid_name_required"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.create", {"name": "Loud!"}, "invalid_name_specials"),
    ("conversations.create", {"name": "general"}, "name_taken"),
    ("conversations.invite", CHANNEL, "no_user"),
    ("conversations.invite", {**CHANNEL, "users": "U_PM"}, "already_in_channel"),
    ("conversations.invite", {**CHANNEL, "users": "U_BOT"}, "cant_invite_self"),
    ("conversations.invite", {"channel": "C_RANDOM", "users": "U_PM"}, "not_in_channel"),
    ("conversations.kick", {**CHANNEL, "user": "U_PM"}, "cant_kick_from_general"),
    ("conversations.kick", {**CHANNEL, "user": "U_BOT"}, "cant_kick_self"),
    ("conversations.setTopic", {**CHANNEL, "topic": "x" * 251}, "too_long"),
    ("users.info", {"user": "U_NONE"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@local.example"}, "users_not_found"),
    ("users.profile.get", {"user": "U_NONE"}, "user_not_found"),
    ("files.info", {"file": "F_NONE"}, "file_not_found"),
    ("files.delete", {"file": "F_NONE"}, "file_not_found"),
    ("files.getUploadURLExternal", {"filename": "a", "length": "0"}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F_NONE"}]}, "file_not_found"),
    ("views.open", {"trigger_id": "1.2.a", "view": modal()}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.a", "view": home()}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.a", "view": "{"}, "invalid_arguments"),
    ("views.push", {"trigger_id": "1.2.a", "view": modal()}, "invalid_trigger_id"),
    ("views.update", {"view_id": "V_NONE", "view": modal()}, "not_found"),
    ("views.publish", {"user_id": "U_NONE", "view": home()}, "invalid_arguments"),
    (
        "assistant.threads.setStatus",
        {"channel_id": "D_PM", "thread_ts": "1.0", "status": "x"},
        "invalid_thread_ts",
    ),
    (
        "assistant.threads.setSuggestedPrompts",
        {"channel_id": "D_PM", "prompts": [{"title": "a", "message": "b"}] * 5},
        "invalid_arguments",
    ),
    ("reactions.add", {**CHANNEL, "timestamp": "1.000000", "name": "eyes"}, "message_not_found"),
    ("oauth.v2.access", {"client_id": "nobody"}, "invalid_client_id"),
    ("oauth.v2.access", {"client_id": "4390.4390", "client_secret": "x"}, "bad_client_secret"),
    ("apps.uninstall", {"client_id": "4390.4390", "client_secret": "x"}, "bad_client_secret"),
]


@pytest.mark.parametrize(("method", "arguments", "error"), [each for each in MISUSES if each[2]])
def test_a_misuse_gets_slacks_error(web, method, arguments, error):
    with pytest.raises(SlackApiError) as caught:
        web.api_call(method, json=arguments)
    assert caught.value.response["error"] == error


def test_what_was_done_cannot_be_done_again(shared, web, posted):
    place = {"channel": "C_GENERAL", "timestamp": posted, "name": "eyes"}
    web.reactions_add(**place)
    with pytest.raises(SlackApiError, match="already_reacted"):
        web.reactions_add(**place)
    web.reactions_remove(**place)
    with pytest.raises(SlackApiError, match="no_reaction"):
        web.reactions_remove(**place)
    used = trigger(shared)
    web.views_open(trigger_id=used, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        web.views_open(trigger_id=used, view=modal())


def test_the_app_changes_no_message_of_somebody_else(shared, web):
    ts = shared.person("U_PM").say("C_GENERAL", "mine")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        web.chat_update(channel="C_GENERAL", ts=ts, text="theirs")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        web.chat_delete(channel="C_GENERAL", ts=ts)


def test_a_view_changed_meanwhile_and_a_fourth_modal_are_refused(shared, web):
    view = web.views_open(trigger_id=trigger(shared), view=modal())["view"]
    web.views_update(view_id=view["id"], view=modal(), hash=view["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        web.views_update(view_id=view["id"], view=modal(), hash=view["hash"])
    for _ in range(2):
        web.views_push(trigger_id=trigger(shared), view=modal())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        web.views_push(trigger_id=trigger(shared), view=modal())


def test_a_stream_refuses_updates_and_mixed_content(web, stream):
    place = {"channel": "D_PM", "ts": stream}
    with pytest.raises(SlackApiError, match="streaming_state_conflict"):
        web.chat_update(**place, text="x")
    chunks = [{"type": "markdown_text", "text": "b"}]
    with pytest.raises(SlackApiError, match="cannot_provide_both_markdown_text_and_chunks"):
        web.chat_appendStream(**place, markdown_text="b", chunks=chunks)
    web.chat_stopStream(**place)
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        web.chat_appendStream(**place, markdown_text="b")
