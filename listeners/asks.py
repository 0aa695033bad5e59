"""What somebody asks of the bot, as it is claimed: all that is needed to answer after a restart."""

import html
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self

from advisor.database.threads import Place

Kind = Literal["thread", "private", "direct", "share", "stop", "stop_direct", "triage", "knowledge"]
# What a triage has to think about; the rest is written down or shown.
THOUGHT_ABOUT = frozenset(("assess", "reply", "words", "details"))
_TOKEN = re.compile(r"<([@#!]?)([^>|]*)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask and where its answer goes.

    `thread` answers in a thread, `private` only to the asker, `direct` in the direct messages with the
    asker; `share` shows a stored answer (its id is the text) to the channel; `stop` confirms in a thread
    that the bot will be quiet there, `stop_direct` that there is nothing to stop. `quoted` shows the
    question above the answer, where nobody has typed it.

    `knowledge` does what `task` says with the guide, for its admins, who alone see what comes of it.
    `triage` does what `task` says with a triage, and shows the outcome privately: in the modal `view`, in
    place of the message of `response_url` if it `replaces` that, else as a message of its own.
    """

    kind: Kind
    team: str
    channel: str
    user: str
    text: str = ""
    thread_ts: str = ""
    user_team: str = ""
    response_url: str = ""
    has_files: bool = False
    quoted: bool = False
    enterprise: str = ""
    task: Mapping[str, Any] = field(default_factory=dict)
    view: str = ""
    replaces: bool = False

    @property
    def place(self) -> Place | None:
        """The conversation that the answer belongs to; None when it has no thread."""
        if self.kind != "thread":
            return None
        return Place(self.team, self.channel, self.thread_ts)

    @property
    def is_question(self) -> bool:
        """Whether it is to be thought about; the others only show what there is."""
        if self.kind == "triage":
            return self.task.get("do") in THOUGHT_ABOUT
        return self.kind in ("thread", "private", "direct")

    @property
    def home_team(self) -> str:
        """The team of the person who asks, whose triages these are."""
        return self.user_team or self.team

    @property
    def is_in_direct_messages(self) -> bool:
        """Whether only the asker and the bot read along."""
        return self.channel.startswith("D")

    def to_payload(self) -> dict[str, Any]:
        """The ask as JSON."""
        return asdict(self)

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The ask that `to_payload` wrote, also by another release of this program."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})


def read_text(text: str) -> str:
    """Returns what a person wrote: Slack's tokens as words, entities as signs, mentions left out."""
    words = _TOKEN.sub(_as_words, storable(text))
    return html.unescape(words).strip()


def storable(text: str) -> str:
    """Returns the text without what databases refuse: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _as_words(token: re.Match[str]) -> str:
    sign, target, label = token.groups()
    if sign in ("@", "!"):
        return ""
    if sign == "#":
        return f"#{label}" if label else ""
    return label or target
