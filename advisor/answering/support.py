"""Whether the cited text says what a sentence says: shared words, denials, opposites, and who does what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.answering.claims import TEXTS, names_of
from advisor.answering.wording import (
    Clause,
    akin,
    content_stems,
    lists,
    opposites_of,
    read_clause,
    split_clauses,
    split_sentences,
    stem,
    words_of,
)

# The share of a sentence's content words that its sources must hold.
LEAST_SUPPORT = 0.6
# So many content words in a row that its sources do not have are a claim of its own.
LONGEST_STRANGE_RUN = 3
# A clause of the cited text speaks of the same when it holds so many, and this share, of a clause's content words.
FEWEST_SHARED = 2
SHARE_OF_CLAUSE = 0.5
# A sentence with this share of another's words is that one, said again.
SHARE_OF_THE_SAME = 0.9
# Stricter, for what is read from a clause that has another name in its place.
SHARE_IN_PLACE = 0.7


_BRACKETS = re.compile(r"\s*\([^()]*\)")
_VERDICT = re.compile(r"(?m)^\W*(yes|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A cited text, read once: its words, its stems, and its clauses."""

    text: str
    words: frozenset[str]
    stems: frozenset[str]
    clauses: tuple[Clause, ...]
    sentences: tuple[Clause, ...]


@lru_cache(maxsize=TEXTS)
def read_source(text: str) -> Source:
    """Returns the cited text as the checks read it."""
    words = words_of(text)
    sentences = split_sentences(text)
    # A colon may part what belongs together, "Tiwari: no coding", or not, and so may brackets: all is read.
    clauses = dict.fromkeys(
        clause
        for one in (*sentences, *(_BRACKETS.sub("", one) for one in sentences))
        for at_colons in (True, False)
        for clause in split_clauses(one, at_colons=at_colons)
    )
    return Source(
        text,
        frozenset(words),
        frozenset(content_stems(words)),
        tuple(clauses),
        tuple(read_clause(line) for line in sentences),
    )


def support(sentence: str, source: Source) -> float:
    """Returns the share, 0 to 1, of the sentence's content words that the source has."""
    stems = frozenset(content_stems(words_of(sentence)))
    if not stems:
        return 0.0
    return sum(akin(one, source.stems) for one in stems) / len(stems)


def strays(sentence: str, source: Source) -> bool:
    """Whether a stretch of the sentence is in words that the source does not have."""
    run = 0
    for one in content_stems(words_of(sentence)):
        run = 0 if akin(one, source.stems) else run + 1
        if run > LONGEST_STRANGE_RUN:
            return True
    return False


def contradicts(sentence: str, source: Source) -> bool:
    """Whether a clause denies what the nearest clause of the source affirms, or the other way round."""
    if any(word in lists().absolutes and word not in source.words for word in words_of(sentence)):
        return True
    verdict = _VERDICT.match(sentence.strip())
    given = {one.lower() for one in _VERDICT.findall(source.text)}
    if verdict and given and verdict[1].lower() not in given:
        return True
    whole = read_clause(_VERDICT.sub("", sentence))
    clauses = [one for one in split_clauses(sentence) if len(one.stems) >= FEWEST_SHARED]
    return _is_whole_denied(whole, source) or any(
        _is_denied(clause, source) or _is_opposite(clause, source) for clause in clauses
    )


def moves_name(sentence: str, source: Source, *, ordinary: frozenset[str]) -> bool:
    """Whether a clause says of one name what the source says of another."""
    own = _name_stems(sentence, ordinary)
    theirs = _name_stems(source.text, ordinary)
    return any(
        _is_moved(clause, subject, source, theirs)
        for clause in split_clauses(sentence)
        if (subject := clause.subject(own))
    )


def _is_denied(clause: Clause, source: Source) -> bool:
    nearest = _nearest(clause.stems, source.clauses)
    denied = clause.denied
    if denied and any(2 * len(denied & other.denied) >= len(denied) for other in source.clauses):
        # The source denies the same in another clause.
        nearest = [one for one in nearest if clause.negations < one.negations_near(clause.stems)]
    return bool(nearest) and all(_differ_in_denial(clause, other) for other in nearest)


def _differ_in_denial(clause: Clause, other: Clause) -> bool:
    """Whether one denies more than the other, and no word of the other says so in its own way."""
    near = other.negations_near(clause.stems)
    if clause.negations > near:
        return not other.tacit - clause.tacit
    return clause.negations < near and not clause.tacit - other.tacit


def _is_whole_denied(whole: Clause, source: Source) -> bool:
    """Whether the sentence as a whole denies a verb that its nearest sentence affirms, or leaves a denial out."""
    nearest = _nearest(whole.stems, source.sentences)
    if whole.denied_verbs:
        if nearest and all(
            whole.denied_verbs > other.negations and not other.tacit - whole.tacit
            for other in nearest
        ):
            return True
        # Nothing said of the same is a denial either.
        return not any(
            (other.negations or other.tacit) and _shared(whole.stems, other)
            for other in source.sentences
        )
    return any(
        _shared(whole.stems, other) >= SHARE_OF_THE_SAME * len(whole.stems)
        and other.negations_near(whole.stems) > whole.negations
        and not whole.tacit - other.tacit
        for other in nearest
    )


def _is_opposite(clause: Clause, source: Source) -> bool:
    """Whether it has a word where a clause of the source on the same has the opposite instead."""
    return any(
        _is_opposite_word(word, opposites_of(word), clause.stems - {stem(word)}, source)
        for word in clause.words
    )


def _is_opposite_word(
    word: str, others: frozenset[str], rest: frozenset[str], source: Source
) -> bool:
    if others.isdisjoint(source.words):
        return False
    if word not in source.words:
        return any(others & set(one.words) and _shared(rest, one) for one in source.clauses)
    nearest = _nearest(rest, source.clauses)
    return bool(nearest) and all(
        word not in one.words and others & set(one.words) for one in nearest
    )


@lru_cache(maxsize=TEXTS)
def _name_stems(text: str, ordinary: frozenset[str]) -> frozenset[str]:
    return frozenset(content_stems(words_of(" ".join(names_of(text, ordinary)))))


def _is_moved(
    clause: Clause, subject: frozenset[str], source: Source, names: frozenset[str]
) -> bool:
    """Whether all clauses of the source that say the rest begin with another name."""
    rest = clause.stems - subject
    nearest = _nearest(rest, source.clauses, share=SHARE_IN_PLACE)
    if not nearest or any(subject & other.stems or not other.subject(names) for other in nearest):
        return False
    return not any(
        subject & other.stems and _shared(rest, other) * 2 >= len(rest) for other in source.clauses
    )


def _nearest(
    stems: frozenset[str], others: Sequence[Clause], *, share: float = SHARE_OF_CLAUSE
) -> list[Clause]:
    """The clauses with the most of these stems, if they have enough of them."""
    shared = [(_shared(stems, other), other) for other in others]
    most = max((count for count, _ in shared), default=0)
    if most < FEWEST_SHARED or most < share * len(stems):
        return []
    return [other for count, other in shared if count == most]


def _shared(stems: frozenset[str], other: Clause) -> int:
    return sum(akin(one, other.stems) for one in stems)
