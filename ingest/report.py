"""What an ingest did, for people and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from advisor.index.manifest import Manifest
from advisor.index.pages import PageChanges
from ingest.caution import Caution
from ingest.rejection import Rejection

# Told beside the contract of `python -m ingest --json`, not in it.
_APART = ("pages", "held_because", "is_unchanged")


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `published` tells whether `release` is the live one.

    `held_because` says in a sentence why a finished release is held instead; without one, it was to be held.
    """

    release: int
    documents: int
    chunks: int
    embedded: int
    reused: int
    removed: int
    rejected: tuple[Rejection, ...]
    warnings: tuple[Caution, ...]
    seconds: float
    published: bool
    evaluation: Mapping[str, Any] | None = None
    pages: PageChanges = field(default_factory=PageChanges)
    held_because: str = ""
    is_unchanged: bool = False

    def as_json(self) -> dict[str, Any]:
        """Returns the report as plain data: the contract of `--json`."""
        return {name: value for name, value in asdict(self).items() if name not in _APART}


def unchanged_report(
    manifest: Manifest, rejected: Sequence[Rejection] = (), warnings: Sequence[Caution] = ()
) -> Report:
    """Returns the report of an ingest that found nothing to do."""
    return Report(
        release=manifest.release,
        documents=manifest.counts.documents,
        chunks=manifest.counts.chunks,
        embedded=0,
        reused=manifest.counts.texts,
        removed=0,
        rejected=tuple(rejected),
        warnings=tuple(warnings),
        seconds=0.0,
        published=True,
        is_unchanged=True,
    )
