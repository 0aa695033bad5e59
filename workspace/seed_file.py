"""Reads a seed: the people and channels that a workspace starts with."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from workspace.inputs import InputError, explain, read_json
from workspace.people import BOT, PEOPLE, Channel, Person, Seed, build_seed

Id = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,30}$")]
Name = Annotated[str, Field(pattern=r"^[^\s@#<>&]{1,80}$")]


@dataclass(frozen=True, slots=True)
class _Person:
    """A person of a seed; only id and name are needed."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Id
    name: Name
    real_name: str = ""
    title: str = ""
    email: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class _Channel:
    """A channel of a seed; without `members` everybody and the app are in it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Id
    name: Name
    kind: Literal["channel", "group"] = "channel"
    members: list[str] | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class _Seed:
    __pydantic_config__ = ConfigDict(extra="forbid")

    people: tuple[_Person, ...] = ()
    channels: tuple[_Channel, ...] | None = None


def load_seed(path: Path) -> Seed:
    """Return the seed of a JSON file: a list of people, or `{people, channels}`.

    Raises InputError. What is left out is as in a workspace without a seed; `U_BOT` is the app.
    """
    raw = read_json(path, "seed")
    try:
        given = TypeAdapter(_Seed).validate_python(
            {"people": raw} if isinstance(raw, list) else raw
        )
    except ValidationError as error:
        raise InputError(f"The seed {path} is no seed: {explain(error)}.") from None
    people = tuple(_build_person(each) for each in given.people) or PEOPLE
    seed = build_seed(people)
    if given.channels is not None:
        seed = Seed(seed.people, tuple(_build_channel(each, seed) for each in given.channels))
    _check(seed, path)
    return seed


def _build_person(given: _Person) -> Person:
    fields = {name: getattr(given, name) for name in _Person.__dataclass_fields__}
    return Person(**fields | {"real_name": given.real_name or given.name})


def _build_channel(given: _Channel, seed: Seed) -> Channel:
    everyone = [person.id for person in seed.people]
    members = frozenset(everyone if given.members is None else given.members)
    return Channel(given.id, given.name, given.kind, members, given.topic)


def _check(seed: Seed, path: Path) -> None:
    if all(person.is_bot for person in seed.people):
        raise InputError(f"The seed {path} has no person who is not a bot.")
    for what, names in (
        ("id", [*(each.id for each in seed.people), *(each.id for each in seed.channels)]),
        ("person's name", [each.name for each in seed.people]),
        ("channel's name", [each.name for each in seed.channels]),
    ):
        twin = next((name for name, count in Counter(names).items() if count > 1), None)
        if twin == BOT:
            raise InputError(f"The seed {path} names {BOT}, which is the app itself.")
        if twin:
            raise InputError(f"The seed {path} uses the {what} {twin} twice.")
    known = {person.id for person in seed.people}
    for channel in seed.channels:
        for member in sorted(channel.members - known):
            raise InputError(f"The seed {path} puts {member} into #{channel.name}: no such person.")
