"""The buttons under /privacy: a copy of all that is held, and its erasure. Both concern whoever clicks."""

import json
from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from advisor.privacy import erase_person, export_person
from listeners.desk import Desk
from listeners.triage_asks import build_triage_ask
from listeners.uploads import send_file
from listeners.views.privacy import SENT, tell_erased


def handle_privacy_export(
    ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, desk: Desk
) -> None:
    """Sends a file with all that is held into the direct messages."""
    ask = build_triage_ask(body, context, {})
    ack()

    def send() -> None:
        text = json.dumps(export_person(desk.database, ask.user), indent=2, ensure_ascii=False)
        send_file(desk, ask, name="what-is-held-about-you.json", text=text)
        respond(text=SENT, response_type="ephemeral", replace_original=False)

    desk.errands.submit(send)


def handle_privacy_erase(ack: Ack, body: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Erases all that is held, and says how much it was."""
    user = str(body["user"]["id"])
    ack()

    def erase() -> None:
        erased = erase_person(desk.database, user)["erased"]
        respond(text=tell_erased(erased), response_type="ephemeral", replace_original=True)

    desk.errands.submit(erase)
