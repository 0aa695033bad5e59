"""What a hostile file is, and what several kinds of them are made of."""

import os
from dataclasses import dataclass

READ = ""
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(
        f'<!ENTITY {two} "{f"&{one};" * 10}">'
        for one, two in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
LINES = [(24, "A title"), None, (11, "Some plain words of a page.")]


@dataclass(frozen=True)
class Hostile:
    """`reason` is a part of what is said of it; READ if its words are taken, but none of `absent`."""

    name: str
    make: object
    reason: str
    absent: tuple = ()

    @property
    def reported_as(self):
        return "".join(
            c if c.isprintable() else f"\\u{ord(c):04x}"
            for c in os.fsencode(self.name).decode("utf-8", "replace")
        )

    def write(self, folder, host):
        made = self.make
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(made):
            made = made(path)
        if made is not None:
            data = made if isinstance(made, bytes) else made.encode()
            path.write_bytes(data.replace(b"{host}", host.encode()))


def late(function, *arguments, **named):
    """Made when it is written, so that collecting the tests costs nothing."""
    return lambda _path: function(*arguments, **named)


def page_html(body, head=""):
    return f"<html><head><title>A page</title>{head}</head><body><h1>Good</h1><p>Good words.</p>{body}</body></html>"
