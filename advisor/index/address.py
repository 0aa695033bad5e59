"""What CHROMA_URL says: where the server is, whose part of it is ours, and what opens it."""

import base64
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

TENANT, DATABASE = "default_tenant", "default_database"


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address without secrets, and the headers that open it."""

    base: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    tenant: str = TENANT
    database: str = DATABASE


def read_address(url: str) -> Address:
    """Returns the parts of a `CHROMA_URL`: https://[TOKEN@|USER:PASSWORD@]HOST[:PORT][/PATH][?tenant=T&database=D].

    Chroma's own server asks nobody who they are (since 1.0), so that a token or password is for the proxy in front of
    it or for Chroma Cloud: a token goes out as `X-Chroma-Token` and as bearer, a name with password as basic.
    """
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), parts.password
    headers: dict[str, str] = {}
    if password is not None:
        pair = base64.b64encode(f"{user}:{unquote(password)}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    elif user:
        headers = {"Authorization": f"Bearer {user}", "X-Chroma-Token": user}
    query = parse_qs(parts.query)
    base = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    return Address(
        base=base.rstrip("/"),
        headers=headers,
        tenant=query.get("tenant", [TENANT])[0],
        database=query.get("database", [DATABASE])[0],
    )
