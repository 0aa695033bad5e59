"""What people ask of triage, as asks: what is to be done, and where its outcome is shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import BoltContext

from listeners.asks import Ask
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.reception import take_on
from listeners.views.triage_modal import Origin

Body = Mapping[str, Any]
# Two clicks within so many seconds are one.
DOUBLE_CLICK_SECONDS = 30


def build_triage_ask(
    body: Body, context: BoltContext, task: Mapping[str, Any], *, replaces: bool = False
) -> Ask:
    """Returns the ask of a button, a menu or a shortcut, whose outcome is shown where that stands."""
    message, view = body.get("message") or {}, body.get("view") or {}
    container = body.get("container") or {}
    return Ask(
        kind="triage",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=(body.get("channel") or {}).get("id") or "",
        user=body["user"]["id"],
        user_team=team_of(body, context),
        thread_ts=container.get("thread_ts") or message.get("thread_ts") or "",
        response_url=body.get("response_url") or "",
        task=task,
        view=str(view["id"]) if view.get("type") == "modal" else "",
        replaces=replaces,
    )


def build_form_ask(
    body: Body, context: BoltContext, task: Mapping[str, Any], *, origin: Origin
) -> Ask:
    """Returns the ask of a submitted form, whose outcome is shown where the form came from."""
    return Ask(
        kind="triage",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=origin.channel,
        user=body["user"]["id"],
        user_team=team_of(body, context),
        thread_ts=origin.thread_ts,
        response_url=origin.response_url,
        task=task,
        view=origin.view,
        replaces=origin.replaces,
    )


def build_origin(ask: Ask, **more: Any) -> Origin:  # noqa: ANN401 - the fields of an origin
    """Returns what a form has to carry so that its outcome is shown where this ask's would be."""
    origin = Origin(
        channel=ask.channel,
        thread_ts=ask.thread_ts,
        response_url=ask.response_url,
        view=ask.view,
        replaces=ask.replaces,
    )
    return replace(origin, **more)


def team_of(body: Body, context: BoltContext) -> str:
    """The team of the person who acts: in a shared channel, it may be another than the one that installed us."""
    user = body.get("user")
    own = str(user.get("team_id") or "") if isinstance(user, Mapping) else ""
    # An organisation's id instead of a team's stands for nobody's portfolio.
    return own if own.startswith("T") else context.team_id or ""


def have_done(desk: Desk, ask: Ask, *, key: str, seconds: int = 0) -> bool:
    """Claims an ask and hands it on; False for the same key again, which then is done already.

    `seconds` are those of `claim_ask`.
    """
    claim = claim_ask(desk, ask, key=key, seconds=seconds)
    if claim is None:
        return False
    take_on(desk, claim)
    return True
