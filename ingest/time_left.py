"""How long a build will still take, guessed from how fast it embeds and from what other steps take."""

from collections.abc import Callable

# Seconds of the steps after embedding for each text that was embedded or is known, as measured on two cores, and what
# each takes at least. The figure is for people who wait, so that a guess will do.
REST = {
    "index": (0.0015, 1.5),
    "verify": (0.0005, 1.5),
    "evaluate": (0.0, 3.0),
    "publish": (0.0, 0.5),
}
LEAST_SHARE = 0.02


class TimeLeft:
    """Follows a build's steps; `seconds` is None while there is nothing to guess from."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._step, self._began = "", 0.0
        self._done = self._of = self._texts = 0

    def note(self, step: str, done: int, of: int) -> None:
        """Takes in how far the build is."""
        if step != self._step:
            self._step, self._began = step, self._clock()
        self._done, self._of = done, of
        if step == "embed":
            self._texts = max(self._texts, of)

    def seconds(self) -> float | None:
        """Returns the seconds left, or None."""
        steps = list(REST)
        if self._step == "embed":
            if self._done < LEAST_SHARE * self._of or not self._of:
                return None
            each = (self._clock() - self._began) / self._done
            return round(each * (self._of - self._done) + self._rest(steps), 1)
        if self._step not in REST:
            return None
        spent = self._clock() - self._began
        if self._done and self._of:
            here = spent / self._done * (self._of - self._done)
        else:
            here = max(0.0, self._rest([self._step]) - spent)
        return round(here + self._rest(steps[steps.index(self._step) + 1 :]), 1)

    def _rest(self, steps: list[str]) -> float:
        return sum(max(least, each * self._texts) for each, least in map(REST.__getitem__, steps))
