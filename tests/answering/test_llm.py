"""What a model writes becomes an answer only sentence by sentence, in time, and with its own sources."""

import threading
import time
from dataclasses import dataclass

import pytest

from advisor.answering import llm
from advisor.answering.checked import LENIENCE
from advisor.answering.llm import MOST_WORDS, LlmComposer
from advisor.errors import ComposerError
from advisor.models import Chunk, Passage
from advisor.settings import Settings

TEXT = "Recall usually leads in screening, and precision leads in advertising. Ask doctors first."
PASSAGES = tuple(
    Passage(
        Chunk(
            id=f"c{n}",
            document=f"{n}.md",
            headings=("Guide", f"Part {n}"),
            text=TEXT,
            position=0,
        ),
        n,
        score=1.0,
        cosine=1.0,
        lexical=1.0,
    )
    for n in range(1, 6)
)


@dataclass
class Piece:
    text: str


class FakeModel:
    """Streams the given pieces, with a pause before each; `ended` is set when nobody listens any more."""

    def __init__(self, pieces, *, pause=0.0):
        self._pieces, self._pause = pieces, pause
        self.ended = threading.Event()

    def stream(self, _messages):
        try:
            for piece in self._pieces:
                time.sleep(self._pause)
                yield Piece(piece)
        finally:
            self.ended.set()


@pytest.fixture
def compose(monkeypatch):
    def run(model, *, seconds=60.0, on_text=None):
        monkeypatch.setattr(llm, "open_chat_model", lambda _settings: model)
        composer = LlmComposer(Settings(llm_model="fake:model", llm_timeout=seconds))
        return composer.compose("why?", PASSAGES, on_text=on_text)

    return run


def endless(piece):
    while True:
        yield piece


def test_a_marker_that_comes_after_the_stop_belongs_to_its_sentence(compose):
    model = FakeModel(
        ["Recall", " leads", ".", " ", "[", "1", "]", " Ask", " doctors", ".", " [", "2]"]
    )
    shown = []
    draft = compose(model, on_text=shown.append).draft
    assert draft.text == "Recall leads. [1] Ask doctors. [2]"
    assert "".join(shown) == draft.text


def test_only_the_passages_that_are_cited_become_sources_numbered_as_they_appear(compose):
    shown = []
    draft = compose(
        FakeModel(["Recall leads [5]. Screening leads [3][5]. ", "Its advertising leads [5]."]),
        on_text=shown.append,
    ).draft
    assert draft.text == "Recall leads [1]. Screening leads [2][1]. Its advertising leads [1]."
    assert [passage.number for passage in draft.used] == [5, 3]
    assert "".join(shown).strip() == draft.text


def test_a_cut_sentence_gives_no_source(compose):
    draft = compose(FakeModel(["It costs 99 [2]. ", "Recall leads [4]."])).draft
    assert draft.text == "Recall leads [1]."
    assert [passage.number for passage in draft.used] == [4]


@pytest.mark.parametrize(
    "pieces",
    [
        ["NOT_COVERED"],
        ["NOT", "_COV", "ERED"],
        ["", "\n", "NOT_COVERED", "", "\n"],
        ["NOT_COVERED."],
        ["`NOT_COVERED`"],
        ["NOT_COVERED\n\nThe passages do not say."],
    ],
)
def test_a_model_that_finds_no_answer_is_understood_however_it_says_so(compose, pieces):
    shown = []
    assert compose(FakeModel(pieces), on_text=shown.append) is None
    assert shown == []


def test_what_was_shown_stays_when_the_model_ends_with_not_covered(compose):
    draft = compose(FakeModel(["Recall leads [1]. ", "NOT_COVERED"])).draft
    assert draft.text == "Recall leads [1]."


@pytest.mark.parametrize("pieces", [[], ["", ""], ["  \n "], ["No source."], ["[9]"]])
def test_without_a_supported_sentence_there_is_no_answer(compose, pieces):
    with pytest.raises(ComposerError):
        compose(FakeModel(pieces))


@pytest.mark.parametrize("piece", ["", "a "])
def test_a_model_that_never_ends_is_left_at_the_time_limit(compose, piece):
    model = FakeModel(endless(piece), pause=0.01)
    with pytest.raises(ComposerError):
        compose(model, seconds=1.0)
    assert model.ended.wait(60)


def test_a_model_that_writes_without_end_is_left_at_once(compose):
    model = FakeModel(endless("ab"))
    with pytest.raises(ComposerError, match="too much"):
        compose(model, seconds=300.0)
    assert model.ended.wait(60)


def test_an_answer_ends_before_the_sentence_that_makes_it_too_long(compose):
    words = TEXT.split()
    sentences = [f"{' '.join(words[n:] + words[:n]).replace('.', '')} [1]. " for n in range(20)]
    model = FakeModel(sentences)
    shown = []
    draft = compose(model, on_text=shown.append).draft
    assert 3 * len(words) < len(draft.text.split()) <= MOST_WORDS * LENIENCE + 20
    assert "".join(shown) == draft.text
    assert model.ended.wait(60)


def test_a_model_that_repeats_itself_says_it_once(compose):
    model = FakeModel(endless("Recall leads in screening [1]. "))
    assert compose(model, seconds=300.0).draft.text == "Recall leads in screening [1]."
    assert model.ended.wait(60)


def test_the_model_is_left_when_the_text_cannot_be_shown(compose):
    def broken(_text):
        raise RuntimeError("the channel is gone")

    model = FakeModel(endless("Recall leads [1]. "), pause=0.01)
    with pytest.raises(RuntimeError):
        compose(model, on_text=broken, seconds=300.0)
    assert model.ended.wait(60)
