"""What one person sees: messages, modals, the Home, and what Slack itself tells."""

from workspace.errors import PersonError
from workspace.messages import Message
from workspace.state import Workspace
from workspace.views import View


class Onlooker:
    """One person's eyes; raises `user_not_found` for nobody."""

    def __init__(self, workspace: Workspace, user: str) -> None:
        workspace.person(user)
        self.user = user
        self._workspace = workspace

    def sees(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """Return the messages this person sees in a channel, or in one of its threads."""
        return [
            message
            for message in self._workspace.messages(channel)
            if message.visible_to in (None, self.user)
            and (thread_ts is None or thread_ts in (message.thread_ts, message.ts))
        ]

    @property
    def notices(self) -> list[str]:
        """What Slack itself told this person, such as a command that timed out."""
        return [each.text for each in self._workspace.notices if each.user == self.user]

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._workspace.views.stack(self.user)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        """The Home that the app published for this person."""
        return self._workspace.views.home(self.user)

    def _visible(self, ts: str) -> Message:
        message = self._workspace.find(ts)
        members = self._workspace.channel(message.channel).members
        if message.visible_to not in (None, self.user) or self.user not in members:
            raise PersonError("This person does not see that message.")
        return message

    def _view(self, view_id: str) -> View:
        view = self._workspace.views.find(view_id)
        if view.user != self.user:
            raise PersonError("This view is shown to somebody else.")
        return view
