"""The Home tab: what the bot can do, what to ask, and which release of the guide is live."""

from dataclasses import dataclass

from listeners.mrkdwn import escape
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_header,
    build_section,
)
from listeners.views.portfolio import Portfolio, build_portfolio

# Title and message, as the manifest suggests them too.
PROMPTS = (
    ("Precision or recall?", "Precision or recall for a medical test?"),
    ("AI or rules?", "Is this an AI problem, or are rules enough?"),
    ("Which metrics?", "Which metrics fit a recommender?"),
    ("What can you do?", "What can you do?"),
)
ABILITIES = (
    "*Ask me about building products with AI.* I answer from your team's guide, with a numbered source "
    "for each sentence, and I say so when the guide does not cover something.\n\n"
    "• *Mention me* in a channel or thread; while we are alone there, follow-ups need no mention.\n"
    "• *Write to me* in the Messages tab.\n"
    "• */ask* answers only to you; you can share the answer afterwards.\n"
    "• *Ask about this* in a message's menu answers what the message asks.\n"
    "• */triage* says whether an idea is a problem for AI, and which one.\n"
    "• Say *stop* in a thread and I keep quiet there.\n"
    "• The *thumbs* tell the guide's owner what to improve.\n"
    "• */privacy* shows, sends or erases what I hold about you."
)


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """The live release, as far as the Home tab shows it."""

    number: int
    created_at: str
    documents: int
    sections: int


def build_home(
    release: ReleaseFacts | None,
    *,
    portfolio: Portfolio | None = None,
    asked: str = "",
    messages_url: str = "",
) -> Block:
    """Returns the Home view; without a release it says what is missing.

    `asked` is the question of the button that was used just now; its answer stands at `messages_url`.
    """
    buttons = [
        build_button(message, action_id=f"prompt:{number}", value=message)
        for number, (_, message) in enumerate(PROMPTS, start=1)
    ]
    return {
        "type": "home",
        "blocks": [
            build_header("AI PM Advisor"),
            build_section(ABILITIES),
            {"type": "divider"},
            build_section("*Try one of these:* the answer comes in the Messages tab."),
            build_actions(buttons),
            *((_build_asked(asked, messages_url),) if asked else ()),
            {"type": "divider"},
            *build_portfolio(portfolio or Portfolio(viewer="")),
            {"type": "divider"},
            build_context(_describe(release)),
        ],
    }


def _build_asked(question: str, messages_url: str) -> Block:
    place = f"<{messages_url}|Messages tab>" if messages_url else "Messages tab"
    return build_section(f"*You asked:* {escape(question)} The answer comes in the {place}.")


def _describe(release: ReleaseFacts | None) -> str:
    if release is None:
        return "No release of the guide is live yet: its owner builds one with `python -m ingest`."
    return (
        f"Guide: release {release.number} of {escape(release.created_at[:10])}, "
        f"{release.documents} pages, {release.sections} sections. Answers may be wrong: check the sources."
    )
