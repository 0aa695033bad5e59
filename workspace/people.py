"""Who is in the workspace, and which conversations they share."""

from dataclasses import dataclass

from workspace.jsontypes import Json

BOT = "U_BOT"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace; the bot user is one too."""

    id: str
    name: str
    real_name: str
    title: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    email: str = ""

    def to_json(self, team_id: str) -> Json:
        """Return the `user` object of users.info."""
        return {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": "Etc/UTC",
            "tz_label": "UTC",
            "tz_offset": 0,
            "locale": "en-US",
            "profile": self._profile(team_id),
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_primary_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_email_confirmed": True,
            "updated": 1767225600,
        }

    def _profile(self, team_id: str) -> Json:
        return {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": team_id,
            **({"email": self.email} if self.email else {}),
        }


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation; `kind` is Slack's channel_type: channel, group (private), im or mpim."""

    id: str
    name: str
    kind: str = "channel"
    members: frozenset[str] = frozenset()
    topic: str = ""
    user: str | None = None

    def to_json(self, viewer: str) -> Json:
        """Return the `channel` object of conversations.info, as `viewer` sees it."""
        shared: Json = {
            "id": self.id,
            "created": 1767225600,
            "is_archived": False,
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
        }
        if self.kind == "im":
            return shared | {"user": self.user, "is_user_deleted": False, "priority": 0}
        return shared | {
            "name": self.name,
            "name_normalized": self.name,
            "is_general": self.name == "general",
            "is_member": viewer in self.members,
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.topic, "creator": "", "last_set": 0},
        }


@dataclass(frozen=True, slots=True)
class Seed:
    """The people and channels that a workspace starts with; direct messages are added to it."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]


PEOPLE = (
    Person("U_PM", "priya", "Priya Nair", "Product manager", email="priya@local.example"),
    Person("U_ENG", "erik", "Erik Lund", "Engineer", email="erik@local.example"),
    Person(
        "U_ADMIN",
        "ada",
        "Ada Okafor",
        "Workspace owner",
        is_admin=True,
        is_owner=True,
        is_primary_owner=True,
        email="ada@local.example",
    ),
)


def build_seed(people: tuple[Person, ...] = PEOPLE) -> Seed:
    """Return the workspace of these people: the bot is in #general, #product and #launch."""
    humans = frozenset(person.id for person in people)
    everyone = humans | {BOT}
    return Seed(
        people=(*people, Person(BOT, "advisor", "advisor", is_bot=True)),
        channels=(
            Channel("C_GENERAL", "general", members=everyone, topic="For everyone"),
            Channel("C_PRODUCT", "product", members=everyone, topic="What we build, and why"),
            Channel("C_RANDOM", "random", members=humans, topic="advisor is not in here"),
            Channel("G_LAUNCH", "launch", "group", everyone, "A private channel"),
        ),
    )
