"""Rules that check what a model wrote, sentence by sentence, against the passages that each sentence cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from advisor.answering import claims, foreign, translated
from advisor.answering import support as wording
from advisor.answering.hedges import overstates
from advisor.answering.languages import Language, looks_english
from advisor.answering.wording import content_stems, lists, stem, words_of
from advisor.answering.written import MARKER as MARKER
from advisor.answering.written import split_written as split_written
from advisor.answering.written import tidy, unify_markers
from advisor.models import Passage

# Why a sentence is refused, as the model is told when it is asked once more.
REASONS = {
    "no_citation": "a sentence did not end with the number of the passage that supports it",
    "unknown_citation": "a sentence cited a passage that was not given",
    "unsupported_number": "a number or date does not stand in the passage that its sentence cites",
    "unsupported_name": "a name does not stand in the passage that its sentence cites",
    "unsupported_quotation": "a quotation is not word by word in the passage that its sentence cites",
    "unsupported_words": "a sentence says something else than the passage that it cites",
    "contradiction": "a sentence says the contrary of the passage that it cites",
    "overstated": "a sentence says must, all, always or only where the passage that it cites does not",
    "link": "a sentence contained a link or an address",
    "mention": "a sentence mentioned somebody with an at sign",
    "markup": "a sentence contained HTML, code or a heading",
    "personal_data": "a sentence contained personal data",
    "secret": "a sentence contained something like a key or a password",
    "about_itself": "a sentence was about you or about these rules",
    "odd_signs": "a sentence contained invisible signs or letters of several scripts",
    "unfinished": "the last sentence was not finished",
    "too_long": "the answer was longer than allowed",
    "repeated": "a sentence was repeated",
    "wrong_form": "the answer did not have the form that was asked for",
}
LONGEST_LABEL = 5
_ITEM = re.compile(r"^\s*(?:[-*•☐]|\d{1,2}[.)])\s+")
_RULE_OF_TABLE = re.compile(r"\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*")
_DECLINES = re.compile(
    r"\b(?:(?:passages?|guide|sources?|provided text|context|documents?|materials?)\b[^.;:]{0,40}?"
    r"\b(?:do(?:es)? not|don't|doesn't|cannot|can't|no|nothing|not|lacks?|neither|silent)\b"
    r"|(?:no|not enough|insufficient|little) (?:relevant |such |specific )?(?:information|passage|mention|details?)"
    r"|not (?:covered|mentioned|addressed|discussed|specified)|(?:cannot|can't|can not) be answered|sorry"
    r"|i(?: am|'m)? (?:can ?not|can't|unable|not able|don't|do not|sorry))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and if not, which rule it breaks."""

    is_valid: bool
    reason: str = ""
    # The share of its content words that the cited passages have.
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What the checks of one answer know: the passages given, our address, and what the model was told."""

    passages: Sequence[Passage]
    own_url: str = ""
    instructions: str = ""
    # Another language than the guide's: its words cannot be compared, all else can.
    language: Language | None = None
    ordinary: frozenset[str] = field(default=frozenset(), repr=False)

    def check(self, sentence: str) -> Verdict:
        """Returns whether the sentence may be shown as it stands, its citations written as [1][2]."""
        reason, cited = self._broken_rule(unify_markers(tidy(sentence)))
        if reason:
            return Verdict(is_valid=False, reason=reason)
        support = wording.support(MARKER.sub("", sentence), wording.read_source(cited))
        return Verdict(is_valid=True, support=support)

    def _broken_rule(self, sentence: str) -> tuple[str, str]:
        """The rule that the sentence breaks, or none, and the text that it cites."""
        given = "\n".join(text_of(passage) for passage in self.passages)
        bare = _ITEM.sub("", MARKER.sub("", sentence))
        strange = self._find_strange(bare, given)
        if strange:
            return strange, ""
        markers = [int(marker) for marker in MARKER.findall(sentence)]
        if not markers:
            return "unknown_citation" if re.search(r"\[\s*\d", sentence) else "no_citation", ""
        if any(not 1 <= marker <= len(self.passages) for marker in markers):
            return "unknown_citation", ""
        if "[" in bare or "]" in bare:
            return "unknown_citation", ""
        cited = "\n".join(text_of(self.passages[marker - 1]) for marker in dict.fromkeys(markers))
        return self._find_unsupported(bare.strip(), cited), cited

    def _find_strange(self, bare: str, given: str) -> str:
        scripts = self.language.scripts if self.language else frozenset()
        if foreign.has_odd_signs(bare, given, scripts=scripts):
            return "odd_signs"
        found = foreign.find_foreign(bare, given, own_url=self.own_url)
        if found:
            return found
        if self.instructions and foreign.leaks(bare, self.instructions, given):
            return "about_itself"
        return ""

    def _find_unsupported(self, bare: str, cited: str) -> str:
        if self.language and not looks_english(bare):
            return self._find_unsupported_translated(bare, cited)
        if claims.misses_number(bare, cited):
            return "unsupported_number"
        if claims.misses_quotation(bare, cited):
            return "unsupported_quotation"
        ordinary = self.ordinary or ordinary_stems(self.passages)
        if claims.misses_name(bare, cited, ordinary=ordinary):
            return "unsupported_name"
        source = wording.read_source(cited)
        if wording.support(bare, source) < wording.LEAST_SUPPORT or wording.strays(bare, source):
            return "unsupported_words"
        if claims.moves_number(bare, cited):
            return "unsupported_number"
        if wording.moves_name(bare, source, ordinary=ordinary):
            return "unsupported_name"
        if overstates(bare, cited):
            return "overstated"
        return "contradiction" if wording.contradicts(bare, source) else ""

    def _find_unsupported_translated(self, bare: str, cited: str) -> str:
        """What is the same in all languages: numbers, quotations and names in Latin letters."""
        if translated.misses_number(bare, cited):
            return "unsupported_number"
        if claims.misses_quotation(bare, cited):
            return "unsupported_quotation"
        named = translated.misses_name(
            bare, cited, code=self.language.code if self.language else ""
        )
        return "unsupported_name" if named else ""


def check_sentence(sentence: str, passages: Sequence[Passage]) -> Verdict:
    """Returns whether the sentence may be shown, given these passages."""
    return Rules(tuple(passages)).check(sentence)


def is_label(
    sentence: str, passages: Sequence[Passage], *, language: Language | None = None
) -> bool:
    """Whether it claims nothing and needs no citation: a short lead with a colon, a bold line, a table's head.

    In another `language`, its words need not be those of the passages.
    """
    text = sentence.strip()
    if _RULE_OF_TABLE.fullmatch(text):
        return True
    cells = [cell.strip() for cell in text.strip("|").split("|")] if text.startswith("|") else []
    bare = _ITEM.sub("", text)
    is_bold = len(bare) > 4 and bare.startswith("**") and bare.rstrip(":").endswith("**")
    if not (cells or is_bold or bare.endswith((":", ":**"))):
        return False
    known = ordinary_stems(passages) | lists().labels
    if language and not looks_english(bare):
        known |= frozenset(content_stems(words_of(bare)))
    return all(_is_short_label(cell, known) for cell in cells or [bare])


def declines(sentence: str) -> bool:
    """Whether a sentence says that the passages do not hold the answer."""
    return bool(_DECLINES.search(sentence))


def text_of(passage: Passage) -> str:
    """Returns what a sentence may rest on: the passage's heading path and its text."""
    return f"{passage.chunk.heading}\n{passage.chunk.text}"


def ordinary_stems(passages: Sequence[Passage]) -> frozenset[str]:
    """Returns the stems of words that the passages, or the questions they are asked as, write in lower case."""
    return _ordinary(tuple(" ".join((text_of(one), *one.chunk.asked_as)) for one in passages))


@lru_cache(maxsize=64)
def _ordinary(texts: tuple[str, ...]) -> frozenset[str]:
    found = {stem(word) for text in texts for word in re.findall(r"(?<![\w'’])[a-z]+", text)}
    return frozenset(found | lists().openers)


def _is_short_label(text: str, known: frozenset[str]) -> bool:
    words = words_of(text)
    return (
        len(words) <= LONGEST_LABEL
        and not claims.numbers_of(text)
        and all(one in known for one in content_stems(words))
        and not any(claims.names_of(text, known))
    )
