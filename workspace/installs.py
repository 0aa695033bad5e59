"""Installations of the app: tokens, the codes that are exchanged for them, and their end."""

import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from workspace.application import Application
from workspace.errors import SlackError

CODE_LIFETIME = 600.0
Kind = Literal["bot", "user", "app"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `ended_by` is the error that it gets once it is no longer good."""

    value: str
    kind: Kind
    user: str
    scopes: tuple[str, ...] = ()
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person allowed, until its code is exchanged."""

    user: str
    scopes: tuple[str, ...]
    user_scopes: tuple[str, ...]
    redirect_uri: str | None
    issued: float
    used: bool = False


class Installs:
    """The tokens of one app. It begins installed, with the tokens that Application names."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._lock = threading.RLock()
        self._grants: dict[str, Grant] = {}
        self.on_change: Callable[[], None] = lambda: None
        first = (
            Token(application.bot_token, "bot", application.bot_user, application.scopes),
            Token(application.app_token, "app", application.bot_user, ("connections:write",)),
        )
        self._tokens = {token.value: token for token in first}

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens ever issued, those that ended included."""
        return tuple(self._tokens.values())

    @property
    def is_installed(self) -> bool:
        """Whether a bot token is still good."""
        return any(each.kind == "bot" and not each.ended_by for each in self.tokens)

    def put_back(self, tokens: Iterable[Token]) -> None:
        """Take the tokens of an earlier run; the app's own scopes are those of today."""
        own = self._tokens.get(self._application.bot_token)
        for token in tokens:
            is_own = own is not None and token.value == own.value
            self._tokens[token.value] = (
                replace(token, scopes=own.scopes) if is_own and own else token
            )

    def check(self, value: str) -> Token:
        """Return a good token; raises `not_authed`, `invalid_auth` or what it was ended by."""
        if not value:
            raise SlackError("not_authed")
        token = self._tokens.get(value)
        if token is None:
            raise SlackError("invalid_auth")
        if token.ended_by:
            raise SlackError(token.ended_by)
        return token

    def grant(
        self,
        user: str,
        *,
        scopes: tuple[str, ...],
        user_scopes: tuple[str, ...],
        redirect_uri: str | None,
    ) -> str:
        """Return the code of what a person allowed; it is good once, for ten minutes."""
        code = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        grant = Grant(user, scopes, user_scopes, redirect_uri, time.monotonic())
        with self._lock:
            self._grants[code] = grant
        return code

    def exchange(self, code: str, redirect_uri: str | None) -> tuple[Grant, list[Token]]:
        """Return the grant and its new tokens.

        Raises `invalid_code`, `code_already_used` or `bad_redirect_uri`.
        """
        with self._lock:
            grant = self._grants.get(code)
            if grant is None or time.monotonic() - grant.issued > CODE_LIFETIME:
                raise SlackError("invalid_code")
            if grant.used:
                raise SlackError("code_already_used")
            if grant.redirect_uri is not None and redirect_uri != grant.redirect_uri:
                raise SlackError("bad_redirect_uri")
            self._grants[code] = replace(grant, used=True)
            tokens = list(self._issue(grant))
            self._tokens |= {token.value: token for token in tokens}
        self.on_change()
        return grant, tokens

    def _issue(self, grant: Grant) -> Iterable[Token]:
        number = f"{secrets.randbelow(10**12):012}-{secrets.randbelow(10**13):013}"
        if grant.scopes:
            value = f"xoxb-{number}-{secrets.token_hex(12)}"
            yield Token(value, "bot", self._application.bot_user, grant.scopes)
        if grant.user_scopes:
            value = f"xoxp-{number}-{secrets.token_hex(16)}"
            yield Token(value, "user", grant.user, grant.user_scopes)

    def revoke(self, value: str) -> Token:
        """End one token; returns it as it was."""
        with self._lock:
            token = self.check(value)
            self._tokens[value] = replace(token, ended_by="token_revoked")
        self.on_change()
        return token

    def reinstall(self) -> None:
        """Let the tokens that Application names be good again."""
        own = (self._application.bot_token, self._application.app_token)
        with self._lock:
            for value in own:
                self._tokens[value] = replace(self._tokens[value], ended_by=None)
        self.on_change()

    def uninstall(self) -> list[Token]:
        """End all tokens but the app's own; returns those that were good."""
        with self._lock:
            ended = [each for each in self.tokens if each.kind != "app" and not each.ended_by]
            for token in ended:
                self._tokens[token.value] = replace(token, ended_by="account_inactive")
        self.on_change()
        return ended
