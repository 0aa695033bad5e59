"""What can be done with a triage: answer its question, correct it, set its state, share, hand over, save."""

from advisor.database.triage_records import TriageRecord
from advisor.models import OpenQuestion, Reply
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_section,
    build_select,
)
from listeners.views.triage_words import CAPABILITIES, NO_AI, STATUSES, name_capability, tell

# Whether the rules could be written down is asked the other way round: "yes" speaks against AI.
TURNED = frozenset(("rules",))
PROBLEM = "problem"


def build_question(
    triage: TriageRecord, question: OpenQuestion, progress: str
) -> tuple[Block, ...]:
    """Returns a missing fact as a question with its buttons; which problem it is about takes words."""
    lead = f"*{progress}:* " if progress else ""
    buttons = [
        build_button(
            label,
            action_id=f"triage_answer:{name}",
            value=f"{triage.id}:{question.key}:{reply}:{revision_of(triage)}",
        )
        for name, label, reply in choices(question.key)
    ]
    words = build_button(
        "Answer in words", action_id="triage_words", value=f"{triage.id}:{question.key}"
    )
    hint = "Each answer triages it again. I never guess a fact."
    return (
        {"type": "divider"},
        build_section(f"{lead}{tell(question.text)}"),
        build_actions([*buttons, words]),
        build_context(hint),
    )


def choices(key: str) -> tuple[tuple[str, str, Reply], ...]:
    """Returns the buttons of a question: a name, what it says, and the reply that it stands for."""
    if key == PROBLEM:
        return ()
    yes, no = ("no", "yes") if key in TURNED else ("yes", "no")
    return (
        ("yes", "Yes", _reply(yes)),
        ("no", "No", _reply(no)),
        ("unknown", "I don't know", "unknown"),
    )


def revision_of(triage: TriageRecord) -> int:
    """Returns a number that grows with each change: two clicks on one card carry the same."""
    return int(triage.updated_at.timestamp() * 1000)


def build_controls(triage: TriageRecord, *, is_owner: bool) -> tuple[Block, ...]:
    """Returns the menus and buttons: for others than the owner, only what changes nothing."""
    save = build_button("Save as file", action_id="triage_save", value=triage.id)
    if not is_owner:
        return (build_actions([save]),)
    hand = build_button("Hand to engineers", action_id="triage_hand", value=triage.id)
    share = build_button("Share to a channel", action_id="triage_share", value=triage.id)
    details = build_button(
        "Add details", action_id="triage_details", value=triage.id, style="primary"
    )
    return (
        build_actions([details, share, hand, save]),
        build_actions([_build_correction(triage), _build_status(triage)]),
    )


def _build_correction(triage: TriageRecord) -> Block:
    options = {f"{triage.id}:{each}": name_capability(each) for each in (*CAPABILITIES, NO_AI)}
    return build_select(
        "Correct the capability",
        action_id="triage_correct",
        options=options,
        chosen=f"{triage.id}:{triage.chosen}",
    )


def _build_status(triage: TriageRecord) -> Block:
    options = {f"{triage.id}:{value}": f"Status: {name}" for value, name in STATUSES.items()}
    return build_select(
        "Set the status",
        action_id="triage_status",
        options=options,
        chosen=f"{triage.id}:{triage.status}",
    )


def _reply(word: str) -> Reply:
    return "yes" if word == "yes" else "no"
