"""A description and an assessment to save: every field filled, so that a round trip that loses one is seen."""

from dataclasses import replace

from advisor.models import (
    Assessment,
    Citation,
    Description,
    LookAlike,
    Metrics,
    Note,
    OpenQuestion,
    Suitability,
)

DESCRIPTION = Description(
    problem="Nurses read the messages of the night for an hour. Nobody knows which one is urgent.",
    outcome="the urgent ones first",
    today="read from the top",
    data="messages of two years",
    mistakes="a missed emergency",
    volume="300 a night",
    replies={"rules": "yes", "data": "unknown"},
)
ASSESSMENT = Assessment(
    verdict="needs_facts",
    verdict_text="It may be a ranking problem; one fact is missing.",
    capability="ranking",
    confidence=0.8125,
    ai_score=0.97,
    scores={"ranking": 0.7, "classification": 0.3},
    runner_up="classification",
    tips="Fixed groups instead of an order would make it classification.",
    look_alikes=(LookAlike("which support ticket first", "capabilities.md"), LookAlike("leads")),
    suitability=(
        Suitability("rules", "yes", source="person"),
        Suitability("data", "unknown"),
        Suitability("allowed", "yes", "the ward agreed", "text"),
        Suitability("worth", "yes", "an hour", "text"),
    ),
    questions=(OpenQuestion("data", "Does anybody note which message was urgent?"),),
    baseline="Sort by a list of words.",
    metrics=Metrics("nDCG@10", "share of nights used", "minutes to the first call", "a missed one"),
    remedy="Log which message was answered first.",
    data=(Note("labels", "gap"),),
    risks=(Note("health data", "privacy"),),
    break_even="12 calls a night",
    sections=(Citation(1, "metrics.md", "Metrics › Ranking", "a quote", "", 0.5, "c1", "p1"),),
    notices=("The four questions are our reconstruction.",),
    model_version="v1",
    milliseconds=12.5,
)


def assessed(**changes):
    return replace(ASSESSMENT, **changes)


def described(problem, **changes):
    return replace(DESCRIPTION, problem=problem, **changes)


def with_reply(assessment, key, reply, evidence=""):
    """The assessment with another answer to one of the four questions."""
    return replace(
        assessment,
        suitability=tuple(
            Suitability(key, reply, evidence, "text") if one.key == key else one
            for one in assessment.suitability
        ),
    )
