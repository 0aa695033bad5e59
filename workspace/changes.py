"""What can happen in the workspace: the page's feed and the app's events are made of these."""

from dataclasses import dataclass

from workspace.installs import Token
from workspace.jsontypes import Json
from workspace.messages import Message


@dataclass(frozen=True, slots=True)
class Posted:
    """A message came up, ephemeral or not."""

    message: Message


@dataclass(frozen=True, slots=True)
class Edited:
    """A message took another form."""

    before: Message
    after: Message


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message went away."""

    message: Message


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction was added or taken back."""

    message: Message
    name: str
    user: str
    added: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Someone came into a channel."""

    channel: str
    user: str


@dataclass(frozen=True, slots=True)
class Left:
    """Someone went out of a channel."""

    channel: str
    user: str


@dataclass(frozen=True, slots=True)
class Selected:
    """A person chose something in an element of a message."""

    user: str
    ts: str


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A conversation is new, or looks different."""

    channel: str


@dataclass(frozen=True, slots=True)
class TokensRevoked:
    """Tokens of the app are no longer good."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The app was taken out of the workspace."""


@dataclass(frozen=True, slots=True)
class TabOpened:
    """A person opened the app's Home tab (`home`) or its Messages tab (`messages`)."""

    user: str
    tab: str


@dataclass(frozen=True, slots=True)
class ViewsChanged:
    """A person's modals or Home look different now."""

    user: str


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """The app set a status, a title or prompts."""

    channel: str
    thread_ts: str | None
    what: str
    value: Json


@dataclass(frozen=True, slots=True)
class Told:
    """Slack itself tells one person something, such as a command that timed out."""

    user: str
    channel: str
    text: str


Change = (
    Posted | Edited | Deleted | Reacted | Joined | Left | TabOpened | ViewsChanged | ThreadChanged
    | Told | ChannelChanged | TokensRevoked | Uninstalled | Selected
)  # fmt: skip
