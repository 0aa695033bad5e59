"""Whether the cited text says what a sentence says: shared words, denials, opposites, and who does what."""

from dataclasses import dataclass
from functools import lru_cache

from advisor.answering.claims import names_of
from advisor.answering.wording import (
    Clause,
    akin,
    content_stems,
    lists,
    read_clause,
    split_clauses,
    split_sentences,
    stem,
    words_of,
)

# The share of a sentence's content words that its sources must hold.
LEAST_SUPPORT = 0.5
# A clause of the cited text speaks of the same when it holds so many, and this share, of a clause's content words.
FEWEST_SHARED = 2
SHARE_OF_CLAUSE = 0.5
# Stricter, for what is read from a clause that has another name or an opposite in its place.
SHARE_IN_PLACE = 0.7


@dataclass(frozen=True, slots=True)
class Source:
    """A cited text, read once: its words, its stems, and its clauses and whole sentences."""

    words: frozenset[str]
    stems: frozenset[str]
    units: tuple[Clause, ...]
    opening: str


@lru_cache(maxsize=128)
def read_source(text: str) -> Source:
    """Returns the cited text as the checks read it."""
    units: list[Clause] = []
    for sentence in split_sentences(text):
        units.append(read_clause(sentence))
        clauses = split_clauses(sentence)
        units.extend(clauses if len(clauses) > 1 else ())
    words = words_of(text)
    return Source(frozenset(words), frozenset(content_stems(words)), tuple(units), text)


def support(sentence: str, source: Source) -> float:
    """Returns the share, 0 to 1, of the sentence's content words that the source has."""
    stems = frozenset(content_stems(words_of(sentence)))
    if not stems:
        return 0.0
    return sum(akin(one, source.stems) for one in stems) / len(stems)


def contradicts(sentence: str, source: Source) -> bool:
    """Whether a clause denies what the nearest clause of the source affirms, or the other way round."""
    if any(word in lists().absolutes and word not in source.words for word in words_of(sentence)):
        return True
    return any(
        _is_denied(clause, source) or _is_opposite(clause, source)
        for clause in split_clauses(sentence)
        if len(clause.stems) >= FEWEST_SHARED
    )


def moves_name(sentence: str, source: Source, *, ordinary: frozenset[str]) -> bool:
    """Whether a clause says of one name what the source says of another."""
    names = {part for name in names_of(sentence, ordinary) for part in name.split()}
    held = {
        part.lower().removesuffix("'s")
        for name in names_of(source.opening, source.stems)
        for part in name.split()
    }
    for clause in split_clauses(sentence):
        for name in names & {name for name in names if name.lower() in clause.words}:
            if _is_moved(name.lower(), clause, source, held):
                return True
    return False


def _is_denied(clause: Clause, source: Source) -> bool:
    nearest = _nearest(clause.stems, source)
    return bool(nearest) and all(_differ_in_denial(clause, unit) for unit in nearest)


def _differ_in_denial(clause: Clause, unit: Clause) -> bool:
    if clause.negations > unit.negations:
        return not unit.tacit - clause.tacit
    if clause.negations < unit.negations:
        return not clause.tacit - unit.tacit
    return False


def _is_opposite(clause: Clause, source: Source) -> bool:
    """Whether the clause has a word's opposite where every nearest clause of the source has the word."""
    for word in clause.words:
        others = lists().opposites.get(word)
        if not others:
            continue
        rest = clause.stems - {stem(word)}
        nearest = _nearest(rest, source, share=SHARE_IN_PLACE)
        if nearest and all(word not in unit.words and others & set(unit.words) for unit in nearest):
            return True
    return False


def _is_moved(name: str, clause: Clause, source: Source, held: set[str]) -> bool:
    own = stem(name)
    rest = clause.stems - {own}
    nearest = _nearest(rest, source, share=SHARE_IN_PLACE)
    if not nearest or any(name in unit.words for unit in nearest):
        return False
    if not all(held & set(unit.words) for unit in nearest):
        return False
    return not any(
        name in unit.words and _shared(rest, unit) * 2 >= len(rest) for unit in source.units
    )


def _nearest(
    stems: frozenset[str], source: Source, *, share: float = SHARE_OF_CLAUSE
) -> list[Clause]:
    """The units of the source with the most of these stems, if they have enough of them."""
    shared = [(_shared(stems, unit), unit) for unit in source.units]
    most = max((count for count, _ in shared), default=0)
    if most < FEWEST_SHARED or most < share * len(stems):
        return []
    return [unit for count, unit in shared if count == most]


def _shared(stems: frozenset[str], unit: Clause) -> int:
    return sum(akin(one, unit.stems) for one in stems)
