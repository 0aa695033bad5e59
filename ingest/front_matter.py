"""The head of a page: YAML between two lines of `---`, or TOML between two of `+++`."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import Any

import yaml

from ingest.rejection import RejectedError

_FENCE = re.compile(r"---[ \t]*$")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*$")
_END = re.compile(r"(---|\.\.\.)[ \t]*$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a page says; `lines` is how many lines of the file it takes."""

    title: str = ""
    summary: str = ""
    sources: tuple[str, ...] = ()
    last_reviewed: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    indexed: bool = True
    covered: bool = True
    lines: int = 0


def read_front_matter(text: str) -> FrontMatter:
    """Returns the front matter of a page; an empty one if the page does not start with `---`.

    Raises:
        RejectedError: it is not closed, not YAML, not a mapping, or a value has the wrong type.

    """
    lines = text.split("\n")
    is_toml = _TOML_FENCE.match(lines[0])
    if not is_toml and not _FENCE.match(lines[0]):
        return FrontMatter()
    closing = _TOML_FENCE if is_toml else _END
    end = next((number for number, line in enumerate(lines[1:], 1) if closing.match(line)), None)
    if end is None:
        mark = "+++" if is_toml else "---"
        raise RejectedError(f"the front matter is not closed by a line with {mark}", line=1)
    head = "\n".join(lines[1:end])
    node, values = _parse_toml(head) if is_toml else parse_yaml(head, first_line=2)
    if values is None:
        return FrontMatter(lines=end + 1)
    if not isinstance(values, dict):
        raise RejectedError("the front matter must be a list of `name: value` lines", line=2)
    fields = _Fields(values, _key_lines(node))
    return FrontMatter(
        title=fields.text("title"),
        summary=fields.text("summary"),
        sources=fields.texts("sources"),
        last_reviewed=fields.date("last_reviewed"),
        owner=fields.text("owner"),
        tags=fields.texts("tags"),
        indexed=fields.flag("index", default=True),
        covered=fields.flag("covered", default=True),
        lines=end + 1,
    )


class _Loader(yaml.SafeLoader):
    """Makes characters whole that are escaped in two halves, as JSON does; a lone half is replaced."""

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> str:
        value = str(super().construct_scalar(node))
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def parse_yaml(text: str, *, first_line: int) -> tuple[yaml.Node | None, Any]:
    """Returns the node tree (for line numbers) and the value of a YAML text.

    Raises:
        RejectedError: it is not YAML; the line counts from `first_line`.

    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line if mark is None else first_line + mark.line
        raise RejectedError(
            f"not valid YAML ({error.problem or error.context})", line=line
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        # A date like 2026-13-45 is a ValueError, a key that is a list a TypeError.
        raise RejectedError("not valid YAML", line=first_line) from error


def _parse_toml(text: str) -> tuple[None, Any]:
    try:
        return None, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RejectedError("not valid TOML", line=2) from error


def _key_lines(node: yaml.Node | None) -> dict[str, int]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 2 for key, _ in node.value}


class _Fields:
    """Reads values of a mapping with the type that the name has."""

    def __init__(self, values: dict[Any, Any], lines: dict[str, int]) -> None:
        self._values = values
        self._lines = lines

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if value is None:
            return ""
        # A title may well be a number, or the day of a meeting.
        if isinstance(value, str | int | float | dt.date) and not isinstance(value, bool):
            return " ".join(str(value).split())
        raise self._wrong(name, "a text")

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._values.get(name)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,) if name == "sources" else tuple(value.replace(",", " ").split())
        if isinstance(value, list) and all(
            isinstance(item, str | int | float | dt.date) for item in value
        ):
            return tuple(str(item) for item in value)
        raise self._wrong(name, "a list of texts")

    def date(self, name: str) -> str:
        value = self._values.get(name)
        if value is None:
            return ""
        if isinstance(value, dt.datetime):
            value = value.date()
        if isinstance(value, dt.date):
            return value.isoformat()
        try:
            return dt.date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            raise self._wrong(name, "a date such as 2026-11-22") from None

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        raise self._wrong(name, "true or false")

    def _wrong(self, name: str, wanted: str) -> RejectedError:
        return RejectedError(
            f"`{name}` in the front matter must be {wanted}", line=self._lines.get(name, 2)
        )
