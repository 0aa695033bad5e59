"""Thumbs and their reasons: what may be recorded, and what the voter is told when it cannot be."""

from advisor.database import Database
from advisor.database.votes import store_reason, store_vote
from advisor.errors import VoteError
from advisor.models import Vote

# What can be wrong with an answer, in the words that the voter chooses from.
REASONS = {
    "wrong": "It is wrong",
    "incomplete": "Something is missing",
    "confusing": "It is hard to understand",
    "outdated": "It is outdated",
    "biased": "It is biased",
    "wrong_source": "The source does not say that",
    "other": "Something else",
}
LONGEST_COMMENT = 2000


def record_vote(database: Database, *, answer_id: str, user: str, value: str) -> None:
    """Stores a thumb, `up` or `down`; the last one of a user on an answer wins.

    Raises:
        VoteError: it is neither, or there is no such answer.

    """
    if value not in ("up", "down"):
        raise VoteError("That is not a vote; please use the thumbs under an answer.")
    if not store_vote(
        database, Vote(answer=answer_id, user=user, value="up" if value == "up" else "down")
    ):
        raise VoteError("I no longer have that answer, so I could not store your vote.")


def record_reason(
    database: Database, *, answer_id: str, user: str, reason: str, comment: str
) -> None:
    """Stores why a user voted an answer down.

    Raises:
        VoteError: the reason is unknown, or that user's last vote is no longer a thumbs-down.

    """
    if reason not in REASONS:
        raise VoteError("Please choose one of the reasons.")
    comment = comment.strip()[:LONGEST_COMMENT]
    if not store_reason(database, answer_id=answer_id, user=user, reason=reason, comment=comment):
        raise VoteError("Your thumbs-down is no longer there, so I did not store the reason.")
