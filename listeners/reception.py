"""Reception: a claimed ask goes to the pool, or is politely refused. Never waits."""

from collections.abc import Callable

import structlog

from advisor.database.claims import Claim
from listeners.asks import Ask
from listeners.desk import Desk
from listeners.reply import reply, say
from listeners.status import show_status

BUSY = "I am answering many questions right now; please ask me again in a minute."

log = structlog.get_logger()


def take_on(desk: Desk, claim: Claim) -> None:
    """Has a claim answered by the pool; over a limit or with a full pool, its asker is told so.

    What is no question does not wait behind questions, and is never refused.
    """
    ask = Ask.from_payload(claim.payload)
    desk.hands.take(claim.id)
    if ask.is_question:
        _have_answered(desk, claim, ask)
    else:
        _have_done(desk, claim, lambda: reply(desk, claim))


def _have_answered(desk: Desk, claim: Claim, ask: Ask) -> None:
    user = f"{ask.team}/{ask.user}"
    refusal = desk.limits.enter(user)
    if refusal:
        _refuse(desk, claim, refusal, reason="limit")
        return
    status = show_status(desk, ask)

    def answer() -> None:
        try:
            reply(desk, claim, status=status)
        finally:
            desk.limits.leave(user)
            desk.hands.let_go(claim.id)

    if desk.pool.submit(answer) is None:
        desk.limits.leave(user)
        status.drop()
        _refuse(desk, claim, BUSY, reason="busy")


def _refuse(desk: Desk, claim: Claim, sentence: str, *, reason: str) -> None:
    log.info("question_refused", claim=claim.id, reason=reason)
    desk.metrics.refused.labels(reason=reason).inc()
    _have_done(desk, claim, lambda: say(desk, claim, sentence, ending="refused"))


def _have_done(desk: Desk, claim: Claim, work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            desk.hands.let_go(claim.id)

    if desk.errands.submit(run) is None:
        # Nobody has it in hand any more, so recovery takes it when its heartbeat is old.
        desk.hands.let_go(claim.id)
