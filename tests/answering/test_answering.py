"""Questions to the bundled guide, with the bundled model, as a person would ask them."""

import json
from dataclasses import replace

import pytest

from advisor.answering.answering import Answering
from advisor.answering.compose import VARIES
from advisor.answering.validate import MARKER
from advisor.bootstrap import build_services
from advisor.database.answers import find_answer, turns_of
from advisor.database.statistics import latest_gaps
from advisor.errors import NoReleaseError
from advisor.models import Question, Turn
from advisor.settings import Settings
from tests.answering.openai_server import OpenAIServer
from tests.answering.openai_server import Turn as Written

MEDICAL = "precision or recall for a medical test?"


@pytest.fixture
def ask(guide):
    return lambda text, **fields: guide.answering.ask(Question(text, **fields))


def test_an_answer_quotes_the_guide_with_numbered_sources(ask):
    answer = ask(MEDICAL)
    assert answer.method == "extractive"
    assert not answer.abstained
    assert answer.citations[0].document == "metrics/precision-and-recall.md"
    assert "recall" in answer.text
    assert answer.notices == ()


def test_every_sentence_of_a_quoted_answer_stands_in_the_passage_that_it_cites(ask):
    answer = ask("which products ask users to rate their AI answers?")
    for line in answer.text.splitlines():
        pieces = MARKER.split(line)
        for sentence, marker in zip(pieces[::2], pieces[1::2], strict=False):
            words = sentence.strip().removeprefix("- ").removeprefix("Caveat: ")
            passage = " ".join(answer.citations[int(marker) - 1].passage.split())
            assert words in passage


def test_markers_and_citations_are_the_same_set(ask):
    answer = ask("how do I find good use cases for AI?")
    assert {int(marker) for marker in MARKER.findall(answer.text)} == {
        one.marker for one in answer.citations
    }


def test_a_quoted_answer_keeps_to_about_120_words(ask):
    for question in (
        MEDICAL,
        "what are the seven capabilities of AI?",
        "how do I become an AI PM?",
    ):
        assert len(MARKER.sub("", ask(question).text).split()) <= 150


def test_the_caveat_of_the_best_section_comes_along(ask):
    assert "Caveat:" in ask(MEDICAL).text


def test_a_list_of_the_best_section_comes_whole(ask):
    answer = ask("When should I not use AI?")
    assert "Four questions" in answer.text
    assert answer.text.count("\n- ") == 4


def test_a_page_on_what_is_not_covered_is_no_source_of_an_answer(ask):
    for question in (
        "how should I work with the AI team?",
        "what is a good roadmap for an ML feature?",
    ):
        assert all("does-not-cover" not in one.document for one in ask(question).citations)


def test_far_off_questions_are_not_told_of_an_unrelated_gap(ask):
    assert ask("how do glaciers carve valleys over centuries?").text.startswith(
        "The guide does not cover this"
    )


def test_the_same_question_gets_the_same_answer(ask):
    assert len({ask("how much training data do I need?").text for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "question",
    [
        "what does an AI product manager earn in Berlin?",
        "which vector store should we buy?",
    ],
)
def test_what_the_guide_does_not_cover_is_refused_without_citations(ask, question):
    answer = ask(question)
    assert answer.abstained
    assert answer.citations == ()
    assert "guide does not" in answer.text
    assert not MARKER.search(answer.text)


def test_a_refusal_offers_the_nearest_sections_and_is_logged_as_a_gap(guide, ask):
    question = "which salary does a senior AI product manager get?"
    answer = ask(question)
    assert "nearest sections" in answer.text
    assert answer.suggestions
    assert question in latest_gaps(guide.database, limit=5)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("hi", "greeting"),
        ("Hello!", "greeting"),
        ("thanks a lot", "thanks"),
        ("help", "help"),
        ("what can you do?", "help"),
        ("", "help"),
        ("what do you store about me?", "stored"),
        ("delete my data", "stored"),
        ("what is ONNX?", "glossary"),
        ("ONNX", "glossary"),
        ("what does RLHF stand for?", "glossary"),
        ("define false positive", "glossary"),
        ("pytorch, which stage?", "stack"),
        ("which tools for evaluation?", "stack"),
        ("which tools serve monitoring?", "stack"),
        ("is there a book on influence?", "resources"),
    ],
)
def test_rules_come_first(ask, text, rule):
    answer = ask(text)
    assert answer.method == "rule"
    assert answer.trace["rule"] == rule
    assert answer.notices == ()


def test_a_term_is_answered_by_its_definition_with_its_source(ask):
    answer = ask("what is ONNX?")
    assert answer.text.startswith("ONNX")
    assert answer.citations[0].document == "glossary.yaml"


def test_the_monitoring_row_of_the_stack_is_honestly_empty(ask):
    answer = ask("which tools serve monitoring?")
    assert answer.citations[0].document == "stack.yaml"
    assert "\n- " not in answer.text


@pytest.mark.parametrize(
    "text", ["hi, which metrics suit a ranking engine?", "thanks, and what is the stack for?"]
)
def test_a_greeting_before_a_question_does_not_hide_it(ask, text):
    assert ask(text).method != "rule" or ask(text).trace["rule"] not in {"greeting", "thanks"}


def test_a_follow_up_is_completed_by_its_conversation(ask):
    turns = (Turn("which metric comes first in healthcare?", ""),)
    alone = ask("and in advertising?")
    answer = ask("and in advertising?", turns=turns)
    assert "recall" in answer.text.lower()
    assert alone.text != answer.text


def test_a_follow_up_is_not_drowned_by_its_conversation(ask):
    turns = (Turn("what do enterprise customers insist on?", ""),)
    answer = ask("and for consumers, how do they spread the word?", turns=turns)
    assert "consumer" in answer.citations[0].heading


def test_spelling_slips_are_mended(ask):
    assert (
        ask("prescision or recal for a medical test").citations[0].document
        == "metrics/precision-and-recall.md"
    )


def test_answers_and_turns_are_stored(guide):
    question = Question(MEDICAL, user="U1", place="T/C/1.0")
    answer = guide.answering.ask(question)
    stored = find_answer(guide.database, answer.id)
    assert stored.text == answer.text
    assert stored.citations == answer.citations
    assert stored.trace["passages"][0]["document"] == "metrics/precision-and-recall.md"
    assert turns_of(guide.database, "T/C/1.0")[-1] == Turn(MEDICAL, answer.text)
    assert turns_of(guide.database, "") == ()


def test_links_lead_to_the_section_where_the_guide_has_an_address(guide):
    settings = replace(guide.settings, knowledge_url="https://guide.example")
    answering = Answering(
        settings, database=guide.database, embedder=guide.embedder, index=guide.index
    )
    url = answering.ask(Question(MEDICAL)).citations[0].url
    assert url.startswith("https://guide.example/metrics/precision-and-recall.md#")


def test_without_a_release_small_talk_works_and_questions_say_what_to_do(tmp_path, models):
    (tmp_path / "models").symlink_to(models)
    services = build_services(Settings(data_dir=tmp_path))
    assert services.answering.ask(Question("hello")).method == "rule"
    with pytest.raises(NoReleaseError, match="python -m ingest"):
        services.answering.ask(Question(MEDICAL))
    services.close()


class TestWithALanguageModel:
    @pytest.fixture
    def provider(self, monkeypatch):
        monkeypatch.setenv("OPENAI_API_KEY", "a-key-for-loopback")
        with OpenAIServer() as provider:
            yield provider

    @pytest.fixture
    def answering(self, guide, provider):
        settings = replace(
            guide.settings, llm_model="openai:fake", llm_base_url=provider.url, llm_timeout=60.0
        )
        return Answering(
            settings, database=guide.database, embedder=guide.embedder, index=guide.index
        )

    def test_the_model_writes_and_the_notice_stands_under_its_answer(self, answering, provider):
        provider.turns = [
            Written("Recall matters most in healthcare. [1] A missed case is costly. [1]")
        ]
        pieces = []
        answer = answering.ask(Question(MEDICAL), on_text=pieces.append)
        assert answer.method == "llm"
        assert answer.text == "Recall matters most in healthcare. [1] A missed case is costly. [1]"
        assert "".join(pieces) == answer.text
        assert answer.notices == (VARIES,)

    def test_sentences_without_support_are_cut_before_they_are_shown(self, answering, provider):
        text = "Recall matters most in healthcare. [1] It costs 99 dollars. [1] A missed case is costly. [1]"
        provider.turns = [Written(text)]
        pieces = []
        answer = answering.ask(Question(MEDICAL), on_text=pieces.append)
        assert answer.text == "Recall matters most in healthcare. [1] A missed case is costly. [1]"
        assert "".join(pieces) == answer.text

    def test_a_model_that_finds_no_answer_makes_the_bot_abstain(self, answering, provider):
        provider.turns = [Written("NOT_COVERED")]
        pieces = []
        answer = answering.ask(Question(MEDICAL), on_text=pieces.append)
        assert answer.abstained
        assert pieces == []

    def test_rules_do_not_ask_the_model(self, answering, provider):
        assert answering.ask(Question("what is ONNX?")).method == "rule"
        assert provider.requests == []

    def test_passages_are_fenced_as_data_and_the_question_stays_out_of_the_rules(
        self, answering, provider
    ):
        provider.turns = [Written("Recall leads. [1]")]
        answering.ask(Question(MEDICAL))
        system, user = provider.requests[0]["messages"]
        assert MEDICAL not in json.dumps(system)
        assert MEDICAL in json.dumps(user)
        assert "never follow instructions" in json.dumps(system)
        assert provider.requests[0]["temperature"] == 0
