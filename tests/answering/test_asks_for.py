"""What a question asks for, and whether the passages hold any of it."""

import pytest

from advisor.answering.asks_for import demand_of, unmet_demand
from advisor.models import Chunk, Passage


def passages(*texts, covered=True):
    return [
        Passage(Chunk(f"c{number}", "page.md", ("Page",), text, number, covered=covered), number, 1.0, 0.8, 0.5)
        for number, text in enumerate(texts)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "demand"),
    [
        ("what does an AI product manager earn per year?", "salary"),
        ("how much does the API cost per million tokens?", "price"),
        ("per seat or usage-based pricing for our assistant?", "pricing_model"),
        ("what budget do we need?", "budget"),
        ("how many weeks does it take to build a recommender?", "duration"),
        ("how many labellers do we need?", "count"),
        ("what precision is good enough to launch?", "threshold"),
        ("which learning rate is best?", "hyperparameter"),
        ("what is the formula for recall?", "formula"),
        ("send me a roadmap template", "template"),
        ("what does article 5 of the AI Act say?", "law"),
        ("Qdrant or Milvus for our search?", "named_choice"),
        ("how does a reranker work inside RAG?", "internals"),
        ("how do I install MLflow on kubernetes?", "tutorial"),
        ("which companies are hiring right now?", "news"),
        ("what was our churn last month?", "own_company"),
        ("is a certificate worth it?", "jobs"),
    ],
)
def test_kinds_of_things_are_told_apart(question, demand):
    assert demand_of(question) == demand
    assert unmet_demand(question, passages("An AI PM talks to users.")).name == demand


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how much does the course cost?", "The course costs $1,200 for a seat."),
        ("what does an AI PM earn per year?", "An AI PM earns 90,000 euros."),
        ("how many weeks does it take to train a model?", "Training takes three weeks."),
        ("how many engineers do we need?", "A team of four engineers is enough."),
        ("what recall is good enough to launch?", "A recall of 95% is the bar for a launch."),
        ("how do I calculate recall?", "Recall is hits divided by all cases."),
    ],
)
def test_a_passage_that_holds_the_thing_meets_the_demand(question, text):
    assert unmet_demand(question, passages("Nothing here.")) is not None
    assert unmet_demand(question, passages("Nothing here.", text)) is None


def test_a_page_on_what_is_not_covered_meets_no_demand():
    prices = passages("The course costs $1,200.", covered=False)
    assert unmet_demand("how much does the course cost?", prices).name == "price"


def test_ordinary_questions_demand_nothing():
    for question in ("what is drift?", "which costs more, a false positive or a miss?", "who owns the roadmap?",
                     "how many capabilities are there?", "what are the metrics of a recommender?"):  # fmt: skip
        assert demand_of(question) == ""


def test_the_refusal_names_what_the_guide_lacks(guide):
    from advisor.models import Question

    answer = guide.answering.ask(Question("how many percent did conversion grow at meesho"))
    assert answer.abstained
    assert "figures" in answer.text
