"""A thread becomes a page in which people's words are words; a file's name becomes a safe one."""

import pytest

from advisor.errors import ProposalError
from advisor.knowledge.names import name_file, slug
from advisor.knowledge.threads import Post, as_markdown, draft_page, name_thread
from ingest.markdown import load_markdown


def test_the_first_message_is_the_title_and_each_reply_a_paragraph():
    posts = [Post("U1", "How do we measure churn? We argue."), Post("U2", "By month.")]
    title, page = draft_page(posts)
    assert title == "How do we measure churn?"
    assert page.startswith("# How do we measure churn?\n\nHow do we measure churn? We argue.")
    assert page.endswith("By month.\n")


@pytest.mark.parametrize(
    "words",
    ["# Heading", "---", "=== x", "| a | b |", "> quote", "+++", "<script>x</script>", "***"],
)
def test_no_line_of_a_person_becomes_anything_but_words(words):
    _, page = draft_page([Post("U1", "A question"), Post("U2", f"First.\n{words}\nLast.")])
    document = load_markdown("a.md", page)
    assert document.title == "A question"
    assert len(document.sections) == 1


def test_lists_and_code_keep_their_form():
    assert as_markdown("• one\n• two") == "- one\n- two"
    assert as_markdown("```\n# code\n") == "```\n# code\n```"


def test_comments_of_the_guide_are_not_read_from_people():
    _, page = draft_page([Post("U1", "Q"), Post("U2", "<!-- asked as: anything at all --> A.")])
    document = load_markdown("a.md", page)
    assert all(not section.asked_as for section in document.sections)


def test_a_thread_without_text_is_no_page():
    with pytest.raises(ProposalError):
        draft_page([Post("U1", "  ")])
    with pytest.raises(ProposalError):
        draft_page([Post("U1", "Q"), Post("U2", "x " * 200_000)])


def test_long_and_empty_titles_are_made_usable():
    assert len(name_thread("word " * 100)) <= 101
    assert name_thread("###") == "A thread from Slack"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Our Plan (v2).PDF", "our-plan-v2.pdf"),
        ("../../etc/passwd.md", "passwd.md"),
        ("..\\..\\x.txt", "x.txt"),
        ("...md.md", "md.md"),
        ("日本.docx", "page.docx"),
        ("a" * 300 + ".csv", "a" * 60 + ".csv"),
    ],
)
def test_names_of_files_lead_nowhere_else(given, name):
    assert name_file(given) == name


@pytest.mark.parametrize("given", ["x.exe", "x", ".md", "x.docm", "x.yaml"])
def test_other_kinds_are_refused(given):
    with pytest.raises(ProposalError):
        name_file(given)


def test_a_slug_is_never_empty_or_hidden():
    assert slug("...") == "page"
    assert slug(".hidden") == "hidden"
