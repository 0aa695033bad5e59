"""The team's portfolio on the Home tab: triages by their status, each with the button that opens it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.database.triage_records import TriageRecord
from advisor.triage.card_text import VERDICTS
from listeners.mrkdwn import escape
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_header,
    build_section,
)
from listeners.views.triage_words import STATUSES, name_capability, tell

SHOWN = 40
INVITATION = (
    "*Is it an AI problem, and which one?* Describe an idea with */triage*, with *Triage this* in a message's "
    "menu, or here. The card says whether AI is warranted, what to beat and measure, and what to find out."
)
NOTHING_YET = "No triages yet. Yours appear here, and those that your team shares."


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The triages that a person may see, the last changed first, and how many there are of each status."""

    viewer: str
    triages: Sequence[TriageRecord] = ()
    counts: Mapping[str, int] | None = None


def build_portfolio(portfolio: Portfolio) -> Iterator[Block]:
    """Yields the blocks of the portfolio: at most two for each status and one for each triage."""
    shown = portfolio.triages[:SHOWN]
    counts = portfolio.counts or {}
    yield build_header("Triages")
    yield build_section(INVITATION)
    buttons = [build_button("Triage an idea", action_id="triage_new", value="new", style="primary")]
    if shown:
        buttons.append(build_button("Export as CSV", action_id="triage_export", value="csv"))
    yield build_actions(buttons)
    if not shown:
        yield build_context(NOTHING_YET)
    for status, name in STATUSES.items():
        group = [each for each in shown if each.status == status]
        if group:
            yield build_context(f"*{name}* · {counts.get(status, len(group))}")
            yield from (_build_entry(each, portfolio.viewer) for each in group)
    hidden = sum(counts.values()) - len(shown)
    if hidden > 0:
        yield build_context(
            f"And {hidden} more that changed longer ago: the export holds them all."
        )


def _build_entry(triage: TriageRecord, viewer: str) -> Block:
    assessment = triage.assessment
    facts = [VERDICTS[assessment.verdict]]
    if triage.chosen or (assessment.capability and assessment.verdict in ("ai", "needs_facts")):
        facts.append(name_capability(triage.capability).lower())
    facts.append(f"{triage.updated_at:%Y-%m-%d}")
    facts.append(_owner(triage, viewer))
    section = build_section(f"*{tell(triage.title)}*\n{' · '.join(facts)}")
    return section | {"accessory": build_button("Open", action_id="triage_open", value=triage.id)}


def _owner(triage: TriageRecord, viewer: str) -> str:
    if triage.owner != viewer:
        return f"by <@{escape(triage.owner)}>"
    return "shared" if triage.shared else "only you"
