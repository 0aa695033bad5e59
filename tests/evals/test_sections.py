from evals.datasets import AnswerRow
from evals.guide import GuideSection
from evals.sections import NOT_COVERED, SPECIFIC, Holding, Place, find_holding, place_of


def section(document, heading, text):
    return GuideSection(document, heading, text, ())


def holding_of(guide, *, facts, sections=()):
    row = AnswerRow(id="q", question="?", must_have=facts, document="a.md", sections=sections)
    return find_holding([row], guide)["q"]


GUIDE = {
    "a.md": (section("a.md", "Apples", "They are red."), section("a.md", "Figs", "Sweet.")),
    "b.md": (section("b.md", "Pears", "They are red and sweet."),),
    min(NOT_COVERED): (section(min(NOT_COVERED), "Red", "Red and sweet."),),
}


def test_a_section_answers_if_it_is_listed_or_holds_all_the_facts():
    holding = holding_of(GUIDE, facts=(("red",), ("sweet",)), sections=("a.md#Figs",))
    assert holding.listed == {("a.md", "Figs")}
    assert holding.found == {("b.md", "Pears")}
    assert holding.lists(place_of("a.md", "Fruit › Figs"))
    assert holding.holds(place_of("b.md", "Fruit › Pears › Colour"))
    assert not holding.lists(place_of("b.md", "Fruit › Pears"))


def test_the_title_of_a_page_is_not_a_section():
    holding = Holding(listed=frozenset({("a.md", "Apples")}))
    assert not holding.holds(Place("a.md", ("Apples",)))
    assert not holding.holds(Place("b.md", ("Fruit", "Apples")))


def test_facts_that_stand_everywhere_tell_no_section():
    many = {
        "a.md": tuple(section("a.md", f"Part {n}", "They must.") for n in range(SPECIFIC + 1)),
    }
    assert holding_of(many, facts=(("must",),), sections=("a.md#Part 1",)).any == {
        ("a.md", "Part 1")
    }
