"""Whether a sentence leaves out the way out that its sources leave: "must" for "may", "all" for "some"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from advisor.answering.claims import TEXTS
from advisor.answering.wording import (
    Clause,
    akin,
    content_stems,
    lists,
    split_clauses,
    split_sentences,
)

# A strong word stresses so many content words before it and after it; in the source, which may be wordier, more.
REACH = 3
REACH_OF_SOURCE = 6
# A sentence of the source stresses the same if it has so many of them.
FEWEST_SHARED = 2
# Turns of speech in which such a word stresses nothing.
_TURNS = re.compile(
    r"\b(?:at all|above all|after all|first of all|all the same|all in all|not only|if only|must-have|every (?:so|now)"
    r"|not (?:all|every|everyone|everything|always|necessarily|entirely|completely|fully))\b",
    re.IGNORECASE,
)
_HAVE_TO = re.compile(r"\b(?:have|has|had) to\b", re.IGNORECASE)


def overstates(sentence: str, cited: str) -> bool:
    """Whether a word such as "must", "all" or "only" stands by words that the cited text never stresses so."""
    for strong, alike in lists().stresses:
        for near in _stressed(sentence, strong, reach=REACH):
            enough = min(FEWEST_SHARED, len(near))
            theirs = _stressed(cited, alike, reach=REACH_OF_SOURCE)
            if all(sum(akin(word, one) for word in near) < enough for one in theirs):
                return True
    return False


@lru_cache(maxsize=TEXTS)
def _clauses(text: str) -> tuple[Clause, ...]:
    plain = _HAVE_TO.sub("must", _TURNS.sub(" ", text))
    return tuple(clause for one in split_sentences(plain) for clause in split_clauses(one))


def _stressed(text: str, words: frozenset[str], *, reach: int) -> Iterator[frozenset[str]]:
    """The content stems near each of these words in its clause, where nothing denies it."""
    for one in _clauses(text):
        for place, word in enumerate(one.words):
            denied = lists().negations.intersection(one.words[max(place - REACH, 0) : place])
            if word in words and not denied:
                near = content_stems(one.words[:place])[-reach:]
                near += content_stems(one.words[place + 1 :])[:reach]
                if near:
                    yield frozenset(near)
