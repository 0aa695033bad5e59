"""The workspace in memory: people, conversations and messages. It announces each change."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from workspace.application import Application
from workspace.changes import (
    Change,
    ChannelChanged,
    Deleted,
    Edited,
    Joined,
    Left,
    Posted,
    Reacted,
    Selected,
    TokensRevoked,
    Told,
    Uninstalled,
)
from workspace.errors import SlackError
from workspace.faults import Faults
from workspace.files import Files
from workspace.identifiers import Timestamps
from workspace.installs import Installs
from workspace.jsontypes import Json, JsonValue
from workspace.messages import Message, react, unreact
from workspace.people import Channel, Person, Seed
from workspace.responses import ResponseUrls
from workspace.schedule import Schedule
from workspace.sockets import Sockets
from workspace.streams import Streams
from workspace.threads import Threads
from workspace.triggers import Triggers
from workspace.views import Views


class Workspace:
    """All that a Slack workspace holds. Every method may be called from any thread."""

    def __init__(
        self,
        seed: Seed,
        application: Application,
        *,
        stream_lifetime: float = 300.0,
        trigger_lifetime: float = 3.0,
    ) -> None:
        self.application = application
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.people: dict[str, Person] = {
            each.id: _name_bot(each, application) for each in seed.people
        }
        self.channels: dict[str, Channel] = {each.id: each for each in seed.channels}
        self._timestamps = Timestamps()
        self._messages: dict[str, dict[str, Message]] = {}
        self._subscribers: list[Callable[[Change], None]] = []
        self.faults = Faults()
        self.views = Views(self)
        self.triggers = Triggers(trigger_lifetime, self.faults)
        self.streams = Streams(stream_lifetime, self.faults)
        self.threads = Threads(self)
        self.response_urls = ResponseUrls(self.faults)
        self.files = Files()
        self.installs = Installs(application)
        self.schedule = Schedule(self._post_scheduled)
        self.notices: list[Told] = []
        self.suggestions: dict[str, dict[str, list[Json]]] = {}
        self.selections: dict[tuple[str, str, str], Any] = {}
        self.url = "http://127.0.0.1/"
        self.sockets: Sockets | None = None
        for person in seed.people:
            if not person.is_bot:
                self.open_direct_message(person.id)

    def uninstall(self) -> None:
        """Take the app out: its tokens end, and it is told."""
        with self.lock:
            ended = self.installs.uninstall()
            self.announce(Uninstalled())
            self.announce(TokensRevoked(tuple(ended)))

    def subscribe(self, subscriber: Callable[[Change], None]) -> None:
        """Call `subscriber` with each change; it must not block."""
        self._subscribers.append(subscriber)

    def announce(self, change: Change) -> None:
        """Tell the subscribers and whoever waits for the workspace to change."""
        with self.changed:
            if isinstance(change, Told):
                self.notices.append(change)
            for subscriber in self._subscribers:
                subscriber(change)
            self.changed.notify_all()

    def make_ts(self) -> str:
        """Return a fresh timestamp."""
        return self._timestamps.make()

    def person(self, user: str) -> Person:
        """Return the person; raises `user_not_found`."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, channel: str) -> Channel:
        """Return the conversation by id or #name; raises `channel_not_found`."""
        found = self.channels.get(channel)
        name = channel.removeprefix("#")
        found = found or next((each for each in self.channels.values() if each.name == name), None)
        if not found:
            raise SlackError("channel_not_found")
        return found

    def open_direct_message(self, user: str) -> Channel:
        """Return the conversation between this person and the bot, made if need be."""
        self.person(user)
        bot = self.application.bot_user
        channel = f"D_{user.removeprefix('U_')}"
        with self.lock:
            if channel not in self.channels:
                members = frozenset({user, bot})
                self.channels[channel] = Channel(channel, "", "im", members, user=user)
            return self.channels[channel]

    def join(self, channel: str, user: str) -> None:
        """Add a member to a channel."""
        with self.lock:
            before = self.channel(channel)
            self.channels[before.id] = replace(before, members=before.members | {user})
            self.announce(Joined(before.id, user))

    def leave(self, channel: str, user: str) -> None:
        """Take a member out of a channel."""
        with self.lock:
            before = self.channel(channel)
            self.announce(Left(before.id, user))
            self.channels[before.id] = replace(before, members=before.members - {user})

    def put_channel(self, channel: Channel) -> Channel:
        """Keep a conversation that is new, or that replaces the one with its id."""
        with self.lock:
            self.channels[channel.id] = channel
            self.announce(ChannelChanged(channel.id))
            return channel

    def post(self, channel: str, user: str, *, text: str, **fields: JsonValue) -> Message:
        """Add a message; `fields` are those of Message. Raises `thread_not_found`."""
        with self.lock:
            thread_ts: str | None = fields.get("thread_ts")
            if thread_ts is not None:
                root = self._messages.get(channel, {}).get(thread_ts)
                if root is None:
                    raise SlackError("thread_not_found")
                fields["parent_user"] = root.user
            message = Message(channel, self.make_ts(), user, text, **fields)
            self._messages.setdefault(channel, {})[message.ts] = message
            self.announce(Posted(message))
            return message

    def _post_scheduled(self, channel: str, fields: dict[str, Any]) -> None:
        self.post(channel, self.application.bot_user, **fields)

    def put_back(self, messages: Iterable[Message]) -> None:
        """Hold these messages and no others; new ones come after them."""
        self._messages = {}
        for message in messages:
            self._messages.setdefault(message.channel, {})[message.ts] = message
            self._timestamps.pass_by(message.ts)

    def message(self, channel: str, ts: str) -> Message:
        """Return one message; raises `message_not_found`."""
        found = self._messages.get(channel, {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def find(self, ts: str) -> Message:
        """Return the message with this timestamp in any conversation."""
        for messages in list(self._messages.values()):
            if ts in messages:
                return messages[ts]
        raise SlackError("message_not_found")

    def edit(self, message: Message, **fields: JsonValue) -> Message:
        """Replace a message by one with other fields."""
        with self.lock:
            after = replace(message, **fields)
            self._messages[message.channel][message.ts] = after
            self.announce(Edited(message, after))
            return after

    def delete(self, message: Message) -> None:
        """Take a message away; the root of a thread leaves a tombstone, as in Slack."""
        with self.lock:
            if self.replies(message.channel, message.ts):
                text = "This message was deleted."
                self.edit(message, text=text, blocks=(), subtype="tombstone")
                return
            del self._messages[message.channel][message.ts]
            self.announce(Deleted(message))

    def select(self, user: str, message: Message, *, action_id: str, value: JsonValue) -> None:
        """Note what a person chose in an element of a message."""
        with self.lock:
            self.selections[user, message.ts, action_id] = value
            self.announce(Selected(user, message.ts))

    def react(self, message: Message, *, name: str, user: str) -> None:
        """Add a reaction; raises `already_reacted`."""
        if (name, user) in message.reactions:
            raise SlackError("already_reacted")
        self._react(message, react(message, name=name, user=user), name=name, user=user)

    def unreact(self, message: Message, *, name: str, user: str) -> None:
        """Take a reaction back; raises `no_reaction`."""
        if (name, user) not in message.reactions:
            raise SlackError("no_reaction")
        self._react(message, unreact(message, name=name, user=user), name=name, user=user)

    def _react(self, before: Message, after: Message, *, name: str, user: str) -> None:
        with self.lock:
            self._messages[before.channel][before.ts] = after
            added = len(after.reactions) > len(before.reactions)
            self.announce(Reacted(after, name, user, added))

    def messages(self, channel: str) -> tuple[Message, ...]:
        """Return all messages of a conversation, oldest first, ephemeral ones included."""
        with self.lock:
            return tuple(self._messages.get(channel, {}).values())

    def replies(self, channel: str, ts: str) -> tuple[Message, ...]:
        """Return the lasting messages of a thread below its root, oldest first."""
        found = (each for each in self.messages(channel) if not each.visible_to)
        return tuple(each for each in found if each.is_reply and each.thread_ts == ts)


def _name_bot(person: Person, application: Application) -> Person:
    if person.id != application.bot_user:
        return person
    return replace(person, name=application.name, real_name=application.name)
