"""A release that need not be the live one, handed out as if it were: what a build is measured with."""

from advisor.index.live import LiveIndex
from advisor.index.release import Release


class HeldIndex(LiveIndex):
    """Serves one open release, which stays its opener's to close."""

    def __init__(self, release: Release) -> None:
        self._held = release

    def current(self) -> Release:
        """Returns the release."""
        return self._held

    def close(self) -> None:
        """Leaves the release open."""
