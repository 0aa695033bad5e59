import numpy as np
import pytest

from advisor.errors import ReleaseError
from advisor.index.manifest import hash_files
from advisor.index.store import batches, open_store, pending_rows, write_store


def vectors_of(rows, dimensions=16):
    vectors = np.random.default_rng(rows).normal(size=(rows, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def write(directory, rows):
    vectors = vectors_of(rows)
    write_store(directory, [f"c{row}" for row in range(rows)], vectors, list(range(rows)))
    return vectors


@pytest.mark.parametrize("rows", [2, 3, 99, 100, 101, 199, 250, 1001, 2050, 3300])
def test_a_written_store_is_sealed(tmp_path, rows):
    vectors = write(tmp_path / "chroma", rows)
    assert pending_rows(tmp_path / "chroma") <= 1
    store = open_store(tmp_path / "chroma")
    for row in range(0, rows, max(1, rows // 20)):
        assert store.query(vectors[row], limit=1)[0][0] == f"c{row}"
    store.close()


def test_one_vector_can_be_stored(tmp_path):
    vectors = write(tmp_path / "chroma", 1)
    store = open_store(tmp_path / "chroma")
    assert store.query(vectors[0], limit=5) == [("c0", pytest.approx(1.0, abs=1e-5))]
    store.close()


@pytest.mark.parametrize("rows", [1, 2, 500])
def test_reading_changes_no_sealed_file(tmp_path, rows):
    vectors = write(tmp_path / "chroma", rows)
    before = hash_files(tmp_path)
    for _ in range(3):
        store = open_store(tmp_path / "chroma")
        for row in range(min(rows, 50)):
            store.query(vectors[row], limit=10)
        store.close()
    assert hash_files(tmp_path) == before
    assert len(before) >= 4


@pytest.mark.parametrize("rows", [1, 2, 99, 150, 1000, 1099, 1100, 5461, 20_000, 100_003])
def test_no_batch_is_short_or_too_long(rows):
    threshold = max(2, min(100, rows))
    parts = list(batches(rows, smallest=threshold, largest=5461))
    assert [start for start, _ in parts] == [0, *(end for _, end in parts[:-1])]
    assert parts[-1][1] == rows
    sizes = [end - start for start, end in parts]
    assert max(sizes) <= 5461
    assert min(sizes) >= min(threshold, rows)


def test_a_store_is_never_made_by_opening_it(tmp_path):
    with pytest.raises(ReleaseError):
        open_store(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()


@pytest.mark.parametrize("damage", ["empty", "header", "other"])
def test_a_broken_database_file_is_a_release_error(tmp_path, damage):
    write(tmp_path / "chroma", 10)
    path = tmp_path / "chroma" / "chroma.sqlite3"
    data = path.read_bytes()
    path.write_bytes(
        {"empty": b"", "header": b"\xff" * 100 + data[100:], "other": b"x" * 5000}[damage]
    )
    with pytest.raises(ReleaseError):
        open_store(tmp_path / "chroma")
