"""What is counted and measured, for /metrics."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
_ANSWER_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The meters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "advisor_answers", "Answers by method.", ["method"], registry=self.registry
        )
        self.abstained = Counter(
            "advisor_abstained",
            "Answers that say the guide does not cover it.",
            registry=self.registry,
        )
        self.votes = Counter("advisor_votes", "Thumbs by value.", ["value"], registry=self.registry)
        self.refused = Counter(
            "advisor_refused", "Questions refused, by reason.", ["reason"], registry=self.registry
        )
        self.errors = Counter("advisor_errors", "Unexpected errors.", registry=self.registry)
        self.recovered = Counter(
            "advisor_recovered", "Claims taken over after a restart.", registry=self.registry
        )
        self.ack_seconds = Histogram(
            "advisor_ack_seconds",
            "From request to acknowledgement.",
            buckets=_ACK_BUCKETS,
            registry=self.registry,
        )
        self.reply_seconds = Histogram(
            "advisor_reply_seconds",
            "From claim to posted answer.",
            buckets=_ANSWER_BUCKETS,
            registry=self.registry,
        )

    def watch_queue(self, waiting: Callable[[], float]) -> None:
        """Reports how many questions wait for a worker."""
        gauge = Gauge("advisor_queue_length", "Questions that wait.", registry=self.registry)
        gauge.set_function(waiting)

    def watch_search(self, is_without_server: Callable[[], bool]) -> None:
        """Reports whether the Chroma server is gone, so that each question compares all vectors."""
        gauge = Gauge(
            "advisor_without_chroma_server",
            "1 while the Chroma server is gone and all vectors are compared one by one.",
            registry=self.registry,
        )
        gauge.set_function(lambda: float(is_without_server()))

    @contextmanager
    def measure_ack(self) -> Iterator[None]:
        """Measures one acknowledgement."""
        with self.ack_seconds.time():
            yield

    def render(self) -> bytes:
        """Returns all meters in Prometheus' text format."""
        return generate_latest(self.registry)
