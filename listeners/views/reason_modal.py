"""The modal that asks why an answer did not help."""

from advisor.feedback.votes import LONGEST_COMMENT, REASONS
from listeners.views.blocks import Block, build_plain

CALLBACK_ID = "feedback_reason"
REASON_BLOCK, REASON_ACTION = "reason", "choice"
COMMENT_BLOCK, COMMENT_ACTION = "comment", "text"


def build_reason_modal(answer_id: str) -> Block:
    """Returns the modal; it carries the answer's id."""
    options = [{"text": build_plain(label), "value": value} for value, label in REASONS.items()]
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": answer_id,
        "title": build_plain("What was wrong?"),
        "submit": build_plain("Send"),
        "close": build_plain("Skip"),
        "blocks": [
            {
                "type": "input",
                "block_id": REASON_BLOCK,
                "label": build_plain("What should be better?"),
                "element": {
                    "type": "radio_buttons",
                    "action_id": REASON_ACTION,
                    "options": options,
                },
            },
            {
                "type": "input",
                "block_id": COMMENT_BLOCK,
                "optional": True,
                "label": build_plain("Anything else?"),
                "hint": build_plain(
                    "The guide's owner reads this. Please leave out personal data."
                ),
                "element": {
                    "type": "plain_text_input",
                    "action_id": COMMENT_ACTION,
                    "multiline": True,
                    "max_length": LONGEST_COMMENT,
                },
            },
        ],
    }


def build_thanks_modal() -> Block:
    """Returns the modal that thanks for a reason."""
    text = "Thank you. Your reason goes to the guide's owner with the question and my answer."
    return {
        "type": "modal",
        "title": build_plain("Thank you"),
        "close": build_plain("Close"),
        "blocks": [{"type": "section", "text": build_plain(text)}],
    }
