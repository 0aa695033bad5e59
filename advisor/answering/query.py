"""A question as it is searched for."""

from dataclasses import dataclass

from advisor.pooling import Vectors


@dataclass(frozen=True, slots=True)
class Query:
    """A question's words and its vectors of shape (dimensions,).

    `vector` is that of the model itself, `asked` that of the model which read the guide's wordings, and its sentences
    once more; they are one where no model was tuned.
    """

    text: str
    vector: Vectors
    asked: Vectors
