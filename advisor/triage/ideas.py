"""Tells a message that proposes a use of AI from a question about building with AI: a few patterns, no model."""

import re

LONGEST = 2000
FEWEST_WORDS = 5
_AI = (
    r"(?:ai|a\.i\.|artificial intelligence|ml|machine learning|gpt\S*|chatgpt|llms?"
    r"|an? (?:\w+ )?(?:model|bot|algorithm|classifier|assistant|agent|chatbot|recommender))"
)
_DOES = (
    r"(?:do|help|solve|handle|predict|detect|find|sort|rank|tell|write|draft|read|spot|flag|suggest|recommend"
    r"|group|decide|estimate|forecast|classify|summari[sz]e|answer|route|match|score|generate|choose|pick)"
)
_WISHES = (
    r"(?:like|love|want|need|wish|plan|intend|hope|(?:are|am|is) (?:thinking|considering|planning))"
)
_WHO = r"(?:we|i|our (?:\w+ ){1,3}|my (?:\w+ ){1,3}|the (?:\w+ ){0,2}team)"
_GETS = r"(?:use|using|have|having|build|building|get|getting|try|trying|add|adding|train|training|create|creating)"
# What somebody proposes to have done, in a case of their own.
_PROPOSALS = (
    rf"\b(?:could|can|would|should|might) {_AI} (?:\w+ ){{0,2}}{_DOES}\b",
    rf"\b{_WHO}\s*(?:'d|’d| would)?\s*{_WISHES}(?: to| of)?(?: {_GETS})?(?: some)? {_AI}\b",
    rf"\b(?:idea|use case|proposal|what if|imagine)\b.{{0,60}}\b{_AI}\b",
    rf"\b(?:use|using|build|building|train|training|add|adding|apply|try)\s+{_AI}\s+(?:to|for|that|which)\b.{{12}}",
    r"^\W*(?:use case|idea|proposal)\s*:\s*.{15}",
    # The bare question, with the case told beside it.
    r"\bis (?:this|it|that) (?:an? )?(?:ai|ml|machine learning)[- ](?:problem|use case|case|task)\b.{20}",
    r".{20}\bis (?:this|it|that) (?:an? )?(?:ai|ml|machine learning)[- ](?:problem|use case|case|task)\b",
)
_PROPOSES = re.compile("|".join(_PROPOSALS), re.IGNORECASE | re.DOTALL)
# How one does things, or what something is, is for the guide.
_ASKS_ABOUT = re.compile(
    r"^\W*(?:(?:please|hi|hello|hey|so|ok|and)\W+)*(?:what|which|why|who|explain|define|compare|tell me"
    r"|how (?:do|does|can|should|would|much|many|to|is|are|often)|when (?:do|does|should|is)"
    r"|is this an ai problem, or)\b",
    re.IGNORECASE,
)


def describes_idea(text: str) -> bool:
    """Returns whether a message proposes a use of AI that could be triaged, such as "could AI sort our mail?"."""
    told = " ".join(text[:LONGEST].split())
    if len(told.split()) < FEWEST_WORDS or _ASKS_ABOUT.match(told):
        return False
    return bool(_PROPOSES.search(told))
