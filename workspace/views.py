"""Modals and Homes: what each person sees now."""

import secrets
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workspace.changes import ViewsChanged
from workspace.errors import SlackError
from workspace.identifiers import make_id
from workspace.jsontypes import Json

if TYPE_CHECKING:
    from workspace.application import Application
    from workspace.state import Workspace

STACK = 3


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home, with the app's definition of it in `content`."""

    id: str
    user: str
    content: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)
    errors: Json = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The name that the app gave the view, or an empty text."""
        return str(self.content.get("external_id") or "")


def build_view(view: View, application: "Application") -> Json:
    """Return the view as the Web API and the interactions give it."""
    content = view.content
    return {
        "id": view.id,
        "team_id": application.team_id,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": view.values},
        "hash": view.hash,
        "title": content.get("title"),
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": application.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": application.team_id,
        "bot_id": application.bot_id,
    }


def _make_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"


class Views:
    """The stack of modals and the Home of each person."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> tuple[View, ...]:
        """Return a person's open modals, the visible one last."""
        return tuple(self._stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        """Return a person's Home, if the app has published one."""
        return self._homes.get(user)

    def find(self, view_id: str) -> View:
        """Return an open view by its id; raises `not_found`."""
        found = next((each for each in self._all() if each.id == view_id), None)
        if found is None:
            raise SlackError("not_found")
        return found

    def find_external(self, external_id: str) -> View:
        """Return an open view by the app's own id; raises `not_found`."""
        found = next((each for each in self._all() if each.external_id == external_id), None)
        if found is None:
            raise SlackError("not_found")
        return found

    @property
    def homes(self) -> tuple[View, ...]:
        """All Homes."""
        return tuple(self._homes.values())

    @property
    def modals(self) -> tuple[View, ...]:
        """All open modals, each person's in their order."""
        return tuple(view for stack in self._stacks.values() for view in stack)

    def put_back(self, *, homes: tuple[View, ...], modals: tuple[View, ...]) -> None:
        """Show these views and no others."""
        self._homes = {view.user: view for view in homes}
        self._stacks = {}
        for view in modals:
            self._stacks.setdefault(view.user, []).append(view)

    def _all(self) -> list[View]:
        return [*self.modals, *self.homes]

    def open(self, user: str, content: Json) -> View:
        """Show a first modal; it takes the place of those that are open."""
        self._refuse_twin(content)
        view_id = make_id("V")
        view = View(view_id, user, content, _make_hash(), view_id)
        self._stacks[user] = [view]
        self._announce(user)
        return view

    def push(self, user: str, content: Json) -> View:
        """Show a modal above the open ones; raises `push_limit_reached`."""
        self._refuse_twin(content)
        stack = self._stacks.setdefault(user, [])
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        view_id = make_id("V")
        root = stack[0].id if stack else view_id
        previous = stack[-1].id if stack else None
        view = View(view_id, user, content, _make_hash(), root, previous)
        stack.append(view)
        self._announce(user)
        return view

    def publish(self, user: str, content: Json, *, expected_hash: str | None) -> View:
        """Show a person's Home; raises `hash_conflict`."""
        before = self._homes.get(user)
        self._check_hash(before, expected_hash)
        view_id = before.id if before else make_id("V")
        view = View(view_id, user, content, _make_hash(), view_id)
        self._homes[user] = view
        self._announce(user)
        return view

    def update(self, view: View, content: Json, *, expected_hash: str | None = None) -> View:
        """Replace what a view shows; inputs that remain keep what was typed."""
        self._check_hash(view, expected_hash)
        if content.get("external_id") != view.content.get("external_id"):
            self._refuse_twin(content)
        kept = {block.get("block_id") for block in content["blocks"]}
        values = {key: value for key, value in view.values.items() if key in kept}
        after = replace(view, content=content, hash=_make_hash(), values=values, errors={})
        self._put(after)
        return after

    def keep(self, view: View, *, values: Json, errors: Json | None = None) -> View:
        """Note what was typed into a view, and what is wrong with it."""
        after = replace(view, values=values, errors=errors or {})
        self._put(after)
        return after

    def close(self, view: View) -> None:
        """Close one modal; the one below is visible again."""
        stack = self._stacks.get(view.user, [])
        self._stacks[view.user] = [each for each in stack if each.id != view.id]
        self._announce(view.user)

    def clear(self, user: str) -> None:
        """Close all modals of a person."""
        self._stacks[user] = []
        self._announce(user)

    def _put(self, view: View) -> None:
        home = self._homes.get(view.user)
        if home and home.id == view.id:
            self._homes[view.user] = view
        stack = self._stacks.get(view.user, [])
        self._stacks[view.user] = [view if each.id == view.id else each for each in stack]
        self._announce(view.user)

    def _refuse_twin(self, content: Json) -> None:
        external_id = content.get("external_id")
        if external_id and any(each.external_id == external_id for each in self._all()):
            raise SlackError("duplicate_external_id")

    def _check_hash(self, view: View | None, expected_hash: str | None) -> None:
        if view and expected_hash and view.hash != expected_hash:
            raise SlackError("hash_conflict")

    def _announce(self, user: str) -> None:
        self._workspace.announce(ViewsChanged(user))
