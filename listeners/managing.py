"""The one path from a claimed ask about the guide to what comes of it: who asks is checked each time."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from advisor.database.claims import Claim
from listeners import managing_golden as golden
from listeners import managing_jobs as jobs
from listeners import managing_pages as pages
from listeners import managing_reports as reports
from listeners.admins import REFUSAL, note_refusal
from listeners.asks import Ask
from listeners.delivery import Content, deliver
from listeners.desk import Desk
from listeners.errors import sentence_for
from listeners.mrkdwn import harmless
from listeners.views.knowledge_help import HELP
from listeners.views.message import Message, build_messages

UNKNOWN = "I do not know `/knowledge {name}`. `/knowledge help` lists what there is."

# Returns what is told to the admin who asked; nothing, where it shows elsewhere.
Doing = Callable[[Desk, Claim, Ask], "tuple[Message, ...] | str"]
COMMANDS: Mapping[str, Doing] = {
    "help": lambda _desk, _claim, _ask: HELP,
    "refresh": jobs.refresh,
    "publish": jobs.publish,
    "rollback": jobs.roll_back,
    "cancel": jobs.cancel,
    "status": reports.tell_status,
    "history": reports.tell_history,
    "diff": reports.tell_difference,
    "sources": reports.tell_sources,
    "stale": reports.tell_stale,
    "golden": golden.tend,
    "every": jobs.schedule,
    "add": pages.add_last,
    "teach": pages.how_to_teach,
    "remove": pages.remove,
    # Buttons and shortcuts; their tasks hold what no command can say.
    "job:publish": jobs.decide,
    "job:reject": jobs.decide,
    "job:cancel": jobs.cancel_one,
    "page:files": pages.add_files,
    "page:thread": pages.teach,
    "page:approve": pages.approve,
    "page:reject": pages.reject,
}


def manage(desk: Desk, claim: Claim, ask: Ask) -> str | None:
    """Does what the ask says if an admin asks, tells them what came of it, and returns as `deliver`.

    Raises:
        SlackApiError, SlackClientError, OSError: Slack refused, or could not be reached.

    """
    wanted = str(ask.task.get("do"))
    known = wanted if wanted in COMMANDS else "unknown"
    client = desk.client_of(ask)
    if not desk.admins.allows(client, ask, listed=desk.settings.admin_users):
        note_refusal(ask, action=known)
        return _tell(desk, claim, ask, REFUSAL)
    if wanted not in COMMANDS:
        return _tell(desk, claim, ask, UNKNOWN.format(name=harmless(wanted[:40]).replace("`", "")))
    try:
        told = COMMANDS[wanted](desk, claim, ask)
    except Exception as error:  # noqa: BLE001 - the edge of one command: its admin gets a sentence, the log the rest
        told = sentence_for(error)
    desk.changed.set()
    return _tell(desk, claim, ask, told)


def _tell(desk: Desk, claim: Claim, ask: Ask, told: "tuple[Message, ...] | str") -> str | None:
    if not told:
        return ""
    messages = build_messages(told, text=told) if isinstance(told, str) else told
    # A message to the bot is answered by a message, a command or click only where it was made.
    if not ask.response_url and ask.is_in_direct_messages and ask.thread_ts:
        ask = replace(ask, kind="thread")
    return deliver(desk, claim, ask, Content(messages))
