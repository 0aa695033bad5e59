"""A file in the direct messages with the word "add": a page for the guide, if an admin sends it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from listeners.asks import Ask
from listeners.managing_pages import pick_files

_ADD = re.compile(
    r"(please )?(/?knowledge )?add( (this|these|it))?( (file|files|page|pages))?( to (the|our) guide)?( please)?",
    re.IGNORECASE,
)


def as_page(ask: Ask, event: Mapping[str, Any]) -> Ask:
    """Returns the ask to make a page of the files of a message that says nothing but "add", else the ask as it is."""
    if not _ADD.fullmatch(" ".join(ask.text.strip(" .!:").split())):
        return ask
    task = {
        "do": "page:files",
        "files": pick_files(event),
        "channel": ask.channel,
        "ts": str(event["ts"]),
        "author": ask.user,
        "private": True,
    }
    return replace(ask, kind="knowledge", text="", has_files=False, task=task)
