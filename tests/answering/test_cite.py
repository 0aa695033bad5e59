"""Citations link to the exact section where the guide has an address."""

from dataclasses import replace

import pytest

from advisor.answering.cite import anchor, section_url
from advisor.models import Chunk


def chunk(document: str, *headings: str) -> Chunk:
    return Chunk(id="c", document=document, headings=headings, text="t", position=0)


def test_without_an_address_of_the_guide_there_is_no_link():
    assert section_url(chunk("a.md", "A", "B"), "") == ""


def test_a_link_leads_to_the_heading():
    url = section_url(
        chunk("metrics/a page.md", "A", "Precision or recall?"), "https://guide.example/k/"
    )
    assert url == "https://guide.example/k/metrics/a%20page.md#precision-or-recall"


def test_tables_and_leads_link_to_their_document():
    assert (
        section_url(chunk("stack.yaml", "Stack", "Training"), "https://g.example")
        == "https://g.example/stack.yaml"
    )
    assert section_url(chunk("a.md", "A"), "https://g.example") == "https://g.example/a.md"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("B2C, B2B and enterprise", "b2c-b2b-and-enterprise"),
        ("What is A/B testing?", "what-is-ab-testing"),
        ("Über uns", "%C3%BCber-uns"),
    ],
)
def test_anchors_are_made_as_github_makes_them(heading, expected):
    assert anchor(heading) == expected


def test_a_page_from_slack_has_no_address_in_the_guide():
    page = chunk("pages/churn.md", "Churn", "What is churn?")
    assert section_url(page, "https://g.example").startswith("https://g.example/pages/churn.md")
    from_slack = replace(page, sources=("Thread in #product in Slack, by Ada: https://x",))
    assert section_url(from_slack, "https://g.example") == ""
