"""The Frechet distance: between two samples of one Gaussian about 0 at infinity, where the plain one is not."""

import numpy as np
import pytest

from core.evaluation.frechet import ROWS_PER_DIM, frechet_at_infinity, frechet_distance, rows_needed

D, N = 10, 200


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_two_samples_of_one_gaussian_are_no_distance_apart_at_infinity_and_some_plainly(rng):
    found = [frechet_at_infinity(rng.standard_normal((N, D)), rng.standard_normal((N, D)), seed=i) for i in range(20)]
    at_infinity, plain = (np.array([getattr(one, name) for one in found]) for name in ("at_infinity", "plain"))
    assert plain.min() > 0.1
    assert abs(at_infinity.mean()) < 0.1 * plain.mean()


def test_a_shift_is_its_squared_length(rng):
    X = rng.standard_normal((N, D))
    assert frechet_distance(X, X + 0.5) == pytest.approx(0.25 * D)
    shifted = rng.standard_normal((2000, D)) + 0.5
    assert frechet_at_infinity(rng.standard_normal((2000, D)), shifted).at_infinity == pytest.approx(0.25 * D, rel=0.1)


def test_the_formula_is_that_of_the_roots_of_covariances(rng):
    import scipy.linalg

    X, Y = rng.standard_normal((50, D)), rng.standard_normal((60, D)) @ rng.standard_normal((D, D)) + 1
    A, B = np.cov(X.T), np.cov(Y.T)
    expected = ((X.mean(0) - Y.mean(0)) ** 2).sum() + np.trace(A + B - 2 * scipy.linalg.sqrtm(A @ B).real)
    assert frechet_distance(X, Y) == pytest.approx(expected)
    assert frechet_distance(X[:5], Y) >= 0  # fewer rows than dimensions


def test_a_set_is_no_distance_from_itself(rng):
    X = rng.standard_normal((N, D))
    assert frechet_distance(X, rng.permutation(X)) == pytest.approx(0, abs=1e-9)


def test_with_few_rows_there_is_no_line_to_follow(rng):
    few = rng.standard_normal((ROWS_PER_DIM * D - 1, D))
    assert frechet_at_infinity(few, few) is None


def test_halves_with_the_same_numbers_of_each_genre_are_no_distance_apart_on_average():
    rng = np.random.default_rng(5)
    genres = np.repeat(np.arange(5), 20)
    centres = 3 * rng.standard_normal((5, 4))
    names = genres.astype(str)

    def mean(**options):
        pairs = [(centres[genres] + rng.standard_normal((2, 100, 4))) for _ in range(25)]
        return np.mean([frechet_at_infinity(X, Y, **options).at_infinity for X, Y in pairs])

    assert abs(mean(strata_x=names, strata_y=names)) < 0.05
    assert mean() < -0.1  # as if of any genres: nearer than they are


def test_groups_are_drawn_together():
    rng = np.random.default_rng(6)
    groups = np.repeat(np.arange(50), 4).astype(str)

    def mean(**options):
        pairs = [np.repeat(rng.standard_normal((2, 50, 4)), 4, axis=1) for _ in range(25)]
        return np.mean([frechet_at_infinity(X, Y, **options).at_infinity for X, Y in pairs])

    assert abs(mean(groups_x=groups, groups_y=groups)) < 0.5 * abs(mean())


def test_the_plain_distance_is_that_of_all_rows(rng):
    X, Y = rng.standard_normal((2, N, D))
    assert frechet_at_infinity(X, Y).plain == pytest.approx(frechet_distance(X, Y))
    assert rows_needed(57) == 228
