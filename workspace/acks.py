"""What the app's acks do: a command's text is shown, a modal's submission closes or stays."""

from workspace.changes import Told
from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.preparing import prepare_view
from workspace.replying import post_response
from workspace.responses import ResponseUrl
from workspace.state import Workspace
from workspace.transport import Reply
from workspace.views import View

TROUBLE = "We had some trouble connecting. Try again?"
RESPONSE_ACTIONS = ("errors", "update", "push", "clear")


def take_command_ack(workspace: Workspace, user: str, *, payload: Json, reply: Reply) -> None:
    """Show what the app answered to a slash command, or that it did not answer."""
    channel, command = payload["channel_id"], payload["command"]
    if not reply.acked:
        error = "operation_timeout" if "timeout" in reply.reason else "dispatch_failed"
        text = f'{command} failed with the error "{error}"'
        workspace.announce(Told(user, channel, text))
        return
    if isinstance(reply.body, dict) and reply.body:
        place = ResponseUrl(user, channel, None, None, 0.0)
        try:
            post_response(workspace, place, reply.body)
        except SlackError as error:
            text = f'{command} failed with the error "{error.error}"'
            workspace.announce(Told(user, channel, text))


def take_action_ack(workspace: Workspace, user: str, *, channel: str, reply: Reply) -> None:
    """Tell the person when the app did not take a click."""
    if not reply.acked:
        workspace.announce(Told(user, channel, TROUBLE))


def take_submission_ack(workspace: Workspace, view: View, *, reply: Reply) -> None:
    """Close the modal, or do what the ack's response_action says."""
    answer: JsonValue = reply.body or {}
    action = answer.get("response_action") if isinstance(answer, dict) else None
    if not reply.acked or (action and action not in RESPONSE_ACTIONS):
        workspace.announce(Told(view.user, "", TROUBLE))
        return
    try:
        with workspace.lock:
            _follow(workspace, workspace.views.find(view.id), action=action, answer=answer)
    except SlackError as error:
        if error.error != "not_found":
            workspace.announce(Told(view.user, "", TROUBLE))


def _follow(workspace: Workspace, view: View, *, action: str | None, answer: Json) -> None:
    views = workspace.views
    if action == "clear":
        views.clear(view.user)
    elif action == "errors":
        views.keep(view, values=view.values, errors=_check_errors(view, answer.get("errors")))
    elif action == "update":
        views.update(view, prepare_view(answer.get("view")))
    elif action == "push":
        views.push(view.user, prepare_view(answer.get("view")))
    else:
        views.close(view)


def _check_errors(view: View, errors: JsonValue) -> Json:
    inputs = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    return errors
