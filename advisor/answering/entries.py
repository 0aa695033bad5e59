"""Entries of the guide's tables as passages: what the look-ups of the rules cite."""

from collections.abc import Sequence

from advisor.answering.asks_for import unmet_demand
from advisor.answering.rules import Reply
from advisor.index.release import Release
from advisor.models import Passage


def entries_of(release: Release, sources: Sequence[tuple[str, str]]) -> tuple[Passage, ...]:
    """Returns the chunks of the (table, heading) pairs, in their order, which is that of a rule's markers."""
    found: list[Passage] = []
    for table, heading in sources:
        documents = (f"{table}.yaml", f"{table}.yml")
        for number, chunk in enumerate(release.chunks):
            if chunk.document in documents and heading in chunk.headings[-1:]:
                found.append(Passage(chunk, number, score=1.0, cosine=1.0, lexical=1.0))
                break
    return tuple(found)


def falls_short(reply: Reply, question: str, release: Release | None) -> bool:
    """Whether a look-up found the right entry, which lacks what is asked for: a course, but not its price."""
    if release is None or not reply.sources:
        return False
    return unmet_demand(question, entries_of(release, reply.sources)) is not None
