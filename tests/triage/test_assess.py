"""The whole card: verdict, capability, and what follows from them, each from the describer's words."""

import json
import time

import pytest
from structlog.testing import capture_logs

from advisor.models import Description
from advisor.triage import card_text
from advisor.triage.capabilities import CAPABILITIES, profile_of
from advisor.triage.card import RULE_METRICS
from advisor.triage.card_text import as_markdown
from advisor.triage.loading import OnFirstUse
from advisor.triage.look_alikes import OURS, collect
from tests.triage.conftest import FakeClassifier

WHOLE = (
    "Route support emails to the right team: we get 2,000 emails a day and each takes 5 minutes. "
    "We have 40,000 labelled emails and customers agreed to it."
)


def test_a_case_with_all_four_facts_fits_ai(assess):
    card = assess(WHOLE)
    assert card.verdict == "ai"
    assert card.capability == "classification"
    assert card.questions == ()
    assert {one.reply for one in card.suitability} == {"yes"}
    assert [one.source for one in card.suitability] == ["classifier", "text", "text", "text"]
    assert all(one.evidence in WHOLE for one in card.suitability)
    assert "5,000 hours" in card.break_even
    assert card.remedy == ""
    assert card.model_version == "fake"
    assert card.milliseconds > 0


def test_a_bare_case_lacks_facts_and_asks_for_them(assess):
    card = assess("Route support emails to the right team")
    assert card.verdict == "needs_facts"
    assert [one.key for one in card.questions] == ["allowed", "worth", "data"]


@pytest.mark.parametrize(
    ("replies", "verdict"),
    [
        ({"data": "yes", "allowed": "yes", "worth": "yes"}, "ai"),
        ({"allowed": "no"}, "blocked"),
        ({"worth": "no"}, "too_costly"),
        ({"data": "no"}, "rules_first"),
        ({"rules": "no"}, "rules_first"),
        ({"rules": "no", "worth": "no"}, "not_ai"),
    ],
)
def test_a_persons_replies_decide(replies, verdict, assess):
    assert assess("Route letters to the right team", replies=replies).verdict == verdict


def test_a_persons_reply_against_the_classifier_counts_and_the_doubt_is_shown(assess):
    card = assess("Route letters to the right team", replies={"rules": "no"})
    assert card.verdict == "rules_first"
    assert card_text.DOUBT_RULES in card.notices


def test_a_plain_rule_needs_no_capability(assess):
    card = assess("Require approval for expenses over 1,000 dollars")
    assert card.verdict == "rules_first"
    assert (card.capability, card.runner_up) == (None, None)
    assert "over 1,000 dollars" in card.remedy
    assert "log" in card.remedy
    assert card.metrics == RULE_METRICS
    assert card.baseline
    assert card.look_alikes == ()


def test_a_query_needs_no_ai(assess):
    card = assess("Export the list of all users over 18")
    assert card.verdict == "not_ai"
    assert "query" in card.remedy


def test_between_rule_and_ai_the_first_question_is_about_rules(assess):
    card = assess("Route letters to the right team", classifier={"ai_score": 0.5})
    assert card.verdict == "needs_facts"
    assert card.questions[0].key == "rules"


@pytest.mark.parametrize("text", ["hello there", "tell me a joke"])
def test_what_is_no_use_case_gets_one_sentence(text, assess):
    card = assess(text)
    assert card.verdict == "out_of_scope"
    assert card.verdict_text == card_text.NO_USE_CASE
    assert card.capability is None
    assert card.ai_score < 0.5
    assert card.questions == ()


def test_the_runner_up_is_the_next_in_line_and_says_what_would_tip_it(assess):
    card = assess("Label each ticket and estimate its price; route and classify and screen it")
    ranked = sorted(card.scores, key=card.scores.get, reverse=True)
    assert [card.capability, card.runner_up] == ranked[:2] == ["classification", "regression"]
    assert card.tips == "If you need the number itself rather than yes or no: regression."


def test_scores_are_those_of_all_seven_and_sum_to_one(assess):
    card = assess(WHOLE)
    assert set(card.scores) == set(CAPABILITIES)
    assert sum(card.scores.values()) == pytest.approx(1, abs=0.001)


def test_two_look_alikes_are_the_nearest_of_a_written_list(assess):
    card = assess("Write the doctor's letter from a dictation in the clinic")
    assert len(card.look_alikes) == 2
    assert card.look_alikes[0].text == "A clinic turns a dictation into a doctor's letter."
    assert {one.source for one in card.look_alikes} == {OURS}
    assert {one.text for one in card.look_alikes} <= set(profile_of("creation").look_alikes)


def test_what_is_told_of_mistakes_names_the_worse_error(assess):
    card = assess("Screen patients", mistakes="a missed sick patient is far worse")
    assert card.metrics.model.startswith("Recall")
    assert "by your words" in card.metrics.worse_error


def test_facts_are_read_from_all_fields(assess):
    card = assess("Route letters to the right team", data="Only 20 examples so far")
    assert card.verdict == "rules_first"
    assert card.suitability[1].evidence == "Only 20 examples so far"


def test_the_classifier_reads_the_problem_and_not_the_form(triage):
    built = triage()
    built.assess(Description("Route letters", outcome="the right team", data="fraud", volume="5"))
    (read,) = built._classifier.judged
    assert read == "Route letters the right team"


def test_without_a_guide_the_card_says_so_and_cites_nothing(assess):
    card = assess(WHOLE)
    assert card.sections == ()
    assert card_text.NO_GUIDE in card.notices


def test_the_card_as_markdown_says_that_the_four_questions_are_a_reconstruction(assess):
    text = as_markdown(assess(WHOLE))
    assert card_text.RECONSTRUCTION in text
    for heading in ("Capability", "Four questions", "Baseline to beat", "Metrics", "Data", "Risks"):
        assert f"## {heading}\n" in text
    assert "“" in text


def test_the_card_as_markdown_has_no_empty_parts(assess):
    text = as_markdown(assess("hello there"))
    assert "##" not in text.replace("## Notes", "")
    assert "AI fits" not in text


PAIRS = [
    ("Help Anna route letters", "Help Mohammed route letters"),
    ("Our female nurses route patients' letters", "Our male nurses route patients' letters"),
    ("Route letters of young customers", "Route letters of old customers"),
    ("Suggest jobs to Turkish candidates", "Suggest jobs to Norwegian candidates"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_name_a_gender_an_age_or_an_origin_changes_nothing(one, other, assess):
    fields = (
        "verdict",
        "capability",
        "questions",
        "baseline",
        "metrics",
        "data",
        "risks",
        "remedy",
    )
    first, second = assess(one), assess(other)
    assert [getattr(first, name) for name in fields] == [getattr(second, name) for name in fields]


def test_an_assessment_takes_a_small_part_of_its_time(triage):
    built = triage()
    built.warm_up()
    took = []
    for number in range(30):
        # Of this thread's own work: others may take the processor from it.
        started = time.thread_time()
        built.assess(Description(f"{WHOLE} {number}"))
        took.append(time.thread_time() - started)
    # With the fake embedder: all but the model itself.
    assert sorted(took)[28] < 0.1


def test_the_classifier_is_opened_at_the_first_use_and_once(triage):
    opened = []

    def open_judge():
        opened.append(FakeClassifier())
        return opened[-1]

    judge = OnFirstUse(open_judge)
    assert opened == []
    judge.judge("route letters", None)
    assert judge.version == "fake"
    assert len(opened) == 1


def test_the_text_does_not_reach_the_logs(assess, capsys):
    with capture_logs() as logs:
        assess("Route canarybird letters to the right team")
    printed = capsys.readouterr()
    assert "use_case_assessed" in [each["event"] for each in logs]
    assert "canarybird" not in f"{logs}{printed.out}{printed.err}"


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_our_examples_name_no_company_of_the_gallery(capability):
    assert {one.source for one in collect(capability, None)} == {OURS}
    assert json.dumps([one.text for one in collect(capability, None)])
