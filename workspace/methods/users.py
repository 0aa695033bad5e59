"""users.*, bots.info and emoji.list: who is here, and with which signs."""

from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.methods.call import Call
from workspace.methods.conversations import cut_page
from workspace.people import Person


def _describe(call: Call, person: Person) -> Json:
    described = person.to_json(call.workspace.application.team_id)
    if call.token and "users:read.email" not in call.token.scopes:
        described["profile"].pop("email", None)
    return described


def describe(call: Call) -> Json:
    """Describe one person; raises `user_not_found`."""
    return {"user": _describe(call, call.workspace.person(call.arguments.text("user")))}


def list_all(call: Call) -> Json:
    """Return everyone."""
    people = list(call.workspace.people.values())
    return cut_page(call, "members", [_describe(call, person) for person in people])


def find_by_email(call: Call) -> Json:
    """Describe the person with this address; raises `users_not_found`."""
    email = call.arguments.text("email").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == email and not person.deleted:
            return {"user": _describe(call, person)}
    raise SlackError("users_not_found")


def describe_profile(call: Call) -> Json:
    """Return a person's profile, without `user` that of whose token it is."""
    caller = call.token.user if call.token else call.bot
    person = call.workspace.person(call.arguments.optional("user") or caller)
    return {"profile": _describe(call, person)["profile"]}


def list_emoji(_: Call) -> Json:
    """Return the workspace's own emoji: it has none."""
    return {"emoji": {}, "cache_ts": "1767225600.000000"}


def describe_bot(call: Call) -> Json:
    """Describe the app's bot; raises `bot_not_found`."""
    application = call.workspace.application
    if (call.arguments.optional("bot") or application.bot_id) != application.bot_id:
        raise SlackError("bot_not_found")
    bot = {
        "id": application.bot_id,
        "deleted": not call.workspace.installs.is_installed,
        "name": application.name,
        "updated": 1767225600,
        "app_id": application.app_id,
        "user_id": application.bot_user,
        "icons": {},
    }
    return {"bot": bot}
