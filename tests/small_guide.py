"""A guide of six short pages."""

PAGE = """---
title: {title}
sources: [A source]
last_reviewed: 2026-11-22
---

# {title}

{title} is one page of a small guide.

## What is {title} for?
<!-- asked as: why {title} | purpose of {title} -->

People read {title} to learn about number {number}. Nobody else explains it.

## Where does {title} end?

{title} ends at the {number}th mile, as every walker knows.
"""
NAMES = ("apples", "bridges", "clouds", "dunes", "embers", "ferns")


def page(title, number=1):
    return PAGE.format(title=title, number=number)


def write_guide(folder):
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / f"{name}.md").write_text(page(name.title(), number), encoding="utf-8")


def short_pages(number):
    """Four pages of one section, which another number changes."""
    return {
        f"{name}.md": f"# {name}\n\n## Use of {name}\n\n{name} number {number} serves well.\n"
        for name in NAMES[:4]
    }
