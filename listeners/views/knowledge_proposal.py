"""The message that asks admins to approve a page from Slack, and the form for its title."""

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.database.proposals import LONGEST_TITLE, Proposal
from advisor.knowledge.names import PAGES
from listeners.mrkdwn import escape
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_header,
    build_modal,
    build_plain,
    build_section,
    cut_escaped,
    fit_blocks,
)
from listeners.views.knowledge_words import count, join, mention, name_page, say

CALLBACK_ID = "knowledge_title"
TITLE, TEXT = "title", "text"
PREVIEW = 1_200
SHOWN = 5
PRIVATE = ":lock: It comes from a private conversation. Once it is published, everybody who asks me can read it."
STATES: Mapping[str, str] = {
    "proposed": "Approve this page?",
    "approved": "Approved: a build with it follows.",
    "rejected": "Rejected.",
    "failed": "This cannot be a page.",
    "removed": "Taken out of the guide.",
}


def build_proposal(proposal: Proposal) -> list[Block]:
    """Returns the message of a proposal as it stands."""
    blocks = [
        build_header("A page from Slack"),
        build_section(f"*{STATES.get(proposal.status, proposal.status)}*\n{_describe(proposal)}"),
    ]
    if proposal.status == "failed":
        blocks.append(build_section(say(proposal.error, 600)))
    if proposal.status == "proposed":
        blocks += _build_decision(proposal)
    return fit_blocks([*blocks, build_context(_tell_origin(proposal))])


def tell_proposal(proposal: Proposal) -> str:
    """Returns the message's text for notifications."""
    return f"{STATES.get(proposal.status, '')} {say(proposal.title or proposal.name, 100)}"


def build_title_modal(proposal: Proposal) -> Block:
    """Returns the form for a page's title."""
    return build_modal(
        "Edit the title",
        [
            {
                "type": "input",
                "block_id": TITLE,
                "label": build_plain("What is the page about?"),
                "hint": build_plain("It stands above each answer that cites the page."),
                "element": {
                    "type": "plain_text_input",
                    "action_id": TEXT,
                    "initial_value": proposal.title,
                    "max_length": LONGEST_TITLE,
                },
            }
        ],
        close="Cancel",
        submit=build_plain("Save"),
        callback_id=CALLBACK_ID,
        private_metadata=str(proposal.id),
    )


def _describe(proposal: Proposal) -> str:
    sections = int(proposal.findings.get("sections") or 0)
    size = f" · {count(sections, 'section')}" if sections else ""
    title = say(proposal.title or proposal.name, LONGEST_TITLE + 50)
    return f"*{title}*\n{name_page(f'{PAGES}/{proposal.name}')}{size}"


def _build_decision(proposal: Proposal) -> list[Block]:
    value = str(proposal.id)
    buttons = [
        build_button("Approve", action_id="proposal_approve", value=value, style="primary"),
        build_button("Edit title", action_id="proposal_title", value=value),
        build_button("Reject", action_id="proposal_reject", value=value, style="danger"),
    ]
    texts = list(_tell_findings(proposal.findings))
    if "private" in proposal.origin:
        texts.append(PRIVATE)
    return [*map(build_section, texts), build_actions(buttons)]


def _tell_findings(findings: Mapping[str, Any]) -> Iterator[str]:
    preview = cut_escaped(escape(str(findings.get("preview") or "")), PREVIEW)
    if preview:
        yield "\n".join(f"> {line}" for line in preview.split("\n"))
    for title, name, field in (
        ("Please look at", "warnings", "text"),
        ("Left out", "left_out", "reason"),
    ):
        entries = findings.get(name) or ()
        if entries:
            lines = [f"• {say(entry.get(field))}" for entry in entries[:SHOWN]]
            more = [f"• and {len(entries) - SHOWN} more"] if len(entries) > SHOWN else []
            yield "\n".join([f"*{title}*", *lines, *more])


def _tell_origin(proposal: Proposal) -> str:
    names = ", ".join(say(author.name, 80) for author in proposal.authors)
    link = proposal.permalink
    is_link = link.startswith(("https://", "http://127.0.0.1")) and not set(link) & set("<>| \n")
    source = f"<{escape(link)}|{say(proposal.origin)}>" if is_link else say(proposal.origin)
    decided = ""
    if proposal.decided_by:
        decided = f"{proposal.status} by {mention(proposal.decided_by)}"
    return join(
        [
            source,
            f"by {names}" if names else "",
            f"proposed by {mention(proposal.proposed_by)}" if proposal.proposed_by else "",
            decided,
        ]
    )
