"""The words in which people ask for a form of answer, as patterns; read by form.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_ASK = (
    r"(?:(?:please|pls|hey|so|ok(?:ay)?|and|now|but)[, ]+)*(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:(?:give|make|write|create|show|send|list|provide|draft|prepare|build|get|do|want|need|what are|what're|whats)"
    r"(?: me| us)?|i(?:'d| would)? (?:need|want|like))"
)
_LINK = (
    r"(?:\s*[:,–—-]\s*|\s+(?:of|on|about|for|covering|regarding|comparing|with|to|in|when|if)\s+)"
)
_FILLER = (
    r"(?:(?:an?|the|some|just|only|exactly|max(?:imum)?|at most|no more than|about|your|my|short|brief|concise|crisp|"
    r"quick|key|simple|small|clear|main|nice|good)\s+)*"
)
_POLITE = r"(?:[, ]+(?:please|pls|plz|thanks?|thx|thank you))*"
_END = rf"(?={_POLITE}\s*[)\].!?…]*\s*$)"
_WITHIN = (
    rf"\b(?:in|as|with|using|into|in the form of|formatted as)\s+{_FILLER}@\b(?! each\b| per\b)"
)
_ASKED = rf"^(?:{_ASK}\s+)?{_FILLER}@(?:{_POLITE}{_LINK}|{_END})"
_SET_OFF = rf"[,;:.?!(–—-]\s*(?:and\s+)?{_FILLER}@{_END}"
_TRAILING = rf"(?<=\w)(?<!silver)(?<!magic)\s+@{_END}"
_BULLETS = r"bullet(?:ed|s)?(?:[- ]?(?:points?|list|form|format|style))*|bullets|dot ?points"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to ask for a shape; without `set_off`, the same words may be about somebody else's text."""

    shape: str
    pattern: re.Pattern[str]
    is_set_off: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A form's words in a question: where they stand, and the number that they give."""

    shape: str
    span: tuple[int, int]
    count: int | None = None


def _wordings() -> Iterator[Wording]:
    pros = (
        r"(?:pros?(?: (?:and|or|vs?\.?|&|n) ?|/)(?:the )?cons?|advantages? (?:and|or|vs?\.?|&) disadvantages?"
        r"|upsides? (?:and|or|&) downsides?|benefits (?:and|&) (?:drawbacks|downsides)|plus(?:s?es) and minus(?:s?es)"
        r"|strengths (?:and|&) weaknesses|arguments (?:for and against|on both sides))"
    )
    table = r"(?:(?:comparison|markdown|side[- ]by[- ]side)\s+)?table(?: form(?:at)?)?(?! stakes| of contents)"
    checklist = rf"(?:{_COUNT}[- ](?:item|point|step)\s+)?(?:check-? ?list|to-?do[- ]?list)"
    guide = (
        rf"(?:{_COUNT}[- ]step|step[- ]by[- ]step|numbered)\s+"
        r"(?:guide|instructions?|list|explanation|plan|walk-?through|steps|points)"
    )
    line = r"(?:(?:one|1|a single|single)[- ](?:(?:short|single|simple|plain|clear)\s+)?(?:line|sentence)r?|one-?liner)"
    brief = r"(?:tl;?\s?dr|(?:in )?a nutshell|in short|in brief)"
    sentences = rf"{_COUNT}\s+(?:short\s+)?(?:sentences|lines)"
    points = rf"{_COUNT}\s+{_FILLER}(?:points?|take-?aways?|facts)"
    bullets = rf"(?:{_COUNT}\s+{_FILLER})?(?:{_BULLETS})"
    everywhere = (_WITHIN, _ASKED, _SET_OFF, _TRAILING)
    nouns: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("pros_and_cons", pros, everywhere),
        ("table", table, everywhere),
        ("checklist", checklist, everywhere),
        ("steps", guide, everywhere),
        ("steps", rf"{_COUNT}\s+(?:\w+\s+)?steps", (_WITHIN, _SET_OFF)),
        ("steps", r"(?:numbered )?steps", (r"\bas\s+@\b",)),
        ("bullets", bullets, everywhere),
        ("bullets", points, (_WITHIN, _ASKED, _SET_OFF)),
        ("one_line", line, everywhere),
        ("one_line", brief, (r"\b@\b",)),
        ("prose", sentences, everywhere),
    )
    for shape, noun, ways in nouns:
        for way in ways:
            pattern = re.compile(way.replace("@", f"(?:{noun})"), re.IGNORECASE)
            yield Wording(shape, pattern, is_set_off=way in {_ASKED, _SET_OFF})


_WORDINGS = tuple(_wordings())
_STEP_BY_STEP = re.compile(r"\bstep[- ]by[- ]step\b", re.IGNORECASE)
# "Should we go step by step or all at once?" is about the steps.
_WEIGHS_STEPS = re.compile(
    r"^(?:should|shall|is|are|do|does|did|can (?!you)|could (?!you)|would (?!you)|why|when|may|must)\b.*"
    r"\b(?:go|launch|release|roll out|deliver|proceed|work|build|ship|introduce|do it|approach)(?: \w+){0,4} step[- ]by"
    r"|\bstep[- ]by[- ]step or\b|\bor step[- ]by[- ]step\b",
    re.IGNORECASE,
)
_TELLS = (
    r"(?:answer|reply|respond|present|show|display|report|output|explain|describe|summari[sz]e|write|format|lay|"
    r"phrase|give|make|list|produce|generate|weigh|communicate|pitch|sell|tell|convince|justify|talk)"
)
_OTHERS = re.compile(
    r"\b(?:do|does|did|can|could|should|may|might|must|will|would)\s+"
    r"(?:it|they|he|she|chatgpt|alexa|users?|models?|llms?|people|customers?|(?:an?|the|our|my|your)\s+\w+)"
    rf"\s+(?:\w+\s+){{0,2}}{_TELLS}\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:on|in|of|to)\s+(?:an?|the|my|our)\s+(?!table\b|check)[^,;:?!]*\bcheck-?\s?list\b"
    r"|\b(?:stored?|kept|keep|saved?|held|hold|logs?|logged)\b[^,;:?!]*\btable",
    re.IGNORECASE,
)


def find_shapes(text: str) -> list[Found]:
    """Returns the forms that a question asks for, in order of what counts most, without overlaps."""
    found: list[Found] = []
    speaks_of_others = bool(_OTHERS.search(text))
    for wording in _WORDINGS:
        match = wording.pattern.search(text)
        if not match or (speaks_of_others and not wording.is_set_off):
            continue
        if wording.shape in {"table", "checklist"} and _THINGS.search(text):
            continue
        if any(match.start() < one.span[1] and one.span[0] < match.end() for one in found):
            continue
        found.append(Found(wording.shape, match.span(), _number(match.groupdict().get("count"))))
    steps = _STEP_BY_STEP.search(text)
    taken = any(one.shape == "steps" for one in found)
    if steps and not taken and not speaks_of_others and not _WEIGHS_STEPS.search(text):
        found.append(Found("steps", steps.span()))
    return found


def _number(word: str | None) -> int | None:
    if not word:
        return None
    number = int(word) if word.isdigit() else _NUMBERS.index(word.lower()) + 1
    return number or None


_WHO = (
    r"(?P<who>(?:(?:my|our|the|an?)\s+)?(?:c[eftpoi]o|boss|manager|director|vp|head of \w+|board|c-?suite|c-?level|"
    r"leadership(?: team)?|(?:senior )?management|(?:senior )?executives?|execs?|finance(?: team| people)?|sponsor|"
    r"investors?|lawyers?|legal(?: team)?|engineers?|developers?|devs?|engineering(?: team)?|data scientists?|"
    r"designers?|mum|mom|dad|grandma|granny|kids?|child|(?:five|5|ten|10)[- ]year[- ]olds?|beginners?|newbies?|"
    r"newcomers?|dummies|non-? ?technical (?:people|folks|audience|colleagues?|stakeholders?|person)|"
    r"lay(?:people|men|man|person)))"
)
_OWN = _WHO.replace("(?:(?:my|our|the|an?)\\s+)?", "(?:my|our)\\s+", 1)
_FOR_AT_END = re.compile(
    rf"(?:^|[,;:.?!(–—-])\s*(?:and\s+)?(?:(?:written|phrased|explained|suitable|this is|it is|it's)\s+)?"
    rf"for\s+{_WHO}{_END}",
    re.IGNORECASE,
)
_FOR_AT_START = re.compile(rf"^for\s+{_WHO}\s*[:,–—-]\s*", re.IGNORECASE)
_TO_OR_FOR = re.compile(rf"\b(?:to|for)\s+{_WHO}\b", re.IGNORECASE)
_ORDER = re.compile(
    r"^(?:(?:please|pls|hey|so|ok(?:ay)?|and|now)[, ]+)*(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:explain|describe|summari[sz]e|sum up|rephrase|put|write|translate|answer|define|spell out|say)\b",
    re.IGNORECASE,
)
_FOR_OWN = re.compile(rf"(?<=\w)\s+for\s+{_OWN}{_END}", re.IGNORECASE)
_FOR_OWN_ANYWHERE = re.compile(rf"\bfor\s+{_OWN}\b", re.IGNORECASE)
_FOR_ANY = re.compile(rf"(?<=\w)\s+for\s+{_WHO}{_END}", re.IGNORECASE)
_WHAT_IS = re.compile(r"^(?:what(?:'s|s| is| does)|why|how (?:does|do|is|are))\b", re.IGNORECASE)
# What is made for somebody or told to somebody is the matter of a question, not the form of its answer.
_MADE_FOR = re.compile(
    r"\b(?:buil[dt]\w*|mak\w+|design\w*|develop\w*|products?|features?|tools?|assistants?|bots?|apps?|dashboards?|"
    r"reports?|metrics?|numbers?|kpis?|courses?|books?|jobs?|roles?|skills?|train\w*|tips|resources|stack|learn\w*|value|"
    r"hir\w+|work\w*|good|useful|important|matters?|prepare|slides?|"
    rf"(?:i|we|you|one|to) (?:\w+ )?{_TELLS})\b",
    re.IGNORECASE,
)
_LIKE_FIVE = re.compile(
    r"\b(?:explain(?: it| this| that)? (?:to me )?)?(?:like|as if|as though) (?:i'?m|i am|i were|i was|im) (?:a |an )?"
    r"(?:five|5|six|6|ten|10|twelve|12|child|kid|beginner)(?:[- ]years?[- ]old)?\b"
    r"|\beli ?5\b|\bin (?:plain|simple|layman'?s?|everyday|easy|non-technical) (?:english|words|terms|language)\b",
    re.IGNORECASE,
)
NEWCOMER = "a newcomer"
_YOUNG = re.compile(
    r"\b(?:kids?|child|year[- ]olds?|dummies|beginners?|newbies?|newcomers?)\b", re.IGNORECASE
)


def find_audience(text: str, *, beside_shape: bool = False) -> tuple[str, tuple[int, int]] | None:
    """Returns for whom the answer is, as it is named to the asker, and where the question says so."""
    match = _LIKE_FIVE.search(text)
    if match:
        return NEWCOMER, match.span()
    match = _FOR_AT_START.search(text) or _FOR_AT_END.search(text)
    if not match and _ORDER.search(text):
        match = _TO_OR_FOR.search(text)
    if not match and beside_shape:
        match = _FOR_OWN_ANYWHERE.search(text)
    if not match and not _MADE_FOR.search(text):
        match = _FOR_OWN.search(text) or (_FOR_ANY.search(text) if _WHAT_IS.search(text) else None)
    return (_named(match["who"]), match.span()) if match else None


def _named(who: str) -> str:
    if _YOUNG.search(who):
        return NEWCOMER
    words = [
        word.upper() if re.fullmatch(r"c[eftpoi]o|vp", word) else word
        for word in who.lower().split()
    ]
    return re.sub(r"^(?:my|our)\b", "your", " ".join(words))


_COURTESY = re.compile(rf"{_POLITE}(?=\s*[?.!]*\s*$)", re.IGNORECASE)
_RESIDUE = re.compile(
    r"(?:(?:and|now|ok|okay|please|pls|again|the|same|as|that|it|this|make|put|can|could|would|you|give|me|us|but|"
    r"rewrite|say|show|shorten|shorter|answer|explain|summari[sz]e|do|them|thing|once|more|just|instead|for|to|in|into|"
    r"turn|rephrase|sum|up|list|format|write|i|want|need|like|thanks?|short|also|version|a|get)\b[\s,.?!:;-]*)*",
    re.IGNORECASE,
)


def without_courtesy(text: str) -> str:
    """Returns the text without a "please" or "thanks" at its end."""
    return _COURTESY.sub("", text).rstrip()


def is_residue(text: str) -> bool:
    """Whether nothing but "and now the same, please" is left: only the form was asked for."""
    return bool(_RESIDUE.fullmatch(text.strip()))
