"""Takes out of a description what tries to steer the verdict: a description is read, never obeyed."""

import re

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*(?:[.!?]+|\n|$)")
# Our own words for results, which no description of a problem uses, and orders on what to say. What steers the
# answers to questions (advisor/injection.py) is read more broadly: there, "assign" or "find" orders a bot about.
_ORDER = re.compile(
    r"\b(?:rules_first|not_ai|too_costly|needs_facts|out_of_scope|ai_score)\b"
    r"|\b(?:the |your |final |set (?:the )?)*verdict\b[^.!?\n]{0,20}(?::|=|\b(?:is|must|should|shall|to|has to|will be|ai)\b)"
    r"|\b(?:say|answer|reply|respond|return|output|print|write|give|mark|set|treat|count|rate|score|assume)\b[^.!?\n]{0,60}"
    r"\b(?:yes to (?:all|every|each)|(?:all )?(?:four|the) questions|verdict|as (?:an )?ai problem|confidence (?:of |to )?(?:1|100))"
    r"|(?:^|[,;:(\[\"'–-]|\b(?:please|now|and|then|just|so|must|should|to))\s*(?:ignore|disregard|forget|skip|override|bypass|drop)\b"
    r"[^.!?\n]{0,30}\b(?:the above|all above|everything (?:above|before|else)|(?:previous|prior|earlier|preceding|your|all) "
    r"(?:\w+ )?(?:instructions?|rules|questions|text|checks?|guidelines|prompts?|orders)|four questions|classifier)\b"
    r"|^\W*(?:system|assistant|developer|admin(?:istrator)?)\s*(?::|note\b|message\b)"
    r"|\byou (?:must|should|shall|have to|will|are to|need to)\b[^.!?\n]{0,60}\b(?:verdict|approve|classify this|say (?:it.?s|this is|that)|"
    r"answer (?:yes|ai|no)|choose|pick|label this)\b",
    re.IGNORECASE,
)


def without_orders(text: str) -> tuple[str, bool]:
    """Returns the text without the sentences that order the reader about, and whether there were any.

    Where nothing else is left the text is empty: it describes no problem.
    """
    sentences = [match[0] for match in _SENTENCE.finditer(text) if match[0]]
    kept = [one for one in sentences if not _steers(one)]
    if len(kept) == len(sentences):
        return text, False
    return "".join(kept).strip(), True


def _steers(sentence: str) -> bool:
    return bool(_ORDER.search(sentence))
