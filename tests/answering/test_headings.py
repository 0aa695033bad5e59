"""A heading in the very words of a query brings its section forward, and no other heading does."""

from dataclasses import replace
from functools import partial

import pytest
from fake_embedder import FakeEmbedder
from release_factory import Factory, run_inline

from advisor.answering.headings import ABOVE, Headings
from advisor.answering.retrieve import SERVED, retrieve
from advisor.database import open_database
from advisor.index.lexical import open_lexical, write_lexical
from advisor.index.live import LiveIndex
from advisor.models import Chunk
from advisor.settings import Settings

PATHS = [
    ("bread.md", "Bread", "Rising time"),
    ("bread.md", "Bread", "Rising time", "In winter"),
    ("bread.md", "Bread", "Notes"),
    ("cakes.md", "Cakes", "Notes"),
    ("cakes.md", "Cakes", "Oven heat and rising time of a layer cake"),
    ("cakes.md", "The"),
    ("cakes.md",),
]
PAGES = {
    "bread.md": "# Bread\n\n## Rising time\n\nUntil it is twice as high.\n\n## Flour\n\n"
    "The rising time, and again the rising time, hangs on the flour.\n"
}


@pytest.fixture
def chunks():
    return [
        Chunk(id=str(number), document=document, headings=tuple(path), text="", position=number)
        for number, (document, *path) in enumerate(PATHS)
    ]


@pytest.fixture
def scores(chunks, tmp_path):
    write_lexical(tmp_path / "lexical", [" ".join(chunk.headings) for chunk in chunks])
    headings = Headings(chunks, open_lexical(tmp_path / "lexical"))
    return lambda query: headings.scores(query, chunks)


@pytest.fixture
def release(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.build.run_in_child", run_inline)
    settings = Settings(data_dir=tmp_path / "data")
    database, embedder = open_database(settings), FakeEmbedder()
    index = LiveIndex(database, settings, embedder)

    def build(pages):
        folder = tmp_path / "guide"
        Factory(settings, database=database, embedder=embedder, folder=folder).build(pages)
        return index.current()

    yield build
    index.close()
    database.close()


@pytest.mark.parametrize("query", ["rising time", "the RISING TIMES", "time of rising"])
def test_a_heading_in_the_words_of_the_query_matches_whole(scores, query):
    assert scores(query)[0] == pytest.approx(1)


def test_a_heading_above_counts_for_less_than_a_chunks_own(scores):
    found = scores("rising time")
    assert found[1] == pytest.approx(ABOVE * found[0])


def test_a_heading_or_query_that_says_much_more_hardly_matches(scores):
    assert 0 < scores("rising time")[4] < 0.2
    assert 0 < scores("rising in the winter oven of bread and cakes")[0] < 0.1


def test_a_heading_that_several_pages_have_names_none_of_them(scores):
    found = scores("notes")
    assert found[2] == found[3] == pytest.approx(0.5)


@pytest.mark.parametrize("query", ["", "the", "of it", "quartz", "?!"])
def test_a_query_that_no_heading_shares_a_word_with_matches_none(scores, query):
    assert not scores(query).any()


def test_chunks_without_a_heading_or_with_stop_words_alone_match_nothing(scores):
    assert not scores("rising time")[5:].any()


def with_and_without_headings(opened):
    [vector] = FakeEmbedder().embed(["flour"])
    find = partial(retrieve, opened, "rising time", vector, asked=vector, limit=2)
    return find(), find(how=replace(SERVED, headings=False))


def test_a_section_named_so_comes_before_one_that_says_it_more_often(release):
    opened = release(PAGES)
    on, off = with_and_without_headings(opened)
    assert [passage.chunk.headings[-1] for passage in on] == ["Rising time", "Flour"]
    assert [passage.chunk.headings[-1] for passage in off] == ["Flour", "Rising time"]


def test_headings_change_nothing_where_a_guide_has_wordings(release):
    asked = {"bread.md": PAGES["bread.md"].replace("Until", "<!-- asked as: how long -->\n\nUntil")}
    opened = release(asked)
    assert opened.entries > len(opened.chunks)
    on, off = with_and_without_headings(opened)
    assert on == off
