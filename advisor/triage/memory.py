"""What triage remembers: ideas saved with their vector, older ones that resemble a new one, and what a fact changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from advisor.database import Database
from advisor.database.engine import now
from advisor.database.triages import (
    Choice,
    Similar,
    TriageRecord,
    record_reply,
    save_triage,
    similar_triages,
    update_assessment,
)
from advisor.embedding import Embedder
from advisor.models import (
    Assessment,
    Description,
    Reply,
    Suitability,
    SuitabilityKey,
    Verdict,
)
from advisor.triage.replies import is_bare, reply_in
from advisor.triage.suitability import KEYS

# How often a triage is assessed again when its owner adds facts while it is being assessed.
MOST_ROUNDS = 3
# A shorter quote says more than our words for it; a longer one breaks the sentence.
LONGEST_QUOTE = 60
# A smaller step of the estimate is none to speak of.
NOTABLE_STEP = 0.1
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
VERDICTS: Mapping[Verdict, str] = {
    "ai": "AI fits",
    "rules_first": "rules first",
    "not_ai": "no AI needed",
    "blocked": "blocked",
    "too_costly": "too costly",
    "needs_facts": "facts are missing",
    "out_of_scope": "no use case",
}
REASONS: Mapping[tuple[SuitabilityKey, Reply], str] = {
    ("rules", "yes"): "it is too complex for rules",
    ("rules", "no"): "rules are enough",
    ("rules", "unknown"): "whether rules are enough is open",
    ("data", "yes"): "there is enough data",
    ("data", "no"): "there is not enough data",
    ("data", "unknown"): "whether there is enough data is open",
    ("allowed", "yes"): "the data may be used",
    ("allowed", "no"): "the data may not be used",
    ("allowed", "unknown"): "whether the data may be used is open",
    ("worth", "yes"): "it is worth its cost",
    ("worth", "no"): "it is not worth its cost",
    ("worth", "unknown"): "whether it is worth its cost is open",
}
# Which answer decides a verdict, the first that was given.
DECISIVE: Mapping[Verdict, tuple[tuple[SuitabilityKey, Reply], ...]] = {
    "ai": (),
    "rules_first": (("rules", "no"), ("data", "no")),
    "not_ai": (("rules", "no"),),
    "blocked": (("allowed", "no"),),
    "too_costly": (("worth", "no"),),
    "needs_facts": (
        ("rules", "unknown"),
        ("data", "unknown"),
        ("allowed", "unknown"),
        ("worth", "unknown"),
    ),
    "out_of_scope": (),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a new fact did to a triage; `sentence` tells it."""

    before: Assessment
    after: Assessment
    sentence: str


def remember(
    database: Database,
    embedder: Embedder,
    description: Description,
    assessment: Assessment,
    *,
    team: str,
    owner: str,
    flow: str = "",
    enterprise: str = "",
    place: str = "",
) -> str:
    """Saves a triage so that later ones find it and returns its id; once for each flow."""
    return save_triage(
        database,
        description,
        assessment,
        team=team,
        owner=owner,
        flow=flow,
        enterprise=enterprise,
        place=place,
        vector=embed_idea(embedder, description),
        weights_sha256=embedder.weights_sha256,
    )


def find_similar(
    database: Database,
    embedder: Embedder,
    description: Description,
    *,
    team: str,
    user: str,
    other_than: str = "",
    limit: int = 1,
) -> tuple[Similar, ...]:
    """Returns the older triages that resemble a description, of those this person may see, the nearest first.

    What `tell_similar` says of them is for showing: stored with another triage, it would outlive its owner's erasure.
    """
    return similar_triages(
        database,
        embed_idea(embedder, description),
        weights_sha256=embedder.weights_sha256,
        team=team,
        user=user,
        other_than=other_than,
        limit=limit,
    )


def retriage(
    database: Database,
    embedder: Embedder,
    assess: Callable[[Description], Assessment],
    triage_id: str,
    *,
    team: str,
    user: str,
    key: str,
    reply: Reply | None = None,
    words: str = "",
) -> Change:
    """Adds the owner's answer to a triage, assesses it anew, saves that and returns what changed.

    The answer is kept even if the assessment fails. Words that begin with a plain yes or no give that reply too.

    Raises:
        TriageError: there is no such triage, or it is somebody else's.

    """
    if reply is None and key in KEYS:
        reply = reply_in(words)
        words = "" if reply and is_bare(words) else words
    told = record_reply(
        database, triage_id, team=team, user=user, key=key, reply=reply, words=words
    )
    before: Assessment | None = None
    for _round in range(MOST_ROUNDS):
        after = assess(told)
        replaced = update_assessment(
            database,
            triage_id,
            after,
            team=team,
            user=user,
            vector=embed_idea(embedder, told),
            weights_sha256=embedder.weights_sha256,
        )
        before = before or replaced.assessment
        if replaced.description == told:
            break
        # Another answer came in meanwhile: what is saved has to rest on both.
        told = replaced.description
    return Change(before or after, after, describe_change(before or after, after))


def embed_idea(embedder: Embedder, description: Description) -> np.ndarray:
    """Returns the vector by which ideas are compared: of the problem and what should come out, of length 1.

    Data, volume and the facts that are added later make different ideas alike, and one idea unlike itself.
    """
    parts = (description.problem, description.outcome)
    vector: np.ndarray = embedder.embed(["\n".join(part for part in parts if part)])[0]
    return vector


def tell_similar(triage: TriageRecord, *, today: datetime | None = None) -> str:
    """Returns one sentence on an older triage: its title, when it was decided, the verdict and what decided it."""
    moment = triage.updated_at
    is_this_year = moment.year == (today or now()).year
    month = MONTHS[moment.month - 1] + ("" if is_this_year else f" {moment.year}")
    reasons = [_found(triage.assessment), *_decisive(triage.assessment)]
    if triage.chosen and triage.chosen != (triage.assessment.capability or "none"):
        reasons.append(f"its owner chose {_name(triage.chosen)}")
    state = "" if triage.status == "idea" else f"; now {triage.status}"
    return f"Similar to “{triage.title}”, decided in {month}: {', '.join(reasons)}{state}."


def describe_change(before: Assessment, after: Assessment) -> str:
    """Returns in one sentence what changed from one assessment to the next, and why."""
    facts = list(_new_facts(before, after))
    reason = f", because {_join(facts)}" if facts else ""
    if before.verdict != after.verdict:
        change = f"The verdict changed from “{VERDICTS[before.verdict]}” to “{_found(after)}”"
        return f"{change}{reason}."
    if before.capability != after.capability:
        old, new = _name(before.capability), _name(after.capability)
        return f"It stays “{VERDICTS[after.verdict]}”, but {old} became {new}{reason}."
    still = f"The verdict stays “{_found(after)}”"
    step = after.confidence - before.confidence
    if abs(step) >= NOTABLE_STEP:
        way = "surer" if step > 0 else "less sure"
        known = f": {_join(facts)}" if facts else ""
        return f"{still}, now {way} ({before.confidence:.0%} to {after.confidence:.0%}){known}."
    return f"{still}, now that {_join(facts)}." if facts else f"{still}; nothing else changed."


def _found(assessment: Assessment) -> str:
    if assessment.verdict == "ai" and assessment.capability:
        return f"{VERDICTS['ai']}: {_name(assessment.capability)}"
    return VERDICTS[assessment.verdict]


def _decisive(assessment: Assessment) -> Iterator[str]:
    """The answer that decided the verdict, in the describer's words where they are short."""
    given = {(one.key, one.reply): one for one in assessment.suitability}
    for answer in DECISIVE[assessment.verdict]:
        if answer in given:
            yield _reason(given[answer])
            return


def _new_facts(before: Assessment, after: Assessment) -> Iterator[str]:
    """What is known now and was not; of facts that came together, those that decided the new verdict."""
    known = {one.key: one.reply for one in before.suitability}
    new = [one for one in after.suitability if known.get(one.key, "unknown") != one.reply]
    decisive = [one for one in new if (one.key, one.reply) in DECISIVE[after.verdict]]
    for one in decisive or new:
        quoted = _quote(one)
        yield REASONS[one.key, one.reply] + (f" ({quoted})" if quoted else "")


def _reason(answer: Suitability) -> str:
    return _quote(answer) or REASONS[answer.key, answer.reply]


def _quote(answer: Suitability) -> str:
    words = " ".join(answer.evidence.split())
    return f"“{words}”" if 0 < len(words) <= LONGEST_QUOTE else ""


def _name(capability: Choice | None) -> str:
    return (
        "no capability"
        if capability is None or capability == "none"
        else capability.replace("_", " ")
    )


def _join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
