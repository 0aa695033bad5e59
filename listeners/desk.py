"""What every listener is handed: the core, the pools and the meters of this process."""

import os
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from slack_sdk import WebClient

from advisor.bootstrap import Services
from advisor.database import Database
from advisor.settings import Settings
from listeners.admins import Admins
from listeners.asks import Ask
from listeners.errors import report
from listeners.limits import STREAM_STARTS_PER_MINUTE, UserLimits, Window
from listeners.metrics import Metrics
from listeners.worker import Pool

ERRAND_WORKERS = 8
ERRAND_LIMIT = 1000
STATUS_WORKERS = 4
STATUS_LIMIT = 64


def build_owner() -> str:
    """Returns the name under which this process claims: host, process and something of its own."""
    return f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(4)}"


class Hands:
    """The claims that this process works on now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: set[int] = set()

    def take(self, claim_id: int) -> None:
        """Counts a claim as being worked on."""
        with self._lock:
            self._held.add(claim_id)

    def let_go(self, claim_id: int) -> None:
        """Counts it as no longer worked on, however it ended."""
        with self._lock:
            self._held.discard(claim_id)

    def held(self) -> frozenset[int]:
        """The ids of all claims that are worked on."""
        with self._lock:
            return frozenset(self._held)


@dataclass(frozen=True, slots=True)
class Desk:
    """The collaborators of the listeners.

    `pool` answers questions; `errands` are short calls to Slack beside it (modals, busy notes), and
    `statuses` the status lines, which may be left out. `changed` is set when something about the guide is to be
    told at once.
    """

    services: Services
    client_for: Callable[[str, str], WebClient]
    pool: Pool
    errands: Pool
    statuses: Pool
    metrics: Metrics
    limits: UserLimits = field(default_factory=UserLimits)
    stream_starts: Window = field(default_factory=lambda: Window(STREAM_STARTS_PER_MINUTE))
    hands: Hands = field(default_factory=Hands)
    admins: Admins = field(default_factory=Admins)
    changed: threading.Event = field(default_factory=threading.Event)
    owner: str = field(default_factory=build_owner)

    def client_of(self, ask: Ask) -> WebClient:
        """The client of the workspace, or of the organisation, that this was asked in."""
        return self.client_for(ask.team, ask.enterprise)

    @property
    def database(self) -> Database:
        """The database of the services."""
        return self.services.database

    @property
    def settings(self) -> Settings:
        """The settings of the services."""
        return self.services.settings


def build_desk(services: Services, *, client_for: Callable[[str, str], WebClient]) -> Desk:
    """Returns a desk with its pools started, as large as the settings say."""
    metrics = Metrics()

    def on_error(error: Exception) -> None:
        metrics.errors.inc()
        report(error)

    settings = services.settings
    pool = Pool(
        "answers", workers=settings.workers, queue_limit=settings.queue_limit, on_error=on_error
    )
    metrics.watch_queue(lambda: pool.waiting)
    metrics.watch_search(lambda: services.index.is_without_server)
    return Desk(
        services=services,
        client_for=client_for,
        pool=pool,
        errands=Pool(
            "errands", workers=ERRAND_WORKERS, queue_limit=ERRAND_LIMIT, on_error=on_error
        ),
        statuses=Pool(
            "statuses", workers=STATUS_WORKERS, queue_limit=STATUS_LIMIT, on_error=on_error
        ),
        metrics=metrics,
    )
