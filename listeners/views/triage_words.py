"""The words of triage for people: names of verdicts, capabilities and states, and text made safe and short."""

from collections.abc import Mapping
from typing import get_args

from advisor.models import Capability, Reply
from listeners.mrkdwn import clean, to_mrkdwn
from listeners.views.blocks import cut, cut_escaped

CAPABILITIES: tuple[Capability, ...] = get_args(Capability)
NO_AI = "none"
NO_AI_LABEL = "No AI needed"
STATUSES = {
    "idea": "Idea",
    "exploring": "Exploring",
    "building": "Building",
    "live": "Live",
    "dropped": "Dropped",
}
REPLIES: Mapping[Reply, str] = {"yes": "yes", "no": "no", "unknown": "not known"}
# With a name and a share, as much as a phone shows on one line.
BAR_CELLS = 8
FULL, EMPTY = "█", "░"


def name_capability(capability: str | None) -> str:
    """Returns a capability's name for people, such as "Anomaly detection"."""
    if capability == NO_AI:
        return NO_AI_LABEL
    return (capability or "none of the seven").replace("_", " ").capitalize()


def build_bar(share: float) -> str:
    """Returns a bar of fixed width for a share from 0 to 1; what is not nothing shows at least one cell."""
    cells = round(max(0.0, min(1.0, share)) * BAR_CELLS)
    cells = max(cells, 1) if share >= 0.01 else cells
    return FULL * cells + EMPTY * (BAR_CELLS - cells)


def percent(share: float) -> str:
    """Returns a share as whole percent, three characters wide."""
    return f"{round(share * 100):3d} %"


def tell(text: str, limit: int = 400) -> str:
    """Returns somebody's words as one line of mrkdwn: short, escaped, without links and mentions."""
    line = cut(" ".join(clean(text).split()), limit)
    return cut_escaped(to_mrkdwn(line).replace("`", "'"), limit + 60)


def quote(text: str, limit: int = 200) -> str:
    """Returns somebody's words in quotation marks, or "" for none."""
    told = tell(text, limit)
    return f"“{told}”" if told else ""


def as_prose(text: str, limit: int = 600) -> str:
    """Returns the words as one line of plain text, for headers, options and fallbacks."""
    return cut(" ".join(clean(text).split()), limit)
