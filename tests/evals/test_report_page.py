from html.parser import HTMLParser

from evals.page import build_page

VOID = {"meta", "line", "circle", "rect", "polyline"}


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def share(value):
    return {"share": value, "n": 10, "low": value / 2, "high": 1.0}


def report(**answers):
    result = {
        "id": "a1",
        "question": "<script>alert(1)</script>",
        "previous_question": "before & after?",
        "style": "multi_part",
        "answer": "One < two. [1]",
        "complete": False,
        "cause": "not retrieved",
        "confidence": 0.4,
        "milliseconds": 20.0,
    }
    refusal = {"id": "r1", "question": "price?", "kind": "near_miss", "answer": "Two."}
    found = {
        "release": 7,
        "shares": {
            "complete": share(0.5),
            "complete_style_multi_part": share(0.5),
            "wrongly_refused": share(0.1),
            "refused_near_miss": share(0.8),
        },
        "calibration": {
            "ece": 0.05,
            "auroc": 0.9,
            "brier": 0.1,
            "n": 2,
            "equal_width": [{"n": 2, "confidence": 0.4, "right": 0.5, "low": 0.1, "high": 0.9}],
        },
        "words": {"median": 80.0, "p95": 120.0},
        "milliseconds": {"ask_p50": 20.0, "ask_p95": 30.0},
        "causes": {"not retrieved": 1},
        "results": [result],
        "refusals": [refusal | {"refused": False, "confidence": 0.6}],
    } | answers
    method = {f"section_hit@{depth}": 0.5 for depth in (1, 3, 5, 10)} | {"ndcg@10": 0.4}
    retrieval = {
        "methods": {"hybrid": method, "dense": method, "words": method},
        "milliseconds": {name: {"p50": 1.0, "p95": 2.0} for name in ("hybrid", "dense", "words")},
    }
    target = {"name": "complete", "label": "All facts", "bound": "at least", "limit": 0.9}
    target |= {"is_share": True, "met": False, "value": 0.5, "n": 10, "low": 0.2, "high": 0.8}
    return {
        "made_at": "2026-01-02T03:04:05+00:00",
        "split": "test",
        "targets": [target],
        "answers": found,
        "retrieval": retrieval,
    }


def test_the_page_is_well_formed_and_loads_nothing_from_elsewhere():
    page = build_page(report())
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    for loading in ("http:", "https:", "src=", "<link", "<script", "@import", "url("):
        assert loading not in page


def test_the_page_shows_promise_and_figure_and_what_went_wrong():
    page = build_page(report())
    assert "0 of 1 targets are met." in page
    assert "falls short" in page
    assert "50.0<small> %</small>" in page
    assert "1 questions that were not answered completely" not in page
    assert "One question that was not answered completely" in page
    assert "One question that should have been refused" in page


def test_what_people_ask_is_text_on_the_page():
    page = build_page(report())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "before &amp; after?" in page


def test_a_run_without_faults_has_no_table_of_them():
    page = build_page(report(results=[], refusals=[], causes={}))
    assert "<details>" not in page
    assert "None is." in page
