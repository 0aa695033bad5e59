"""FAQs with a question as the heading of each answer: the query is the question, which the document lacks."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.sets.html import HtmlSection, read_html
from benchmarks.sets.question_set import Page, PageSection, Wanted

SHORTEST_ANSWER = 80


def read_faq(files: list[Path]) -> tuple[list[Page], list[Wanted]]:
    """Returns a page for each answer, titled with its chapter, and its question as the query."""
    pages: list[Page] = []
    wanted: list[Wanted] = []
    for file in files:
        html = read_html(file.read_text(encoding="utf-8", errors="replace"))
        if not html.sections:
            continue
        chapter = html.sections[0].heading
        stem = file.name.split(".")[0]
        for number, (question, answer) in enumerate(_questions(html.sections), 1):
            path = f"{stem}/{number:03d}.md"
            pages.append(Page(path, chapter, (PageSection("", 1, answer),)))
            wanted.append(Wanted(question, path))
    return pages, wanted


def _questions(sections: tuple[HtmlSection, ...]) -> Iterator[tuple[str, str]]:
    """Yields the headings that ask something, with all that stands below them."""
    for place, section in enumerate(sections):
        if "?" not in section.heading:
            continue
        texts = [section.text]
        for below in sections[place + 1 :]:
            if below.level <= section.level or "?" in below.heading:
                break
            texts.append(below.text)
        answer = "\n\n".join(text for text in texts if text)
        if len(answer) >= SHORTEST_ANSWER:
            yield section.heading, answer
