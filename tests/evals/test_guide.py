from evals.guide import GuideSection, read_guide

PAGE = """---
title: Fruit
---

# Fruit

Lead sentence.

## What is an apple?
<!-- asked as: red fruit | fruit of Eve -->

An apple grows.

## What is a pear?

A pear hangs.
"""
HIDDEN = "---\ntitle: How to\nindex: false\n---\n\n# How to\n\n## One\n\nText.\n"
TABLE = """about: {title: Terms}
entries:
  - term: Fig
    aliases: [figs]
    definition: A fig is sweet.
    capability: null
    asked_as: [sweet fruit]
"""


def test_pages_and_tables_are_read_as_sections_with_what_is_asked_of_them(tmp_path):
    (tmp_path / "food").mkdir()
    (tmp_path / "food" / "fruit.md").write_text(PAGE)
    (tmp_path / "README.md").write_text(HIDDEN)
    (tmp_path / "glossary.yaml").write_text(TABLE)
    guide = read_guide(tmp_path)
    assert guide == {
        "food/fruit.md": (
            GuideSection(
                "food/fruit.md",
                "What is an apple?",
                "An apple grows.",
                ("red fruit", "fruit of Eve"),
            ),
            GuideSection("food/fruit.md", "What is a pear?", "A pear hangs.", ()),
        ),
        "glossary.yaml": (
            GuideSection("glossary.yaml", "Fig", "Fig\nfigs\nA fig is sweet.", ("sweet fruit",)),
        ),
    }
