"""The trace of an answer: what was read for it, kept with it so that it can be explained later."""

import hashlib
from collections.abc import Sequence
from typing import Any

from advisor.models import Passage

# How much of a passage is kept, for those who ask why.
OPENING = 300


def trace_of(query: str, passages: Sequence[Passage]) -> dict[str, Any]:
    """Returns the query's hash and the passages with their scores, best first, as JSON."""
    return {
        "query_sha256": hashlib.sha256(query.encode()).hexdigest(),
        "passages": [
            {
                "chunk": passage.chunk.id,
                "document": passage.chunk.document,
                "heading": passage.chunk.heading,
                "text": _opening(passage.chunk.text),
                "score": round(passage.score, 4),
                "cosine": round(passage.cosine, 4),
                "lexical": round(passage.lexical, 4),
            }
            for passage in passages
        ],
    }


def _opening(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= OPENING else line[: OPENING - 1].rstrip() + "…"
