"""/privacy: what is held of the person who types it, shown to nobody else."""

from slack_bolt import Ack, Respond

from advisor.privacy import export_person
from listeners.desk import Desk
from listeners.views.blocks import Block
from listeners.views.privacy import build_privacy


def handle_privacy(ack: Ack, command: Block, respond: Respond, desk: Desk) -> None:
    """Shows what is held, with the buttons that send a copy or erase it."""
    ack()

    def show() -> None:
        held = export_person(desk.database, command["user_id"])["held"]
        blocks = build_privacy(held, retention_days=desk.settings.retention_days)
        respond(text="What I hold about you", blocks=blocks, response_type="ephemeral")

    desk.errands.submit(show)
