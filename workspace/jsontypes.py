"""JSON as it comes from outside: checked where it is read, not before."""

from typing import Any

JsonValue = Any
Json = dict[str, Any]
