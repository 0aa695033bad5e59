"""Parts of one section are read as they stand on the page."""

from advisor.answering.draft import reading_order
from advisor.models import Chunk, Passage


def passage(document, heading, position, score):
    headings = ("Guide", heading)
    chunk = Chunk(id=heading, document=document, headings=headings, text="t", position=position)
    return Passage(chunk, position, score=score, cosine=score, lexical=0.0)


def test_chunks_of_a_section_stand_together_in_the_order_of_the_page():
    passages = [
        passage("a.md", "Metrics", 5, 0.9),
        passage("b.md", "Risks", 0, 0.8),
        passage("a.md", "Metrics", 4, 0.7),
    ]
    ranks = sorted(range(3), key=reading_order(passages).__getitem__)
    assert ranks == [2, 0, 1]


def test_like_headings_of_two_pages_are_two_sections():
    passages = [passage("a.md", "Metrics", 5, 0.9), passage("b.md", "Metrics", 1, 0.8)]
    assert sorted(range(2), key=reading_order(passages).__getitem__) == [0, 1]
