"""A triage for others: the card in a channel, and the summary that engineers get; and the card in a modal."""

from advisor.database.triage_records import TriageRecord
from listeners.mrkdwn import escape, harmless
from listeners.views.blocks import (
    Block,
    build_context,
    build_header,
    build_modal,
    build_section,
    fit_blocks,
)
from listeners.views.message import Message, build_messages
from listeners.views.triage_card import (
    Remarks,
    build_card,
    build_findings,
    build_opener,
    build_verdict,
    name_verdict,
)
from listeners.views.triage_file import build_file, build_summary
from listeners.views.triage_words import as_prose, quote

MODAL_TITLE = "Triage"
GONE = "I do not have that triage any more, or it is not shared with you."


def build_card_message(
    triage: TriageRecord, *, viewer: str, own_url: str = "", remarks: Remarks | None = None
) -> Message:
    """Returns the card as a message for one person."""
    blocks = build_card(triage, viewer=viewer, own_url=own_url, remarks=remarks)
    return Message(text=_tell(triage), body="", footer=tuple(blocks))


def build_card_modal(
    triage: TriageRecord, *, viewer: str, own_url: str = "", remarks: Remarks | None = None
) -> Block:
    """Returns the card as a modal, as it is opened from the Home tab and from a channel."""
    return build_modal(
        MODAL_TITLE, build_card(triage, viewer=viewer, own_url=own_url, remarks=remarks)
    )


def build_gone_modal() -> Block:
    """Returns the modal for a triage that is gone, or somebody else's."""
    return build_modal(MODAL_TITLE, [build_section(GONE)])


def build_shared_card(
    triage: TriageRecord, *, shared_by: str, note: str = "", own_url: str = ""
) -> Message:
    """Returns the card as a channel sees it: nothing on it changes the triage."""
    blocks = [
        *build_verdict(triage),
        *_build_note(shared_by, note),
        *build_findings(triage.assessment, own_url=own_url, triage_id=triage.id),
        build_opener(triage),
        build_context(f"Shared by <@{escape(shared_by)}>"),
    ]
    return Message(text=_tell(triage), body="", footer=tuple(fit_blocks(blocks)))


def build_handed_summary(triage: TriageRecord, *, shared_by: str, note: str = "") -> Message:
    """Returns the summary for engineers."""
    summary = harmless(build_summary(triage))
    blocks: tuple[Block, ...] = (
        build_header(f"For engineers: {as_prose(triage.title)}"),
        *_build_note(shared_by, note),
        {"type": "markdown", "text": summary[:9_000]},
        build_opener(triage),
        build_context(f"Handed over by <@{escape(shared_by)}>"),
    )
    return Message(text=f"For engineers: {_tell(triage)}", body="", footer=blocks)


def build_file_messages(triage: TriageRecord) -> tuple[Message, ...]:
    """Returns the file's text as messages, for where no file can be uploaded."""
    return build_messages(harmless(build_file(triage)), text=_tell(triage))


def _build_note(user: str, note: str) -> tuple[Block, ...]:
    return (build_section(f"<@{escape(user)}>: {quote(note, 500)}"),) if note.strip() else ()


def _tell(triage: TriageRecord) -> str:
    """The message in plain words, for notifications and screen readers."""
    return escape(f"{name_verdict(triage)}. {as_prose(triage.assessment.verdict_text)}")
