"""A mention in a channel or thread: answered in the thread."""

from advisor.database.claims import Claim
from listeners.desk import Desk
from listeners.reception import take_on


def handle_app_mention(claim: Claim, desk: Desk) -> None:
    """Hands the claimed mention to the pool."""
    take_on(desk, claim)
