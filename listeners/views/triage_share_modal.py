"""The form that asks where a triage goes: to be seen by a channel, or to be built by engineers."""

from advisor.database.triage_records import TriageRecord
from listeners.views.blocks import Block, build_modal, build_plain, build_section
from listeners.views.triage_modal import Origin
from listeners.views.triage_words import tell

CALLBACK_ID = "triage_share"
HAND_CALLBACK_ID = "triage_hand"
WHERE, CHANNEL = "where", "channel"
NOTE, TEXT = "note", "text"
LONGEST_NOTE = 500
SEEN = "Who is in that channel sees it, and it then stands in your team's portfolio."


def build_share_modal(triage: TriageRecord, origin: Origin, *, hand: bool) -> Block:
    """Returns the form; with `hand`, a summary for engineers goes instead of the card."""
    lead = (
        "Engineers get a summary: the problem, the baseline, the metrics, the data and all open questions."
        if hand
        else "The whole card goes there, with your name."
    )
    return build_modal(
        "Hand to engineers" if hand else "Share this triage",
        [
            build_section(f"*{tell(triage.title)}*\n{lead} {SEEN}"),
            _build_where(),
            _build_note(
                "What should they do with it?" if hand else "What do you want to say with it?"
            ),
        ],
        close="Cancel",
        submit=build_plain("Hand over" if hand else "Share"),
        callback_id=HAND_CALLBACK_ID if hand else CALLBACK_ID,
        private_metadata=origin.to_metadata(),
    )


def _build_where() -> Block:
    return {
        "type": "input",
        "block_id": WHERE,
        "label": build_plain("Which channel?"),
        "element": {
            "type": "conversations_select",
            "action_id": CHANNEL,
            "placeholder": build_plain("Choose a channel"),
            "default_to_current_conversation": True,
            # With an address to answer there, a channel that the app is not in can be chosen too.
            "response_url_enabled": True,
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        },
    }


def _build_note(label: str) -> Block:
    return {
        "type": "input",
        "block_id": NOTE,
        "optional": True,
        "label": build_plain(label),
        "element": {
            "type": "plain_text_input",
            "action_id": TEXT,
            "multiline": True,
            "max_length": LONGEST_NOTE,
        },
    }
