"""What lies outside the guide is told by rule: small talk, other subjects, attempts to steer the bot.

The patterns and replies stand in scope.yaml, those of attempts in advisor/injection.yaml. What no pattern
fits, the trained model of scope_model.py judges.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from advisor.answering.asking import asking
from advisor.answering.question import clean
from advisor.answering.scope_model import ScopeModel, load_scope_model
from advisor.disguise import plain_form
from advisor.embedding import Embedder
from advisor.injection import find_injection, read_patterns
from advisor.models import Question

# Longer messages have something else to say beside the small talk.
LONGEST_SMALL_TALK = 16
# A longer one tells a story, in which a weather forecast or a refund policy may well occur.
LONGEST_SUBJECT = 11
# Signs that nobody sees are cut later: among so many, 4,000 that are seen are found.
LONGEST_READ = 20_000
# In a conversation a shorter message takes its meaning from the turns before it: "go on", "and the other one?".
SHORTEST_JUDGED_AFTER_TURNS = 6
_OWN_REPLY = frozenset(("other_people", "operate", "coded"))
_REPLIES_BY_KIND = {"chit_chat": "small_talk", "off_topic": "off_topic", "injection": "injection"}
_ADDRESS = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|well|oh|lol|haha|yo|dear|and|but)\b[\s,!.]*)+"
    r"|[\s,]+(?:bot|robot|buddy|dude|mate|please|pls|man|bro|friend|lol|haha|then|btw|though)$"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PART = re.compile(r"[,.!;:…\n–-]+(?=\s|$)|(?<=\?)\s+")
_EDGES = re.compile(r"^[^\w<]+|[^\w>]+$")
_QUESTION_FORM = re.compile(
    r"\W*(?:and |or |but |so )?(?:is|are|am|was|were|do|does|did|can|could|should|shall|must|will|would|has|"
    r"have|had|may|might|let|more|not|anything|everything|something|nothing|same|one|the|these|those)\b"
)
# A question that says nothing of its subject: the sentence before it does.
_EMPTY = re.compile(
    r"\W*(?:and |so |but )?(?:what (?:do|should|can|could|shall) (?:i|we) do|what now|any (?:ideas?|tips?|advice|help)|"
    r"(?:please |can you |could you )?help(?: me| us)?|why|how|how come|is (?:it|that|this) (?:bad|ok|normal|serious)|"
    r"(?:what|which) \w+ should (?:i|we) take|how (?:do|can) (?:i|we) \w+ (?:it|him|her|them|that)(?: \w+)?|"
    r"what (?:is|could be|might be) wrong|what could (?:it|that) be)(?: about it| now| please)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Why a message is not for the guide, and what is said instead.

    `probability` is how likely that is, where the trained model judged; None where a pattern fits.
    """

    rule: str
    text: str
    probability: float | None = None

    def as_json(self) -> dict[str, str | float]:
        """Returns it as the trace keeps it."""
        judged = {} if self.probability is None else {"outside": self.probability}
        return {"rule": self.rule, **judged}


@dataclass(frozen=True, slots=True)
class _Scope:
    replies: Mapping[str, str]
    fillers: frozenset[str]
    light_words: frozenset[str]
    small_talk: Mapping[str, re.Pattern[str]]
    requests: Mapping[str, re.Pattern[str]]
    subjects: Mapping[str, re.Pattern[str]]
    about_products: re.Pattern[str]


def find_out_of_scope(text: str) -> OutOfScope | None:
    """Returns what to say to a message that is no question for the guide, or None.

    `text` is the message as it came: what is hidden in it counts.
    """
    text = text[:LONGEST_READ]
    scope = _scope()
    if small := _find_small_talk(text, scope):
        return small
    if kind := find_injection(text):
        return OutOfScope("injection", scope.replies[kind if kind in _OWN_REPLY else "injection"])
    looks = plain_form(text)
    asked = asking(looks)
    if _EMPTY.fullmatch(asked):
        asked = looks
    groups = [scope.requests]
    if len(asked.split()) <= LONGEST_SUBJECT and not scope.about_products.search(looks):
        groups.append(scope.subjects)
    for group in groups:
        for name, pattern in group.items():
            if pattern.search(asked):
                return OutOfScope("off_topic", scope.replies[name])
    return None


def judge_scope(
    question: Question, embedder: Embedder, *, model: ScopeModel | None = None
) -> OutOfScope | None:
    """Returns what to say to a message that is most likely no question for the guide, or None.

    For what the patterns let pass. Another embedding model than the one that it was trained on has
    other vectors: then nothing is judged.
    """
    model = model or load_scope_model()
    text = clean(question.text)
    if not text or model.weights_sha256 != embedder.weights_sha256:
        return None
    if question.turns and len(text.split()) < SHORTEST_JUDGED_AFTER_TURNS:
        return None
    reading = model.read(text, embedder.embed([text])[0])
    if not reading.is_sure:
        return None
    reply = _scope().replies[_REPLIES_BY_KIND[reading.kind]]
    return OutOfScope(reading.kind, reply, round(reading.probability, 4))


def without_attempts(question: Question) -> Question:
    """Returns the question without the earlier turns that tried to steer the bot."""
    turns = tuple(turn for turn in question.turns if not find_injection(turn.question))
    return replace(question, turns=turns)


def _find_small_talk(text: str, scope: _Scope) -> OutOfScope | None:
    looks = plain_form(text).lower()
    words = _WORD.findall(looks)
    if len(words) > LONGEST_SMALL_TALK:
        return None
    talks = dict(scope.small_talk)
    if scope.about_products.search(looks):
        del talks["feelings"]
    if name := _talk_of(looks, talks):
        return OutOfScope("chit_chat", scope.replies[name])
    parts = [part for part in _PART.split(looks) if part.strip()]
    found = [_talk_of(part, talks) or _noise(part, scope) for part in parts]
    if looks and all(found):
        return OutOfScope(
            "chit_chat", scope.replies[next((one for one in found if one != "noise"), "noise")]
        )
    return None


def _talk_of(text: str, talks: Mapping[str, re.Pattern[str]]) -> str:
    """The kind of small talk that this is from end to end, with or without an address."""
    core = _EDGES.sub("", text)
    for candidate in (core, _EDGES.sub("", _ADDRESS.sub("", _ADDRESS.sub("", core)))):
        for name, pattern in talks.items():
            if pattern.fullmatch(candidate):
                return name
    return ""


def _noise(text: str, scope: _Scope) -> str:
    """Whether it is made of words that ask for nothing, or of signs alone."""
    words = _WORD.findall(text)
    if all(word in scope.fillers for word in words) and (words or not text.isascii()):
        return "noise"
    if "?" in text or _QUESTION_FORM.match(text):
        return ""
    known = scope.fillers | scope.light_words
    return "noise" if words and all(word in known for word in words) else ""


@cache
def _scope() -> _Scope:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))

    def compiled(group: str) -> dict[str, re.Pattern[str]]:
        return {
            name: re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
            for name, patterns in data[group].items()
        }

    return _Scope(
        replies={name: " ".join(text.split()) for name, text in data["replies"].items()},
        fillers=frozenset(str(data["fillers"]).lower().split()),
        light_words=frozenset(str(data["light_words"]).lower().split()),
        small_talk=compiled("small_talk"),
        requests=compiled("requests"),
        subjects=compiled("subjects"),
        about_products=re.compile(data["about_products"], re.IGNORECASE),
    )
