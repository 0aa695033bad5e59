"""A message, and how Slack writes it as JSON."""

from dataclasses import dataclass, replace

from workspace.application import Application
from workspace.jsontypes import Json


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `visible_to` names the only reader of an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    thread_ts: str | None = None
    parent_user: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    visible_to: str | None = None
    streaming: bool = False
    files: tuple[Json, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


def build_message(
    message: Message, application: Application, *, replies: tuple[Message, ...] = ()
) -> Json:
    """Return the message as the Web API and the events give it; `replies` are its thread's."""
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    optional = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "thread_ts": message.thread_ts or (message.ts if replies else None),
        "parent_user_id": message.parent_user,
        "metadata": message.metadata,
        "blocks": list(message.blocks) or None,
        "attachments": list(message.attachments) or None,
        "files": list(message.files) or None,
        "edited": message.edited and {"user": message.user, "ts": message.edited},
        "reactions": _group_reactions(message.reactions) or None,
        "is_ephemeral": True if message.visible_to else None,
    }
    body |= {key: value for key, value in optional.items() if value is not None}
    body["team"] = application.team_id
    return body | _author(message, application) | _thread(message, replies)


def _author(message: Message, application: Application) -> Json:
    if message.user != application.bot_user:
        return {}
    profile = {
        "id": application.bot_id,
        "app_id": application.app_id,
        "user_id": application.bot_user,
        "name": application.name,
        "deleted": False,
        "team_id": application.team_id,
    }
    return {"bot_id": application.bot_id, "app_id": application.app_id, "bot_profile": profile}


def _thread(message: Message, replies: tuple[Message, ...]) -> Json:
    if message.is_reply or not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def _group_reactions(reactions: tuple[tuple[str, str], ...]) -> list[Json]:
    names = dict.fromkeys(name for name, _ in reactions)
    grouped = [(name, [user for each, user in reactions if each == name]) for name in names]
    return [{"name": name, "users": users, "count": len(users)} for name, users in grouped]


def react(message: Message, *, name: str, user: str) -> Message:
    """Return the message with one more reaction."""
    return replace(message, reactions=(*message.reactions, (name, user)))


def unreact(message: Message, *, name: str, user: str) -> Message:
    """Return the message without that person's reaction."""
    left = tuple(each for each in message.reactions if each != (name, user))
    return replace(message, reactions=left)
