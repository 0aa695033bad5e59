"""Keeps the message of each proposed page up to date: it asks for approval, then says what became of it."""

import http.client
from collections.abc import Callable

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from advisor.database.proposals import Proposal, note_proposal_shown, proposals_to_show
from listeners.clients import NotInstalledError, without_blind_retries
from listeners.delivery import NOT_A_MEMBER
from listeners.desk import Desk
from listeners.views.knowledge_proposal import build_proposal, tell_proposal

RETRY_SECONDS = 10.0
# After so many tries nobody is told: `/knowledge status` still counts what waits.
MOST_TRIES = 20

log = structlog.get_logger()


class ProposalWatch:
    """Tells of proposals that were read, decided or given another title."""

    def __init__(self, desk: Desk, *, clock: Callable[[], float]) -> None:
        self._desk = desk
        self._clock = clock
        self._not_before: dict[int, float] = {}
        self._tries: dict[int, int] = {}

    def look(self) -> None:
        """Tells what is not told yet."""
        for proposal in proposals_to_show(self._desk.database):
            if self._clock() < self._not_before.get(proposal.id, 0.0):
                continue
            try:
                self._tell(proposal)
            except (
                SlackClientError,
                NotInstalledError,
                OSError,
                http.client.HTTPException,
            ) as error:
                self._put_off(proposal, error)

    def _tell(self, proposal: Proposal) -> None:
        client = self._desk.client_for(proposal.team, "")
        channel, message = proposal.channel, proposal.message
        if message:
            client.chat_update(
                channel=channel,
                ts=message,
                text=tell_proposal(proposal),
                blocks=build_proposal(proposal),
            )
        else:
            channel, message = self._post(client, proposal)
        note_proposal_shown(
            self._desk.database,
            proposal.id,
            state=proposal.state,
            channel=channel,
            message=message,
        )
        self._tries.pop(proposal.id, None)

    def _post(self, client: WebClient, proposal: Proposal) -> tuple[str, str]:
        channel = proposal.channel
        try:
            return channel, _post_message(client, channel, proposal)
        except SlackApiError as error:
            if error.response.get("error") not in NOT_A_MEMBER or not proposal.proposed_by:
                raise
        log.warning("proposal_told_directly", proposal=proposal.id)
        channel = str(client.conversations_open(users=proposal.proposed_by)["channel"]["id"])
        return channel, _post_message(client, channel, proposal)

    def _put_off(self, proposal: Proposal, error: Exception) -> None:
        tries = self._tries[proposal.id] = self._tries.get(proposal.id, 0) + 1
        log.warning("proposal_untold", proposal=proposal.id, kind=type(error).__name__, tries=tries)
        self._not_before[proposal.id] = self._clock() + RETRY_SECONDS
        if tries >= MOST_TRIES:
            note_proposal_shown(
                self._desk.database,
                proposal.id,
                state=proposal.state,
                channel=proposal.channel,
                message=proposal.message,
            )


def _post_message(client: WebClient, channel: str, proposal: Proposal) -> str:
    posted = without_blind_retries(client).chat_postMessage(
        channel=channel,
        text=tell_proposal(proposal),
        blocks=build_proposal(proposal),
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])
