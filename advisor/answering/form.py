"""The form of an answer that a question asks for: bullets, steps, a table, one line, for whom."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["prose", "bullets", "checklist", "steps", "one_line", "pros_and_cons", "table"]


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is laid out; `count` is the number of items asked for, `audience` for whom it is."""

    shape: Shape = "prose"
    count: int | None = None
    audience: str = ""


def read_form(text: str) -> tuple[Form, str]:
    """Returns the form that a question asks for, and the question without the words that ask for it."""
    return Form(), text
