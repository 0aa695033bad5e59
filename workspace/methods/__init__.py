"""The Web API: a table of methods, and the checks that come before each of them."""

from workspace.arguments import Arguments
from workspace.errors import SlackError
from workspace.installs import Token
from workspace.jsontypes import Json
from workspace.methods import (
    apps,
    assistant,
    auth,
    chat,
    conversations,
    files,
    membership,
    oauth,
    reactions,
    scheduling,
    streams,
    users,
    views,
)
from workspace.methods.call import Call, Method
from workspace.rates import Rates
from workspace.state import Workspace

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
MANAGE = ("channels:manage", "groups:write")
OPEN = ("im:write", "mpim:write")
ANYONE = ("bot", "user")

METHODS: dict[str, Method] = {
    "api.test": Method(auth.test_api, tier=4, callers=()),
    "auth.test": Method(auth.test_auth, tier=5, callers=ANYONE),
    "auth.revoke": Method(oauth.revoke, tier=3, callers=ANYONE),
    "oauth.v2.access": Method(oauth.exchange_code, tier=4, callers=()),
    "apps.uninstall": Method(oauth.uninstall, tier=1, callers=ANYONE),
    "emoji.list": Method(users.list_emoji, tier=2, scopes=("emoji:read",)),
    "bots.info": Method(users.describe_bot, tier=3, scopes=("users:read",)),
    "team.info": Method(auth.describe_team, tier=3, scopes=("team:read",), callers=ANYONE),
    "apps.connections.open": Method(apps.open_connection, tier=3, callers=("app",)),
    "chat.postMessage": Method(chat.post_message, tier=5, scopes=("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, tier=4, scopes=("chat:write",)),
    "chat.update": Method(chat.update, tier=3, scopes=("chat:write",)),
    "chat.delete": Method(chat.delete, tier=3, scopes=("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, tier=5),
    "chat.meMessage": Method(chat.post_me_message, tier=3, scopes=("chat:write",)),
    "chat.scheduleMessage": Method(scheduling.schedule, tier=3, scopes=("chat:write",)),
    "chat.scheduledMessages.list": Method(scheduling.list_scheduled, tier=3),
    "chat.deleteScheduledMessage": Method(
        scheduling.delete_scheduled, tier=3, scopes=("chat:write",)
    ),
    "chat.startStream": Method(streams.start, tier=2, scopes=("chat:write",)),
    "chat.appendStream": Method(streams.append, tier=4, scopes=("chat:write",)),
    "chat.stopStream": Method(streams.stop, tier=2, scopes=("chat:write",)),
    "conversations.replies": Method(conversations.list_replies, tier=3, scopes=HISTORY),
    "conversations.history": Method(conversations.list_history, tier=3, scopes=HISTORY),
    "conversations.info": Method(conversations.describe, tier=3, scopes=READ),
    "conversations.open": Method(membership.open_conversation, tier=3, scopes=OPEN),
    "conversations.create": Method(membership.create, tier=2, scopes=MANAGE),
    "conversations.join": Method(membership.join, tier=3, scopes=("channels:join",)),
    "conversations.leave": Method(membership.leave, tier=3, scopes=MANAGE),
    "conversations.invite": Method(membership.invite, tier=3, scopes=MANAGE),
    "conversations.kick": Method(membership.kick, tier=3, scopes=MANAGE),
    "conversations.setTopic": Method(membership.set_topic, tier=2, scopes=MANAGE),
    "conversations.setPurpose": Method(membership.set_purpose, tier=2, scopes=MANAGE),
    "conversations.members": Method(conversations.list_members, tier=4, scopes=READ),
    "conversations.list": Method(conversations.list_all, tier=2, scopes=READ),
    "users.info": Method(users.describe, tier=4, scopes=("users:read",), callers=ANYONE),
    "users.list": Method(users.list_all, tier=2, scopes=("users:read",), callers=ANYONE),
    "users.conversations": Method(conversations.list_joined, tier=3, scopes=READ),
    "users.lookupByEmail": Method(users.find_by_email, tier=3, scopes=("users:read.email",)),
    "users.profile.get": Method(users.describe_profile, tier=4, scopes=("users.profile:read",)),
    "files.info": Method(files.describe, tier=4, scopes=("files:read",)),
    "files.list": Method(files.list_all, tier=3, scopes=("files:read",)),
    "files.delete": Method(files.delete, tier=3, scopes=("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, tier=4, scopes=("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload, tier=4, scopes=("files:write",)),
    "views.open": Method(views.open_view, tier=4),
    "views.push": Method(views.push, tier=4),
    "views.update": Method(views.update, tier=4),
    "views.publish": Method(views.publish, tier=4),
    "assistant.threads.setStatus": Method(assistant.set_status, tier=5, scopes=("chat:write",)),
    "assistant.threads.setTitle": Method(assistant.set_title, tier=4, scopes=("assistant:write",)),
    "assistant.threads.setSuggestedPrompts": Method(
        assistant.set_suggested_prompts, tier=4, scopes=("assistant:write",)
    ),
    "reactions.add": Method(reactions.add, tier=3, scopes=("reactions:write",)),
    "reactions.remove": Method(reactions.remove, tier=2, scopes=("reactions:write",)),
    "reactions.get": Method(reactions.get, tier=3, scopes=("reactions:read",)),
}


SCOPES = tuple(
    sorted(
        {scope for method in METHODS.values() for scope in method.scopes}
        | {"app_mentions:read", "commands"}
    )
)
"""Every scope that a method or an event asks for."""


def answer(workspace: Workspace, name: str, *, arguments: Json, token: str, rates: Rates) -> Json:
    """Return the answer of one Web API call; raises SlackError."""
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    holder = workspace.installs.check(token) if method.callers else None
    if holder:
        _check_holder(method, holder)
    rates.count(name, tier=method.tier, channel=arguments.get("channel"))
    with workspace.lock:
        body = method.function(Call(workspace, Arguments(arguments), holder))
    return {"ok": True, **body}


def _check_holder(method: Method, holder: Token) -> None:
    if holder.kind not in method.callers:
        raise SlackError("not_allowed_token_type")
    if method.scopes and not set(method.scopes) & set(holder.scopes):
        needed = ",".join(method.scopes)
        raise SlackError("missing_scope", needed=needed, provided=",".join(holder.scopes))
