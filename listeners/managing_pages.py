"""Pages that come from Slack: files and threads as proposals, and what admins decide about them."""

import hashlib
import http.client
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from advisor.database.answers import turns_of
from advisor.database.claims import Claim
from advisor.database.jobs import Place, request_job
from advisor.database.proposals import (
    Author,
    Draft,
    Proposal,
    decide_proposal,
    propose_page,
    read_proposal,
    remove_page,
)
from advisor.database.threads import Place as ThreadPlace
from advisor.errors import ProposalError
from advisor.knowledge.names import PAGES, name_file, slug
from advisor.knowledge.threads import Post, draft_page
from listeners.asks import Ask, read_text
from listeners.clients import without_retries
from listeners.desk import Desk
from listeners.downloads import fetch_file
from listeners.etiquette import WRITTEN
from listeners.managing_jobs import choose_place, is_number
from listeners.mrkdwn import escape

MOST_FILES = 5
MOST_POSTS = 200
LOOK_BACK = 50
NO_FILE = (
    "Send me the file as a direct message, then use `/knowledge add` again; or choose *Add to the guide* in the "
    "menu of a message with a file."
)
HOW_TO_TEACH = (
    "Open the thread, and choose *Teach from this thread* in the menu of one of its messages."
)
NOTHING_SAID = "Nobody but me has answered there, and a page needs what people know."
PRIVATE_NAMES = ("privategroup", "directmessage", "mpdm")

log = structlog.get_logger()


def add_last(desk: Desk, claim: Claim, ask: Ask) -> str:
    """Proposes the file that the admin sent last in the direct messages."""
    client = desk.client_of(ask)
    ours = str(client.conversations_open(users=ask.user)["channel"]["id"])
    found: Sequence[Mapping[str, Any]] = client.conversations_history(
        channel=ours, limit=LOOK_BACK
    ).get("messages", [])
    message = next((m for m in found if m.get("user") == ask.user and m.get("files")), None)
    if message is None:
        return NO_FILE
    task = {"files": pick_files(message), "channel": ours, "ts": message["ts"], "private": True}
    return _add(desk, claim, ask, task)


def add_files(desk: Desk, claim: Claim, ask: Ask) -> str:
    """Proposes the files of a message."""
    return _add(desk, claim, ask, ask.task)


def teach(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Proposes a page that is drafted from a thread."""
    client = desk.client_of(ask)
    channel, root = str(ask.task["channel"]), str(ask.task["ts"])
    posts, last = _read_thread(desk, client, ask, channel=channel, root=root)
    if len(posts) == 1 and posts[0].text.rstrip().endswith("?"):
        raise ProposalError(NOTHING_SAID)
    title, page = draft_page(posts)
    draft = Draft(
        kind="thread",
        key=f"thread/{channel}/{root}/{last}"[:128],
        name=f"{slug(title)[:40]}-{root.replace('.', '')[-10:]}.md",
        content=page.encode(),
        title=title,
        origin=_origin("Thread", ask.task),
        permalink=_permalink(client, channel=channel, ts=root),
        authors=_authors(client, [post.user for post in posts if post.user]),
    )
    return _propose(desk, ask, [draft])


def how_to_teach(_desk: Desk, _claim: Claim, _ask: Ask) -> str:
    """Says where a thread is taught from: only there is it sure that the admin can read it."""
    return HOW_TO_TEACH


def approve(desk: Desk, claim: Claim, ask: Ask) -> str:
    """Approves a page, and requests a build with it."""
    proposal = read_proposal(desk.database, proposal_of(ask))
    # A claim that is taken up again has approved it, but perhaps not asked for the build.
    by_this = proposal.decided_by == ask.user and proposal.status == "approved"
    if not (by_this and proposal.decided_at and proposal.decided_at >= claim.created_at):
        proposal = decide_proposal(desk.database, proposal.id, "approved", by=ask.user)
    _build(desk, ask, proposal)
    return ""


def reject(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Rejects a page; its message tells that."""
    decide_proposal(desk.database, proposal_of(ask), "rejected", by=ask.user)
    return ""


def remove(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Takes a page from Slack out again, and requests a build without it."""
    name = str(ask.task.get("text") or "").strip("`").removeprefix(f"{PAGES}/")
    proposal = remove_page(desk.database, name, by=ask.user)
    _build(desk, ask, proposal)
    return f"`{PAGES}/{escape(proposal.name)}` is left out of the next release."


def proposal_of(ask: Ask) -> int:
    """Returns the number of the proposal that a button names.

    Raises:
        ProposalError: it names none.

    """
    number = str(ask.task.get("value") or "")
    if not is_number(number):
        raise ProposalError("I do not know that page any more.")
    return int(number)


def pick_files(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns what has to be known of a message's files to fetch them."""
    kept = ("id", "name", "size", "mode", "url_private", "url_private_download", "user")
    files = [each for each in message.get("files") or () if isinstance(each, Mapping)]
    return [{name: each.get(name) for name in kept} for each in files[:MOST_FILES]]


def is_private(channel: str, name: str) -> bool:
    """Whether a conversation is one that not everybody can read, as far as Slack says it."""
    return channel[:1] in ("G", "D") or name.startswith(PRIVATE_NAMES)


def _add(desk: Desk, _claim: Claim, ask: Ask, task: Mapping[str, Any]) -> str:
    files = list(task.get("files") or ())
    if not files:
        return NO_FILE
    client = desk.client_of(ask)
    link = _permalink(client, channel=str(task["channel"]), ts=str(task["ts"]))
    return _propose(desk, ask, [_draft_file(client, file, task, link=link) for file in files])


def _draft_file(
    client: WebClient, file: Mapping[str, Any], task: Mapping[str, Any], *, link: str
) -> Draft:
    given = str(file.get("name") or "")
    name = name_file(given)
    content = fetch_file(client, file)
    if not content:
        raise ProposalError("That file is empty.")
    digest = hashlib.sha256(content).hexdigest()[:32]
    owner = str(file.get("user") or task.get("author") or "")
    return Draft(
        kind="file",
        key=f"file/{name}/{digest}"[:128],
        name=name,
        content=content,
        title="" if name.endswith((".md", ".markdown")) else _title(given),
        origin=_origin("File", task),
        permalink=link,
        authors=_authors(client, [owner] if owner else []),
    )


def _propose(desk: Desk, ask: Ask, drafts: Sequence[Draft]) -> str:
    # All admins read what waits for one of them.
    shared = desk.settings.admin_channel
    place = Place(ask.team, shared) if shared else choose_place(desk, ask)
    told = []
    for draft in drafts:
        proposal, is_new = propose_page(
            desk.database, draft, by=ask.user, team=ask.team, channel=place.channel
        )
        name = f"`{escape(proposal.name)}`"
        if is_new:
            log.info("page_proposed", proposal=proposal.id, kind=draft.kind)
            told.append(f"I am reading {name}; {_where(ask, place)} an admin can approve it.")
        else:
            told.append(f"{name} was proposed before: it is {_STATES[proposal.status]}.")
    return "\n".join(told)


_STATES: Mapping[str, str] = {
    "waiting": "being read",
    "proposed": "waiting for approval",
    "approved": "approved",
}


def _where(ask: Ask, place: Place) -> str:
    if place.channel == ask.channel:
        return "here"
    return "in our direct messages" if place.channel.startswith("D") else f"in <#{place.channel}>"


def _build(desk: Desk, ask: Ask, proposal: Proposal) -> None:
    place = Place(proposal.team or ask.team, proposal.channel or choose_place(desk, ask).channel)
    request_job(desk.database, "refresh", by=ask.user, place=place, queue=True)


def _read_thread(
    desk: Desk, client: WebClient, ask: Ask, *, channel: str, root: str
) -> tuple[list[Post], str]:
    """What people wrote in a thread, and the timestamp of its last message.

    Where Slack does not let the bot read, our own record of the thread stands in, and the message itself.
    """
    try:
        page = without_retries(client).conversations_replies(
            channel=channel, ts=root, limit=MOST_POSTS
        )
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        log.info("thread_not_read", kind=type(error).__name__)
        return _own_record(desk, ask, channel=channel, root=root)
    messages: list[Mapping[str, Any]] = page.get("messages", [])
    posts = [
        Post(str(message.get("user")), read_text(str(message.get("text") or "")))
        for message in messages
        if message.get("subtype") in WRITTEN and not message.get("bot_id") and message.get("user")
    ]
    return [post for post in posts if post.text], str(messages[-1]["ts"] if messages else root)


def _own_record(desk: Desk, ask: Ask, *, channel: str, root: str) -> tuple[list[Post], str]:
    turns = turns_of(desk.database, str(ThreadPlace(ask.team, channel, root)), limit=MOST_POSTS)
    posts = [Post("", turn.question) for turn in turns]
    said = Post(str(ask.task.get("author") or ""), str(ask.task.get("text") or ""))
    if said.text and said.text not in [post.text for post in posts]:
        posts.append(said)
    return posts, str(ask.task.get("message_ts") or root)


def _authors(client: WebClient, users: Sequence[str]) -> tuple[Author, ...]:
    return tuple(Author(user, _name(client, user)) for user in dict.fromkeys(users))


def _name(client: WebClient, user: str) -> str:
    try:
        person: Mapping[str, Any] = client.users_info(user=user).get("user") or {}
    except (SlackApiError, SlackClientError, OSError, http.client.HTTPException):
        return "a member"
    profile: Mapping[str, Any] = person.get("profile") or {}
    return str(profile.get("real_name") or person.get("real_name") or "a member")[:80]


def _permalink(client: WebClient, *, channel: str, ts: str) -> str:
    try:
        return str(client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
    except (SlackClientError, OSError, http.client.HTTPException):
        return ""


def _origin(kind: str, task: Mapping[str, Any]) -> str:
    if task.get("private"):
        return f"{kind} in a private conversation in Slack"
    name = str(task.get("channel_name") or "")
    return f"{kind} in #{name} in Slack" if name else f"{kind} in Slack"


def _title(name: str) -> str:
    stem = PurePosixPath(name).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split())[:120]
