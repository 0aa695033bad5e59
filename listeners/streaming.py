"""An answer that is streamed while a language model writes it, with one complete delivery if that fails."""

import http.client

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.chat_stream import ChatStream

from advisor.database.claims import Claim, note_message, start_posting
from listeners.asks import Ask
from listeners.desk import Desk
from listeners.mrkdwn import harmless

BUFFER_SIZE = 256
# A whole streamed message fails at about 10,600 bytes; the footer comes on top.
STREAM_BYTES = 6_000
STOPPED_BY_USER = "stopped_by_user"

log = structlog.get_logger()


class AnswerStream:
    """The message that an answer is streamed into; it starts with the first text and never raises.

    `ts` is that message once Slack has confirmed it, and `sent` the text that went into it.
    """

    def __init__(self, desk: Desk, claim: Claim, ask: Ask) -> None:
        self._desk = desk
        self._claim = claim
        self._ask = ask
        self._stream: ChatStream | None = None
        self._pending = ""
        self._usable = ask.kind == "thread" and bool(ask.thread_ts)
        self.ts = ""
        self.sent = ""
        self.stopped_by_user = False

    @property
    def is_intact(self) -> bool:
        """Whether all text given so far went into the message, or waits in its buffer."""
        return self._usable and self._stream is not None

    def write(self, text: str) -> None:
        """Takes a piece of the answer; sends what cannot be changed by what follows."""
        if not self._usable:
            return
        ready, self._pending = split_settled(self._pending + text)
        piece = harmless(ready, own_url=self._desk.settings.knowledge_url)
        if not piece:
            return
        if len((self.sent + piece).encode()) > STREAM_BYTES or not self._open():
            self._usable = False
            return
        self._append(piece)

    def stop(
        self, rest: str, *, blocks: list[dict[str, object]], metadata: dict[str, object]
    ) -> bool:
        """Ends the stream with the rest of the text; False when Slack did not confirm that."""
        if self._stream is None or not self.ts:
            return False
        try:
            self._stream.stop(markdown_text=rest, blocks=blocks, metadata=metadata)
        except SlackApiError as error:
            self._fail(str(error.response.get("error", "")))
            return False
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            self._fail(type(error).__name__)
            return False
        return True

    def _open(self) -> bool:
        if self._stream is not None:
            return True
        desk, ask = self._desk, self._ask
        if not desk.stream_starts.take(ask.team):
            return False
        if not start_posting(desk.database, self._claim.id, owner=desk.owner):
            return False
        self._stream = desk.client_of(ask).chat_stream(
            channel=ask.channel,
            thread_ts=ask.thread_ts,
            recipient_team_id=ask.user_team or ask.team,
            recipient_user_id=ask.user,
            buffer_size=BUFFER_SIZE,
        )
        return True

    def _append(self, piece: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.append(markdown_text=piece)
        except SlackApiError as error:
            self._fail(str(error.response.get("error", "")))
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            self._fail(type(error).__name__)
        self.sent += piece
        if self._stream.ts and not self.ts:
            self.ts = self._stream.ts
            note_message(
                self._desk.database, self._claim.id, owner=self._desk.owner, message_ts=self.ts
            )

    def _fail(self, error: str) -> None:
        self._usable = False
        self.stopped_by_user = self.stopped_by_user or error == STOPPED_BY_USER
        log.info("stream_failed", error=error)


def end_stream(client: WebClient, *, channel: str, ts: str) -> None:
    """Ends a stream as it stands, so that its message can be replaced; best effort."""
    try:
        client.chat_stopStream(channel=channel, ts=ts)
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        log.debug("stream_not_stopped", kind=type(error).__name__)


def split_settled(text: str) -> tuple[str, str]:
    """Returns what can be sent now, and what must wait: an open link, code or unfinished sentence."""
    fence_open = text.count("```") % 2 == 1
    limit = text.rfind("```") if fence_open else len(text)
    for at in range(limit, 0, -1):
        if text[at - 1] == "\n" or (text[at - 1] == " " and text[at - 2 : at - 1] in ".!?:;"):
            head = text[:at]
            line = head[head.rfind("\n", 0, at - 1) + 1 :]
            if line.count("`") % 2 == 0 and line.count("[") <= line.count("]"):
                return head, text[at:]
    return "", text
