"""A direct message, or a follow-up in a thread where the bot takes part."""

from advisor.database.claims import Claim
from listeners.desk import Desk
from listeners.reception import take_on


def handle_message(claim: Claim, desk: Desk) -> None:
    """Hands the claimed message to the pool."""
    take_on(desk, claim)
