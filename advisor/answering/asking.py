"""What a message asks, without the story that it tells beforehand."""

import re

_END = re.compile(r"(?<=[?!…])\s+|(?<=[.!?…])\s+|\n+")
_ADDRESS = re.compile(
    r"^\W*(?:(?:hi|hello|hey|ok|okay|so|well|oh|lol|haha|yo|dear|and|but|also|now|then|please|pls|quick question|"
    r"silly one|dumb question|just|honestly|tbh|btw|hmm+|um+|guys|team|folks|all|there|sorry)\b[\s,!.:-]*)+",
    re.IGNORECASE,
)
_WH = r"what(?:.?s)?|whats|which|who(?:.?s)?|whom|whose|how(?:.?s)?|why|when|where"
_AUXILIARY = (
    r"is|are|am|was|were|do|does|did|can|could|should|shall|would|will|must|may|might|has|have|had|"
    r"isn.?t|aren.?t|don.?t|doesn.?t|can.?t|won.?t|shouldn.?t|any"
)
_ORDER = (
    r"tell|give|show|explain|describe|define|list|name|compare|write|draft|make|create|translate|send|help|find|"
    r"recommend|suggest|summari[sz]e|calculate|compute|solve|convert|walk|remind|book|play|sing|draw|generate|fix|"
    r"check|look|let|teach|say|spell|plan|order|add|set|open|pick|choose|build|code|debug|cheer|buy|cook|"
    r"(?:i|we) (?:need|want|would like|.?d like|wonder|am wondering|.?m wondering|wanna know)|i.d like|i.m looking"
)
_BEGINS = re.compile(rf"(?:{_WH}|{_AUXILIARY}|{_ORDER})\b", re.IGNORECASE)
# Where a question begins after a story in the same sentence: after a stop or a link, or with its verb at its side.
_TURN = re.compile(
    rf"(?:[,;:–—]\s*|\s-+\s*|\b(?:so|but|and|then|or|yet|pls|please|wondering|know|idea)\s+)(?=(?:(?:{_WH}|{_AUXILIARY})\s+\w|"
    r"(?:tell|give|show|explain|help) (?:me|us)\b|please\b|help\b))"
    rf"|\s(?=(?:{_WH})\s+(?:{_AUXILIARY}|to|much|many|long|far|often|come|about)\s+\w)"
    r"|\s(?=(?:(?:at|in|for|to|on|by) )?(?:what|which|whose|how)\s+(?:\w+\s+){1,2}"
    r"(?:should|can|could|do|does|would|must|shall|is|are) (?:i|we|you|there|this|that|it)\b)"
    r"|\s(?=(?:should|can|could|do|does|would|must|shall|is) (?:i|we|you|there|this|that|it)\b)",
    re.IGNORECASE,
)
# A shorter beginning is no story: "in b2b, what counts?".
_STORY = 3


def asking(text: str) -> str:
    """Returns what the message asks: its questions and requests, else its last sentence.

    Rules on what is asked for (asks_for) and on other subjects (scope) read this alone: what a story
    mentions on the side sets nothing off. A question that ends a sentence without a stop counts
    too; a message that is one question is returned whole.
    """
    sentences = [one.strip() for one in _END.split(text) if re.search(r"\w", one)]
    if not sentences:
        return text
    asked = [one for one in sentences if _asks(one)]
    return " ".join(_without_story(one) for one in asked or sentences[-1:])


def _asks(sentence: str) -> bool:
    core = _ADDRESS.sub("", sentence)
    return sentence.endswith("?") or bool(_BEGINS.match(core)) or _turn(core) is not None


def _without_story(sentence: str) -> str:
    core = _ADDRESS.sub("", sentence)
    place = None if _BEGINS.match(core) else _turn(core)
    return (core if place is None else core[place:]).strip() or sentence


def _turn(sentence: str) -> int | None:
    """Where a question begins after a story, or None."""
    for match in _TURN.finditer(sentence):
        if len(sentence[: match.start()].split()) >= _STORY:
            return match.end()
    return None
