"""Tells a wish for a technology from a problem: "we want to use GPT for support" names no problem yet."""

import re
from typing import Literal

Opening = Literal["problem", "task", "technology"]

_TECHNOLOGY = (
    r"(?:(?:generative |gen ?|conversational |agentic |artificial )?(?:AI|A\.I\.|intelligence)|GenAI|GPT(?:-?\s?\d\w*)?|ChatGPT|"
    r"(?:large )?language models?|LLMs?|ML|machine[- ]learning|deep[- ]learning|neural (?:nets?|networks?)|transformers?|"
    r"Claude|Gemini|Copilot|Llama|Mistral|OpenAI|agents?|AI agents?|copilots?|chat ?bots?|assistants?|RAG|vector (?:database|store|search)|"
    r"computer vision|NLP|natural language processing|blockchain|foundation models?|embeddings|diffusion models?|"
    r"data science|predictive analytics|reinforcement learning|smart (?:algorithms?|features?))"
)
_WISH = (
    r"(?:(?:we|i|they|our \w+|my \w+|the \w+|management|everyone|leadership|marketing|sales|hr|ops)"
    r"(?:'d|'ll|’d|’ll)?(?: \w+){0,3}? (?:want|wants|wanted|need|needs|should|must|would like|wish|plan|plans|like|love|decided|"
    r"intend|intends|have to|could|can|shall|might|will|asks?|asked|are asked|is asked|insists?|hopes?|thinking|going|looking)|"
    r"let'?s|let us|can (?:we|you|i)|could (?:we|you|i)|should we|may we|how (?:can|could|do|should|might) we|what if we|"
    r"why (?:not|don'?t we)|is it possible|idea|it is time|it'?s time|time|please|help us|want|need|looking|we'?re|we are|i'?d (?:like|love)|thinking)"
)
_PUT = (
    r"(?:use|using|add|adding|put|putting|get|getting|have|having|integrat(?:e|ing)|implement(?:ing)?|introduc(?:e|ing)|adopt(?:ing)?|leverag(?:e|ing)|"
    r"apply(?:ing)?|build(?:ing)?|bring(?:ing)?|deploy(?:ing)?|embed(?:ding)?|employ(?:ing)?|try(?:ing)?|start(?:ing)?|do(?:ing)?|"
    r"incorporat(?:e|ing)|sprinkl(?:e|ing)|throw(?:ing)?|include|including|switch(?:ing)?|launch(?:ing)?|create|creating|develop(?:ing)?|"
    r"make use of|making use of|go|going|explore|exploring|invest(?:ing)?|ship(?:ping)?|work(?:ing)?|buy(?:ing)?|something|anything|want|need|needs)"
)
# Names of technologies only: an assistant or a copilot may well be what is described.
_NAMED = re.compile(
    r"\b(?:AI|A\.I\.|GenAI|artificial intelligence|(?:Chat)?GPT(?:-?\s?\d\w*)?|LLMs?|language models?|ML|machine[- ]learning|"
    r"deep[- ]learning|neural (?:nets?|networks?)|blockchain|OpenAI|Copilot licen[cs]es?|computer vision|NLP|data science)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:we|i|our|my|us|let'?s|should|want|wants|need|needs|everybody|everyone|competitors?|boss|ceo|management|board)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"^\W*(?:(?:hi|hello|hey|so|ok|well|and|also|now|team|all|folks|there)\W+)*"
    rf"(?:{_WISH}\b[^.!?\n]{{0,60}}?\b)?{_PUT}\b[^.!?\n]{{0,40}}?\b{_TECHNOLOGY}\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^\W*(?:(?:some|an?|the|more|our own|add|use|using)\s+)*(?:{_NAMED.pattern})\W*(?:$|[!.?]|\b(?:for|in|into|on|across|everywhere|"
    rf"please|now|strategy|features?|first|driven|roadmap|project|initiative)\b)",
    re.IGNORECASE,
)
# A task that one can picture: what comes in and what goes out. "Improve", "help" and "boost" name none.
_DOES = (
    r"(?:predict|forecast|estimat|detect|spot|flag|classif|categori|label|tag|rout|sort|rank|order|prioriti|recommend|suggest|propos|"
    r"group|cluster|segment|summari|draft|writ|generat|transcrib|translat|answer|extract|recogni|identif|tell|find|match|scor|"
    r"decid|guess|calculat|read|count|warn|alert|moderat|filter|check|diagnos|personali|select|pick|choos|assign|repl|explain|convert)"
)
_TASK = re.compile(
    rf"(?:^|[.:;,]\s*|\b(?:to|that|which|and|can|could|would|should|for|will|by|in)\s+)(?:automatically |better |quickly |reliably |also |"
    rf"then |help \w+ |help |us )?{_DOES}\w*\s+(?!(?:us|things?|stuff|it|them|more|a use|use cases?)\b(?:\W|$))\w+"
    r"|\b\w+[ -](?:detection|forecast(?:s|ing)?|predictions?|classification|recommendations?|ranking|segmentation|clustering|scoring|"
    r"summari[sz]ation|translation|transcription|recognition|generation|routing|matching|moderation|personali[sz]ation|analysis|search|estimation)\b",
    re.IGNORECASE,
)
_PAIN = re.compile(
    r"\b(?:so that|because|in order to|since (?:our|we|the|they)|otherwise|instead of (?:\w+ ){0,2}(?:doing|by hand|reading|calling|typing|waiting)|"
    r"wast(?:e|es|ing)|los(?:e|es|ing|t)\b|miss(?:es|ed|ing)?\b|late\b|too (?:slow|long|late|many|often|much|few|expensive|hard)|slow(?:ly)?\b|"
    r"complain\w*|struggl\w*|overwhelm\w*|drown\w*|frustrat\w*|by hand|manual(?:ly)?|hours? (?:a|per|each|every)|takes? (?:\w+ ){0,3}"
    r"(?:minutes|hours|days|weeks)|error[- ]prone|mistakes?|wrong(?:ly)?|cannot (?:find|keep|tell|see|cope)|can'?t (?:find|keep|tell|see|cope)|"
    r"don'?t (?:know|find|notice)|do not (?:know|find|notice)|fail\w*|backlog|queue|wait(?:s|ing)?\b|leav(?:e|es|ing) (?:us|the|after|because)|"
    r"abandon\w*|return rate|stock-?outs?|run(?:s)? out|breaks? down|downtime|fraud\w*|unhappy|problem is|pain\w*|bottleneck|"
    r"spend (?:\w+ ){0,4}(?:minutes|hours|days|time|mornings?|afternoons?|evenings?|weeks?)|costs? us|too often|nobody (?:knows|finds|reads|can))",
    re.IGNORECASE,
)


# A longer text without a problem word mostly tells its problem in words of its own.
_SHORT = 25


def read_opening(text: str) -> Opening:
    """Returns whether the text gives a problem, a task for a technology without its problem, or a technology alone.

    A text that wishes for no technology counts as a problem: it says what should come out.
    """
    if not _wishes_for_technology(text) or _PAIN.search(text):
        return "problem"
    return "task" if _TASK.search(text) else "technology"


def _wishes_for_technology(text: str) -> bool:
    if _OPENS.match(text) or _BARE.match(text):
        return True
    return bool(
        len(text.split()) <= _SHORT and _NAMED.search(text) and _WISHES.search(text)
    )
