"""Delivery: content into Slack exactly once, also when a call's outcome is unknown or after a restart."""

import http.client
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from advisor.database.answers import note_place
from advisor.database.claims import Claim, start_posting
from advisor.database.threads import Joining, Place, join_thread
from listeners.asks import Ask
from listeners.clients import TIMEOUT_SECONDS, post_plainly, without_blind_retries
from listeners.desk import Desk
from listeners.streaming import AnswerStream, end_stream
from listeners.views.message import Message

EVENT_TYPE = "advisor_answer"
LOOKUP_PAGES = 5
LOOKUP_LIMIT = 200
AFTER_UNKNOWN_SECONDS = 1.0
CLOCKS_APART_SECONDS = 3600
_TIMESTAMP = re.compile(r"\d+\.\d+")
# Errors of form: the same text without blocks is still an answer.
BAD_FORM = frozenset(
    ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "markdown_text_conflict")
)  # fmt: skip

# What will not be different at the next try: then nothing is known to stand there.
NOT_READABLE = frozenset(
    (
        "missing_scope",
        "not_in_channel",
        "channel_not_found",
        "thread_not_found",
        "not_allowed_token_type",
    )
)
# Where the bot may not post, a response address still may.
NOT_A_MEMBER = frozenset(("not_in_channel", "channel_not_found"))

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be delivered; `answer_id` is empty when it is no stored answer."""

    messages: tuple[Message, ...]
    answer_id: str = ""


def deliver(
    desk: Desk,
    claim: Claim,
    ask: Ask,
    content: Content,
    *,
    stream: AnswerStream | None = None,
    resumed: bool = False,
) -> str | None:
    """Returns the timestamp of its first message ("" if none is known) when all of it is in Slack.

    None when another process has taken the claim meanwhile.

    Raises:
        SlackApiError, SlackClientError, OSError: Slack refused, or could not be reached.

    """
    if not start_posting(desk.database, claim.id, owner=desk.owner, answer_id=content.answer_id):
        return None
    if stream is not None and stream.stopped_by_user:
        return stream.ts
    # Only an answer is shared with everybody; why it cannot be, only its asker reads.
    # A triage that is delivered as it is says one sentence: its cards are shown by their own means.
    if ask.kind in ("private", "triage", "knowledge") or (
        ask.kind == "share" and not content.answer_id
    ):
        _deliver_privately(desk, ask, content)
        return ""
    post = _Post(desk, claim, ask, content)
    posted = post.find_posted() if resumed else frozenset[int]()
    if resumed and posted and not content.answer_id:
        # A sentence of ours, already there: wording it anew would say it twice.
        return ""
    if 0 not in posted and _finish_stream(post, stream=stream, message_ts=claim.message_ts):
        posted |= {0}
    for part in range(len(content.messages)):
        if part not in posted:
            post.send(part)
    return post.first_ts or (stream.ts if stream else claim.message_ts)


class _Post:
    """The messages of one content on their way to one place."""

    def __init__(self, desk: Desk, claim: Claim, ask: Ask, content: Content) -> None:
        self.desk, self.claim, self.ask, self.content = desk, claim, ask, content
        self.client = desk.client_of(ask)
        self.channel = ask.channel
        self.first_ts = ""
        if ask.kind == "direct":
            self.channel = str(self.client.conversations_open(users=ask.user)["channel"]["id"])

    def metadata(self, part: int) -> dict[str, Any]:
        """What marks a message as this part of this claim's answer."""
        payload = {
            "claim": self.claim.id,
            "answer": self.content.answer_id,
            "message": self.claim.ts,
            "part": part,
        }
        return {"event_type": EVENT_TYPE, "event_payload": payload}

    def send(self, part: int) -> None:
        """Posts one part; an unknown outcome is looked up before it is posted again."""
        try:
            ts = self._post(part)
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            if not _is_unknown(error):
                raise
            log.info("post_unconfirmed", claim=self.claim.id, kind=type(error).__name__)
            time.sleep(AFTER_UNKNOWN_SECONDS)
            if part in self.find_posted():
                return
            ts = self._post(part)
        if part == 0:
            self._note(ts)

    def _post(self, part: int) -> str:
        message = self.content.messages[part]
        arguments: dict[str, Any] = {
            "channel": self.channel,
            "text": message.text,
            "metadata": self.metadata(part),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if self.ask.thread_ts:
            arguments["thread_ts"] = self.ask.thread_ts
        client = without_blind_retries(self.client)
        try:
            return str(client.chat_postMessage(**arguments, blocks=message.blocks)["ts"])
        except SlackApiError as error:
            reason = error.response.get("error")
            if reason in NOT_A_MEMBER and _respond(self.ask, message, response_type="in_channel"):
                return ""
            if reason not in BAD_FORM:
                raise
            log.error("blocks_refused", claim=self.claim.id, error=reason)
            return str(client.chat_postMessage(**arguments)["ts"])

    def _note(self, ts: str) -> None:
        self.first_ts = ts
        if not ts or self.ask.kind not in ("direct", "share"):
            return
        # The answer opens a thread: there it can be followed up.
        place = Place(self.ask.team, self.channel, ts)
        join_thread(self.desk.database, Joining(place, self.ask.user))
        note_place(self.desk.database, self.content.answer_id, str(place))

    def find_posted(self) -> frozenset[int]:
        """The parts that stand in Slack already, by their metadata.

        Raises as `deliver` when that cannot be known now.
        """
        return frozenset(
            int(payload.get("part", 0))
            for payload in self._payloads()
            if payload.get("claim") == self.claim.id and payload.get("message") == self.claim.ts
        )

    def _payloads(self) -> Iterator[dict[str, Any]]:
        cursor = ""
        for _ in range(LOOKUP_PAGES):
            try:
                page = self._read_page(cursor)
            except SlackApiError as error:
                if error.response.get("error") not in NOT_READABLE:
                    raise
                log.warning("thread_unreadable", error=error.response.get("error"))
                return
            for message in page.get("messages", []):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT_TYPE:
                    yield metadata.get("event_payload") or {}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _read_page(self, cursor: str) -> Any:  # noqa: ANN401 - a response of the SDK
        arguments: dict[str, Any] = {
            "channel": self.channel,
            "include_all_metadata": True,
            "limit": LOOKUP_LIMIT,
            "oldest": self._oldest(),
        }
        if cursor:
            arguments["cursor"] = cursor
        if self.ask.thread_ts:
            return self.client.conversations_replies(ts=self.ask.thread_ts, **arguments)
        return self.client.conversations_history(**arguments)

    def _oldest(self) -> str:
        """No answer is older than its question; for a button, not older than an hour before its claim."""
        if _TIMESTAMP.fullmatch(self.claim.ts):
            return self.claim.ts
        return f"{self.claim.created_at.timestamp() - CLOCKS_APART_SECONDS:.6f}"


def _finish_stream(post: _Post, *, stream: AnswerStream | None, message_ts: str) -> bool:
    """Completes the message that was streamed into; False when there is none, or it is gone."""
    ts = stream.ts if stream else message_ts
    if not ts:
        return False
    message = post.content.messages[0]
    if stream and stream.is_intact and message.body.startswith(stream.sent):
        rest = message.body[len(stream.sent) :]
        if stream.stop(rest, blocks=list(message.footer), metadata=post.metadata(0)):
            return True
        if stream.stopped_by_user:
            return True
    return _replace(post, ts=ts)


def _replace(post: _Post, *, ts: str) -> bool:
    message = post.content.messages[0]
    end_stream(post.client, channel=post.channel, ts=ts)
    try:
        post.client.chat_update(
            channel=post.channel,
            ts=ts,
            text=message.text,
            blocks=message.blocks,
            metadata=post.metadata(0),
        )
    except SlackApiError as error:
        log.warning("stream_not_replaced", error=error.response.get("error"))
        return False
    return True


def _deliver_privately(desk: Desk, ask: Ask, content: Content) -> None:
    """Shows the messages to the asker only: by the response address, else as an ephemeral message."""
    for message in content.messages:
        # A response address does not know the thread.
        if not ask.thread_ts and _respond(ask, message):
            continue
        client = desk.client_of(ask)
        try:
            client.chat_postEphemeral(
                channel=ask.channel,
                user=ask.user,
                text=message.text,
                blocks=message.blocks,
                thread_ts=ask.thread_ts or None,
            )
        except SlackApiError as error:
            log.info("ephemeral_refused", error=error.response.get("error"))
            if ask.thread_ts and _respond(ask, message):
                continue
            channel = client.conversations_open(users=ask.user)["channel"]["id"]
            post_plainly(client, channel, message)


def _respond(ask: Ask, message: Message, *, response_type: str = "ephemeral") -> bool:
    if not ask.response_url:
        return False
    webhook = WebhookClient(ask.response_url, timeout=TIMEOUT_SECONDS)
    response = webhook.send(
        text=message.text,
        blocks=message.blocks,
        response_type=response_type,
        replace_original=False,
        unfurl_links=False,
        unfurl_media=False,
    )
    return response.status_code == 200


def _is_unknown(error: Exception) -> bool:
    """Whether Slack may have taken the message although the call failed."""
    if isinstance(error, SlackApiError):
        return int(getattr(error.response, "status_code", 200) or 200) >= 500
    return True
