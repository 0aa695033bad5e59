"""Builds what Slack sends when a person uses a command, a button, a modal or a shortcut."""

from workspace.forms import find_elements
from workspace.jsontypes import Json
from workspace.messages import Message, build_message
from workspace.state import Workspace
from workspace.views import View, build_view


def build_command(
    workspace: Workspace, user: str, *, command: str, text: str, channel: str
) -> Json:
    """Return the fields of a slash command."""
    application = workspace.application
    place = workspace.channel(channel)
    return {
        "token": application.verification_token,
        "team_id": application.team_id,
        "team_domain": application.team_domain,
        "channel_id": place.id,
        "channel_name": "directmessage" if place.kind == "im" else place.name,
        "user_id": user,
        "user_name": workspace.person(user).name,
        "command": command,
        "text": text,
        "api_app_id": application.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.url + workspace.response_urls.issue(user, place.id),
        "trigger_id": workspace.triggers.issue(user),
    }


def _build_frame(workspace: Workspace, user: str, kind: str) -> Json:
    application = workspace.application
    return {
        "type": kind,
        "team": {"id": application.team_id, "domain": application.team_domain},
        "user": {
            "id": user,
            "username": workspace.person(user).name,
            "name": workspace.person(user).name,
            "team_id": application.team_id,
        },
        "api_app_id": application.app_id,
        "token": application.verification_token,
        "trigger_id": workspace.triggers.issue(user),
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _build_place(workspace: Workspace, user: str, message: Message) -> Json:
    place = workspace.channel(message.channel)
    path = workspace.response_urls.issue(
        user, place.id, message_ts=message.ts, thread_ts=message.thread_ts
    )
    name = "directmessage" if place.kind == "im" else place.name
    return {
        "channel": {"id": place.id, "name": name},
        "message": build_message(message, workspace.application),
        "response_url": workspace.url + path,
    }


def build_message_action(
    workspace: Workspace, user: str, *, message: Message, action: Json, values: Json
) -> Json:
    """Return block_actions for an element of a message; `values` is the state of its inputs."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.visible_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return (
        _build_frame(workspace, user, "block_actions")
        | {"container": container, "actions": [action], "state": {"values": values}}
        | _build_place(workspace, user, message)
    )


def build_view_action(workspace: Workspace, user: str, *, view: View, action: Json) -> Json:
    """Return block_actions for an element of a modal or the Home."""
    body = build_view(view, workspace.application)
    return _build_frame(workspace, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "view": body,
        "state": body["state"],
        "actions": [action],
    }


def build_submission(workspace: Workspace, user: str, *, view: View) -> Json:
    """Return view_submission for a modal as it was filled in."""
    body = build_view(view, workspace.application)
    frame = _build_frame(workspace, user, "view_submission")
    return frame | {"view": body, "response_urls": _build_response_urls(workspace, user, view)}


def _build_response_urls(workspace: Workspace, user: str, view: View) -> list[Json]:
    """One address for each chosen conversation of an input that asks for it."""
    urls: list[Json] = []
    for block, element in find_elements(view.content["blocks"]):
        held = view.values.get(block["block_id"], {}).get(element["action_id"], {})
        channel = held.get("selected_conversation") or held.get("selected_channel")
        if block["type"] == "input" and element.get("response_url_enabled") and channel:
            path = workspace.response_urls.issue(user, channel)
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": workspace.url + path,
                }
            )
    return urls


def build_closing(workspace: Workspace, user: str, *, view: View, is_cleared: bool) -> Json:
    """Return view_closed for a modal that a person left."""
    frame = _build_frame(workspace, user, "view_closed")
    body = build_view(view, workspace.application)
    return {**frame, "view": body, "is_cleared": is_cleared}


def build_global_shortcut(workspace: Workspace, user: str, *, callback_id: str) -> Json:
    """Return shortcut: one used from anywhere, with no message and no channel."""
    frame = _build_frame(workspace, user, "shortcut")
    return frame | {"callback_id": callback_id, "action_ts": workspace.make_ts()}


def build_suggestion(
    workspace: Workspace,
    user: str,
    *,
    block: Json,
    element: Json,
    query: str,
    where: View | Message,
) -> Json:
    """Return block_suggestion: the app is asked for an external select's options."""
    frame = _build_frame(workspace, user, "block_suggestion")
    del frame["trigger_id"]
    asked: Json = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": query,
    }
    if isinstance(where, View):
        container = {"type": "view", "view_id": where.id}
        return (
            frame
            | asked
            | {"container": container, "view": build_view(where, workspace.application)}
        )
    place = workspace.channel(where.channel)
    return {
        **frame,
        **asked,
        "container": {"type": "message", "message_ts": where.ts, "channel_id": place.id},
        "channel": {"id": place.id, "name": place.name or "directmessage"},
        "message": build_message(where, workspace.application),
    }


def build_shortcut(workspace: Workspace, user: str, *, callback_id: str, message: Message) -> Json:
    """Return message_action: a shortcut used on a message."""
    return (
        _build_frame(workspace, user, "message_action")
        | {
            "callback_id": callback_id,
            "action_ts": workspace.make_ts(),
            "message_ts": message.ts,
        }
        | _build_place(workspace, user, message)
    )
