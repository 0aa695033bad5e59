"""The questions that a guide brings along: what it answers, and what it does not."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.answering.estimate import load_model
from ingest.rejection import Rejection

# Beside the pages: one JSON object per line.
QUESTIONS_FILE = "questions.jsonl"


class DevelopmentQuestion(BaseModel):
    """A question to the guide, and whether the guide answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(min_length=1, max_length=4000)
    covered: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """A folder's development questions; `rejected` says why its file could not be used."""

    rows: tuple[DevelopmentQuestion, ...] = ()
    rejected: tuple[Rejection, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of all that a threshold is drawn from: the questions and the model."""
        rows = "\n".join(row.model_dump_json() for row in self.rows)
        models = "".join(load_model(is_tuned=each).model_dump_json() for each in (False, True))
        return hashlib.sha256(f"{models}\n{rows}".encode()).hexdigest()


def load_questions(folder: Path) -> Questions:
    """Returns the development questions of a folder; a broken file rejects itself, not the guide."""
    path = folder / QUESTIONS_FILE
    if path.is_symlink():
        return _rejected("a link; put the file itself there")
    # A pipe or a device would never end.
    if path.exists() and not path.is_file():
        return _rejected("not a regular file")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return Questions()
    except (OSError, UnicodeDecodeError):
        return _rejected("it cannot be read as UTF-8 text")
    questions: list[DevelopmentQuestion] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                questions.append(DevelopmentQuestion.model_validate_json(line))
        except ValidationError:
            return _rejected(f'line {number}: not {{"question": "...", "covered": true or false}}')
    return Questions(tuple(questions))


def _rejected(reason: str) -> Questions:
    return Questions(rejected=(Rejection(QUESTIONS_FILE, reason),))
