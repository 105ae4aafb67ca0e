"""The kernel distance: 0 on average between samples of one distribution, whatever their number or their groups."""

import numpy as np
import pytest

from core.evaluation.kernel_distance import kernel_distance

D = 12


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def names(n):
    return [f"track {i}" for i in range(n)]


def test_a_set_is_no_distance_from_itself(rng):
    X = rng.standard_normal((40, D))
    found = kernel_distance(X, X, groups_x=names(40), groups_y=names(40))
    assert found.value == pytest.approx(0)
    assert found.interval == pytest.approx((0, 0))


@pytest.mark.parametrize("n", [5, 20])
def test_over_many_draws_of_one_distribution_it_is_zero_on_average(n, rng):
    values = [
        kernel_distance(rng.standard_normal((n, D)), rng.standard_normal((n, D)), n_draws=0).value for _ in range(600)
    ]
    assert abs(np.mean(values)) < 3 * np.std(values) / np.sqrt(600)
    assert min(values) < 0 < max(values)


def test_clips_of_one_prompt_do_not_make_a_set_distant(rng):
    def clustered():
        return np.repeat(rng.standard_normal((15, D)), 4, axis=0) + 0.1 * rng.standard_normal((60, D))

    prompts = np.repeat(names(15), 4)
    told, untold = [], []
    for _ in range(150):
        X, Y = clustered(), clustered()
        groups = {"groups_x": [f"x {p}" for p in prompts], "groups_y": [f"y {p}" for p in prompts]}
        told.append(kernel_distance(X, Y, n_draws=0, **groups).value)
        untold.append(kernel_distance(X, Y, n_draws=0).value)
    assert abs(np.mean(told)) < 3 * np.std(told) / np.sqrt(150)
    assert np.mean(untold) > 5 * np.std(untold) / np.sqrt(150)


def test_sets_of_the_same_genres_are_zero_apart_on_average_though_a_track_meets_fewer_of_its_own(rng):
    genres, told, untold = np.repeat(names(6), 3), [], []
    for _ in range(200):
        centres = np.repeat(2 * rng.standard_normal((6, D)), 3, axis=0)
        X, Y = (centres + 0.3 * rng.standard_normal((18, D)) for _ in range(2))
        told.append(kernel_distance(X, Y, strata_x=genres, strata_y=genres, n_draws=0).value)
        untold.append(kernel_distance(X, Y, n_draws=0).value)
    assert abs(np.mean(told)) < 3 * np.std(told) / np.sqrt(200)
    assert np.mean(untold) < -5 * np.std(untold) / np.sqrt(200)
    far = kernel_distance(X, Y + 1, strata_x=genres, strata_y=genres)
    assert 0 < far.interval[0] < far.value < far.interval[1]


def test_strata_of_one_set_alone_are_refused(rng):
    X = rng.standard_normal((6, D))
    with pytest.raises(ValueError, match="needed is one for each, or none at all"):
        kernel_distance(X, X, strata_x=names(6))


def test_its_interval_holds_zero_for_equals_and_not_for_others(rng):
    holds = 0
    for i in range(60):
        low, high = kernel_distance(
            rng.standard_normal((30, D)), rng.standard_normal((30, D)), n_draws=200, seed=i
        ).interval
        holds += low <= 0 <= high
    assert holds >= 54
    far = kernel_distance(rng.standard_normal((30, D)), rng.standard_normal((30, D)) + 1.0)
    assert 0 < far.interval[0] < far.value < far.interval[1]


def test_further_away_is_more(rng):
    X, Y = rng.standard_normal((2, 50, D))
    values = [kernel_distance(X, Y + shift, n_draws=0).value for shift in (0.0, 0.5, 1.0, 2.0)]
    assert values == sorted(values)


def test_neither_order_nor_which_set_comes_first_changes_it(rng):
    X, Y = rng.standard_normal((30, D)), rng.standard_normal((25, D)) + 0.3
    expected = kernel_distance(X, Y, n_draws=0).value
    assert kernel_distance(rng.permutation(X), rng.permutation(Y), n_draws=0).value == pytest.approx(expected)
    assert kernel_distance(Y, X, n_draws=0).value == pytest.approx(expected)


def test_few_groups_have_no_interval(rng):
    X = rng.standard_normal((20, D))
    assert kernel_distance(X, X + 1, groups_x=[str(i // 10) for i in range(20)]).interval is None


@pytest.mark.parametrize(
    ("X", "Y", "groups", "words"),
    [
        (np.ones((4, 2)), np.ones((4, 3)), None, r"needed are \(n, n_dims\) of the same n_dims"),
        (np.ones((4, 2)), np.full((4, 2), np.nan), None, "both sets must be finite"),
        (np.ones((4, 2)), np.ones((4, 2)), ["a"] * 4, "needed are at least two in each"),
        (np.ones((4, 2)), np.ones((4, 2)), ["a", "b"], "needed is one for each"),
    ],
    ids=["dimensions", "NaN", "one group", "groups missing"],
)
def test_what_cannot_be_compared_is_said(X, Y, groups, words):
    with pytest.raises(ValueError, match=words):
        kernel_distance(X, Y, groups_x=groups)
