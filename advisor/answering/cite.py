"""Citations: numbered sources that name document, heading and passage, and link to the section."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from advisor.knowledge.names import is_from_slack
from advisor.models import Chunk, Citation, Passage


def cite(
    passages: Sequence[Passage], quotes: Sequence[str], *, knowledge_url: str
) -> tuple[Citation, ...]:
    """Returns one citation for each passage, numbered from 1 in the given order."""
    return tuple(
        Citation(
            marker=marker,
            document=passage.chunk.document,
            heading=passage.chunk.heading,
            quote=quote_,
            url=section_url(passage.chunk, knowledge_url),
            score=round(passage.score, 4),
            chunk=passage.chunk.id,
            passage=passage.chunk.text,
        )
        for marker, (passage, quote_) in enumerate(zip(passages, quotes, strict=True), 1)
    )


def section_url(chunk: Chunk, knowledge_url: str) -> str:
    """Returns the address of the chunk's section, or "" where the guide has no address."""
    # What came from Slack lies beside the guide, not at its address.
    if not knowledge_url or is_from_slack(chunk.document, chunk.sources):
        return ""
    address = f"{knowledge_url.rstrip('/')}/{quote(chunk.document)}"
    if len(chunk.headings) < 2 or not chunk.document.endswith((".md", ".markdown")):
        return address
    return f"{address}#{anchor(chunk.headings[-1])}"


def anchor(heading: str) -> str:
    """Returns the heading's anchor as GitHub and most Markdown sites make it."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return quote(kept.strip().replace(" ", "-"))
