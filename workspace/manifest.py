"""Reads a Slack app manifest: name, commands, shortcuts, events and scopes of the app."""

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Field, ValidationError

from workspace.application import Application, Command, Prompt, Shortcut
from workspace.inputs import InputError, explain, read_text


class _Names(BaseModel):
    name: str = Field(min_length=1, max_length=35)
    description: str = ""


class _BotUser(BaseModel):
    display_name: str = Field(min_length=1, max_length=80)


class _Command(BaseModel):
    command: str = Field(pattern=r"^/\S{1,31}$")
    description: str = ""
    usage_hint: str = ""


class _Shortcut(BaseModel):
    name: str = Field(min_length=1)
    callback_id: str = Field(min_length=1, max_length=255)
    type: Literal["message", "global"]
    description: str = ""


class _Agent(BaseModel):
    suggested_prompts: list[Prompt] = []


class _Features(BaseModel):
    bot_user: _BotUser | None = None
    slash_commands: list[_Command] = []
    shortcuts: list[_Shortcut] = []
    agent_view: _Agent | None = None
    assistant_view: _Agent | None = None


class _Scopes(BaseModel):
    bot: list[str] = []


class _OAuth(BaseModel):
    redirect_urls: list[str] = []
    scopes: _Scopes = _Scopes()


class _Events(BaseModel):
    bot_events: list[str] = []


class _Settings(BaseModel):
    event_subscriptions: _Events = _Events()


class _Manifest(BaseModel):
    """The parts that matter here; Slack's further keys are left alone."""

    display_information: _Names
    features: _Features = _Features()
    oauth_config: _OAuth = _OAuth()
    settings: _Settings = _Settings()


def load_manifest(path: Path) -> Application:
    """Return the app that a manifest describes, in YAML or JSON; raises InputError."""
    try:
        raw: Any = yaml.safe_load(read_text(path, "manifest"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        raise InputError(f"The manifest {path} is neither YAML nor JSON{place}.") from None
    try:
        manifest = _Manifest.model_validate(raw)
    except ValidationError as error:
        raise InputError(f"The manifest {path} is no Slack manifest: {explain(error)}.") from None
    return _build(manifest)


def _build(manifest: _Manifest) -> Application:
    features = manifest.features
    agent = features.agent_view or features.assistant_view or _Agent()
    shown = features.bot_user.display_name if features.bot_user else None
    return Application(
        name=shown or manifest.display_information.name,
        scopes=tuple(manifest.oauth_config.scopes.bot),
        events=tuple(manifest.settings.event_subscriptions.bot_events),
        commands=tuple(
            Command(each.command, each.description, each.usage_hint)
            for each in features.slash_commands
        ),
        shortcuts=tuple(
            Shortcut(each.callback_id, each.name, each.type, each.description)
            for each in features.shortcuts
        ),
        prompts=tuple(agent.suggested_prompts),
        redirect_urls=tuple(manifest.oauth_config.redirect_urls),
    )
