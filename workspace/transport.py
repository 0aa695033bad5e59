"""How one delivery reaches the app: the two ways (Socket Mode, HTTP) share these shapes."""

from dataclasses import dataclass
from typing import Protocol

from workspace.jsontypes import Json, JsonValue


@dataclass(frozen=True, slots=True)
class Parcel:
    """One attempt: what is sent, and which attempt it is (0 is the first)."""

    envelope_id: str
    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one attempt: `reason` is Slack's word for a failure, empty when acked."""

    reason: str = ""
    body: JsonValue = None
    no_retry: bool = False
    receiver: str = ""

    @property
    def acked(self) -> bool:
        """Whether the app took the delivery in time."""
        return not self.reason


class Transport(Protocol):
    """A way to the app; `timeout_reason` is Slack's word for an ack that did not come."""

    timeout_reason: str

    async def send(self, parcel: Parcel, *, timeout: float) -> Reply:
        """Send the parcel and wait at most `timeout` seconds for the app to take it."""
        ...

    async def close(self) -> None:
        """Let go of what the transport holds."""
        ...
