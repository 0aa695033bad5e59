"""The submitted forms of triage: an idea, its details, an answer in words, and where a triage goes."""

from dataclasses import asdict, replace
from typing import Any

from slack_bolt import Ack, BoltContext

from advisor.database.triages import record_step
from advisor.triage.technology_first import read_opening
from listeners.desk import Desk
from listeners.triage_asks import build_form_ask, have_done
from listeners.views.triage_modal import (
    Origin,
    build_describe_modal,
    read_description,
    read_text_field,
)
from listeners.views.triage_share_modal import CHANNEL, HAND_CALLBACK_ID, NOTE, WHERE

Payload = dict[str, Any]
EMPTY = "Please describe the problem in a sentence."


def handle_triage_described(
    ack: Ack, view: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims a described idea, or new details; a technology without a problem is asked about once."""
    origin = Origin.from_metadata(view.get("private_metadata") or "")
    values = view["state"]["values"]
    told = read_description(values)
    if not told.problem:
        ack(response_action="errors", errors={"problem": EMPTY})
        return
    is_first = not (origin.nudged or origin.triage)
    if is_first and read_opening(told.problem) == "technology":
        again = build_describe_modal(replace(origin, nudged=True), description=told)
        ack(response_action="update", view=again)
        return
    task = {
        "do": "details" if origin.triage else "assess",
        "triage": origin.triage,
        "description": asdict(told),
        "flow": origin.flow,
    }
    ask = build_form_ask(body, context, task, origin=origin)
    if have_done(desk, ask, key=f"triage/form/{view['id']}") and origin.flow:
        record_step(desk.database, "described", team=ask.home_team, user=ask.user, flow=origin.flow)
    ack()


def handle_triage_words(
    ack: Ack, view: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims the answer to a question in words."""
    origin = Origin.from_metadata(view.get("private_metadata") or "")
    words = read_text_field(view["state"]["values"], "words")
    if not words:
        ack(response_action="errors", errors={"words": "Please write a sentence."})
        return
    task = {"do": "words", "triage": origin.triage, "key": origin.key, "words": words}
    have_done(
        desk,
        build_form_ask(body, context, task, origin=origin),
        key=f"triage/form/{view['id']}",
    )
    ack()


def handle_triage_shared(
    ack: Ack, view: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims that a card or a summary is to be posted in the chosen channel."""
    origin = Origin.from_metadata(view.get("private_metadata") or "")
    values = view["state"]["values"]
    channel = str(values[WHERE][CHANNEL].get("selected_conversation") or "")
    if not channel:
        ack(response_action="errors", errors={WHERE: "Please choose a channel."})
        return
    urls = body.get("response_urls") or []
    task = {
        "do": "hand" if view["callback_id"] == HAND_CALLBACK_ID else "share",
        "triage": origin.triage,
        "channel": channel,
        "channel_url": next((str(each.get("response_url") or "") for each in urls), ""),
        "note": read_text_field(values, NOTE),
    }
    have_done(
        desk,
        build_form_ask(body, context, task, origin=origin),
        key=f"triage/form/{view['id']}",
    )
    ack()
