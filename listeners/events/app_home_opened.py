"""The app's tabs: the Home view, and suggested prompts in the Messages tab."""

import http.client
from typing import Any

import structlog
from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from advisor.database.triages import count_by_status, list_triages
from advisor.errors import AdvisorError
from listeners.desk import Desk
from listeners.views.home import PROMPTS, ReleaseFacts, build_home
from listeners.views.portfolio import SHOWN, Portfolio

log = structlog.get_logger()


def handle_app_home_opened(
    event: dict[str, Any], client: WebClient, context: BoltContext, desk: Desk
) -> None:
    """Fills the tab that was opened."""
    if event.get("tab") == "home":
        team = context.team_id or ""
        desk.errands.submit(lambda: publish_home(desk, client, team=team, user=event["user"]))
    elif event.get("tab") == "messages":
        desk.errands.submit(lambda: suggest_prompts(client, channel=event["channel"]))


def publish_home(
    desk: Desk,
    client: WebClient,
    *,
    team: str,
    user: str,
    asked: str = "",
    messages_url: str = "",
) -> None:
    """Publishes the Home view for one user; `asked` and `messages_url` as in `build_home`."""
    portfolio = Portfolio(
        viewer=user,
        triages=list_triages(desk.database, team=team, user=user, limit=SHOWN),
        counts=count_by_status(desk.database, team=team, user=user),
    )
    view = build_home(
        _read_release(desk), portfolio=portfolio, asked=asked, messages_url=messages_url
    )
    client.views_publish(user_id=user, view=view)


def suggest_prompts(client: WebClient, *, channel: str) -> None:
    """Suggests first questions in the direct messages; best effort."""
    prompts = [{"title": title, "message": message} for title, message in PROMPTS]
    try:
        client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        log.debug("prompts_refused", kind=type(error).__name__)


def _read_release(desk: Desk) -> ReleaseFacts | None:
    try:
        release = desk.services.index.current()
    except AdvisorError:
        return None
    manifest = release.manifest
    return ReleaseFacts(
        number=release.id,
        created_at=manifest.created_at,
        documents=manifest.counts.documents,
        sections=manifest.counts.chunks,
    )
