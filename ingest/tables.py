"""The tables of the guide: YAML checked field by field, and each row as readable sections."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from advisor.models import Document, Section
from ingest.front_matter import parse_yaml
from ingest.rejection import RejectedError

Capability = Literal[
    "recommendations",
    "ranking",
    "classification",
    "regression",
    "clustering",
    "anomaly_detection",
    "creation",
]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    asked_as: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
        """`caveat: null` says the same as no caveat."""
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if value is not None}


class _Metrics(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    model: str
    adoption: str
    business: str


class _Difference(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    capability: Capability
    difference: str


class _Tool(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    what: str = ""


class CapabilityRow(_Row):
    """One of the seven capabilities."""

    id: Capability
    name: str = Field(min_length=1)
    definition: str
    cue: str
    examples: tuple[str, ...]
    typical_data: tuple[str, ...]
    metrics: _Metrics
    baseline: str
    confused_with: tuple[_Difference, ...] = ()


class GlossaryRow(_Row):
    """A term of the field."""

    term: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    definition: str = Field(min_length=1)
    related: tuple[str, ...] = ()


class StackRow(_Row):
    """The tools of one stage."""

    stage: str = Field(min_length=1)
    tools: tuple[_Tool, ...]
    note: str = ""


class ResourceRow(_Row):
    """A book, course or article."""

    title: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    kind: str
    topic: str
    by: str = ""
    about: str
    recommended_by: str = ""
    caveat: str = ""


class GalleryRow(_Row):
    """A named company and what it did."""

    company: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    what: str
    capability: Capability | None = None
    source: str = ""
    caveat: str = ""


class MetricsRow(_Row):
    """How a kind of problem is measured."""

    problem: str = Field(min_length=1)
    capability: Capability | None = None
    positive_class: str = ""
    worse_error: str
    metrics: _Metrics
    note: str = ""
    caveat: str = ""


class _About(BaseModel):
    model_config = ConfigDict(extra="allow", str_strip_whitespace=True, frozen=True)

    title: str = Field(min_length=1)
    summary: str = ""
    sources: tuple[str, ...] = ()
    last_reviewed: Any = ""
    owner: str = ""
    tags: tuple[str, ...] = ()


Model = TypeVar("Model", bound=BaseModel)
# What a row reads like: (heading below the row's name or "", Markdown) of each section.
Texts = list[tuple[str, str]]


def load_table(path: str, text: str) -> tuple[Document, list[dict[str, Any]]]:
    """Returns a table as a document, and its rows as checked.

    Raises:
        RejectedError: it is not {about, entries}, or a row has a wrong field; both are named.

    """
    node, data = parse_yaml(text, first_line=1)
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise RejectedError("a table needs `about:` and a list `entries:`", line=1)
    lines = _entry_lines(node)
    about = _check(_About, data.get("about") or {}, "about", line=1)
    model, name, render = TABLES[PurePosixPath(path).stem]
    rows, sections = [], []
    for number, entry in enumerate(data["entries"], 1):
        line = lines[number - 1] if number <= len(lines) else 1
        row = _check(model, entry, f"entry {number}", line=line)
        rows.append(row.model_dump(mode="json"))
        for place, (heading, body) in enumerate(render(row)):
            headings = (about.title, str(getattr(row, name)), heading)
            asked_as = _wordings(row) if place == 0 else ()
            sections.append(Section(tuple(filter(None, headings)), body, line, asked_as))
    return _document(path, text, about, sections), rows


def _wordings(row: "_Row") -> tuple[str, ...]:
    """How people name the row: found by, never shown, since slips of spelling are among them."""
    named = [*row.asked_as, *getattr(row, "aliases", ())]
    named += [alias for tool in getattr(row, "tools", ()) for alias in tool.aliases]
    return tuple(dict.fromkeys(named))


def _document(path: str, text: str, about: _About, sections: list[Section]) -> Document:
    return Document(
        path=path,
        title=about.title,
        sections=tuple(sections),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        summary=about.summary,
        sources=about.sources,
        last_reviewed=str(about.last_reviewed or ""),
        owner=about.owner,
        tags=about.tags,
    )


def _check(model: type[Model], value: Any, place: str, *, line: int) -> Model:  # noqa: ANN401
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"{place}, field {field!r}" if field else place
        raise RejectedError(f"{where}: {first['msg']}", line=line) from error


def _entry_lines(node: yaml.Node | None) -> list[int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "entries":
                return [entry.start_mark.line + 1 for entry in value.value]
    return []


def _capability_texts(row: CapabilityRow) -> Texts:
    examples = _list(f"Examples of {_low(row.name)}:", row.examples)
    measures = f"{row.metrics.model} {row.metrics.adoption} {row.metrics.business}"
    data = f"Typical data for {_low(row.name)}: {'; '.join(row.typical_data)}."
    return [
        ("", f"{row.definition}\n\nCue question for {_low(row.name)}: {row.cue}\n\n{examples}"),
        ("Metrics", measures),
        ("Typical data", data),
        ("Baseline without AI", f"The baseline without AI for {_low(row.name)}: {row.baseline}"),
        ("What it is confused with", _list("", [item.difference for item in row.confused_with])),
    ]


def _glossary_texts(row: GlossaryRow) -> Texts:
    return [("", row.definition)]


def _stack_texts(row: StackRow) -> Texts:
    tools = [f"{tool.name}{': ' + tool.what if tool.what else ''}" for tool in row.tools]
    return [
        ("", "\n\n".join(filter(None, [row.note, _list(f"Tools for {_low(row.stage)}:", tools)])))
    ]


def _resource_texts(row: ResourceRow) -> Texts:
    by = f" by {row.by}" if row.by else ""
    facts = f"{row.title} is a {_low(row.kind)}{by} on {row.topic}."
    if row.recommended_by:
        facts += f" {row.title} is recommended by: {row.recommended_by}."
    return [("", "\n\n".join(filter(None, [row.about, facts, _caveat(row.caveat)])))]


def _gallery_texts(row: GalleryRow) -> Texts:
    shows = (
        f"{row.company} shows the capability {_words(row.capability)}." if row.capability else ""
    )
    return [("", "\n\n".join(filter(None, [row.what, shows, _caveat(row.caveat)])))]


def _metrics_texts(row: MetricsRow) -> Texts:
    lines = [
        f"Model metrics for {_low(row.problem)}: {row.metrics.model}",
        f"Adoption metrics for {_low(row.problem)}: {row.metrics.adoption}",
        f"Business metrics for {_low(row.problem)}: {row.metrics.business}",
    ]
    positive = (
        f"The positive class is {row.positive_class.rstrip('.')}." if row.positive_class else ""
    )
    first = " ".join(filter(None, [row.worse_error, positive]))
    return [
        ("", "\n\n".join(filter(None, [first, _list("", lines), row.note, _caveat(row.caveat)])))
    ]


def _list(lead: str, items: list[str] | tuple[str, ...]) -> str:
    body = "\n".join(f"- {' '.join(item.split())}" for item in items)
    return f"{lead}\n\n{body}" if lead else body


def _caveat(text: str) -> str:
    return f"> Caveat: {' '.join(text.split())}" if text else ""


def _low(text: str) -> str:
    """Returns a name as it stands in mid-sentence: acronyms and names of more capitals stay."""
    return text if text[1:2].isupper() or not text[:1].isupper() else text[0].lower() + text[1:]


def _words(name: str) -> str:
    return name.replace("_", " ")


# By the file's name: what a row must be, which field names it, how it reads.
TABLES: Mapping[str, tuple[type[_Row], str, Callable[[Any], Texts]]] = {
    "capabilities": (CapabilityRow, "name", _capability_texts),
    "gallery": (GalleryRow, "company", _gallery_texts),
    "glossary": (GlossaryRow, "term", _glossary_texts),
    "metrics": (MetricsRow, "problem", _metrics_texts),
    "resources": (ResourceRow, "title", _resource_texts),
    "stack": (StackRow, "stage", _stack_texts),
}
