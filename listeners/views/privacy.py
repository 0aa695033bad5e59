"""What the bot holds of a person, told to that person alone."""

from collections.abc import Mapping, Sized

from listeners.views.blocks import Block, build_actions, build_button, build_plain, build_section

EXPORT = "privacy_export"
ERASE = "privacy_erase"
NOTHING = "I hold nothing about you."
SENT = "Here is all that I hold about you: you find the file in your direct messages with me."
# In plain words, by the table that holds it; whatever else there is counts as a note.
_KINDS = {
    "answers": ("question with its answer", "questions with their answers"),
    "votes": ("vote", "votes"),
    "triages": ("triage", "triages"),
    "overrides": ("correction", "corrections"),
    "proposals": ("proposed page", "proposed pages"),
}
_OTHER = ("note of when you asked or clicked", "notes of when you asked or clicked")
_CONFIRM = (
    "Your questions, answers, votes, triages and corrections are deleted. Pages that were approved stay with the "
    "team, without your name. This cannot be undone."
)


def build_privacy(held: Mapping[str, Sized], *, retention_days: int) -> list[Block]:
    """What is held, how long, and the buttons that send or erase it."""
    told = tell_held({table: len(rows) for table, rows in held.items()})
    if not told:
        return [build_section(NOTHING)]
    erase = build_button("Erase everything", action_id=ERASE, value="erase", style="danger")
    erase["confirm"] = {
        "title": build_plain("Erase everything?"),
        "text": build_plain(_CONFIRM),
        "confirm": build_plain("Erase"),
        "deny": build_plain("Keep"),
        "style": "danger",
    }
    return [
        build_section(
            f"*What I hold about you:* {told}.\nIt goes by itself after {retention_days} days."
        ),
        build_actions([build_button("Send me a copy", action_id=EXPORT, value="export"), erase]),
    ]


def tell_erased(erased: Mapping[str, int]) -> str:
    """What was erased, in a sentence."""
    told = tell_held(erased)
    return f"Erased: {told}." if told else NOTHING


def tell_held(counts: Mapping[str, int]) -> str:
    """The counts by table in plain words; nothing where there is nothing."""
    parts = [_count(counts.get(table, 0), words) for table, words in _KINDS.items()]
    other = sum(count for table, count in counts.items() if table not in _KINDS)
    return ", ".join(part for part in (*parts, _count(other, _OTHER)) if part)


def _count(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[number != 1]}" if number else ""
