"""The bundled guide keeps the rules that its README gives to whoever writes a page."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from ingest.load import load_folder

ROOT = Path(__file__).parents[2] / "knowledge"
PAGES = sorted(path for path in ROOT.rglob("*.md") if path.name != "README.md")
HEAD = ("title", "summary", "sources", "last_reviewed", "owner", "tags")
TABLES = ("capabilities", "gallery", "glossary", "metrics", "resources", "stack")


def name(path):
    return path.relative_to(ROOT).as_posix()


def head_of(path):
    return yaml.safe_load(path.read_text("utf-8").split("---\n")[1])


def sections_of(path):
    """Heading and text of each `##` section, without its wordings."""
    for part in re.split(r"(?m)^## ", path.read_text("utf-8"))[1:]:
        heading, _, text = part.partition("\n")
        wordings = re.search(r"<!-- asked as: (.*?) -->", text)
        yield heading, re.sub(r"<!--.*?-->", "", text), wordings[1].split(" | ") if wordings else []


def test_the_guide_has_25_to_50_pages_in_folders_by_topic():
    assert 25 <= len(PAGES) <= 50
    assert all(path.parent != ROOT for path in PAGES)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_each_page_has_its_whole_head(path):
    head = head_of(path)
    assert all(head.get(field) for field in HEAD)
    assert isinstance(head["last_reviewed"], dt.date)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_each_section_is_short_enough_to_be_quoted_and_found_by_other_words(path):
    for heading, text, wordings in sections_of(path):
        assert 60 <= len(text.split()) <= 180, f"{heading}: {len(text.split())} words"
        assert len(wordings) >= 8, heading
        assert len(set(wordings)) == len(wordings), heading


def test_nothing_of_the_guide_is_rejected():
    loaded = load_folder(ROOT)
    assert not loaded.rejected
    assert len(loaded.documents) == len(PAGES) + len(TABLES)


def test_titles_are_told_apart():
    titles = [head_of(path)["title"] for path in PAGES]
    assert len(set(titles)) == len(titles)


def test_the_glossary_has_at_least_120_terms_of_two_lines_each():
    terms = yaml.safe_load((ROOT / "glossary.yaml").read_text("utf-8"))["entries"]
    assert len(terms) >= 120
    for term in terms:
        assert 15 <= len(term["definition"].split()) <= 50, term["term"]


def test_three_pages_list_what_the_guide_does_not_cover():
    assert [name(path) for path in PAGES if head_of(path).get("covered") is False] == [
        "about/details-left-out.md",
        "about/neighbouring-topics.md",
        "about/what-the-guide-does-not-cover.md",
    ]
