"""Who follows a build: told of each step, and asked whether to go on."""

from advisor.errors import IngestError
from ingest.report import Report


class CancelledError(IngestError):
    """Somebody asked for the build to stop."""

    def __init__(self) -> None:
        super().__init__("The build was cancelled.")


class Watcher:
    """Follows a build and does nothing; a job's watcher writes to the database.

    Each method may raise CancelledError, which ends the build and removes what it left.
    """

    def building(self, release: int) -> None:
        """The build has its number."""

    def step(self, name: str) -> None:
        """A step of `advisor.database.jobs.STEPS` begins."""

    def advance(self, done: int, of: int) -> None:
        """So much of the step is done."""

    def built(self, report: Report) -> None:
        """The release is finished; it is published or held next, as the report says."""
