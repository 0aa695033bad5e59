"""What every method of the Web API gets, and what the table says of it."""

from collections.abc import Callable
from dataclasses import dataclass

from workspace.arguments import Arguments
from workspace.errors import SlackError
from workspace.installs import Token
from workspace.jsontypes import Json
from workspace.people import Channel
from workspace.state import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its arguments, and the workspace that it acts on."""

    workspace: Workspace
    arguments: Arguments
    token: Token | None = None

    @property
    def bot(self) -> str:
        """The user id of the bot that calls."""
        return self.workspace.application.bot_user

    def channel(self, name: str = "channel") -> Channel:
        """Return the conversation that an argument names; raises `channel_not_found`.

        A private channel or direct message that the bot is not in does not exist for it.
        """
        found = self.workspace.channel(self.arguments.text(name))
        if found.kind != "channel" and self.bot not in found.members:
            raise SlackError("channel_not_found")
        return found

    def joined_channel(self, name: str = "channel") -> Channel:
        """Return the conversation, if the bot is in it; raises `not_in_channel`.

        A user id stands for the direct message with that person, as in Slack.
        """
        if self.arguments.text(name) in self.workspace.people:
            return self.workspace.open_direct_message(self.arguments.text(name))
        found = self.channel(name)
        if self.bot not in found.members:
            raise SlackError("not_in_channel")
        return found


@dataclass(frozen=True, slots=True)
class Method:
    """One row of the table. Any one of the scopes is enough; `callers` are whose tokens it takes.

    A method without callers needs no token.
    """

    function: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...] = ()
    callers: tuple[str, ...] = ("bot",)
