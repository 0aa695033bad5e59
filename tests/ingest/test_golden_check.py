import pytest

from advisor.database.golden import Golden
from advisor.models import Answer, Citation
from ingest.golden_check import check

PAGES = {"rain.md", "snow.md"}


def answer(text="It rains because of clouds. [1]", *, cited=(), found=(), abstained=False):
    return Answer(
        id="a",
        text=text,
        abstained=abstained,
        method="extractive",
        confidence=0.9,
        citations=tuple(
            Citation(number, document, heading, "", "", 0.0, "", "")
            for number, (document, heading) in enumerate(cited, 1)
        ),
        trace={"passages": [{"document": page, "heading": heading} for page, heading in found]},
    )


def golden(*facts, section=("", ""), covered=True):
    return Golden("why?", tuple(facts), *section, covered=covered)


@pytest.mark.parametrize(
    ("facts", "passed"),
    [
        ([("because of CLOUDS",)], True),
        ([("sun", "clouds")], True),
        ([("clouds",), ("sun",)], False),
        ([("because  of",)], True),
    ],
)
def test_each_fact_must_stand_in_the_answer_in_one_of_its_wordings(facts, passed):
    said = answer("It rains *because of*\nclouds. [1]")
    assert check(golden(*facts), said, pages=PAGES).passed is passed


def test_facts_in_a_refusal_do_not_count():
    checked = check(golden(("clouds",)), answer(abstained=True), pages=PAGES)
    assert (checked.passed, checked.refused) == (False, True)


@pytest.mark.parametrize(
    ("section", "passed"),
    [
        (("rain.md", "Why does it rain?"), True),
        (("rain.md", ""), True),
        (("rain.md", "Where?"), False),
        (("snow.md", "Why does it rain?"), False),
        (("gone.md", "Why does it rain?"), True),
        (("gone.md", ""), False),
    ],
)
def test_without_facts_the_section_must_be_cited_wherever_it_went(section, passed):
    said = answer(cited=[("rain.md", "Rain › Why does it rain? › In short")])
    assert check(golden(section=section), said, pages=PAGES).passed is passed


def test_a_section_is_recalled_if_it_is_among_the_first_five():
    places = [("snow.md", f"Snow › {number}") for number in range(4)]
    wanted = golden(("clouds",), section=("rain.md", "Why?"))
    found = answer(found=[*places, ("rain.md", "Rain › Why?")])
    late = answer(found=[*places, places[0], ("rain.md", "Rain › Why?")])
    by_rule = answer(cited=[("rain.md", "Rain › Why?")])
    recalled = [check(wanted, said, pages=PAGES).recalled for said in (found, late, by_rule)]
    assert recalled == [True, False, True]
    assert check(golden(("clouds",)), found, pages=PAGES).recalled is None


def test_what_must_be_refused_passes_when_it_is():
    wanted = golden(covered=False)
    assert check(wanted, answer(abstained=True), pages=PAGES).passed
    assert not check(wanted, answer(), pages=PAGES).passed
