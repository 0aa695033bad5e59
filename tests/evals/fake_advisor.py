"""An advisor that knows its answers by heart."""

from contextlib import contextmanager
from itertools import count

from advisor.answering.estimate import Estimate
from advisor.models import Answer, Chunk, Citation
from evals.bench import Bench
from evals.train import COVERED, RIGHT, SUBJECT


def answer(text, *, document="page.md", heading="Page › Section", **fields):
    citation = Citation(1, document, heading, text, "", 0.9, "chunk", text)
    abstained = fields.pop("abstained", False)
    given = {"method": "extractive", "confidence": 0.5, "citations": (citation,)} | fields
    if abstained:
        given["citations"] = ()
    return Answer(
        id="1",
        text=text,
        abstained=abstained,
        **given,
    )


def chunk(document, heading="Section"):
    return Chunk(f"{document}#{heading}", document, ("Page", heading), "text", 0)


def ticking_clock():
    """Each reading is a second after the last."""
    ticks = count()
    return lambda: float(next(ticks))


class FakeAdvisor:
    """Answers from a mapping, abstains otherwise; retrieves the same chunks for every query."""

    def __init__(self, answers=None, *, chunks=()):
        self.answers = answers or {}
        self.chunks = list(chunks)
        self.questions = []
        self.searched = []
        self.settings = None

    @contextmanager
    def open(self, settings):
        self.settings = settings
        yield self.bench()

    def bench(self):
        def search(question, limit):
            self.searched.append(question)
            return self.chunks[:limit]

        def nothing(question, limit):
            return []

        return Bench(
            release=7,
            ask=self.ask,
            ask_always=self.ask,
            weigh=self.weigh,
            embed=str.split,
            searches={"hybrid": search, "words": nothing},
        )

    def ask(self, question):
        self.questions.append(question)
        return self.answers.get(question.text, answer("Not covered.", abstained=True))

    def weigh(self, question):
        """More evidence for longer questions."""
        return Estimate(
            0.5, 0.4, dict.fromkeys((*SUBJECT, *COVERED, *RIGHT), len(question.text) / 100)
        )
