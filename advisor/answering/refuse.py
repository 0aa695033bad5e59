"""What is said where the guide does not answer: that, why, and what it has that is nearest."""

from collections.abc import Sequence

from advisor.answering.extract import plain
from advisor.answering.lack import Lack
from advisor.models import Passage

NEAREST = 3


def build_refusal(passages: Sequence[Passage], lack: Lack | None) -> tuple[str, tuple[str, ...]]:
    """Returns a text without citations that names the nearest sections, and their headings as suggestions."""
    covered = [passage.chunk for passage in passages if passage.chunk.covered]
    nearest = list(dict.fromkeys(chunk.heading for chunk in covered))[:NEAREST]
    text = "The guide does not cover this, so I would rather not answer."
    if passages and not passages[0].chunk.covered:
        text = plain(passages[0].chunk.text.split("\n\n")[0])
    elif lack:
        text = f"{lack.text} So I would rather not answer."
    if nearest:
        text += "\n\nThe nearest sections are:\n" + "\n".join(f"- {heading}" for heading in nearest)
    text += "\n\nI have noted the question for the guide's owner."
    return text, tuple(dict.fromkeys(chunk.headings[-1] for chunk in covered))[:NEAREST]
