"""An answer that a model began and could not end: what was shown stays, and quotes of the guide complete it."""

from advisor.answering.extract import Draft
from advisor.answering.wording import akin, content_stems, words_of
from advisor.answering.written import MARKER, split_written
from advisor.models import Passage

# A quote adds nothing when what was shown has this share of its content words.
SAME_WORDS = 0.55


def complete(begun: Draft, quoted: Draft) -> Draft:
    """Returns the begun text, unchanged, followed by those quotes that add to it, with their markers renumbered."""
    used = list(begun.used)
    quotes = list(begun.quotes)
    text = ""
    for sentence in _sentences(quoted.text):
        if _is_said(sentence, begun.text + text):
            continue
        numbers = {}
        for marker in dict.fromkeys(int(one) for one in MARKER.findall(sentence)):
            numbers[marker] = _number(quoted.used[marker - 1], used)
            if numbers[marker] > len(quotes):
                quotes.append(quoted.quotes[marker - 1])
        text += MARKER.sub(lambda one, numbers=numbers: f"[{numbers[int(one[1])]}]", sentence)  # type: ignore[misc]
    begun_text = begun.text.rstrip()
    joined = f"{begun_text}\n\n{text.strip()}" if text.strip() else begun_text
    return Draft(joined, tuple(used), tuple(quotes))


def _sentences(text: str) -> list[str]:
    finished, rest = split_written(text)
    return [sentence for sentence in (*finished, rest) if sentence.strip()]


def _is_said(sentence: str, text: str) -> bool:
    stems = set(content_stems(words_of(MARKER.sub("", sentence))))
    said = frozenset(content_stems(words_of(text)))
    return sum(akin(one, said) for one in stems) >= SAME_WORDS * len(stems)


def _number(passage: Passage, used: list[Passage]) -> int:
    """The marker of a passage among those used, which gets it if it is new."""
    for number, one in enumerate(used, 1):
        if one.chunk.id == passage.chunk.id:
            return number
    used.append(passage)
    return len(used)
