"""An answer is composed from its passages: by the language model if one is set; else, or should it fail, in quotes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from advisor.answering import extract
from advisor.answering.completion import complete as complete_with_quotes
from advisor.answering.draft import Draft
from advisor.answering.form import Form
from advisor.answering.intent import Intent
from advisor.answering.languages import Language
from advisor.answering.llm import PROMPT_VERSION, LlmComposer, Written
from advisor.answering.parts import Part, with_parts
from advisor.answering.query import Query
from advisor.errors import ComposerError
from advisor.index.release import Release
from advisor.models import Method, Passage

VARIES = (
    "Written by a language model from the guide: wording varies and may err, so check the sources."
)
BROKEN_OFF = "The language model broke off, so the answer ends in quotes from the guide."
MODEL_FAILED = "The language model gave no usable answer, so these are quotes from the guide."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Matter:
    """What an answer is composed from, and how: the question in English, and what was found for it and its parts.

    `language` is the one to write in where that is not English; only a model can.
    """

    release: Release
    query: Query
    passages: Sequence[Passage]
    form: Form
    intent: Intent
    parts: Sequence[Part]
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's draft, or None if a model says that the passages do not answer, and what is told of it."""

    draft: Draft | None
    method: Method = "extractive"
    notices: tuple[str, ...] = ()
    is_translated: bool = False
    trace: dict[str, Any] = field(default_factory=dict)


def compose(
    matter: Matter,
    model: LlmComposer | None,
    *,
    deadline: float | None = None,
    on_text: Callable[[str], None] | None = None,
) -> Composed:
    """Returns the answer that the model writes until the deadline, completed by quotes, or else quotes alone."""
    if model is None:
        return Composed(_quote(matter))
    trace: dict[str, Any] = {"model": model.model_name, "prompt_version": PROMPT_VERSION}
    try:
        written = model.compose(
            matter.query.text,
            with_parts(matter.passages, matter.parts),
            form=matter.form,
            language=matter.language,
            deadline=deadline,
            on_text=on_text,
        )
    except ComposerError as error:
        log.warning("llm_replaced_by_quotes", reason=str(error))
        return Composed(_quote(matter), notices=(MODEL_FAILED,), trace=trace)
    if written is None:
        return Composed(None, trace=trace)
    return _complete(matter, written, trace | {"checks": list(written.checks)})


def _complete(matter: Matter, written: Written, trace: dict[str, Any]) -> Composed:
    if written.is_whole:
        return Composed(written.draft, "llm", (VARIES,), matter.language is not None, trace)
    draft = complete_with_quotes(written.draft, _quote(matter))
    return Composed(draft, "llm", (VARIES, BROKEN_OFF), trace=trace)


def _quote(matter: Matter) -> Draft:
    return extract.compose(
        matter.release,
        matter.query,
        matter.passages,
        form=matter.form,
        intent=matter.intent,
        parts=matter.parts,
    )
