"""What kind of answer a question wants: a comparison, a list, a number, a verdict, or several parts."""

import re
from dataclasses import dataclass

LONGEST_SIDE = 8
SHORTEST_PART = 3
_SIDE = r"(?P<{}>[^,;:?!.]+?)"
_A, _B = _SIDE.format("a"), _SIDE.format("b")
_END = r"\s*(?:[,;:?!.]|$)"
_VERSUS = r"\s+(?:vs\.?|versus|v\.|as opposed to|compared (?:to|with)|in contrast (?:to|with)|rather than)\s+"
_BEFORE = (
    r"^(?:so |ok |and |but |hey |please )*(?:(?:what(?:'s| is|s)?|is there|explain|tell me|describe|show me|show"
    r"|in terms of)\s+)?(?:the |a |any )?"
)
_BETWEEN = r"differences?|distinction|diff|line|border|boundary|choice|choose|comparison|distinguish|decide"
_COMPARISONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_BETWEEN})\s+between\s+{_A}\s+(?:and|or|vs\.?|versus)\s+{_B}{_END}",
        rf"^(?:please )?(?:compare|contrast)\s+{_A}\s+(?:and|with|to|vs\.?|versus|against)\s+{_B}{_END}",
        rf"\bhow\s+(?:do|does|is|are)\s+{_A}\s+(?:differ(?:s|ent)?|differ)\s+(?:from|to|than)\s+{_B}{_END}",
        rf"\bhow\s+(?:do|does|are)\s+{_A}\s+and\s+{_B}\s+(?:differ|different|compare){_END}",
        rf"\b(?:tell|keep)\s+{_A}\s+(?:and|from)\s+{_B}(?:\s+apart)?{_END}",
        rf"^{_A}\s+and\s+{_B}\s*[,:]?\s+(?:how do they|what is the|what's the|whats the)\s+differ",
        rf"^{_A}\s+or\s+{_B}\s*,\s*(?:how do (?:i|we|you) tell|what is the difference|what's the difference)",
        rf"{_BEFORE}{_A}{_VERSUS}{_B}{_END}",
    )
)
_EITHER = re.compile(
    r"^(?:(?:should|shall|do|can|must|would|is|are)\s+(?:(?:i|we|you|it|one)\s+)?(?:use |pick |choose |take |better )?"
    r"|which(?: is better)?[:,]?\s+|what(?:'s| is) better[:,]?\s+)?"
    r"(?P<a>[\w'-]+(?:\s[\w'-]+){0,3}?)\s+or\s+(?P<b>(?!not\b|no\b|else\b|so\b|more\b|less\b)[\w'-]+(?:\s[\w'-]+){0,2}?)"
    r"(?P<rest>\s+(?:for|in|with|when|if|on|to)\b.*)?\s*[?.!]*$",
    re.IGNORECASE,
)
_NUMBERS = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
_LIST = re.compile(
    r"\b(?:what|which)\s+(?:\w+\s+){0,3}?are\b|\bwhich\s+(?:\w+\s+)?(?!is\b|was\b|has\b|does\b)\w{3,}s\b"
    rf"|\blist\b|\b(?:name|give me|show me|tell me)\s+(?:me )?(?:all|the|every\w*|{_NUMBERS})\b"
    r"|^all (?:the|of)\b|\beverything (?:for|about|on|in|we|you|that|there)\b|\bwhat (?:kinds?|types?|sorts?) of\b"
    r"|\bwhat (?:\w+ )?(?:steps|stages|phases|ways|options|reasons|risks|benefits|skills|tools|metrics|questions|"
    rf"examples|areas|roles)\b|\benumerate\b|^(?:the )?{_NUMBERS}\s+(?:\w+\s+){{0,2}}\w+s\b(?!,)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?:[\w']+[, ]+){0,3}(?:how many|what number of|which number of)\s+"
    r"(?P<noun>[\w'-]+(?:\s+(?!(?:are|is|were|do|does|did|can|should|must|will|of|in|for|has|have|the|there)\b)[\w'-]+){0,2})",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^(?:(?:so|and|but|ok|hey|well|actually|then|really)[, ]+)*"
    r"(?:is|are|isn't|aren't|was|were|am|do|does|don't|doesn't|did|didn't|can|can't|could|should|shouldn't|shall|must|"
    r"will|won't|would|may|might|has|have|had|need)\s+(?!you (?:please |kindly )?(?:explain|tell|give|show|list|name|"
    r"describe|say|compare|summari[sz]e|define|help)\b)",
    re.IGNORECASE,
)
_WHY_OR_WHETHER = (
    r"(?:what|what's|whats|which|who|whose|when|where|why|how|is|are|do|does|did|can|could|should|must|will|"
    r"would|has|have)"
)
_ASKS = rf"(?:{_WHY_OR_WHETHER}|explain|describe|define|name|list)"
_NEXT_PART = re.compile(
    rf"\?\s+(?:and |also |then |or )?(?={_ASKS}\b)|[,;]?\s+and\s+(?:also )?(?={_WHY_OR_WHETHER}\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|one)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question wants beside its matter.

    `sides` are the two things compared, `parts` the questions of a question; each is worth a retrieval
    of its own. `counted` is the noun after "how many".
    """

    sides: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    wants_list: bool = False
    counted: str = ""
    is_closed: bool = False

    @property
    def queries(self) -> tuple[str, ...]:
        """What is to be retrieved beside the question itself."""
        return self.sides or self.parts


ANY = Intent()


def read_intent(question: str) -> Intent:
    """Returns the kind of answer that a question wants; a plain one if in doubt."""
    text = " ".join(question.split())
    sides = _sides(text)
    parts = () if sides else _parts(text)
    count = _COUNT.search(text)
    return Intent(
        sides=sides,
        parts=parts,
        wants_list=bool(_LIST.search(text)) and not sides,
        counted=count["noun"] if count else "",
        is_closed=bool(_CLOSED.match(text)) and not sides and " or " not in text.lower(),
    )


def _sides(text: str) -> tuple[str, ...]:
    for pattern in _COMPARISONS:
        match = pattern.search(text)
        if match:
            sides = _bare(match["a"]), _bare(match["b"])
            if all(sides) and all(len(side.split()) <= LONGEST_SIDE for side in sides):
                return sides
    either = _EITHER.match(text)
    if either:
        rest = either["rest"] or ""
        return _bare(either["a"]) + rest, _bare(either["b"]) + rest
    return ()


def _bare(side: str) -> str:
    return re.sub(r"^(?:an?|the|both|between|using)\s+", "", side.strip(" \"'“”"), flags=re.I)


def _parts(text: str) -> tuple[str, ...]:
    """The question in two, where both halves are questions; a pronoun in the second takes the first along."""
    for match in _NEXT_PART.finditer(text):
        first, second = text[: match.start()].strip(" ,;?"), text[match.end() :].strip()
        if not re.match(rf"(?:so |and |ok |hey )*{_ASKS}\b", first, re.IGNORECASE):
            continue
        if min(len(first.split()), len(second.split())) < SHORTEST_PART:
            continue
        if _PRONOUN.search(second) or len(second.split()) == SHORTEST_PART:
            second = f"{first} {second}"
        return first, second
    return ()
