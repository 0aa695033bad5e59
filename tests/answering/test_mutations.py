"""Good answers come through whole; broken in any of many ways, what was broken does not."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from advisor.answering.checked import Checked
from advisor.answering.llm import MOST_WORDS
from advisor.answering.written import split_written
from advisor.models import Chunk, Passage

# They register their kinds.
from tests.answering import breaking_facts, breaking_meaning, breaking_shape  # noqa: F401
from tests.answering.breaking import KINDS, PROSE, Good, rules_of

HERE = Path(__file__).parent
DISTRACTORS = 6
FEWEST_ANSWERS = 8


def read_answers(name):
    data = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    passages = {
        key: Passage(
            Chunk(
                id=key,
                document=value["document"],
                headings=tuple(value["headings"]),
                text=value["text"].strip(),
                position=0,
                asked_as=tuple(value["asked_as"]),
            ),
            number,
            score=1.0,
            cosine=1.0,
            lexical=1.0,
        )
        for number, (key, value) in enumerate(data["passages"].items())
    }
    for row in data["answers"]:
        own = [passages[key] for key in row["passages"]]
        others = [one for one in passages.values() if one not in own]
        # Neighbours in the file are mostly of the same page: passages such as retrieval finds.
        near = sorted(others, key=lambda one: abs(one.number - own[0].number))[:DISTRACTORS]
        yield Good(row["id"], row["question"], row["answer"].strip(), (*own, *near))


GOOD = tuple(read_answers("written_answers.yaml"))
APART = tuple(read_answers("written_answers_apart.yaml"))


def check(good, text, form=PROSE):
    """What the rules make of a text that a model wrote, all at once."""
    checked = Checked(rules_of(good), most_words=MOST_WORDS, form=form)
    finished, rest = split_written(text)
    checked.add(finished)
    checked.end(rest)
    return checked


@cache
def misses(answers, name):
    """The answers that this kind of breaking applies to, and what came through of the broken ones."""
    applied, missed = [], []
    for good in answers:
        broken = KINDS[name](good)
        if broken is None:
            continue
        applied.append(good.id)
        checked = check(good, broken.text, broken.form)
        if checked.is_usable and not broken.gone(checked.text):
            missed.append((good.id, checked.text))
    return applied, missed


def test_there_are_at_least_40_good_answers_and_40_kinds_of_breaking():
    assert len(GOOD) >= 40
    assert len(APART) >= 10
    assert sum(len(misses(GOOD, one)[0]) >= FEWEST_ANSWERS for one in KINDS) >= 40


@pytest.mark.parametrize("good", [*GOOD, *APART], ids=lambda good: good.id)
def test_a_good_answer_comes_through_whole(good):
    checked = check(good, good.text)
    assert checked.reasons == ()
    assert checked.is_usable
    assert len(checked.text.split()) == len(good.text.split())


@pytest.mark.parametrize("name", KINDS)
def test_what_was_broken_does_not_come_through(name):
    applied, missed = misses(GOOD, name)
    assert applied
    assert missed == []


def test_nearly_nothing_broken_comes_through_in_answers_that_the_rules_were_not_tuned_on():
    """On the first look, 786 of 788 were caught; what passed were denials taken out."""
    results = [misses(APART, one) for one in KINDS]
    applied, missed = sum(len(one[0]) for one in results), sum(len(one[1]) for one in results)
    assert applied >= 700
    assert missed <= applied * 0.005
