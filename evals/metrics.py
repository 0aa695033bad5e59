"""The arithmetic of the evaluations: pure functions over counts, rankings and times."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# The normal quantile of a two-sided 95 % interval.
Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of 0 counts as 0."""
        return self.hits / self.n if self.n else 0.0

    def as_json(self) -> dict[str, float]:
        """Returns share, n and the bounds of the 95 % interval, rounded."""
        low, high = wilson(self.hits, self.n)
        return {
            "share": round(self.value, 6),
            "n": self.n,
            "low": round(low, 4),
            "high": round(high, 4),
        }

    def __str__(self) -> str:
        low, high = wilson(self.hits, self.n)
        return f"{self.value:6.1%}  ({low:.1%} to {high:.1%}, n={self.n})"


def share(flags: Iterable[bool]) -> Share:
    """Returns how many of the flags are true."""
    counted = list(flags)
    return Share(sum(counted), len(counted))


def wilson(hits: int, n: int, *, z: float = Z_95) -> tuple[float, float]:
    """Returns the Wilson score interval of a share (E. B. Wilson, 1927); (0, 1) without trials."""
    if not n:
        return 0.0, 1.0
    part = hits / n
    centre = part + z * z / (2 * n)
    spread = z * math.sqrt(part * (1 - part) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def percentile(values: Sequence[float], rank: float) -> float:
    """Returns the percentile by linear interpolation; 0 without values."""
    return float(np.percentile(values, rank)) if len(values) else 0.0


def mean(values: Sequence[float]) -> float:
    """Returns the mean; 0 without values."""
    return sum(values) / len(values) if values else 0.0


def hit(ranking: Sequence[str], relevant: Iterable[str], *, limit: int) -> bool:
    """Whether any relevant item stands among the first `limit`."""
    return not set(relevant).isdisjoint(ranking[:limit])


def recall(ranking: Sequence[str], relevant: Iterable[str], *, limit: int) -> float:
    """Returns the share of relevant items among the first `limit`, of those that fit there."""
    wanted = set(relevant)
    return len(wanted.intersection(ranking[:limit])) / min(len(wanted), limit)


def ndcg(ranking: Sequence[str], gains: Mapping[str, float], *, limit: int) -> float:
    """Returns the normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002).

    An item that appears again, such as a second section of a page, gains nothing more.
    """
    first = [
        gains.get(item, 0.0) if item not in ranking[:place] else 0.0
        for place, item in enumerate(ranking[:limit])
    ]
    best = _discounted(sorted(gains.values(), reverse=True)[:limit])
    return _discounted(first) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
