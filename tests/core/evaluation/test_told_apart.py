"""A classifier tells sets apart that differ, and not those that do not; no group stands on both sides of a fold."""

import numpy as np
import pytest

from core.evaluation.drawn_together import groups_of
from core.evaluation.told_apart import folds_of, told_apart

D = 8


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def names(n):
    return [f"track {i}" for i in range(n)]


def test_a_set_is_not_told_from_itself(rng):
    X = rng.standard_normal((40, D))
    found = told_apart(X, X, groups_real=names(40), groups_made=names(40))
    assert found.auc == pytest.approx(0.5)


def test_samples_of_one_distribution_are_told_apart_as_often_as_not(rng):
    found = [told_apart(*rng.standard_normal((2, 40, D)), seed=i, n_draws=0).auc for i in range(40)]
    assert np.mean(found) == pytest.approx(0.5, abs=3 * np.std(found) / np.sqrt(40))


def test_what_lies_elsewhere_is_always_told_apart(rng):
    X, Y = rng.standard_normal((2, 40, D))
    found = told_apart(X, Y + 20)
    assert found.auc == 1
    assert found.interval == (1, 1)


def test_a_wider_spread_is_heard_too(rng):
    X, Y = rng.standard_normal((2, 80, D))
    assert told_apart(X, 2 * Y).auc > 0.8


def test_knowing_the_prompt_of_a_clip_gives_nothing_away(rng):
    def clustered():
        return np.repeat(rng.standard_normal((20, D)), 4, axis=0) + 0.05 * rng.standard_normal((80, D))

    groups = {"groups_real": np.repeat(names(20), 4), "groups_made": np.repeat([f"prompt {i}" for i in range(20)], 4)}
    told = [told_apart(clustered(), clustered(), n_draws=0, **groups).auc for _ in range(10)]
    untold = told_apart(clustered(), clustered(), n_draws=0).auc
    assert np.mean(told) == pytest.approx(0.5, abs=0.1)
    assert untold > 0.9


def test_no_group_stands_on_both_sides_and_folds_are_even():
    groups = groups_of(["a", "b", "c", "d", "a", "s"], ["p", "q", "r", "p", "t", "s"], n_x=6, n_y=6)
    fold = folds_of(groups, n_folds=2, seed=0)
    assert len(fold) == groups.n == 9  # one fold for each group, "s" of both sets among them
    for of in (groups.x, groups.y):
        assert np.ptp(np.bincount(fold[np.unique(of)], minlength=2)) <= 2


def test_sets_of_the_same_genres_are_told_apart_as_often_as_not(rng):
    genres, told, untold = np.repeat(names(6), 5), [], []
    for i in range(12):
        centres = np.repeat(2 * rng.standard_normal((6, D)), 5, axis=0)
        X, Y = (centres + 0.3 * rng.standard_normal((30, D)) for _ in range(2))
        told.append(told_apart(X, Y, strata_real=genres, strata_made=genres, n_draws=0, seed=i).auc)
        untold.append(told_apart(X, Y, n_draws=0, seed=i).auc)
    assert np.mean(told) == pytest.approx(0.5, abs=3 * np.std(told) / np.sqrt(12))
    assert np.mean(untold) < 0.5 - 3 * np.std(untold) / np.sqrt(12)


def test_every_fold_gets_as_many_of_each_stratum_of_both_sets():
    groups = groups_of(None, None, n_x=20, n_y=20)
    strata = np.tile(np.repeat([0, 1, 2], [10, 5, 5]), 2)
    fold = folds_of(groups, n_folds=5, seed=1, strata=strata)
    for of, its in ((groups.x, strata[:20]), (groups.y, strata[20:])):
        counts = [np.bincount(fold[of[its == one]], minlength=5).tolist() for one in range(3)]
        assert counts == [[2] * 5, [1] * 5, [1] * 5]


def test_order_changes_nothing(rng):
    X, Y = rng.standard_normal((30, D)), rng.standard_normal((30, D)) + 0.5
    order = rng.permutation(30)
    first = told_apart(X, Y, groups_real=names(30), n_draws=0)
    again = told_apart(X[order], Y, groups_real=np.array(names(30))[order], n_draws=0)
    assert again.auc == first.auc


def test_fewer_groups_make_fewer_folds(rng):
    X, Y = rng.standard_normal((2, 12, D))
    found = told_apart(X, Y, groups_real=[str(i % 3) for i in range(12)])
    assert found.n_folds == 3
    assert found.interval is None
