"""What a person does in Slack: says, mentions, reacts, uses commands, buttons and modals."""

import concurrent.futures
from collections.abc import Callable

from workspace.acks import take_action_ack, take_command_ack, take_submission_ack
from workspace.changes import TabOpened, Told
from workspace.delivery import Deliverer, Delivery
from workspace.errors import PersonError
from workspace.forms import (
    add_options,
    build_action,
    build_state,
    build_value,
    find_element,
    find_gaps,
)
from workspace.interactions import (
    build_closing,
    build_command,
    build_global_shortcut,
    build_message_action,
    build_shortcut,
    build_submission,
    build_suggestion,
    build_view_action,
)
from workspace.jsontypes import Json, JsonValue
from workspace.state import Workspace
from workspace.suggestions import take_suggestions
from workspace.transport import Reply
from workspace.views import View
from workspace.writer import Writer

# More than an app has for its ack, on a busy machine too.
WAIT = 60.0


class Actor(Writer):
    """One person at the keyboard. `wait` lets a call return only when the app has answered."""

    def __init__(self, workspace: Workspace, deliverer: Deliverer, user: str) -> None:
        super().__init__(workspace, user)
        self._deliverer = deliverer

    # --- the app's own tabs

    def open_home(self) -> None:
        """Open the app's Home tab."""
        self._workspace.announce(TabOpened(self.user, "home"))

    def open_dm(self) -> str:
        """Open the app's Messages tab; returns the channel id."""
        self._workspace.announce(TabOpened(self.user, "messages"))
        return self.direct_message

    # --- what needs an ack within three seconds

    def slash(
        self, command: str, text: str = "", channel: str = "C_GENERAL", *, wait: bool = True
    ) -> Delivery | None:
        """Use a slash command; returns how it was delivered, or None if Slack refuses it."""
        place = self._workspace.channel(channel)
        if not self._workspace.application.accepts(command):
            text = f"{command} is not a valid command."
            self._workspace.announce(Told(self.user, place.id, text))
            return None
        payload = build_command(
            self._workspace, self.user, command=command, text=text, channel=place.id
        )

        def take(reply: Reply) -> None:
            take_command_ack(self._workspace, self.user, payload=payload, reply=reply)

        return self._send("slash_commands", payload, take=take, wait=wait)

    def click(
        self,
        message_ts: str,
        action_id: str,
        value: JsonValue = None,
        *,
        inputs: Json | None = None,
        wait: bool = True,
    ) -> Delivery | None:
        """Use a button, select or feedback button of a message.

        `value` is the option chosen or the feedback button's value; of several buttons with
        this action_id, the one with this value. `inputs` fills the message's own inputs.
        """
        message = self._visible(message_ts)
        block, element = find_element(self._with_options(message.blocks), action_id, value)
        ts = self._workspace.make_ts()
        payload = build_message_action(
            self._workspace,
            self.user,
            message=message,
            action=build_action(block, element, value=value, ts=ts),
            values=build_state(self._with_options(message.blocks), inputs or {}),
        )
        self._workspace.select(self.user, message, action_id=element["action_id"], value=value)
        return self._send("interactive", payload, take=self._taker(message.channel), wait=wait)

    def click_view(
        self,
        view_id: str,
        action_id: str,
        value: JsonValue = None,
        *,
        values: Json | None = None,
        wait: bool = True,
    ) -> Delivery | None:
        """Use an element of a modal or the Home; `values` is what the inputs hold by then."""
        view = self._fill(self._view(view_id), values or {})
        blocks = self._with_options(view.content["blocks"])
        block, element = find_element(blocks, action_id, value)
        if element["type"] not in ("button", "icon_button", "feedback_buttons"):
            held = {**view.values.get(block["block_id"], {})}
            held[element["action_id"]] = build_value(element, value)
            state = {**view.values, block["block_id"]: held}
            view = self._workspace.views.keep(view, values=state)
        action = build_action(block, element, value=value, ts=self._workspace.make_ts())
        payload = build_view_action(self._workspace, self.user, view=view, action=action)
        return self._send("interactive", payload, take=self._taker(""), wait=wait)

    def submit_view(
        self, view_id: str, values: Json | None = None, *, wait: bool = True
    ) -> Delivery | None:
        """Fill in a modal and submit it.

        `values` maps a block_id to a value, or to `{action_id: value}`. Raises PersonError when
        Slack's client would not submit, for instance with a required input left empty.
        """
        view = self._fill(self._view(view_id), values or {})
        gaps = find_gaps(view.content["blocks"], view.values)
        if gaps:
            self._workspace.views.keep(view, values=view.values, errors=gaps)
            raise PersonError(f"The modal cannot be submitted: {gaps}")
        payload = build_submission(self._workspace, self.user, view=view)

        def take(reply: Reply) -> None:
            take_submission_ack(self._workspace, view, reply=reply)

        return self._send("interactive", payload, take=take, wait=wait)

    def close_view(self, view_id: str, *, wait: bool = True) -> Delivery | None:
        """Leave a modal; the app hears of it only with notify_on_close."""
        view = self._view(view_id)
        is_cleared = bool(view.content.get("clear_on_close"))
        if is_cleared:
            self._workspace.views.clear(self.user)
        else:
            self._workspace.views.close(view)
        if not view.content.get("notify_on_close"):
            return None
        payload = build_closing(self._workspace, self.user, view=view, is_cleared=is_cleared)
        return self._send("interactive", payload, take=self._taker(""), wait=wait)

    def shortcut(
        self, callback_id: str, message_ts: str | None = None, *, wait: bool = True
    ) -> Delivery | None:
        """Use a shortcut: of a message, or a global one."""
        kind = "global" if message_ts is None else "message"
        known = {each.callback_id: each.type for each in self._workspace.application.shortcuts}
        if known.get(callback_id) != kind:
            raise PersonError(f"The app has no {kind} shortcut {callback_id!r}.")
        if message_ts is None:
            payload = build_global_shortcut(self._workspace, self.user, callback_id=callback_id)
            return self._send("interactive", payload, take=self._taker(""), wait=wait)
        message = self._visible(message_ts)
        payload = build_shortcut(
            self._workspace, self.user, callback_id=callback_id, message=message
        )
        return self._send("interactive", payload, take=self._taker(message.channel), wait=wait)

    def suggest(
        self,
        action_id: str,
        query: str = "",
        *,
        view_id: str | None = None,
        message_ts: str | None = None,
    ) -> Json:
        """Type into an external select; returns the app's `options` or `option_groups`.

        Raises PersonError when the app does not answer, or not with options.
        """
        where = self._view(view_id) if view_id else self._visible(message_ts or "")
        blocks = where.content["blocks"] if isinstance(where, View) else where.blocks
        block, element = find_element(blocks, action_id)
        payload = build_suggestion(
            self._workspace, self.user, block=block, element=element, query=query, where=where
        )
        pending = self._deliverer.send_request("interactive", payload, on_reply=lambda _: None)
        delivery = pending.result(WAIT)
        if not delivery.acked:
            raise PersonError("The app did not answer with options in time.")
        known = self._workspace.suggestions.setdefault(self.user, {})
        return take_suggestions(delivery.answer, known, action_id=action_id)

    def _with_options(self, blocks: JsonValue) -> list[Json]:
        return add_options(blocks, self._workspace.suggestions.get(self.user, {}))

    def remove_app(self) -> None:
        """Take the app out of the workspace, as an admin may: its tokens end."""
        person = self._workspace.person(self.user)
        if not (person.is_admin or person.is_owner):
            raise PersonError("Only an admin can remove the app.")
        self._workspace.uninstall()

    def _fill(self, view: View, values: Json) -> View:
        state = build_state(self._with_options(view.content["blocks"]), values)
        for block_id, held in view.values.items():
            if block_id in state and block_id not in values:
                state[block_id] = held
        return self._workspace.views.keep(view, values=state)

    def _taker(self, channel: str) -> Callable[[Reply], None]:
        def take(reply: Reply) -> None:
            take_action_ack(self._workspace, self.user, channel=channel, reply=reply)

        return take

    def _send(
        self, kind: str, payload: Json, *, take: Callable[[Reply], None], wait: bool
    ) -> Delivery | None:
        pending: concurrent.futures.Future[Delivery]
        pending = self._deliverer.send_request(kind, payload, on_reply=take)
        return pending.result(WAIT) if wait else None
