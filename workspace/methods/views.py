"""views.*: modals opened, pushed and updated, and the Home published."""

from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.methods.call import Call
from workspace.preparing import prepare_view
from workspace.views import STACK, View, build_view


def _answer(call: Call, view: View) -> Json:
    return {"view": build_view(view, call.workspace.application)}


def _read_view(call: Call, kind: str | None = None) -> Json:
    content: JsonValue = call.arguments.structure("view")
    if not content:
        call.arguments.text("view")
    checked = prepare_view(content)
    if kind and checked["type"] != kind:
        message = f"[ERROR] must be a view of type {kind} [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
    return checked


def _exchange(call: Call) -> str:
    trigger = call.arguments.optional("trigger_id") or call.arguments.optional(
        "interactivity_pointer"
    )
    return call.workspace.triggers.exchange(trigger or call.arguments.text("trigger_id"))


def open_view(call: Call) -> Json:
    """Open a modal for the person whose trigger_id it is."""
    content = _read_view(call, "modal")
    return _answer(call, call.workspace.views.open(_exchange(call), content))


def push(call: Call) -> Json:
    """Push a modal above the open ones; raises `push_limit_reached`."""
    content = _read_view(call, "modal")
    user = _exchange(call)
    if len(call.workspace.views.stack(user)) >= STACK:
        raise SlackError("push_limit_reached")
    return _answer(call, call.workspace.views.push(user, content))


def update(call: Call) -> Json:
    """Change an open view, found by `view_id` or `external_id`."""
    content = _read_view(call)
    external_id = call.arguments.optional("external_id")
    views = call.workspace.views
    view = (
        views.find_external(external_id)
        if external_id
        else views.find(call.arguments.text("view_id"))
    )
    expected_hash = call.arguments.optional("hash")
    return _answer(call, views.update(view, content, expected_hash=expected_hash))


def publish(call: Call) -> Json:
    """Publish a person's Home."""
    content = _read_view(call, "home")
    user = call.arguments.text("user_id")
    if user not in call.workspace.people:
        message = "[ERROR] invalid `user_id`"
        raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
    expected_hash = call.arguments.optional("hash")
    view = call.workspace.views.publish(user, content, expected_hash=expected_hash)
    return _answer(call, view)
