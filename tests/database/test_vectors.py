import hashlib

import numpy as np

from advisor.database.vectors import load_vectors, save_vectors


def entries_of(count):
    rows = np.random.default_rng(0).normal(size=(count, 8)).astype(np.float32)
    return {hashlib.sha256(str(n).encode()).hexdigest(): row for n, row in enumerate(rows)}


def test_vectors_come_back_as_they_went_in_however_many(database):
    entries = entries_of(1300)
    save_vectors(database, entries, weights_sha256="a" * 64)
    found = load_vectors(database, [*entries, "0" * 64], weights_sha256="a" * 64)
    assert found.keys() == entries.keys()
    for digest, vector in entries.items():
        np.testing.assert_array_equal(found[digest], vector)
        assert found[digest].dtype == np.float32


def test_each_model_has_its_own_vectors(database):
    entries = entries_of(2)
    save_vectors(database, entries, weights_sha256="a" * 64)
    assert load_vectors(database, list(entries), weights_sha256="b" * 64) == {}


def test_a_vector_that_is_there_stays(database):
    entries = entries_of(1)
    save_vectors(database, entries, weights_sha256="a" * 64)
    again = {digest: vector * 2 for digest, vector in entries.items()}
    save_vectors(database, again, weights_sha256="a" * 64)
    ((digest, vector),) = entries.items()
    found = load_vectors(database, [digest], weights_sha256="a" * 64)[digest]
    np.testing.assert_array_equal(found, vector)


def test_nothing_asked_is_nothing_found(database):
    save_vectors(database, {}, weights_sha256="a" * 64)
    assert load_vectors(database, [], weights_sha256="a" * 64) == {}
