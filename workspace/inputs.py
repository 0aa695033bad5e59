"""Files that a developer hands over: read, and refused in one sentence."""

import json
from pathlib import Path

from pydantic import ValidationError

from workspace.jsontypes import Json, JsonValue


class InputError(Exception):
    """A file or option that cannot be used; the message is one sentence that says why."""


def read_text(path: Path, what: str) -> str:
    """Return the text of a file; `what` names it in the InputError."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(f"The {what} {path} does not exist.") from None
    except IsADirectoryError:
        raise InputError(f"The {what} {path} is a folder, not a file.") from None
    except UnicodeDecodeError:
        raise InputError(f"The {what} {path} is not text in UTF-8.") from None
    except OSError as error:
        raise InputError(f"The {what} {path} cannot be read: {error.strerror}.") from None


def read_json(path: Path, what: str) -> JsonValue:
    """Return what a JSON file holds; raises InputError."""
    try:
        return json.loads(read_text(path, what))
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise InputError(f"The {what} {path} is not JSON: see line {line}.") from None


def load_tour(path: Path) -> Json:
    """Return a tour for the page, whose shape the page defines; raises InputError."""
    tour = read_json(path, "tour")
    if not isinstance(tour, dict):
        raise InputError(f"The tour {path} must be a JSON object.")
    return tour


def explain(error: ValidationError) -> str:
    """Return the first thing that is wrong, and where."""
    first = error.errors()[0]
    place = ".".join(str(each) for each in first["loc"])
    message = first["msg"][:1].lower() + first["msg"][1:]
    return f"{place}: {message}" if place else message
