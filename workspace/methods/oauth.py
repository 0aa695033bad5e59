"""oauth.v2.access, auth.revoke and apps.uninstall: how the app gets its tokens and loses them."""

import hmac

from workspace.changes import TokensRevoked
from workspace.errors import SlackError
from workspace.installs import Grant, Token
from workspace.jsontypes import Json
from workspace.methods.call import Call


def exchange_code(call: Call) -> Json:
    """Return the tokens of what a person allowed on the authorize page."""
    check_client(call)
    if call.arguments.optional("grant_type") == "refresh_token":
        raise SlackError("token_rotation_not_enabled")
    code = call.arguments.optional("code")
    if code is None:
        raise SlackError("invalid_code")
    redirect_uri = call.arguments.optional("redirect_uri")
    grant, tokens = call.workspace.installs.exchange(code, redirect_uri)
    return _describe(call, grant, tokens)


def check_client(call: Call) -> None:
    """Raise `invalid_client_id` or `bad_client_secret` unless it is this app that asks."""
    application = call.workspace.application
    if call.arguments.optional("client_id") != application.client_id:
        raise SlackError("invalid_client_id")
    given = call.arguments.optional("client_secret") or ""
    if not hmac.compare_digest(given.encode(), application.client_secret.encode()):
        raise SlackError("bad_client_secret")


def _describe(call: Call, grant: Grant, tokens: list[Token]) -> Json:
    application = call.workspace.application
    body: Json = {
        "app_id": application.app_id,
        "authed_user": {"id": grant.user},
        "team": {"id": application.team_id, "name": application.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    for token in tokens:
        held = {
            "scope": ",".join(token.scopes),
            "token_type": token.kind,
            "access_token": token.value,
        }
        if token.kind == "bot":
            body |= held | {"bot_user_id": application.bot_user}
        else:
            body["authed_user"] |= held
    return body


def revoke(call: Call) -> Json:
    """End the token that calls; with `test` only say so."""
    token = call.token
    if token is None:
        raise SlackError("not_authed")
    if call.arguments.flag("test"):
        return {"revoked": False}
    ended = call.workspace.installs.revoke(token.value)
    call.workspace.announce(TokensRevoked((ended,)))
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """Take the app out of the workspace: all its tokens end."""
    check_client(call)
    call.workspace.uninstall()
    return {}
