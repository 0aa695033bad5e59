"""What the owner of the guide should look at, though it goes into the release."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["secret", "personal_data", "duplicate", "near_duplicate"]


@dataclass(frozen=True, slots=True)
class Caution:
    """A finding in a page: its path below the folder, what it is, and one sentence with its place."""

    path: str
    kind: Kind
    text: str
