"""Recovery: keeps our claims alive, answers or apologises for those of ended processes, forgets what is old."""

import os
import threading
import time
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database.claims import Claim, beat, finish, give_back_all, open_owners, take_abandoned
from advisor.database.engine import now
from advisor.privacy import forget_old
from listeners.desk import Desk
from listeners.errors import report
from listeners.reply import resume, say

BEAT_SECONDS = 5.0
RECOVER_SECONDS = 10.0
SILENT_SECONDS = 20.0
FORGET_SECONDS = 24 * 60 * 60.0
# Older questions have been asked again, or do not matter any more.
ANSWER_WITHIN = timedelta(minutes=15)
# After a day of silence, an apology is noise too; this also ends what Slack refuses for ever.
GIVE_UP_AFTER = timedelta(days=1)
# So many processes have ended over a claim that it may be the cause.
MAX_ATTEMPTS = 3
APOLOGY = (
    "I am sorry: I was interrupted while I worked on this, and it is too late to answer now. "
    "Please ask again if you still need it."
)

log = structlog.get_logger()


class Recovery:
    """A thread that beats for the claims in hand, and takes over abandoned ones."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recovery", daemon=True)

    def start(self) -> None:
        """Starts; claims of processes of this machine that are gone are taken at once."""
        self._thread.start()

    def stop(self, *, drain_seconds: float) -> bool:
        """Waits for running answers, then gives back what is left; True when nothing was left."""
        deadline = time.monotonic() + drain_seconds
        drained = [
            pool.drain(max(0.0, deadline - time.monotonic()))
            for pool in (self._desk.pool, self._desk.errands)
        ]
        self._stopped.set()
        give_back_all(self._desk.database, owner=self._desk.owner)
        return all(drained)

    def _run(self) -> None:
        since_recovery = RECOVER_SECONDS
        next_forgetting = 0.0
        while True:
            try:
                if time.monotonic() >= next_forgetting:
                    forget_old(
                        self._desk.database, days=self._desk.services.settings.retention_days
                    )
                    next_forgetting = time.monotonic() + FORGET_SECONDS
                if since_recovery >= RECOVER_SECONDS:
                    recover(self._desk)
                    since_recovery = 0.0
                beat(self._desk.database, self._desk.hands.held(), owner=self._desk.owner)
            except SQLAlchemyError as error:
                # The database is away for a while: claims wait there, and so do we.
                log.warning("recovery_failed", kind=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - the edge of the thread: without its beat, others take our claims
                report(error)
            if self._stopped.wait(BEAT_SECONDS):
                return
            since_recovery += BEAT_SECONDS


def recover(desk: Desk) -> int:
    """Takes over abandoned claims, as many as the pool has room for; returns how many."""
    dead = dead_owners(open_owners(desk.database), own=desk.owner)
    taken = take_abandoned(
        desk.database,
        owner=desk.owner,
        silent_seconds=SILENT_SECONDS,
        dead_owners=dead,
        in_hand=desk.hands.held(),
        limit=desk.pool.free,
    )
    for claim in taken:
        _take_over(desk, claim)
    if taken:
        log.info("claims_recovered", count=len(taken))
        desk.metrics.recovered.inc(len(taken))
    return len(taken)


def dead_owners(owners: tuple[str, ...], *, own: str) -> tuple[str, ...]:
    """Returns the owners that were processes of this machine and are gone."""
    host, process, _ = own.rsplit(":", 2)
    dead: list[str] = []
    for owner in owners:
        their_host, their_process, _ = owner.rsplit(":", 2)
        if owner == own or their_host != host:
            continue
        # In a container each start may have the same number: it is ours now, so it is gone.
        if their_process == process or not _is_alive(int(their_process)):
            dead.append(owner)
    return tuple(dead)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _take_over(desk: Desk, claim: Claim) -> None:
    desk.hands.take(claim.id)

    def work() -> None:
        try:
            age = now() - claim.created_at
            if age > GIVE_UP_AFTER:
                log.error("claim_given_up", claim=claim.id)
                finish(desk.database, claim.id, owner=desk.owner, status="undeliverable")
            elif age > ANSWER_WITHIN or claim.attempts > MAX_ATTEMPTS:
                say(desk, claim, APOLOGY, ending="apologised")
            else:
                resume(desk, claim)
        finally:
            desk.hands.let_go(claim.id)

    if desk.pool.submit(work) is None:
        desk.hands.let_go(claim.id)
