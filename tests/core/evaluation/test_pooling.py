import numpy as np
import pytest

from core.evaluation import pool_segments


def test_a_track_is_the_mean_of_its_segments_in_order_of_first_appearance():
    ids, pooled = pool_segments(["b", "a", "b"], np.array([[1.0, 0.0], [0.2, 0.8], [0.5, 0.5]]))
    assert ids.tolist() == ["b", "a"]
    assert pooled == pytest.approx(np.array([[0.75, 0.25], [0.2, 0.8]]))


def test_tracks_of_one_segment_are_left_as_they_are():
    proba = np.random.default_rng(0).dirichlet(np.ones(3), size=20)
    names = [f"track {n}" for n in range(20)]
    ids, pooled = pool_segments(names, proba)
    assert ids.tolist() == names
    assert np.array_equal(pooled, proba)


def test_pooled_probabilities_still_sum_to_one():
    rng = np.random.default_rng(0)
    pooled = pool_segments(rng.integers(7, size=100), rng.dirichlet(np.ones(4), size=100))[1]
    assert pooled.sum(axis=1) == pytest.approx(np.ones(7))


def test_ids_that_do_not_fit_the_rows_are_refused():
    with pytest.raises(ValueError, match=r"track_ids has 2 entries and proba shape \(3, 2\)"):
        pool_segments(["a", "b"], np.full((3, 2), 0.5))
