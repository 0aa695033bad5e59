import pytest
from fake_advisor import FakeAdvisor, answer, ticking_clock

from evals.answers import (
    AnswersResult,
    calibration,
    causes,
    faults,
    grade_lines,
    measure_answers,
    shares,
    summary,
)
from evals.datasets import AnswerLine, AnswerRow, DatasetError, RefusalRow
from evals.grading import Refusal, grade, reply_of
from evals.sections import NOT_COVERED, Holding

ROW = AnswerRow(
    id="a1",
    question="fruit?",
    must_have=(("apples?",), ("pears?", "quinces?")),
    document="page.md",
    also=("table.yaml",),
    style="short",
    origin="ours",
)


HOLDING = Holding(
    listed=frozenset({("page.md", "Section")}), found=frozenset({("table.yaml", "Entry")})
)


def graded(text, **fields):
    return grade(ROW, reply_of(answer(text, **fields)), holding=HOLDING)


def refusal(reply, *, kind="near_miss", or_says=()):
    row = RefusalRow(id="r1", question="q", kind=kind, or_says=or_says)
    return Refusal(row, reply_of(reply))


def test_an_answer_with_all_facts_is_complete():
    one = graded("Apples and a quince. [1]")
    assert one.complete
    assert one.fault == ""


def test_an_answer_that_lacks_a_fact_says_which():
    assert graded("Apples. [1]").fault == "lacks fact 2 (right page cited)"
    assert graded("Nothing.", document="x.md").fault == "lacks fact 1, 2 (other page cited)"


def test_an_abstention_is_never_complete_even_if_the_nearest_headings_hold_the_facts():
    one = graded("Not covered. The nearest section: apples and pears.", abstained=True)
    assert not one.complete
    assert one.fault == "refused"


def test_a_question_that_names_no_page_is_not_judged_by_its_citations():
    row = ROW.model_copy(update={"document": "", "also": ()})
    one = grade(row, reply_of(answer("Apples. [1]")))
    assert one.fault == "lacks fact 2"
    assert "cites_document" not in shares(AnswersResult((one,), ()))


def test_a_citation_of_another_page_that_holds_the_answer_is_right():
    assert graded("Apples. [1]", document="table.yaml").cites
    assert not graded("Apples. [1]", document="x.md").cites


def test_a_citation_points_to_a_section_that_answers_or_only_to_its_page():
    listed = graded("Apples. [1]")
    found = graded("Apples. [1]", document="table.yaml", heading="Table › Entry")
    beside = graded("Apples. [1]", heading="Page › Other section")
    assert [one.cites_section for one in (listed, found, beside)] == [True, True, False]
    assert [one.cites_listed_section for one in (listed, found, beside)] == [True, False, False]
    assert beside.cites


def test_a_rule_that_turns_a_covered_question_away_refuses_it():
    one = graded("Apples and pears are not my subject.", method="rule", citations=())
    assert not one.complete
    assert one.fault == "refused"


RETRIEVED = {"passages": [{"document": "page.md", "heading": "Page › Section"}]}


@pytest.mark.parametrize(
    ("one", "cause"),
    [
        (graded("Apples, pears. [1]"), None),
        (graded("-", abstained=True), "refused"),
        (graded("-", method="rule", citations=()), "refused by rule"),
        (graded("Apples. [1]", method="rule"), "answered by rule"),
        (graded("Apples. [1]"), "sentence not chosen"),
        (graded("Apples. [1]", heading="Page › Other", trace=RETRIEVED), "section not chosen"),
        (graded("Apples. [1]", heading="Page › Other"), "not retrieved"),
    ],
)
def test_the_cause_is_the_step_that_lost_a_fact(one, cause):
    assert one.cause == cause


def test_causes_are_counted_the_commonest_first():
    result = AnswersResult((graded("-", abstained=True), *[graded("Apples. [1]")] * 2), ())
    assert list(causes(result).items()) == [("sentence not chosen", 2), ("refused", 1)]


def test_markers_are_not_words():
    assert reply_of(answer("Two words. [1] More. [12]")).words == 3


@pytest.mark.parametrize(
    ("reply", "or_says", "refused"),
    [
        (answer("No.", abstained=True), (), True),
        (answer("Apples. [1]"), (), False),
        (answer("The guide does not cover it. [1]", document=min(NOT_COVERED)), (), True),
        (answer("The guide lists no prices. [1]"), ("no prices",), True),
        (answer("Two euros. [1] Really. The guide lists no prices."), ("no prices",), False),
    ],
)
def test_what_counts_as_refused(reply, or_says, refused):
    assert refusal(reply, or_says=or_says).refused is refused


def test_shares_count_by_origin_style_and_kind():
    result = AnswersResult(
        graded=(graded("Apples, pears."), graded("Apples."), graded("-", abstained=True)),
        refusals=(
            refusal(answer("-", abstained=True)),
            refusal(answer("Two.")),
            refusal(answer("Hello!", method="rule", citations=()), kind="chit_chat"),
        ),
    )
    found = {name: (value.hits, value.n) for name, value in shares(result).items()}
    assert found == {
        "complete": (1, 3),
        "complete_words_guide": (1, 3),
        "complete_style_short": (1, 3),
        "wrongly_refused": (1, 3),
        "cites_document": (2, 2),
        "cites_section": (2, 2),
        "cites_listed_section": (2, 2),
        "refused_near_miss": (1, 2),
        "refused_chit_chat": (1, 1),
        "refused_outside": (1, 1),
    }


def test_calibration_leaves_out_what_rules_answer_and_what_they_refuse():
    result = AnswersResult(
        graded=(graded("Apples, pears."), graded("Apples, pears.", method="rule")),
        refusals=(
            refusal(answer("Two.")),
            refusal(answer("Two."), kind="off_topic"),
            refusal(answer("Two."), kind="injection"),
            refusal(answer("No.", method="rule", citations=()), kind="off_topic"),
        ),
    )
    found = calibration(result)
    assert found["n"] == 3
    (only,) = found["equal_width"]
    assert (only["n"], only["confidence"], only["right"]) == (3, 0.5, 0.3333)
    assert found["ece"] == pytest.approx(0.1667)


def test_a_measurement_asks_each_question_and_times_it_against_embedding_it():
    advisor = FakeAdvisor({"fruit?": answer("Apples, pears. [1]")})
    follow_up = ROW.model_copy(update={"id": "a2", "previous_question": "and trees?"})
    refused = (RefusalRow(id="r1", question="price?", kind="off_topic"),)
    result = measure_answers(
        advisor.bench(), [ROW, follow_up], refused, holding={}, clock=ticking_clock()
    )
    assert [one.complete for one in result.graded] == [True, True]
    assert [one.refused for one in result.refusals] == [True]
    # The first question warms the advisor up.
    asked = [(question.text, len(question.turns)) for question in advisor.questions]
    assert asked == [("fruit?", 0), ("fruit?", 0), ("fruit?", 1), ("price?", 0)]
    figures = summary(result)
    assert figures["release"] == 7
    assert figures["milliseconds"] == {
        "ask_p50": 1000.0,
        "ask_p95": 1000.0,
        "embed_p50": 1000.0,
        "embed_p95": 1000.0,
        "ratio_p50": 1.0,
        "ratio_p95": 1.0,
    }
    assert figures["words"] == {"median": 2.0, "p95": 2.0}
    assert [one["id"] for one in figures["results"]] == ["a1", "a2"]


def test_faults_name_what_failed_and_what_was_answered_wrongly():
    result = AnswersResult((graded("Apples."), graded("Apples, pears.")), (refusal(answer("2.")),))
    assert faults(result) == {"a1": "lacks fact 2 (right page cited)", "r1": "answered"}


def line(line_id, text, *, abstained=False):
    return AnswerLine(
        id=line_id, answer=text, abstained=abstained, method="extractive", milliseconds=3.0
    )


def test_printed_answers_are_graded_by_id_whatever_their_order():
    other = ROW.model_copy(update={"id": "a2"})
    lines = [line("a2", "Apples."), line("a1", "Apples, pears."), line("a3", "Unasked.")]
    result = grade_lines([ROW, other], lines, holding={})
    assert [one.complete for one in result.graded] == [True, False]
    assert summary(result)["milliseconds"] == {"ask_p50": 3.0, "ask_p95": 3.0}


def test_a_question_without_a_printed_answer_is_told():
    with pytest.raises(DatasetError, match="lack 1 of the questions, first a1"):
        grade_lines([ROW], [line("a2", "Apples.")], holding={})
