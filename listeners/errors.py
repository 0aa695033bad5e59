"""Errors at the edges: what the user reads, and what the log gets with the same reference."""

import secrets

import structlog

from advisor.errors import AdvisorError

log = structlog.get_logger()


def sentence_for(error: Exception) -> str:
    """Returns the one sentence a user may read; a bug is logged with the reference it names."""
    if isinstance(error, AdvisorError):
        log.info("user_error", kind=type(error).__name__)
        return str(error)
    return f"Something went wrong on my side; please try again. (Reference: {report(error)})"


def report(error: Exception) -> str:
    """Logs an unexpected error with its traceback and returns its short reference."""
    reference = secrets.token_hex(4)
    log.error("unexpected_error", reference=reference, exc_info=error)
    return reference
