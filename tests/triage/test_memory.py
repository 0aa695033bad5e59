"""Memory: an idea told again finds the older triage, a new fact is assessed, and both are told in a sentence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fake_embedder import FakeEmbedder
from sample_triages import ASSESSMENT, DESCRIPTION, assessed, described, with_reply

from advisor.database import open_database
from advisor.database.triages import (
    change_status,
    history_of,
    read_triage,
    record_override,
    record_reply,
    share,
)
from advisor.errors import TriageError
from advisor.models import Description
from advisor.settings import Settings
from advisor.triage.memory import (
    describe_change,
    embed_idea,
    find_similar,
    remember,
    retriage,
    tell_similar,
)

ME = {"team": "T", "user": "U1"}
COLLEAGUE = {"team": "T", "user": "U2"}
RULES_FIRST = with_reply(assessed(verdict="rules_first"), "data", "no", "no labels")
FITS = with_reply(assessed(verdict="ai"), "data", "yes")


@pytest.fixture
def database(tmp_path):
    opened = open_database(Settings(data_dir=tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def embedder():
    return FakeEmbedder()


def keep(database, embedder, description=DESCRIPTION, assessment=ASSESSMENT, **more):
    return remember(database, embedder, description, assessment, team="T", owner="U1", **more)


def ids(found):
    return [one.triage.id for one in found]


# Finding


def test_an_idea_told_again_finds_its_triage(database, embedder):
    triage_id = keep(database, embedder)
    keep(database, embedder, described("translate manuals of machines", outcome="Polish"))
    again = described("Nurses read the messages of the night, nobody knows which is urgent")
    assert ids(find_similar(database, embedder, again, **ME)) == [triage_id]
    assert ids(find_similar(database, embedder, again, **ME, other_than=triage_id)) == []
    assert ids(find_similar(database, embedder, Description("order some pizza"), **ME)) == []


def test_only_what_a_person_may_see_is_remembered(database, embedder):
    triage_id = keep(database, embedder)
    assert ids(find_similar(database, embedder, DESCRIPTION, **COLLEAGUE)) == []
    share(database, triage_id, **ME)
    assert ids(find_similar(database, embedder, DESCRIPTION, **COLLEAGUE)) == [triage_id]
    assert ids(find_similar(database, embedder, DESCRIPTION, team="OTHER", user="U1")) == []


def test_facts_do_not_make_different_ideas_alike(embedder):
    told = replace(DESCRIPTION, data="labels of ten years " * 9, today="a rule", mistakes="costly")
    assert embed_idea(embedder, told) == pytest.approx(embed_idea(embedder, DESCRIPTION))


def test_a_flow_is_remembered_once(database, embedder):
    assert keep(database, embedder, flow="claim/1") == keep(database, embedder, flow="claim/1")


# Telling of an older one


def told(database, embedder, assessment, *, month=5, year=2026):
    triage = read_triage(database, keep(database, embedder, assessment=assessment), **ME)
    moment = datetime(year, month, 3, tzinfo=UTC)
    return tell_similar(replace(triage, updated_at=moment), today=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("assessment", "decided"),
    [
        (RULES_FIRST, "rules first, “no labels”"),
        (with_reply(RULES_FIRST, "data", "no", "x" * 61), "rules first, there is not enough data"),
        (with_reply(RULES_FIRST, "rules", "no"), "rules first, rules are enough"),
        (
            with_reply(assessed(verdict="blocked"), "allowed", "no", "legal said\n no"),
            "blocked, “legal said no”",
        ),
        (ASSESSMENT, "facts are missing, whether there is enough data is open"),
        (FITS, "AI fits: ranking"),
        (
            with_reply(assessed(verdict="not_ai", capability=None), "rules", "no"),
            "no AI needed, rules are enough",
        ),
        (assessed(verdict="out_of_scope", capability=None, suitability=()), "no use case"),
    ],
)
def test_an_older_triage_is_told_with_what_decided_it(database, embedder, assessment, decided):
    assert told(database, embedder, assessment) == (
        f"Similar to “Nurses read the messages of the night for an hour”, decided in May: {decided}."
    )


def test_an_older_year_is_named(database, embedder):
    assert "decided in December 2025: " in told(database, embedder, FITS, month=12, year=2025)


def test_what_became_of_it_is_told(database, embedder):
    triage_id = keep(database, embedder, assessment=FITS)
    record_override(database, triage_id, corrected="anomaly_detection", **ME)
    change_status(database, triage_id, "dropped", **ME)
    sentence = tell_similar(read_triage(database, triage_id, **ME))
    assert sentence.endswith("AI fits: ranking, its owner chose anomaly detection; now dropped.")


# Telling a change


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            ASSESSMENT,
            RULES_FIRST,
            "The verdict changed from “facts are missing” to “rules first”, because there is not enough data (“no labels”).",  # noqa: E501
        ),
        (
            ASSESSMENT,
            FITS,
            "The verdict changed from “facts are missing” to “AI fits: ranking”, because there is enough data.",
        ),
        (
            ASSESSMENT,
            assessed(capability="classification", runner_up="ranking"),
            "It stays “facts are missing”, but ranking became classification.",
        ),
        (ASSESSMENT, assessed(capability=None), "It stays “facts are missing”, but ranking became no capability."),
        (ASSESSMENT, ASSESSMENT, "The verdict stays “facts are missing”; nothing else changed."),
        (
            FITS,
            with_reply(FITS, "allowed", "unknown"),
            "The verdict stays “AI fits: ranking”, now that whether the data may be used is open.",
        ),
        (
            FITS,
            replace(FITS, confidence=0.9625),
            "The verdict stays “AI fits: ranking”, now surer (81% to 96%).",
        ),
        (
            FITS,
            with_reply(replace(FITS, confidence=0.5), "worth", "unknown"),
            "The verdict stays “AI fits: ranking”, now less sure (81% to 50%): whether it is worth its cost is open.",
        ),
        (
            with_reply(FITS, "worth", "unknown"),
            with_reply(replace(FITS, verdict="too_costly"), "worth", "no"),
            "The verdict changed from “AI fits” to “too costly”, because it is not worth its cost.",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_one_sentence(before, after, sentence):
    assert describe_change(before, after) == sentence


def test_of_several_facts_the_decisive_ones_are_told():
    after = with_reply(with_reply(FITS, "allowed", "no"), "worth", "no")
    assert describe_change(ASSESSMENT, replace(after, verdict="blocked")).endswith(
        "because the data may not be used."
    )
    before = with_reply(with_reply(ASSESSMENT, "allowed", "unknown"), "rules", "unknown")
    assert describe_change(before, FITS).endswith(
        "because it is too complex for rules, there is enough data and the data may be used (“the ward agreed”)."
    )


# A new fact


def judge(description):
    data = description.replies.get("data", "unknown")
    verdict = {"yes": "ai", "no": "rules_first", "unknown": "needs_facts"}[data]
    return with_reply(assessed(verdict=verdict), "data", data)


def test_a_new_fact_is_assessed_saved_and_told(database, embedder):
    triage_id = keep(database, embedder)
    change = retriage(database, embedder, judge, triage_id, **ME, key="data", reply="no")
    assert (change.before.verdict, change.after.verdict) == ("needs_facts", "rules_first")
    assert "because there is not enough data" in change.sentence
    triage = read_triage(database, triage_id, **ME)
    assert triage.assessment == change.after
    assert triage.description.replies["data"] == "no"
    assert [event.kind for event in history_of(database, triage_id, **ME)] == [
        "assessed", "replied", "reassessed",
    ]  # fmt: skip
    assert ids(find_similar(database, embedder, DESCRIPTION, **ME)) == [triage_id]


def test_a_plain_no_in_words_decides_like_the_button(database, embedder):
    triage_id = keep(database, embedder)
    change = retriage(database, embedder, judge, triage_id, **ME, key="data", words="No.")
    assert change.after.verdict == "rules_first"
    assert read_triage(database, triage_id, **ME).description.data == DESCRIPTION.data


def test_a_fact_that_comes_in_meanwhile_counts_as_well(database, embedder):
    triage_id, seen = keep(database, embedder), []

    def judge_slowly(description):
        if not seen:
            record_reply(database, triage_id, **ME, key="worth", words="saves a nurse")
        seen.append(description)
        return judge(description)

    retriage(database, embedder, judge_slowly, triage_id, **ME, key="data", reply="yes")
    stored = read_triage(database, triage_id, **ME).description
    assert len(seen) == 2
    assert seen[-1] == stored
    assert (stored.replies["data"], stored.volume) == ("yes", "300 a night\nsaves a nurse")


def test_a_fact_is_kept_when_the_assessment_fails(database, embedder):
    triage_id = keep(database, embedder)

    def fail(_description):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        retriage(database, embedder, fail, triage_id, **ME, key="data", words="no labels")
    triage = read_triage(database, triage_id, **ME)
    assert triage.description.data.endswith("\nno labels")
    assert triage.assessment == ASSESSMENT


def test_nobody_else_adds_facts(database, embedder):
    triage_id = keep(database, embedder)
    share(database, triage_id, **ME)
    with pytest.raises(TriageError, match="owner"):
        retriage(database, embedder, judge, triage_id, **COLLEAGUE, key="data", reply="no")
