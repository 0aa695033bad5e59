"""api.test, auth.test and team.info."""

from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.methods.call import Call


def test_api(call: Call) -> Json:
    """Echo the arguments; `error` asks for that error."""
    error = call.arguments.optional("error")
    if error:
        raise SlackError(error, args=dict(call.arguments.values))
    return {"args": dict(call.arguments.values)}


def test_auth(call: Call) -> Json:
    """Say who the token is."""
    application = call.workspace.application
    user = call.workspace.person(call.token.user if call.token else application.bot_user)
    said = {
        "url": call.workspace.url,
        "team": application.team_name,
        "user": user.name,
        "team_id": application.team_id,
        "user_id": user.id,
        "is_enterprise_install": False,
    }
    if user.id == application.bot_user:
        said["bot_id"] = application.bot_id
    return said


def describe_team(call: Call) -> Json:
    """Describe the workspace; raises `team_not_found` for another one."""
    application = call.workspace.application
    if (call.arguments.optional("team") or application.team_id) != application.team_id:
        raise SlackError("team_not_found")
    team = {
        "id": application.team_id,
        "name": application.team_name,
        "domain": application.team_domain,
        "url": call.workspace.url,
        "email_domain": "",
        "icon": {},
    }
    return {"team": team}
