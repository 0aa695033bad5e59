"""The Web API: a table of methods, and the checks that come before each of them."""

from workspace.arguments import Arguments
from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.methods import (
    apps,
    assistant,
    auth,
    chat,
    conversations,
    files,
    reactions,
    streams,
    users,
    views,
)
from workspace.methods.call import Call, Method
from workspace.rates import Rates
from workspace.state import Workspace

READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")

METHODS: dict[str, Method] = {
    "api.test": Method(auth.test_api, tier=4, caller=None),
    "auth.test": Method(auth.test_auth, tier=5),
    "team.info": Method(auth.describe_team, tier=3, scopes=("team:read",)),
    "apps.connections.open": Method(apps.open_connection, tier=3, caller="app"),
    "chat.postMessage": Method(chat.post_message, tier=5, scopes=("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, tier=4, scopes=("chat:write",)),
    "chat.update": Method(chat.update, tier=3, scopes=("chat:write",)),
    "chat.delete": Method(chat.delete, tier=3, scopes=("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, tier=5),
    "chat.startStream": Method(streams.start, tier=2, scopes=("chat:write",)),
    "chat.appendStream": Method(streams.append, tier=4, scopes=("chat:write",)),
    "chat.stopStream": Method(streams.stop, tier=2, scopes=("chat:write",)),
    "conversations.replies": Method(conversations.list_replies, tier=3, scopes=HISTORY),
    "conversations.history": Method(conversations.list_history, tier=3, scopes=HISTORY),
    "conversations.info": Method(conversations.describe, tier=3, scopes=READ),
    "conversations.open": Method(conversations.open_direct, tier=3, scopes=("im:write",)),
    "conversations.members": Method(conversations.list_members, tier=4, scopes=READ),
    "conversations.list": Method(conversations.list_all, tier=2, scopes=READ),
    "users.info": Method(users.describe, tier=4, scopes=("users:read",)),
    "users.list": Method(users.list_all, tier=2, scopes=("users:read",)),
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


def answer(workspace: Workspace, name: str, *, arguments: Json, token: str, rates: Rates) -> Json:
    """Return the answer of one Web API call; raises SlackError."""
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    _check_token(workspace, method, token)
    _check_scopes(workspace, method)
    rates.count(name, tier=method.tier, channel=arguments.get("channel"))
    with workspace.lock:
        body = method.function(Call(workspace, Arguments(arguments)))
    return {"ok": True, **body}


def _check_token(workspace: Workspace, method: Method, token: str) -> None:
    if method.caller is None:
        return
    application = workspace.application
    tokens = {"bot": application.bot_token, "app": application.app_token}
    if not token:
        raise SlackError("not_authed")
    if token not in tokens.values():
        raise SlackError("invalid_auth")
    if token != tokens[method.caller]:
        raise SlackError("not_allowed_token_type")


def _check_scopes(workspace: Workspace, method: Method) -> None:
    provided = workspace.application.scopes
    if method.scopes and not set(method.scopes) & set(provided):
        needed = ",".join(method.scopes)
        raise SlackError("missing_scope", needed=needed, provided=",".join(provided))
