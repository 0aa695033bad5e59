"""The known examples of a capability that are nearest to a description, from our list and the guide's gallery."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.models import Capability, LookAlike
from advisor.pooling import Vectors
from advisor.triage.capabilities import CAPABILITIES, profile_of

SHOWN = 2
OURS = "our own example"


@dataclass(frozen=True, slots=True)
class _Examples:
    told: tuple[LookAlike, ...]
    vectors: Vectors


class LookAlikes:
    """Finds look-alikes; the vectors of the examples are made once for each release."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[tuple[Capability, int | None], _Examples] = {}
        self._lock = threading.Lock()

    def nearest(
        self, capability: Capability, vector: Vectors, release: Release | None
    ) -> tuple[LookAlike, ...]:
        """Returns the two examples nearest to the description's `vector`, of shape (dimensions,)."""
        examples = self._examples(capability, release)
        nearest = np.argsort(-(examples.vectors @ vector), kind="stable")[:SHOWN]
        return tuple(examples.told[place] for place in nearest.tolist())

    def warm_up(self, release: Release | None) -> None:
        """Embeds all examples now, so that the first card need not wait."""
        for capability in CAPABILITIES:
            self._examples(capability, release)

    def _examples(self, capability: Capability, release: Release | None) -> _Examples:
        key = (capability, release.id if release else None)
        with self._lock:
            if key not in self._known:
                told = collect(capability, release)
                vectors = self._embedder.embed([one.text for one in told])
                # Examples of releases that have left are of no more use.
                kept = {one: known for one, known in self._known.items() if one[1] == key[1]}
                self._known = {**kept, key: _Examples(told, vectors)}
            return self._known[key]


def collect(capability: Capability, release: Release | None) -> tuple[LookAlike, ...]:
    """Returns all examples of a capability: ours, and the companies that the guide's gallery files under it."""
    ours = [LookAlike(text, OURS) for text in profile_of(capability).look_alikes]
    entries: Sequence[dict[str, str]] = release.tables.get("gallery", ()) if release else ()
    gallery = [
        LookAlike(entry["what"], f"the guide's gallery: {entry['company']}")
        for entry in entries
        if entry.get("capability") == capability and entry.get("what") and entry.get("company")
    ]
    return (*ours, *gallery)
