"""Errors whose message may be shown to a user: one plain sentence that says what to do."""


class AdvisorError(Exception):
    """Something the user can act on; its message is safe to show."""


class SettingsError(AdvisorError):
    """A setting is missing or wrong."""


class NoReleaseError(AdvisorError):
    """No release of the guide can be served."""

    def __init__(self) -> None:
        super().__init__("No release of the guide is live yet: run `python -m ingest` first.")


class ReleaseError(AdvisorError):
    """A release is damaged, unknown, or does not fit this embedder."""


class IngestError(AdvisorError):
    """A build of the guide cannot start or cannot finish."""


class EmbeddingError(AdvisorError):
    """The embedding model is missing or is not the expected one."""


class RerankerError(AdvisorError):
    """The re-ranking model is missing or cannot be used."""


class DatabaseError(AdvisorError):
    """The database cannot be reached or has the wrong schema."""


class ComposerError(AdvisorError):
    """The language model gave no usable answer in time."""


class QuestionError(AdvisorError):
    """The question cannot be answered as it stands."""


class OutputError(AdvisorError):
    """Nobody reads the output any more, or its disk is full."""


class VoteError(AdvisorError):
    """A vote or its reason cannot be stored."""


class TriageError(AdvisorError):
    """A triage cannot be found, or not be changed by this person."""


class TriageModelError(AdvisorError):
    """The classifier of use cases cannot be opened, or does not fit the embedder."""


class OverrideError(AdvisorError):
    """A correction cannot be reviewed."""


class JobError(AdvisorError):
    """A job cannot be found, or not be decided or cancelled any more."""


class GoldenError(AdvisorError):
    """A golden question cannot be kept or found."""


class ProposalError(AdvisorError):
    """A page that came from Slack cannot be proposed, decided or found."""
