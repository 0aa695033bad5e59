"""The parts of a card put together: a case's facts weighed, the verdict decided, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.models import Assessment, Capability, Metrics, OpenQuestion, Suitability, Verdict
from advisor.triage import card_text
from advisor.triage.capabilities import CAPABILITIES, baseline_for, profile_of, tip_between
from advisor.triage.costs import reply_from, tell_break_even
from advisor.triage.data_check import check_data
from advisor.triage.extracted import Extracted, doubt_capability, join_facts
from advisor.triage.facts import Fact, read_facts, replies_from
from advisor.triage.metrics import NO_METRICS, choose_metrics
from advisor.triage.questions import MOST_QUESTIONS, PROBLEM, open_questions
from advisor.triage.reading import Told
from advisor.triage.remedies import Remedy, find_remedy, tell_remedy
from advisor.triage.risks import find_people, find_risks
from advisor.triage.sheet import read_sheet
from advisor.triage.suitability import (
    Read,
    confidence_in,
    decide,
    replies_of,
    too_complex_for_rules,
    weigh,
)

if TYPE_CHECKING:
    from advisor.models import SuitabilityKey
    from advisor.triage.assess import Judged

EVEN: Mapping[Capability, float] = dict.fromkeys(CAPABILITIES, 1 / len(CAPABILITIES))
RULE_BASELINE = (
    "The rule itself: only where it fails too often would a model have something to beat."
)
RULE_METRICS = Metrics(
    model="Share of cases that the rule decides right",
    adoption="Override rate: how often people change what it did",
    business="Time or cost saved per case",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A use case to be weighed; `extracted` is None where a language model failed."""

    told: Told
    judged: "Judged"
    extracted: Extracted | None
    lacks_problem: bool = False


def build_card(case: Case) -> Assessment:
    """Returns the assessment of a use case, without what needs the guide or the embedder."""
    told, judged, text = case.told, case.judged, case.told.text
    ranked = rank(judged.scores)
    facts, doubts = join_facts(read_facts(text), (case.extracted or Extracted()).facts)
    suitability = weigh(told.replies, _replies(facts, ranked[0], text), ai_score=judged.ai_score)
    replies, remedy = replies_of(suitability), find_remedy(told.task)
    verdict = decide(replies, in_scope=True, remedy=remedy.kind)
    capability = None if replies["rules"] == "no" else ranked[0]
    runner_up = ranked[1] if capability else None
    sheet = read_sheet(text)
    return Assessment(
        verdict=verdict,
        verdict_text=card_text.tell_verdict(verdict, replies, capability=capability, remedy=remedy),
        capability=capability,
        confidence=round(
            confidence_in(suitability, ai_score=judged.ai_score, scope_score=judged.scope_score), 4
        ),
        ai_score=round(judged.ai_score, 4),
        scores=_rounded(judged.scores),
        runner_up=runner_up,
        tips=tip_between(capability, runner_up) if capability and runner_up else "",
        look_alikes=(),
        suitability=suitability,
        questions=_questions(case, replies, remedy, capability),
        baseline=baseline_for(capability, told.task) if capability else RULE_BASELINE,
        metrics=_metrics(told, capability),
        remedy=tell_remedy(verdict, remedy, capability=capability),
        data=check_data(text, facts, capability=capability) if capability else (),
        risks=find_risks(text, capability=capability, facts=facts),
        break_even=tell_break_even(sheet),
        notices=_notices(case, suitability, doubts, capability),
    )


def build_question(text: str, told: Told) -> Assessment:
    """Returns the answer to what names no problem yet: it asks for it, and shows no capability."""
    return _without_case("needs_facts", text, told, questions=(PROBLEM,))


def build_refusal(text: str, told: Told, judged: "Judged | None" = None) -> Assessment:
    """Returns the answer to what is no use case."""
    return _without_case("out_of_scope", text, told, judged=judged)


def rank(scores: Mapping[Capability, float]) -> tuple[Capability, ...]:
    """Returns the capabilities, the most likely first."""
    return tuple(sorted(scores, key=lambda name: -scores[name]))


def _without_case(
    verdict: Verdict,
    text: str,
    told: Told,
    *,
    judged: "Judged | None" = None,
    questions: tuple[OpenQuestion, ...] = (),
) -> Assessment:
    ai_score = judged.ai_score * judged.scope_score if judged else 0.0
    if verdict == "needs_facts":
        # Nothing is known of it, for or against.
        ai_score = 0.5
    return Assessment(
        verdict=verdict,
        verdict_text=text,
        capability=None,
        confidence=round(1 - judged.scope_score, 4) if judged else 1.0,
        ai_score=round(ai_score, 4),
        scores=_rounded(judged.scores if judged else EVEN),
        runner_up=None,
        tips="",
        look_alikes=(),
        suitability=(),
        questions=questions,
        baseline="",
        metrics=NO_METRICS,
        notices=told.notices,
    )


def _replies(
    facts: tuple[Fact, ...], capability: Capability, text: str
) -> "dict[SuitabilityKey, Read]":
    read = dict(replies_from(facts, capability=capability))
    computed = reply_from(read_sheet(text))
    # What is computed outweighs what is said of it.
    return {**read, "worth": computed} if computed else read


def _questions(
    case: Case,
    replies: "Mapping[SuitabilityKey, str]",
    remedy: Remedy,
    capability: Capability | None,
) -> tuple[OpenQuestion, ...]:
    asked = open_questions(
        replies,  # type: ignore[arg-type]
        remedy=remedy.kind,
        profile=profile_of(capability) if capability else None,
        people=find_people(case.told.text),
    )
    # A task without the problem behind it: whether it is worth anything cannot be said without it.
    lacking = (PROBLEM,) if case.lacks_problem and "worth" in {one.key for one in asked} else ()
    return (*lacking, *asked)[:MOST_QUESTIONS]


def _metrics(told: Told, capability: Capability | None) -> Metrics:
    if capability is None:
        return RULE_METRICS
    return choose_metrics(capability, told.text, mistakes=told.description.mistakes)


def _notices(
    case: Case,
    suitability: tuple[Suitability, ...],
    doubts: tuple[str, ...],
    capability: Capability | None,
) -> tuple[str, ...]:
    model = case.extracted
    notices = [*case.told.notices, *_doubt_rules(suitability, case.judged.ai_score), *doubts]
    notices += doubt_capability(capability, model.capability if model else None)
    if model is None:
        notices.append(card_text.MODEL_FAILED)
    return tuple(dict.fromkeys(notices))


def _doubt_rules(suitability: tuple[Suitability, ...], ai_score: float) -> list[str]:
    """Where what is told and the classifier differ on whether rules are enough, both are shown."""
    rules = next(one for one in suitability if one.key == "rules")
    read = too_complex_for_rules(ai_score)
    if (
        rules.source in ("person", "text")
        and "unknown" not in (rules.reply, read)
        and rules.reply != read
    ):
        return [card_text.DOUBT_RULES]
    return []


def _rounded(scores: Mapping[Capability, float]) -> dict[Capability, float]:
    return {name: round(float(scores[name]), 4) for name in CAPABILITIES}
