"""Density and coverage: what holds for equals, for copies, for what lies elsewhere and for what crowds."""

import numpy as np
import pytest

from core.evaluation.coverage import density_and_coverage, expected_coverage


@pytest.fixture
def rng():
    return np.random.default_rng(8)


def test_equals_have_a_density_of_one_and_the_expected_coverage(rng):
    found = [density_and_coverage(*rng.standard_normal((2, 80, 6))) for _ in range(60)]
    assert np.mean([one.density for one in found]) == pytest.approx(1, abs=0.05)
    assert np.mean([one.coverage for one in found]) == pytest.approx(expected_coverage(80, 80), abs=0.01)
    assert found[0].expected == pytest.approx(expected_coverage(80, 80))


def test_a_set_covers_itself(rng):
    X = rng.standard_normal((50, 6))
    assert density_and_coverage(X, X).coverage == 1


def test_what_lies_elsewhere_covers_nothing(rng):
    found = density_and_coverage(rng.standard_normal((50, 6)), rng.standard_normal((50, 6)) + 50)
    assert (found.density, found.coverage) == (0, 0)


def test_one_place_again_and_again_is_dense_and_covers_little(rng):
    found = density_and_coverage(rng.standard_normal((200, 6)), np.zeros((200, 6)))
    assert found.density > 1.5
    assert found.coverage < 0.3


def test_order_changes_nothing(rng):
    X, Y = rng.standard_normal((2, 40, 6))
    assert density_and_coverage(rng.permutation(X), rng.permutation(Y)) == density_and_coverage(X, Y)


def test_too_few_real_points_are_said(rng):
    with pytest.raises(ValueError, match="5 real points have no 5 neighbours each"):
        density_and_coverage(rng.standard_normal((5, 6)), rng.standard_normal((50, 6)))


def test_neighbours_of_the_same_artist_make_no_ball_smaller(rng):
    artists = [f"artist {i // 4}" for i in range(80)]

    def mean(**options):
        pairs = ((np.repeat(rng.standard_normal((20, 6)), 4, axis=0), rng.standard_normal((80, 6))) for _ in range(40))
        found = [density_and_coverage(X + 0.01 * rng.standard_normal(X.shape), Y, **options) for X, Y in pairs]
        return np.mean([one.coverage / one.expected for one in found])

    assert mean(groups_real=artists) == pytest.approx(1, abs=0.05)
    assert mean() < 0.9


def test_with_few_artists_fewer_neighbours_are_asked(rng):
    X, Y = rng.standard_normal((2, 12, 6))
    artists = ["a"] * 9 + ["b"] * 3
    found = density_and_coverage(X, Y, groups_real=artists)
    assert found.expected == pytest.approx(
        (9 * expected_coverage(4, 12, k=3) + 3 * expected_coverage(10, 12, k=3)) / 12
    )
    many = [density_and_coverage(*rng.standard_normal((2, 12, 6)), groups_real=artists) for _ in range(200)]
    assert np.mean([one.density for one in many]) == pytest.approx(1, abs=0.1)


def test_what_is_no_grouping_is_said(rng):
    X = rng.standard_normal((8, 6))
    with pytest.raises(ValueError, match="2 groups for 8 real points"):
        density_and_coverage(X, X, groups_real=["a", "b"])
    with pytest.raises(ValueError, match="all real points are of one group"):
        density_and_coverage(X, X, groups_real=["a"] * 8)
