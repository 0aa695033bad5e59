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
    return {
        "url": call.workspace.url,
        "team": application.team_name,
        "user": application.name,
        "team_id": application.team_id,
        "user_id": application.bot_user,
        "bot_id": application.bot_id,
        "is_enterprise_install": False,
    }


def describe_team(call: Call) -> Json:
    """Describe the workspace."""
    application = call.workspace.application
    team = {
        "id": application.team_id,
        "name": application.team_name,
        "domain": application.team_domain,
        "url": call.workspace.url,
        "email_domain": "",
        "icon": {},
    }
    return {"team": team}
