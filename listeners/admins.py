"""Who may manage the guide: ADMIN_USERS, or the workspace's admins and owners. In doubt, nobody."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from listeners.asks import Ask

# Who was an admin a minute ago may be none any more.
KNOWN_SECONDS = 60.0
MOST_KNOWN = 1_000
REFUSAL = (
    "Only the guide's admins can do that. Ask one of them, or a workspace admin, if something in the guide "
    "should change; the thumbs under my answers reach them too."
)
NOT_GUESTS = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")

log = structlog.get_logger()


class Admins:
    """Looks up who is an admin, and remembers it for a minute; what Slack does not say is not remembered."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[float, bool]] = {}

    def allows(self, client: WebClient, ask: Ask, *, listed: tuple[str, ...]) -> bool:
        """Whether the person of this ask may manage the guide; `listed` are those that the settings name."""
        if listed:
            return ask.user in listed
        key = (ask.team, ask.user)
        with self._lock:
            until, known = self._known.get(key, (0.0, False))
        if self._clock() < until:
            return known
        try:
            person = client.users_info(user=ask.user).get("user")
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            log.warning("admin_unknown", kind=type(error).__name__)
            return False
        is_admin = isinstance(person, Mapping) and is_workspace_admin(person, team=ask.team)
        with self._lock:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = (self._clock() + KNOWN_SECONDS, is_admin)
        return is_admin


def is_workspace_admin(person: Mapping[str, Any], *, team: str) -> bool:
    """Whether users.info describes an admin or owner of this workspace, not of one that shares a channel with it."""
    if any(person.get(name) for name in NOT_GUESTS):
        return False
    teams = (person.get("enterprise_user") or {}).get("teams") or ()
    if not team or (person.get("team_id") != team and team not in teams):
        return False
    return any(person.get(name) is True for name in ("is_admin", "is_owner", "is_primary_owner"))


def note_refusal(ask: Ask, *, action: str) -> None:
    """Logs that somebody tried what only admins may; never what they wrote."""
    log.warning("knowledge_refused", team=ask.team, user=ask.user, action=action)
