"""Replies below a card in direct messages: the answer to its open question, in words or as yes and no."""

from collections.abc import Mapping
from dataclasses import replace

from advisor.database import Database
from advisor.database.triage_places import find_triage_at
from listeners.asks import Ask
from listeners.views.triage_card import next_question
from listeners.views.triage_controls import choices

# Which button somebody means who writes instead of clicking.
WORDS: Mapping[str, str] = {
    "yes": "yes", "y": "yes", "yep": "yes", "yeah": "yes", "no": "no", "n": "no", "nope": "no",
    "don't know": "unknown", "i don't know": "unknown", "not sure": "unknown", "no idea": "unknown",
    "unknown": "unknown", "dunno": "unknown",
}  # fmt: skip


def as_answer(database: Database, ask: Ask) -> Ask:
    """Returns the ask as the answer to the question of the card that it replies to, else as it is.

    A reply that asks something itself stays a question to the guide.
    """
    if not ask.is_in_direct_messages or not ask.text or ask.text.rstrip().endswith("?"):
        return ask
    triage = find_triage_at(database, str(ask.place), team=ask.home_team, user=ask.user)
    question = next_question(triage.assessment, triage.description) if triage else None
    if triage is None or question is None:
        return ask
    named = WORDS.get(ask.text.strip().lower().rstrip(".!").replace("’", "'"))
    reply = next((reply for name, _, reply in choices(question.key) if name == named), None)
    answer = {"do": "reply", "reply": reply} if reply else {"do": "words", "words": ask.text}
    return replace(
        ask, kind="triage", text="", task={**answer, "triage": triage.id, "key": question.key}
    )
