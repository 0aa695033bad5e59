"""What is said where the guide does not answer: that, why, and what it has that is nearest."""

from collections.abc import Sequence

from advisor.answering.extract import plain
from advisor.answering.lack import Lack
from advisor.models import Passage

NEAREST = 3
# A section on what the guide lacks speaks of the question from this score on. The nearest to a question about football
# or glaciers is of no use to who asked: of 152 development questions that find one first, all near misses score more.
LEAST_TO_NAME = 0.55


def build_refusal(passages: Sequence[Passage], lack: Lack | None) -> tuple[str, tuple[str, ...]]:
    """Returns a text without citations that names the nearest sections, and their headings as suggestions."""
    covered = [passage.chunk for passage in passages if passage.chunk.covered]
    nearest = list(dict.fromkeys(chunk.heading for chunk in covered))[:NEAREST]
    text = "The guide does not cover this, so I would rather not answer."
    first = passages[0] if passages else None
    if first and not first.chunk.covered and first.score >= LEAST_TO_NAME:
        text = plain(first.chunk.text.split("\n\n")[0])
    elif lack:
        text = f"{lack.text} So I would rather not answer."
    if nearest:
        text += "\n\nThe nearest sections are:\n" + "\n".join(f"- {heading}" for heading in nearest)
    text += "\n\nI have noted the question for the guide's owner."
    return text, tuple(dict.fromkeys(chunk.headings[-1] for chunk in covered))[:NEAREST]
