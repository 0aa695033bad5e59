"""How often people choose otherwise than triage proposed, with how sure that figure is, and the review of overrides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from advisor.database import Database
from advisor.database.overrides import (
    ChoiceCount,
    Override,
    Review,
    choice_counts,
    list_overrides,
    review_override,
)
from advisor.errors import OverrideError

# Below this many final choices a share says nothing; the counts then stand alone.
ENOUGH_CHOICES = 30
# The normal quantile of a two-sided interval of 95 %.
Z95 = 1.959963984540054
LONGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class OverrideRate:
    """Of the final choices on one class or one model version, how many differ from the proposal.

    `low` and `high` bound the share (Wilson, 95 %); `rate` is None where there are too few choices for one.
    Triages without a final choice are not counted.
    """

    name: str
    overridden: int
    decided: int
    low: float
    high: float

    @property
    def rate(self) -> float | None:
        """The share, or None below `ENOUGH_CHOICES`."""
        return self.overridden / self.decided if self.decided >= ENOUGH_CHOICES else None

    def __str__(self) -> str:
        counts = f"{self.name}: {self.overridden} of {self.decided} changed"
        if self.rate is None:
            return f"{counts} (too few for a share)"
        return f"{counts} ({self.rate:.0%}; 95 % interval {self.low:.0%} to {self.high:.0%})"


@dataclass(frozen=True, slots=True)
class OverrideRates:
    """The rates per proposed capability, per model version, and over all."""

    by_class: tuple[OverrideRate, ...]
    by_version: tuple[OverrideRate, ...]
    overall: OverrideRate


def override_rates(database: Database) -> OverrideRates:
    """Returns how often final choices differ from the proposals."""
    counts = choice_counts(database)
    return OverrideRates(
        by_class=_group(counts, lambda count: count.proposed),
        by_version=_group(counts, lambda count: count.model_version or "unnamed"),
        overall=_rate("all", counts),
    )


def wilson_interval(successes: int, total: int) -> tuple[float, float]:
    """Returns the bounds of a share at 95 % (Wilson 1927), which hold for few trials too; 0 and 1 for none."""
    if not total:
        return 0.0, 1.0
    share, spread = successes / total, Z95**2 / total
    middle = share + spread / 2
    width = Z95 * sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (middle - width) / (1 + spread)), min(1.0, (middle + width) / (1 + spread))


def review_queue(database: Database, *, review: Review | None = "open") -> tuple[Override, ...]:
    """Returns the overrides that wait for an admin, oldest first; or those in another state."""
    return list_overrides(database, review=review)


def review(database: Database, override_id: int, *, admin: str, accepted: bool) -> None:
    """Stores whether training may learn from an override; the last word counts.

    Raises:
        OverrideError: there is no such override.

    """
    state: Review = "accepted" if accepted else "rejected"
    known = 0 < override_id <= LONGEST_ID
    if not known or not review_override(database, override_id, admin=admin, review=state):
        raise OverrideError(
            f"There is no correction {override_id}; `advisor overrides list` shows them."
        )


def _group(
    counts: Sequence[ChoiceCount], key: Callable[[ChoiceCount], str]
) -> tuple[OverrideRate, ...]:
    names = sorted({key(count) for count in counts})
    return tuple(_rate(name, [one for one in counts if key(one) == name]) for name in names)


def _rate(name: str, counts: Iterable[ChoiceCount]) -> OverrideRate:
    chosen = list(counts)
    decided = sum(one.decided for one in chosen)
    overridden = sum(one.overridden for one in chosen)
    low, high = wilson_interval(overridden, decided)
    return OverrideRate(name, overridden, decided, low, high)
