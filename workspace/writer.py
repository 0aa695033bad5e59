"""What a person does with messages: says, edits, deletes, reacts, shares files."""

import uuid

from workspace.errors import PersonError
from workspace.jsontypes import Json
from workspace.messages import Message
from workspace.onlooker import Onlooker
from workspace.richtext import build_rich_text, store_text
from workspace.uploading import post_file, upload_file


class Writer(Onlooker):
    """One person who writes."""

    def say(
        self, channel: str, text: str, thread_ts: str | None = None, *, broadcast: bool = False
    ) -> str:
        """Post a message as typed (`@advisor` mentions the bot); returns its timestamp."""
        place = self._workspace.channel(channel)
        if self.user not in place.members:
            raise PersonError(f"{self.user} is not in {channel}.")
        stored = store_text(text, self._workspace.people)
        message = self._workspace.post(
            place.id,
            self.user,
            text=stored,
            blocks=(build_rich_text(stored),),
            thread_ts=thread_ts,
            subtype="thread_broadcast" if broadcast and thread_ts else None,
            client_msg_id=str(uuid.uuid4()),
        )
        return message.ts

    def share_file(
        self, channel: str, name: str, content: bytes, text: str = "", thread_ts: str | None = None
    ) -> str:
        """Post a message with a file; returns its timestamp."""
        return post_file(
            self._workspace,
            self.user,
            channel,
            name=name,
            content=content,
            text=text,
            thread_ts=thread_ts,
        )

    def upload_file(self, name: str, content: bytes) -> Json:
        """Give a file to a form's file_input; returns what the input then holds of it."""
        return upload_file(self._workspace, self.user, name=name, content=content)

    def mention(self, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Post a message that begins with a mention of the bot; returns its timestamp."""
        name = self._workspace.application.name
        return self.say(channel, f"@{name} {text}", thread_ts)

    def dm(self, text: str, thread_ts: str | None = None) -> str:
        """Write to the bot directly; returns the timestamp."""
        return self.say(self.direct_message, text, thread_ts)

    @property
    def direct_message(self) -> str:
        """The channel id of this person's direct message with the bot."""
        return self._workspace.open_direct_message(self.user).id

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Change one of one's own messages."""
        message = self._own(channel, ts)
        stored = store_text(text, self._workspace.people)
        edited = self._workspace.make_ts()
        blocks = (build_rich_text(stored),)
        self._workspace.edit(message, text=stored, blocks=blocks, edited=edited)

    def delete(self, channel: str, ts: str) -> None:
        """Delete one of one's own messages."""
        self._workspace.delete(self._own(channel, ts))

    def _own(self, channel: str, ts: str) -> Message:
        message = self._workspace.message(channel, ts)
        if message.user != self.user:
            raise PersonError("Only one's own messages can be changed.")
        return message

    def react(self, message_ts: str, name: str) -> None:
        """Add a reaction to a message."""
        self._workspace.react(self._workspace.find(message_ts), name=name, user=self.user)

    def unreact(self, message_ts: str, name: str) -> None:
        """Take a reaction back."""
        self._workspace.unreact(self._workspace.find(message_ts), name=name, user=self.user)

    def invite(self, channel: str) -> None:
        """Bring the bot into a channel."""
        self._workspace.join(channel, self._workspace.application.bot_user)

    def stop_stream(self, message_ts: str) -> None:
        """Press stop on an answer that is being streamed."""
        message = self._workspace.find(message_ts)
        streams = self._workspace.streams
        streams.stop(message.channel, message.ts, ended_by="stopped_by_user")
        self._workspace.edit(message, streaming=False)
