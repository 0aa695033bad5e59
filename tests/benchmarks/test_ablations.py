import numpy as np
import pytest

from benchmarks.ablations import BARE_METHODS, METHODS, Evidence, reciprocal_ranks, scaled


def evidence(*, wording=(0.2, 0.9, 0.1), lexical=(0.0, 0.1, 0.8)):
    cosines = np.array(wording, dtype=np.float32)
    words = np.array(lexical, dtype=np.float32)
    return Evidence(
        wording=cosines, body=cosines, sentence=cosines, views=cosines, lexical=words,
        bare_cosine=cosines, bare_lexical=words,
    )  # fmt: skip


def test_reciprocal_ranks_fall_with_the_rank_and_leave_out_what_was_not_found():
    ranks = reciprocal_ranks(np.array([0.5, 0.0, 0.9]))

    assert list(ranks) == [pytest.approx(1 / 62), 0, pytest.approx(1 / 61)]


def test_scaled_scores_lie_between_0_and_1():
    assert list(scaled(np.array([2.0, 4.0, 3.0]))) == [0, 1, 0.5]
    assert list(scaled(np.zeros(3))) == [0, 0, 0]


@pytest.mark.parametrize("name", [*METHODS, *BARE_METHODS])
def test_every_way_to_rank_gives_a_score_to_each_chunk(name):
    assert ({**METHODS, **BARE_METHODS})[name](evidence()).shape == (3,)
