"""The one path from a claimed ask to its message: mention, thread, direct message, command, recovery."""

import http.client
from collections.abc import Callable
from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from advisor.answering.question import LONGEST_QUESTION
from advisor.database.answers import find_answer, question_of, turns_of
from advisor.database.claims import Claim, finish, give_back, start_work
from advisor.database.claims import Status as Ending
from advisor.database.engine import now
from advisor.database.threads import Place, latest_thread
from advisor.models import Answer, Question, Turn
from advisor.triage.ideas import describes_idea
from listeners.asks import Ask
from listeners.clients import NotInstalledError
from listeners.delivery import Content, deliver
from listeners.desk import Desk
from listeners.errors import report, sentence_for
from listeners.managing import manage
from listeners.status import NO_STATUS, Status
from listeners.streaming import AnswerStream
from listeners.triaging import carry_out
from listeners.views.answer import build_answer
from listeners.views.message import build_messages

TURNS = 4
# In direct messages, a new message goes on with the thread before it, if that is fresh.
SAME_CONVERSATION = timedelta(minutes=30)
STOPPED = (
    "OK, I will be quiet in this thread. Mention me when you need me: I then answer that once."
)
STOPPED_DIRECT = "There is nothing to stop: here, I only answer when you write to me."
NO_FILES = "I cannot read files or images, so I only read the text of your message."
ONLY_FILES = "I cannot read files or images. Please write your question as text."
FORGOTTEN = "I no longer have that answer; please ask again."
TOO_LONG = f"Your message is longer than {LONGEST_QUESTION:,} characters; I read the first {LONGEST_QUESTION:,}."
# Slack will never take a message there.
GONE = frozenset(
    ("channel_not_found", "not_in_channel", "is_archived", "account_inactive", "token_revoked",
     "invalid_auth", "restricted_action", "restricted_action_thread_locked", "user_not_found",
     "cannot_reply_to_message", "cannot_dm_bot", "team_access_not_granted")
)  # fmt: skip

log = structlog.get_logger()


def reply(desk: Desk, claim: Claim, *, status: Status = NO_STATUS) -> None:
    """Answers a claim and closes it; what Slack does not take now is given back for a later try."""

    def work() -> str | None:
        if not start_work(desk.database, claim.id, owner=desk.owner):
            return None
        ask = Ask.from_payload(claim.payload)
        if ask.kind == "triage":
            return carry_out(desk, claim, ask)
        if ask.kind == "knowledge":
            return manage(desk, claim, ask)
        stream = AnswerStream(desk, claim, ask)
        content = _compose(desk, ask, on_text=stream.write)
        status.settle()
        return deliver(desk, claim, ask, content, stream=stream)

    with desk.metrics.reply_seconds.time():
        _close(desk, claim, work)


def resume(desk: Desk, claim: Claim) -> None:
    """Answers a claim that another process left behind; what it had posted is not posted again."""

    def work() -> str | None:
        ask = Ask.from_payload(claim.payload)
        if ask.kind == "triage":
            return carry_out(desk, claim, ask, resumed=True)
        if ask.kind == "knowledge":
            return manage(desk, claim, ask)
        stored = find_answer(desk.database, claim.answer_id) if claim.answer_id else None
        content = _content(desk, ask, stored) if stored else _compose(desk, ask)
        return deliver(desk, claim, ask, content, resumed=True)

    if claim.status == "posting":
        _close(desk, claim, work)
    else:
        reply(desk, claim)


def say(desk: Desk, claim: Claim, text: str, *, ending: Ending) -> None:
    """Tells the asker one sentence instead of an answer, and closes the claim with that ending."""

    def work() -> str | None:
        ask = Ask.from_payload(claim.payload)
        return deliver(desk, claim, ask, _say(text), resumed=claim.status == "posting")

    _close(desk, claim, work, ending=ending)


def _close(
    desk: Desk, claim: Claim, work: Callable[[], str | None], *, ending: Ending = "done"
) -> None:
    """Runs the work and notes how it ended; never raises, so that no claim is left without an end."""
    try:
        message_ts = work()
        if message_ts is not None:
            finish(desk.database, claim.id, owner=desk.owner, status=ending, message_ts=message_ts)
    except SlackApiError as error:
        _close_refused(desk, claim, str(error.response.get("error", "")))
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        log.warning("slack_unreachable", claim=claim.id, kind=type(error).__name__)
        give_back(desk.database, claim.id, owner=desk.owner)
    except NotInstalledError:
        _close_refused(desk, claim, "account_inactive")
    except Exception as error:  # noqa: BLE001 - the edge of one ask: it is tried again, then apologised for
        desk.metrics.errors.inc()
        report(error)
        give_back(desk.database, claim.id, owner=desk.owner, counted=True)


def _close_refused(desk: Desk, claim: Claim, error: str) -> None:
    if error in GONE:
        log.warning("answer_undeliverable", claim=claim.id, error=error)
        finish(desk.database, claim.id, owner=desk.owner, status="undeliverable")
    else:
        log.warning("slack_refused", claim=claim.id, error=error)
        give_back(desk.database, claim.id, owner=desk.owner)


def _compose(desk: Desk, ask: Ask, *, on_text: Callable[[str], None] | None = None) -> Content:
    if ask.kind in ("stop", "stop_direct"):
        return _say(STOPPED if ask.kind == "stop" else STOPPED_DIRECT)
    if ask.has_files and not ask.text:
        return _say(ONLY_FILES)
    if ask.kind == "share":
        stored = find_answer(desk.database, ask.text)
        return _content(desk, ask, stored) if stored else _say(FORGOTTEN)
    try:
        answer = desk.services.answering.ask(_question(desk, ask), on_text=on_text)
    except Exception as error:  # noqa: BLE001 - the edge of one question: its asker gets a sentence, the log the rest
        return _say(sentence_for(error))
    desk.metrics.answers.labels(method=answer.method).inc()
    if answer.abstained:
        desk.metrics.abstained.inc()
    return _content(desk, ask, answer)


def _say(sentence: str) -> Content:
    return Content(build_messages(sentence, text=sentence))


def _content(desk: Desk, ask: Ask, answer: Answer) -> Content:
    notices = [NO_FILES] if ask.has_files else []
    if len(ask.text) > LONGEST_QUESTION:
        notices.append(TOO_LONG)
    is_shared = ask.kind == "share"
    question = question_of(desk.database, answer.id) if is_shared else ask.text
    messages = build_answer(
        answer,
        own_url=desk.settings.knowledge_url,
        notices=notices,
        question=question if ask.quoted or is_shared else "",
        shared_by=ask.user if is_shared else "",
        shareable=ask.kind == "private" and not ask.is_in_direct_messages,
        idea=ask.text if not is_shared and describes_idea(ask.text) else "",
    )
    return Content(messages, answer_id=answer.id)


def _question(desk: Desk, ask: Ask) -> Question:
    place = ask.place
    return Question(
        text=ask.text[:LONGEST_QUESTION],
        user=ask.user,
        turns=_turns(desk, ask, place) if place else (),
        place=str(place) if place else "",
    )


def _turns(desk: Desk, ask: Ask, place: Place) -> tuple[Turn, ...]:
    turns = turns_of(desk.database, str(place), limit=TURNS)
    if turns or not ask.is_in_direct_messages:
        return turns
    earlier = latest_thread(
        desk.database,
        team=place.team,
        channel=place.channel,
        since=now() - SAME_CONVERSATION,
        other_than=place.thread_ts,
    )
    return turns_of(desk.database, str(earlier), limit=TURNS) if earlier else ()
