"""Markdown and its YAML heads: too deep, too long, or of entities that grow."""

from hostile_file import READ, Hostile

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)


def page(body, head=""):
    return f"{head}# A page\n\nGood words.\n\n{body}\n"


MARKDOWN = [
    Hostile("quoted.md", page("> " * 3_000 + "deep"), READ),
    Hostile("quoted-often.md", page(("> " * 50 + "deep\n") * 2_000), READ),
    Hostile("listed.md", page("- " * 5_000 + "deep"), READ),
    Hostile("both.md", page("> - " * 1_000 + "deep"), READ),
    Hostile("steps.md", page("".join("  " * n + "- x\n" for n in range(600))), READ),
    Hostile("long-list.md", lambda _: page("- x\n" * 40_000), READ),
    Hostile("long-lists.md", lambda _: page("- x\n  - y\n" * 20_000), READ),
    Hostile("long-table.md", lambda _: page("|a|b|\n|-|-|\n" + "|x|y|\n" * 40_000), READ),
    Hostile("wide-table.md", lambda _: page("|a" * 4_000 + "|\n" + "|-" * 4_000 + "|\n"), READ),
    Hostile("brackets.md", page("[" * 100_000), READ),
    Hostile("links.md", page("[a](" * 50_000), READ),
    Hostile("pictures.md", page("![a" * 50_000), READ),
    Hostile("tags.md", page("<a " * 100_000), READ),
    Hostile("ticks.md", page(" ".join("`" * n for n in range(1, 500))), READ),
    Hostile("fences.md", page("```\n" * 50_001), READ),
    Hostile("one-line.md", lambda _: page("word " * 400_000), READ),
    Hostile("one-word.md", lambda _: page("x" * 1_000_000), READ),
    Hostile("wordings.md", page("<!-- asked as: " + "x | " * 50_000), READ),
    Hostile(
        "other-wordings.md",
        lambda _: page(f"<!-- asked as: {' | '.join(map(str, range(20_000)))} -->\n\nWords."),
        "more than 200 wordings",
    ),
    Hostile("laughs.md", page("", f"---\n{LAUGHS}title: *i\n---\n"), "`title`"),
    Hostile("deep-head.md", page("", f"---\ntitle: {'[' * 20_000}\n---\n"), "not valid YAML"),
    Hostile("long-number.md", page("", f"---\ntitle: {'9' * 50_000}\n---\n"), "not valid YAML"),
    Hostile(
        "glossary.yaml",
        f"about: {{title: T}}\n{LAUGHS}entries:\n- {{term: *i, definition: d}}\n",
        "entry 1, field 'term'",
    ),
]
