"""Why an answer came out as it did, from its trace alone."""

import pytest

from advisor.answering.explain import explain
from advisor.answering.explain_words import tell, tell_scores
from advisor.models import Answer, Citation, Question

TRACE = {
    "passages": [
        {"chunk": "c1", "document": "a.md", "heading": "A › One?", "text": "One.", "score": 0.9,
         "cosine": 0.7, "lexical": 0.4},
        {"chunk": "c2", "document": "b.md", "heading": "B › Two?", "text": "Two.", "score": 0.5,
         "cosine": 0.4, "lexical": 0.2},
    ],
    "estimate": {"probability": 0.82, "threshold": 0.4, "evidence": {"coverage": 0.75, "odd_one": 2}},
    "checks": [
        {"sentence": 1, "verdict": "kept", "reason": ""},
        {"sentence": 2, "verdict": "cut", "reason": "unsupported_number"},
    ],
    "form": {"shape": "bullets", "count": 3, "audience": "my CFO"},
    "model": "openai:gpt-5-mini",
    "language": "Spanish",
}  # fmt: skip


def answer(method="llm", *, trace=TRACE, abstained=False, citations=None, confidence=0.82):
    cited = Citation(1, "a.md", "A › One?", "One whole sentence.", "", 0.9, "c1", "One.")
    return Answer(
        id="A1",
        text="Text [1]",
        abstained=abstained,
        method=method,
        confidence=confidence,
        citations=(cited,) if citations is None else citations,
        release=7,
        milliseconds=1234.5,
        trace=trace,
    )


def told(explanation):
    return "\n".join(
        line for paragraph in tell(explanation) for line in (paragraph.heading, *paragraph.lines)
    )


def test_passages_come_with_their_scores_and_the_number_of_their_citation():
    first, second = explain(answer()).passages
    assert (first.marker, first.heading, first.text) == (1, "A › One?", "One whole sentence.")
    assert (first.score, first.cosine, first.words) == (0.9, 0.7, 0.4)
    assert (second.marker, second.text) == (None, "Two.")
    assert tell_scores(first) == "cited as [1]; score 0.90 (cosine 0.70, words 0.40)"
    assert tell_scores(second).startswith("read, not cited;")


def test_the_estimate_is_told_with_its_threshold_and_what_it_weighs():
    text = told(explain(answer()))
    assert "How sure: 82 % (answers below 40 % are refused)." in text
    assert "• share of the question's words that the best passages hold: 0.75" in text
    assert "• odd one: 2.00" in text


def test_checks_model_form_language_release_and_time_are_told():
    text = told(explain(answer()))
    assert "Sentences of the language model: 1 cut, 1 kept." in text
    assert "Sentence 2 was cut: its source does not hold its number." in text
    assert "Written by the language model openai:gpt-5-mini" in text
    assert "3 bullets, for my CFO" in text
    assert "read as Spanish" in text
    assert "From release 7 of the guide, in 1.2 seconds." in text


def test_a_rule_is_named_and_gives_no_estimate():
    explanation = explain(answer("rule", trace={"rule": "glossary"}, confidence=1.0))
    assert explanation.probability is None
    assert "By a fixed rule, for a term that the guide's glossary defines" in told(explanation)
    assert "How sure" not in told(explanation)
    assert [each.marker for each in explanation.passages] == [1]


def test_an_unknown_rule_is_named_as_it_is():
    text = told(explain(answer("rule", trace={"rule": "new_rule"}, citations=())))
    assert "By a fixed rule, for new rule" in text


def test_an_abstention_says_that_the_guide_does_not_cover_it():
    text = told(explain(answer("extractive", abstained=True, citations=(), confidence=0.1)))
    assert "does not seem to cover" in text


@pytest.mark.parametrize(
    "trace",
    [
        {},
        {"passages": None, "estimate": None, "checks": None, "form": None},
        {"passages": ["x", {}], "estimate": [], "checks": [{}], "form": 3},
        {"estimate": {"probability": "high", "threshold": float("nan"), "evidence": {"a": None}}},
        {"passages": [{"chunk": "c1", "document": "a.md", "score": 0.3}]},
    ],
)
def test_a_trace_of_another_release_of_this_program_is_explained_as_far_as_it_goes(trace):
    explanation = explain(answer("extractive", trace=trace))
    assert explanation.probability == 0.82
    assert told(explanation)


def test_certainty_is_never_claimed():
    explanation = explain(answer("extractive", trace={}, confidence=0.9999))
    assert "How sure: more than 99 %." in told(explanation)


def test_what_a_real_answer_stores_is_enough_to_explain_it(guide):
    given = guide.answering.ask(Question("precision or recall for a medical test?"))
    explanation = explain(given)
    assert explanation.passages[0].marker == 1
    assert all(passage.heading and passage.text for passage in explanation.passages)
    assert all(len(passage.text) <= 300 for passage in explanation.passages if not passage.marker)
