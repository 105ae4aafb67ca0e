"""Measures of trust see what they are there for: a wrong order, ranks that swap, importances that disagree."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.explain.engines import explain
from core.explain.players import players_of
from core.explain.summary import mean_sizes
from core.explain.trust.agreement import agreement, permutation_cost
from core.explain.trust.deletion import N_RANDOM, deletion
from core.explain.trust.stability import stability

RNG = np.random.default_rng(20260729)
X = RNG.normal(size=(300, 8))
COLUMNS = tuple("abcdefgh")
ONE_TELLS = np.where(X[:, 3] > 0, "high", "low")
SEVERAL_TELL = np.where(X @ [8, 4, 2, 1, 0.5, 0.25, 0.1, 0] > 0, "high", "low")
BACKGROUND = X[:80]


def explained(y):
    model = LogisticRegression(C=1.0).fit(X, y)
    return model, explain(model, X[200:240], background=BACKGROUND, columns=COLUMNS, by="single")


def test_the_curve_of_one_telling_feature_falls_faster_than_every_random_order():
    model, made = explained(ONE_TELLS)
    found = deletion(made, model, BACKGROUND)
    assert found.n_slower == N_RANDOM
    assert found.area > 0.1
    assert (found.curve[1:-1] < found.band[0, 1:-1]).all()


def test_all_orders_begin_with_the_answer_and_end_where_everything_is_replaced():
    model, made = explained(ONE_TELLS)
    found = deletion(made, model, BACKGROUND)
    assert found.replaced[[0, -1]].tolist() == [0, 8]
    assert found.curve[0] == pytest.approx(made.proba.max(axis=1).mean())
    np.testing.assert_allclose(found.random[:, [0, -1]], np.tile(found.curve[[0, -1]], (N_RANDOM, 1)), atol=1e-12)
    assert found.random.shape == (N_RANDOM, len(found.replaced))


def test_an_explanation_the_wrong_way_round_falls_more_slowly_than_random_orders():
    model, made = explained(ONE_TELLS)
    found = deletion(replace(made, values=-made.values), model, BACKGROUND)
    assert found.area < 0
    assert found.n_slower == 0


def test_of_many_players_several_are_replaced_at_once(table, learnt):
    model = learnt("lda")
    made = explain(model, table.X[::9], background=table.X[1:41], columns=table.columns, by="single")
    found = deletion(made, model, table.X[1:41])
    assert found.replaced[[0, -1]].tolist() == [0, 57]
    assert len(found.replaced) == 13


def test_the_same_order_every_time_is_stable_and_hides_nothing():
    found = stability(np.array([[3.0, 2, 1], [6, 5, 1], [9, 3, 2]]), folds=[0, 0, 1], seeds=[0, 1, 0])
    assert (found.spearman, found.kendall) == (1.0, 1.0)
    assert found.lowest.tolist() == found.highest.tolist() == [1, 2, 3]
    assert not found.swaps.any()


def test_ranks_that_swap_are_known_and_only_those():
    found = stability(np.array([[3.0, 2, 1], [3, 1, 2]]), folds=[0, 1], seeds=[0, 0])
    assert found.swaps.tolist() == [False, True, True]
    assert (found.lowest.tolist(), found.highest.tolist()) == ([1, 2, 2], [1, 3, 3])
    assert found.spearman == pytest.approx(0.5)
    assert found.kendall == pytest.approx(1 / 3)


def test_stability_needs_two_times():
    with pytest.raises(ValueError, match="1 times of 1 folds; needed are two or more"):
        stability(np.ones((1, 3)), folds=[0], seeds=[0])


def test_an_explanation_agrees_with_permutation_and_a_shuffled_one_does_not():
    model, made = explained(SEVERAL_TELL)
    rows = slice(150, 300)
    ids = np.arange(300).astype(str)[rows]
    cost = permutation_cost(model, X[rows], SEVERAL_TELL[rows], ids, players_of(COLUMNS, "single"))
    sizes = mean_sizes(made).sum(axis=1)
    found = agreement(sizes, cost)
    assert found.agrees
    assert found.spearman > 0.8
    shuffled = agreement(sizes[[3, 7, 0, 5, 1, 6, 2, 4]], cost)
    assert not shuffled.agrees
    assert shuffled.p > 0.1


def test_equal_importances_agree_with_nothing():
    found = agreement(np.ones(5), np.arange(5.0))
    assert (found.spearman, found.p, found.agrees) == (0.0, 1.0, False)


def test_what_a_model_does_not_use_costs_nothing_to_lose():
    model, _ = explained(ONE_TELLS)
    model.coef_[0, 5] = 0.0
    cost = permutation_cost(model, X[150:], ONE_TELLS[150:], np.arange(150), players_of(COLUMNS, "single"))
    assert cost[5] == pytest.approx(0, abs=1e-12)
    assert cost.argmax() == 3


def test_permutation_exchanges_tracks_and_never_segments_of_one():
    """Every segment of a track says the same; within a track nothing can be lost, between two everything."""
    track = np.repeat(np.arange(30), 5)
    rows = np.repeat(np.linspace(-3, 3, 30)[:, None], 5, axis=0) + np.zeros((150, 1))
    y = np.where(rows[:, 0] > 0, "high", "low")
    model = LogisticRegression(C=100).fit(rows, y)
    assert permutation_cost(model, rows, y, track, players_of(("a",), "single"))[0] > 1
    together = np.zeros(150, dtype=int)
    assert permutation_cost(model, rows, y, together, players_of(("a",), "single"))[0] == 0
