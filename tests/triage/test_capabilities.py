"""Every capability has its profile, a baseline for each text, and a tip towards each other one."""

from itertools import permutations
from pathlib import Path

import pytest
import yaml

from advisor.triage.capabilities import CAPABILITIES, baseline_for, profile_of, tip_between

GUIDE = Path(__file__).parents[2] / "knowledge" / "capabilities.yaml"


def test_the_list_is_the_guides():
    entries = yaml.safe_load(GUIDE.read_text(encoding="utf-8"))["entries"]
    assert {entry["id"] for entry in entries} == set(CAPABILITIES)
    assert all(entry["name"].startswith(profile_of(entry["id"]).name) for entry in entries)


@pytest.mark.parametrize(("one", "other"), list(permutations(CAPABILITIES, 2)))
def test_each_pair_says_what_would_tip_it(one, other):
    tip = tip_between(one, other)
    assert tip.startswith("If ")
    assert tip.rstrip(".").endswith(profile_of(other).name.lower())


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_profile_is_whole(capability):
    profile = profile_of(capability)
    assert len(set(profile.look_alikes)) == len(profile.look_alikes) >= 10
    assert profile.asks_for_data.endswith("?")
    assert all((profile.data, profile.log, profile.rule, baseline_for(capability, "")))


@pytest.mark.parametrize(
    ("capability", "text", "baseline"),
    [
        ("recommendations", "suggest products to shoppers", "most chosen products"),
        ("recommendations", "articles for each subscriber", "newest first"),
        ("recommendations", "accessories that go with the basket", "bought this, offer that"),
        ("ranking", "search our contracts", "Keyword search"),
        ("ranking", "order the feed", "Newest first"),
        ("classification", "keep spam out", "keyword and sender rule"),
        ("classification", "route tickets", "keyword rule"),
        ("classification", "is it a cat or a dog", "majority label"),
        ("regression", "sales per store next week", "Last week's value"),
        ("regression", "price of a flat", "last ten similar cases"),
        ("clustering", "which customers are alike", "plan, region"),
        ("anomaly_detection", "sensor of the pump", "Control limits"),
        ("anomaly_detection", "card fraud", "Fixed limits"),
        ("creation", "replies to customers by mail", "template for each"),
        ("creation", "chatbot on the handbook", "search over the existing documents"),
        ("creation", "product descriptions", "template with blanks"),
        ("creation", "translate our manuals into Polish", "translation memory"),
        ("ranking", "which fault to send a plumber to first", "severity"),
        ("recommendations", "books for each reader on our home page", "most chosen books"),
    ],
)
def test_the_baseline_fits_capability_and_text(capability, text, baseline):
    assert baseline in baseline_for(capability, text)
