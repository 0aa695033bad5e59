"""The one app installed in the workspace: its identity, tokens, scopes and subscriptions."""

from dataclasses import dataclass

SCOPES = (
    "app_mentions:read",
    "channels:join",
    "channels:manage",
    "assistant:write",
    "channels:history",
    "groups:history",
    "im:history",
    "mpim:history",
    "channels:read",
    "groups:read",
    "im:read",
    "im:write",
    "mpim:read",
    "mpim:write",
    "chat:write",
    "commands",
    "emoji:read",
    "files:read",
    "files:write",
    "reactions:read",
    "reactions:write",
    "users.profile:read",
    "users:read",
    "users:read.email",
    "team:read",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "reaction_added",
)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, as the manifest declares it."""

    name: str
    description: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut, as the manifest declares it; `type` is message or global."""

    callback_id: str
    name: str
    type: str = "message"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A suggested prompt, as the manifest declares it."""

    title: str
    message: str


COMMANDS = (
    Command("/ask", "Ask a question privately", "[question]"),
    Command("/triage", "Is this an AI problem, and which?", "[use case]"),
    Command("/knowledge", "The guide: releases and gaps"),
    Command("/privacy", "See or erase what is held of you"),
)
SHORTCUTS = (
    Shortcut("ask_about_this", "Ask about this"),
    Shortcut("triage_this", "Triage this"),
    Shortcut("add_to_guide", "Add to the guide"),
    Shortcut("teach_from_thread", "Teach from this thread"),
)


@dataclass(frozen=True, slots=True)
class Application:
    """What Slack knows of the app. `commands=None` accepts any command."""

    app_id: str = "A_LOCAL"
    bot_id: str = "B_BOT"
    bot_user: str = "U_BOT"
    name: str = "advisor"
    team_id: str = "T_LOCAL"
    team_name: str = "Local"
    team_domain: str = "local"
    bot_token: str = "xoxb-local-bot"  # noqa: S105 - good on this machine only
    app_token: str = "xapp-local-app"  # noqa: S105 - good on this machine only
    verification_token: str = "local-verification-token"  # noqa: S105 - good on this machine only
    scopes: tuple[str, ...] = SCOPES
    events: tuple[str, ...] = EVENTS
    commands: tuple[Command, ...] | None = COMMANDS
    shortcuts: tuple[Shortcut, ...] = SHORTCUTS
    prompts: tuple[Prompt, ...] = ()
    client_id: str = "4390.4390"
    client_secret: str = "local-client-secret"  # noqa: S105 - good on this machine only
    redirect_urls: tuple[str, ...] = ()

    def accepts(self, command: str) -> bool:
        """Return whether the app declares this slash command."""
        return self.commands is None or command in {each.name for each in self.commands}
