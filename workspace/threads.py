"""What the app says about a conversation beside its messages: status, title, prompts."""

from typing import TYPE_CHECKING

from workspace.changes import ThreadChanged
from workspace.jsontypes import Json

if TYPE_CHECKING:
    from workspace.state import Workspace

Key = tuple[str, str | None]


class Threads:
    """Status, title and suggested prompts by conversation and thread."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.statuses: dict[Key, Json] = {}
        self.titles: dict[Key, Json] = {}
        self.prompts: dict[Key, Json] = {}

    def set_status(self, key: Key, value: Json) -> None:
        """Show a status such as "is thinking..."; an empty one clears it."""
        self.statuses[key] = value
        self._workspace.announce(ThreadChanged(*key, "status", value))

    def clear_status(self, key: Key) -> None:
        """Take the status away, as a posted message does."""
        if self.statuses.pop(key, {}).get("status"):
            self._workspace.announce(ThreadChanged(*key, "status", {"status": ""}))

    def set_title(self, key: Key, value: Json) -> None:
        """Name a thread."""
        self.titles[key] = value
        self._workspace.announce(ThreadChanged(*key, "title", value))

    def set_prompts(self, key: Key, value: Json) -> None:
        """Offer up to four prompts."""
        self.prompts[key] = value
        self._workspace.announce(ThreadChanged(*key, "prompts", value))
