"""Numbered sources under what rests on them: a link each where the guide is on the web, else a button each."""

from collections.abc import Sequence

from advisor.models import Citation
from listeners.mrkdwn import escape, is_own
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    cut,
    cut_escaped,
)

HEADING_LENGTH = 200
BUTTON_LENGTH = 48


def build_sources(
    citations: Sequence[Citation], *, holder: str, action: str = "source", own_url: str = ""
) -> tuple[Block, ...]:
    """Returns the sources; a button's value names what holds the citation (an answer, a triage) and its marker."""
    linked = [each for each in citations if is_own(each.url, own_url=own_url)]
    others = [each for each in citations if each not in linked]
    lines = tuple(build_context(f"<{escape(each.url)}|{_label(each)}>") for each in linked)
    if not others:
        return lines
    buttons = [
        build_button(
            cut(f"[{each.marker}] {_section(each, others)}", BUTTON_LENGTH),
            action_id=f"{action}:{each.marker}",
            value=f"{holder}:{each.marker}",
        )
        for each in others
    ]
    return (*lines, build_actions(buttons))


def _section(citation: Citation, among: Sequence[Citation]) -> str:
    """The section's own heading, which a button has room for; with its page's where two are called the same."""
    own = citation.heading.rpartition(" › ")[2]
    alike = sum(each.heading.rpartition(" › ")[2] == own for each in among)
    return own if alike == 1 else citation.heading


def _label(citation: Citation) -> str:
    return cut_escaped(f"[{citation.marker}] {escape(citation.heading)}", HEADING_LENGTH)
