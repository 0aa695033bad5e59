import pytest
from slack_sdk.errors import SlackApiError


def error_of(function, **arguments):
    with pytest.raises(SlackApiError) as caught:
        function(**arguments)
    return caught.value.response["error"]


def test_replies_give_the_thread_root_first_with_its_counts(slack, client):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    client.chat_postMessage(channel="C_GENERAL", text="one", thread_ts=root)
    slack.person("U_ENG").say("C_GENERAL", "two", root)
    messages = client.conversations_replies(channel="C_GENERAL", ts=root)["messages"]
    assert [message["text"] for message in messages] == ["root", "one", "two"]
    assert messages[0]["reply_count"] == 2
    assert messages[1]["parent_user_id"] == "U_PM"


def test_metadata_is_given_only_when_asked_for(slack, client):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    metadata = {"event_type": "answered", "event_payload": {"id": "1"}}
    client.chat_postMessage(channel="C_GENERAL", text="x", thread_ts=root, metadata=metadata)
    place = {"channel": "C_GENERAL", "ts": root}
    assert "metadata" not in client.conversations_replies(**place)["messages"][1]
    full = client.conversations_replies(**place, include_all_metadata=True)["messages"][1]
    assert full["metadata"] == metadata


def test_pages_follow_the_cursor_to_the_end(slack, client):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    for number in range(4):
        slack.person("U_PM").say("C_GENERAL", str(number), root)
    texts = []
    for page in client.conversations_replies(channel="C_GENERAL", ts=root, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["root", "0", "1", "2", "3"]


def test_replies_of_nothing_are_thread_not_found(client):
    place = {"channel": "C_GENERAL", "ts": "1.0"}
    assert error_of(client.conversations_replies, **place) == "thread_not_found"


def test_history_is_newest_first_without_replies(slack, client):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    slack.person("U_PM").say("C_GENERAL", "reply", root)
    slack.person("U_PM").say("C_GENERAL", "broadcast", root, broadcast=True)
    messages = client.conversations_history(channel="C_GENERAL")["messages"]
    assert [message["text"] for message in messages] == ["broadcast", "root"]


def test_a_channel_without_the_bot_can_be_described_but_not_read(client):
    assert client.conversations_info(channel="C_RANDOM")["channel"]["is_member"] is False
    assert error_of(client.conversations_history, channel="C_RANDOM") == "not_in_channel"


def test_opening_a_conversation_gives_the_direct_message(client):
    assert client.conversations_open(users="U_PM")["channel"]["id"] == "D_PM"
    assert error_of(client.conversations_open, users="U_NOBODY") == "user_not_found"


def test_the_list_holds_the_types_asked_for(client):
    public = client.conversations_list()["channels"]
    assert {each["name"] for each in public} == {"general", "product", "random"}
    private = client.conversations_list(types="private_channel")["channels"]
    assert [each["name"] for each in private] == ["launch"]


def test_members_include_the_bot(client):
    assert "U_BOT" in client.conversations_members(channel="C_GENERAL")["members"]


def test_users_tell_admins_and_bots_apart(client):
    admin, person = (
        client.users_info(user="U_ADMIN")["user"],
        client.users_info(user="U_PM")["user"],
    )
    assert admin["is_admin"]
    assert admin["is_primary_owner"]
    assert not person["is_admin"]
    assert client.users_info(user="U_BOT")["user"]["is_bot"]
    assert error_of(client.users_info, user="U_NOBODY") == "user_not_found"
    assert len(client.users_list()["members"]) == 4


def test_a_status_is_cleared_by_the_message_that_follows(slack, client):
    root = slack.person("U_PM").say("C_GENERAL", "root")
    place = {"channel_id": "C_GENERAL", "thread_ts": root}
    client.assistant_threads_setStatus(**place, status="is thinking...")
    assert slack.state.threads.statuses["C_GENERAL", root]["status"] == "is thinking..."
    client.chat_postMessage(channel="C_GENERAL", thread_ts=root, text="done")
    assert ("C_GENERAL", root) not in slack.state.threads.statuses


def test_a_status_in_an_unknown_thread_is_refused(client):
    place = {"channel_id": "C_GENERAL", "thread_ts": "1.0", "status": "x"}
    assert error_of(client.assistant_threads_setStatus, **place) == "invalid_thread_ts"


def test_prompts_may_be_four_and_not_five(client):
    prompts = [{"title": "t", "message": "m"}] * 4
    assert client.assistant_threads_setSuggestedPrompts(channel_id="D_PM", prompts=prompts)["ok"]
    more = {"channel_id": "D_PM", "prompts": [*prompts, prompts[0]]}
    assert error_of(client.assistant_threads_setSuggestedPrompts, **more) == "invalid_arguments"


def test_a_reaction_is_added_once_and_taken_back(slack, client):
    ts = slack.person("U_PM").say("C_GENERAL", "x")
    place = {"channel": "C_GENERAL", "timestamp": ts}
    client.reactions_add(**place, name="eyes")
    assert error_of(client.reactions_add, **place, name="eyes") == "already_reacted"
    assert client.reactions_get(**place)["message"]["reactions"][0]["users"] == ["U_BOT"]
    client.reactions_remove(**place, name="eyes")
    assert error_of(client.reactions_remove, **place, name="eyes") == "no_reaction"
