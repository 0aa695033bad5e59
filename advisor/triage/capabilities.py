"""What triage knows of each of the seven capabilities; the text stands in capabilities.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from advisor.models import Capability

CAPABILITIES: tuple[Capability, ...] = get_args(Capability)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What works without AI; `when` says for which descriptions, None for all others."""

    when: re.Pattern[str] | None
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A capability: its name for people, the data it lives on, and what goes with it on a card."""

    capability: Capability
    name: str
    data: str
    labels: bool
    asks_for_data: str
    log: str
    rule: str
    baselines: tuple[Baseline, ...]
    tips: Mapping[Capability, str]
    look_alikes: tuple[str, ...]


def profile_of(capability: Capability) -> Profile:
    """Returns what is known of a capability."""
    return _profiles()[capability]


def baseline_for(capability: Capability, text: str) -> str:
    """Returns what AI has to beat for this description, put in its own words where it names the thing."""
    for baseline in profile_of(capability).baselines:
        match = baseline.when.search(text) if baseline.when else None
        if match or baseline.when is None:
            thing = match.groupdict().get("thing") if match else None
            return baseline.text.replace("{thing}", thing.lower() if thing else "")
    raise LookupError(f"{capability} has no baseline for the rest")


def tip_between(capability: Capability, runner_up: Capability) -> str:
    """Returns what would tip the reading from a capability to its runner-up."""
    return profile_of(capability).tips[runner_up]


@cache
def _profiles() -> Mapping[Capability, Profile]:
    path = Path(__file__).with_suffix(".yaml")
    data: dict[Capability, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: _profile(name, entry) for name, entry in data.items()}


def _profile(capability: Capability, entry: Mapping[str, Any]) -> Profile:
    return Profile(
        capability=capability,
        name=entry["name"],
        data=entry["data"],
        labels=entry["labels"],
        asks_for_data=entry["asks_for_data"],
        log=entry["log"],
        rule=entry["rule"],
        baselines=tuple(_baseline(one) for one in entry["baselines"]),
        tips=entry["tips"],
        look_alikes=tuple(entry["look_alikes"]),
    )


def _baseline(entry: Mapping[str, str]) -> Baseline:
    when = entry.get("when")
    return Baseline(re.compile(when, re.IGNORECASE) if when else None, entry["text"])
