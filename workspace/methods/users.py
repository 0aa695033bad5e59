"""users.info and users.list."""

from workspace.jsontypes import Json
from workspace.methods.call import Call


def describe(call: Call) -> Json:
    """Describe one person; raises `user_not_found`."""
    person = call.workspace.person(call.arguments.text("user"))
    return {"user": person.to_json(call.workspace.application.team_id)}


def list_all(call: Call) -> Json:
    """Return everyone."""
    team_id = call.workspace.application.team_id
    members = [person.to_json(team_id) for person in call.workspace.people.values()]
    return {"members": members, "response_metadata": {"next_cursor": ""}}
