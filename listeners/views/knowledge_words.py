"""Words of the guide's messages: names of pages made harmless, counts, times."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from listeners.mrkdwn import escape
from listeners.views.blocks import cut, cut_escaped

NAME_LENGTH = 120
LIST_LENGTH = 900


def name_page(path: object) -> str:
    """Returns a page's path for mrkdwn; names of files are other people's words."""
    return f"`{escape(cut(str(path), NAME_LENGTH)).replace('`', '’')}`"


def say(text: object, limit: int = 300) -> str:
    """Returns other people's words for mrkdwn, on one line."""
    return cut_escaped(escape(" ".join(str(text).split())), limit)


def count(number: int, noun: str) -> str:
    """Returns a number with its noun, such as "1 page" and "2 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def list_some(names: Iterable[object], *, total: int | None = None) -> str:
    """Returns the first names as one line, and how many more there are."""
    found = list(names)
    shown: list[str] = []
    for name in found:
        told = name_page(name)
        if sum(len(each) + 2 for each in shown) + len(told) > LIST_LENGTH:
            break
        shown.append(told)
    more = (len(found) if total is None else total) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def draw_bar(share: float, *, width: int = 20) -> str:
    """Returns a bar of text, with its percentage."""
    bounded = min(1.0, max(0.0, share))
    full = int(bounded * width)
    return f"`{'█' * full}{'░' * (width - full)}` {bounded:.0%}"


def tell_seconds(seconds: float) -> str:
    """Returns a span of time, roughly."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{seconds / 3600:.1f} h"


def tell_time(moment: datetime | None) -> str:
    """Returns a moment to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def tell_share(value: object) -> str:
    """Returns a share as a percentage, "–" where there is none."""
    return f"{value:.0%}" if isinstance(value, int | float) else "–"


def mention(user: str) -> str:
    """Returns a mention of a person whose id Slack or we have given; the schedule has none."""
    return f"<@{escape(user)}>" if user else "the schedule"


def join(parts: Sequence[str], sign: str = " · ") -> str:
    """Returns the parts that are not empty, joined."""
    return sign.join(part for part in parts if part)
