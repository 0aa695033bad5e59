"""Sections that say the same twice are told, exactly or nearly, at a cost that grows with their number."""

import json
import time

import numpy as np
import pytest

from advisor.index.layout import CHUNKS_FILE, VECTOR_OFFSETS_FILE, VECTORS_FILE
from ingest.duplicates import MOST_TOLD, find_duplicates

LONG = "A baseline is the simplest thing that could work, and every model is measured against it for weeks."


def release(directory, rows):
    """A directory with chunks (document, heading, text, vector) as a release has them."""
    with (directory / CHUNKS_FILE).open("w") as file:
        for document, heading, text, _ in rows:
            file.write(
                json.dumps({"document": document, "headings": ["T", heading], "text": text}) + "\n"
            )
    vectors = np.array([row[3] for row in rows], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.save(directory / VECTORS_FILE, vectors)
    np.save(directory / VECTOR_OFFSETS_FILE, np.arange(len(rows) + 1))
    return directory


@pytest.fixture
def random():
    return np.random.default_rng(7)


def test_the_same_words_in_other_clothes_are_a_duplicate(tmp_path, random):
    one, two = random.standard_normal((2, 64))
    rows = [("a.md", "First", LONG, one), ("b.md", "Second", f"**{LONG.upper()}**", two)]
    (caution,) = find_duplicates(release(tmp_path, rows))
    assert (caution.path, caution.kind) == ("b.md", "duplicate")
    assert caution.text == "“Second” says the same as “First” in a.md"


def test_nearly_the_same_is_told_with_other_numbers(tmp_path, random):
    one = random.standard_normal(64)
    rows = [
        ("a.md", "First", f"{LONG} It took 3 weeks.", one),
        ("a.md", "Second", f"{LONG} It took 5 weeks.", one + 0.05 * random.standard_normal(64)),
    ]
    (caution,) = find_duplicates(release(tmp_path, rows))
    assert caution.kind == "near_duplicate"
    assert caution.text == "“Second” says nearly the same as “First”, but with other numbers"


def test_like_vectors_of_other_words_are_not_told(tmp_path, random):
    one = random.standard_normal(64)
    other = "Nobody can say in advance which of these ideas will work; that is what experiments are for, always."
    assert (
        find_duplicates(release(tmp_path, [("a.md", "A", LONG, one), ("b.md", "B", other, one)]))
        == []
    )


def test_short_texts_may_come_twice(tmp_path, random):
    one = random.standard_normal(64)
    assert (
        find_duplicates(
            release(tmp_path, [("a.md", "A", "See above.", one), ("b.md", "B", "See above.", one)])
        )
        == []
    )


def test_a_text_that_comes_a_thousand_times_is_told_in_short(tmp_path, random):
    one = random.standard_normal(64)
    found = find_duplicates(release(tmp_path, [(f"{n}.md", "A", LONG, one) for n in range(1_001)]))
    assert len(found) == MOST_TOLD + 1
    assert found[-1].text == f"and {1_000 - MOST_TOLD:,} more sections of this kind"


def planted(random, count, pairs):
    """Distinct texts, and so many near copies of earlier ones among them."""
    vectors = random.standard_normal((count, 64))
    words = random.integers(0, 5_000, (count, 25))
    rows = [
        (f"{n // 20}.md", f"H{n}", " ".join(f"word{w}" for w in words[n]), vectors[n])
        for n in range(count)
    ]
    for n in range(pairs):
        text, vector = rows[n][2:]
        rows[count - 1 - n] = (
            "copy.md",
            f"C{n}",
            f"{text} again",
            vector + 0.1 * random.standard_normal(64),
        )
    return rows


@pytest.mark.parametrize("count", [500, 6_000])
def test_planted_copies_are_found_whether_all_pairs_are_looked_at_or_buckets(
    tmp_path, random, count
):
    found = find_duplicates(release(tmp_path, planted(random, count, 50)))
    assert len(found) >= 48


@pytest.mark.slow
def test_a_hundred_thousand_chunks_take_a_minute_and_little_memory(tmp_path, random):
    directory = release(tmp_path, planted(random, 100_000, 90))
    started = time.monotonic()
    found = find_duplicates(directory)
    assert len(found) >= 80
    assert time.monotonic() - started < 120
