"""Rules first: small talk, help, privacy and look-ups in the guide's tables, without any model."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from advisor.index.release import Release

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A rule's answer; `sources` name table entries as (table, heading) to cite, in order."""

    rule: str
    text: str
    sources: tuple[tuple[str, str], ...] = ()


GREETING = (
    "Hello! I answer questions about building products with AI from your team's guide, and show the section "
    "behind each sentence. Try: “Precision or recall for a medical test?”"
)
THANKS = "You are welcome. The thumbs under an answer tell the guide's owner what to improve."
FAREWELL = "Goodbye! Ask me again whenever you like."
HELP = (
    "I answer questions of product managers who build with AI, from your team's guide only.\n\n"
    "- Mention me in a channel, write to me directly, or use `/ask` for an answer that only you see.\n"
    "- Each sentence carries the number of its source; if the guide does not cover a question, I say so.\n"
    "- Follow-ups in a thread need no mention while we are alone; “stop” mutes me there.\n"
    "- Rate an answer with the thumbs: the last one counts.\n\n"
    "Good first questions: “Is this an AI problem or are rules enough?”, “Which metrics for a "
    "recommender?”, “What is drift?”"
)
STORED = (
    "I store each question to me, my answer and its sources, the conversation it belongs to, your Slack user id, "
    "your thumbs with their reasons, and your triages with their history. That serves follow-ups and a better guide. "
    "It stays in this installation's own database and is deleted after the retention period. No model is trained on "
    "it, except that triage may learn from your corrections of it once an admin has accepted them. "
    "To see or delete what is held of you, ask an admin to run `advisor privacy export` or `advisor privacy erase` "
    "with your user id."
)
_KEEP = r"(store|stored|save|keep|know|hold|record|remember|collect|log)( about| on| of)?"
_TALK: tuple[tuple[str, str, str], ...] = (
    (
        "greeting",
        r"(hi|hello|hey|hiya|howdy|good (morning|afternoon|evening|day))( there| all| team| bot)?",
        GREETING,
    ),
    (
        "thanks",
        r"(thanks?|thank you|thx|ty|cheers|great,? thanks)( a lot| so much| very much| you)?",
        THANKS,
    ),
    ("farewell", r"(bye|goodbye|see you|cya|good night)( later| then)?", FAREWELL),
    ("help", r"help( me)?|who are you|what are you|what can i ask( you)?|commands?|\?", HELP),
    ("help", r"what (can|do) you (do|help( me)?( with)?|know)( for me)?", HELP),
    ("help", r"how do (i|you) (use you|work|use this)|how does this work", HELP),
    (
        "stored",
        r"(what|which) ?(data|information)? (do|does|did) (you|this bot|the bot|it) "
        + _KEEP
        + r"( me| us)?",
        STORED,
    ),
    ("stored", r"(my )?privacy( policy)?", STORED),
    (
        "stored",
        r"(how do i |please |can you )?(delete|erase|forget|remove) (my data|me|what you know about me)",
        STORED,
    ),
    (
        "stored",
        r"do you (store|save|keep|log|record) (my (data|questions?|messages?)|what i (say|ask|write))",
        STORED,
    ),
)
_glossaries: "WeakKeyDictionary[Release, Mapping[str, Row]]" = WeakKeyDictionary()
_DEFINITION = re.compile(
    r"^(?:(?:so )?(?:what(?:'s|s| is| are| does| do)?|define|definition of|meaning of|explain|tell me what)\s+)?"
    r"(?:(?:is|are|the|an?|meant by|term)\s+)*(?P<term>.+?)"
    r"(?:\s+(?:mean|means|meaning|definition|stand for|stands for|in plain (?:english|words)))?$",
    re.IGNORECASE,
)
_ASKS_STAGE = re.compile(
    r"\b(stage|phase|step|where (does|do|is)|used for|for what|what .* (for|used))\b", re.IGNORECASE
)
_ASKS_TOOLS = re.compile(
    r"\b(tools?|stack|software|frameworks?|librar(y|ies)|platforms?|technolog(y|ies)|products?)\b",
    re.IGNORECASE,
)
_ASKS_RESOURCE = re.compile(
    r"\b(books?|courses?|articles?|reading|read|resources?|class(es)?|training course|learn from|podcasts?)\b",
    re.IGNORECASE,
)
_STAGES: Mapping[str, str] = {
    "Model development": r"develop\w*|prototyp\w*|build(ing)? (a |the )?models?",
    "Model training": r"(model )?training|train( a| the| our)? models?|train",
    "Evaluation": r"evaluat\w*|experiment tracking|track(ing)? experiments",
    "Deployment": r"deploy\w*|serving|production|ship(ping)? (a |the )?models?",
    "Monitoring and performance checks": r"monitor\w*|performance checks?",
}


def answer_by_rule(question: str, release: Release | None) -> Reply | None:
    """Returns the reply of the first rule that fits the whole question, or None."""
    text = question.strip().strip("!.?… ").lower() or question.strip()
    for rule, pattern, words in _TALK:
        if re.fullmatch(pattern, text):
            return Reply(rule, words)
    if release is None:
        return None
    lookups: tuple[Callable[[str, Release], Reply | None], ...] = (
        _look_up_term,
        _look_up_tool,
        _look_up_stage,
        _look_up_resource,
    )
    return next((reply for look_up in lookups if (reply := look_up(text, release))), None)


def _look_up_term(text: str, release: Release) -> Reply | None:
    match = _DEFINITION.match(text)
    row = _glossary(release).get(_key(match["term"])) if match else None
    if row is None:
        return None
    return Reply("glossary", f"{row['definition']} [1]", (("glossary", row["term"]),))


def _glossary(release: Release) -> Mapping[str, Row]:
    """The glossary's rows by every name of their term; made once for each release."""
    rows = _glossaries.get(release)
    if rows is None:
        rows = {
            _key(name): row
            for row in release.tables.get("glossary", ())
            for name in (*row.get("aliases", ()), row["term"])
        }
        _glossaries[release] = rows
    return rows


def _look_up_tool(text: str, release: Release) -> Reply | None:
    """Answers "PyTorch, which stage?", "what is MLflow used for?": every stage that lists the tool."""
    if not _ASKS_STAGE.search(text):
        return None
    sentences: list[str] = []
    sources: list[tuple[str, str]] = []
    for row in release.tables.get("stack", ()):
        for tool in row["tools"]:
            names = (tool["name"], *tool.get("aliases", ()))
            if any(_holds(text, name) for name in names):
                sources.append(("stack", row["stage"]))
                sentences.append(
                    f"{tool['name']} belongs to the stage “{row['stage']}”: {tool['what']}. [{len(sources)}]"
                )
    return Reply("stack", " ".join(sentences), tuple(sources)) if sentences else None


def _look_up_stage(text: str, release: Release) -> Reply | None:
    """Answers "Which tools for evaluation?": the exact row of one stage."""
    if not _ASKS_TOOLS.search(text):
        return None
    stages = [stage for stage, pattern in _STAGES.items() if re.search(rf"\b({pattern})\b", text)]
    rows = [row for row in release.tables.get("stack", ()) if row["stage"] in stages]
    if len(rows) != 1:
        return None
    row = rows[0]
    tools = "\n".join(f"- {tool['name']}: {tool['what']} [1]" for tool in row["tools"])
    text = f"{row['note']} [1]" + (f"\n\n{tools}" if tools else "")
    return Reply("stack", text, (("stack", row["stage"]),))


def _look_up_resource(text: str, release: Release) -> Reply | None:
    """Answers "A book on influence?": the entries of that kind and topic, exactly as listed."""
    asked = _ASKS_RESOURCE.search(text)
    if not asked:
        return None
    rows = [row for row in release.tables.get("resources", ()) if _fits_resource(text, row)]
    kind = asked[0].rstrip("s")
    rows = [row for row in rows if row["kind"] == kind] or rows
    if not 0 < len(rows) <= 5:
        return None
    lines = [f"- {row['about']} [{place}]" for place, row in enumerate(rows, 1)]
    return Reply("resources", "\n".join(lines), tuple(("resources", row["title"]) for row in rows))


def _fits_resource(text: str, row: Row) -> bool:
    names = (row["topic"], row["title"], row["by"], *row.get("aliases", ()))
    return any(_holds(text, name) for name in names if name)


def _holds(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text))


def _key(term: str) -> str:
    """Terms match regardless of case, hyphens, quotes and a plural s."""
    words = re.sub(r"[\s\-_/]+", " ", term.lower()).strip(" \"'“”‘’.,?!()")
    return words.removesuffix("s") if len(words) > 3 else words
