"""The laws of the three ways to find values: trees, weighted sums, random orders."""

import numpy as np
import pytest
from shap import TreeExplainer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC, LinearSVC

from core.errors import ModelError
from core.explain.linear import linear_values, weights_of
from core.explain.opened import Opened
from core.explain.permutation import pairs_of_orders, permutation_values
from core.explain.tree_game import Trees, tree_values
from core.explain.trees import read_trees
from core.models import MODELS

RNG = np.random.default_rng(20260729)
X = RNG.normal(size=(120, 6))
Y = np.array(["a", "b", "c"])[(X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 0.5)]
BACKGROUND, ROWS = X[:30], X[60:65]
SINGLE, PAIRS = [[i] for i in range(6)], [[0, 1], [2, 3], [4, 5]]


@pytest.fixture(scope="module")
def forest():
    return RandomForestClassifier(12, random_state=0).fit(X, Y)


@pytest.fixture(scope="module")
def boosted():
    spec = MODELS["xgboost"]
    return spec.build(0, **spec.settings(n_estimators=8)).fit(X, Y)


def test_values_of_single_features_of_a_forest_are_those_of_shap(forest):
    theirs = TreeExplainer(forest, data=BACKGROUND, feature_perturbation="interventional").shap_values(ROWS)
    np.testing.assert_allclose(tree_values(read_trees(forest), ROWS, BACKGROUND, SINGLE), theirs, atol=1e-7)


def test_values_of_single_features_of_boosted_trees_are_those_of_shap(boosted):
    explainer = TreeExplainer(boosted.booster, data=BACKGROUND, feature_perturbation="interventional")
    theirs = explainer.shap_values(ROWS, check_additivity=False)
    np.testing.assert_allclose(tree_values(read_trees(boosted), ROWS, BACKGROUND, SINGLE), theirs, atol=1e-5)


@pytest.mark.parametrize("members", [PAIRS, [[0, 2, 4], [1], [3, 5]]])
def test_values_of_families_of_a_forest_are_those_of_the_game_played_out(forest, members, played_out):
    values = tree_values(read_trees(forest), ROWS, BACKGROUND, members)
    for row, found in zip(ROWS, values, strict=True):
        np.testing.assert_allclose(found, played_out(forest.predict_proba, row, BACKGROUND, members), atol=1e-12)


def test_owens_value_of_a_family_is_not_the_sum_of_its_single_values(forest):
    """Why families are players: where features of two families work together, the sum is another number."""
    family = tree_values(read_trees(forest), ROWS, BACKGROUND, [[0, 2], [1, 3], [4, 5]])
    single = tree_values(read_trees(forest), ROWS, BACKGROUND, SINGLE)
    assert np.abs(family[:, 0] - single[:, [0, 2]].sum(axis=1)).max() > 0.005


def test_threads_change_nothing(forest):
    one, three = (tree_values(read_trees(forest), ROWS, BACKGROUND, PAIRS, n_threads=n) for n in (1, 3))
    np.testing.assert_allclose(one, three, atol=1e-15)


def test_a_tree_that_asks_for_too_many_features_is_refused():
    n = 70  # a chain of splits, each on a feature of its own
    left, right = np.full(2 * n + 1, -1, np.int32), np.full(2 * n + 1, -1, np.int32)
    left[:n], right[:n] = np.arange(1, n + 1), np.arange(n + 1, 2 * n + 1)
    numbers = np.arange(2 * n + 1)
    parts = (left, right, np.minimum(numbers, n - 1).astype(np.int32), np.zeros(2 * n + 1))
    trees = Trees(*(part[None] for part in parts), np.zeros((1, 2 * n + 1, 2)), np.dtype(np.float64))
    with pytest.raises(ModelError, match="70 different features on one path, and 62 is the most"):
        tree_values(trees, np.zeros((1, n)), np.zeros((1, n)), [[i] for i in range(n)])


def test_a_weighted_sum_gives_each_feature_its_weight_times_the_distance_from_the_mean():
    model = LogisticRegression().fit(X, Y)
    found = linear_values(Opened(None, np.arange(6), model, 1.0, ("a", "b", "c")), ROWS, BACKGROUND, SINGLE)
    weights = model.coef_ - model.coef_.mean(axis=0)
    expected = (ROWS - BACKGROUND.mean(axis=0))[:, :, None] * weights.T
    np.testing.assert_allclose(found.values, expected, atol=1e-12)


def test_in_a_weighted_sum_a_family_has_the_sum_of_its_features_and_that_is_owens_value(played_out):
    model = LogisticRegression().fit(X, Y)
    whole = Opened(None, np.arange(6), model, 2.0, ("a", "b", "c"))
    found = linear_values(whole, ROWS, BACKGROUND, PAIRS)
    np.testing.assert_allclose(found.values[0], played_out(whole.log_odds, ROWS[0], BACKGROUND, PAIRS), atol=1e-12)


def test_only_a_decision_that_is_a_weighted_sum_counts_as_one():
    assert weights_of(LinearSVC().fit(X, Y), X) is not None
    assert weights_of(SVC(kernel="linear").fit(X, Y), X) is None  # three pairs of three genres
    assert weights_of(SVC(kernel="linear").fit(X[Y != "c"], Y[Y != "c"]), X) is not None
    assert weights_of(SVC().fit(X, Y), X) is None


def test_random_orders_come_near_the_game_played_out(forest, played_out):
    values, error = permutation_values(forest.predict_proba, ROWS[:1], BACKGROUND, PAIRS, max_evals=400)
    exact = played_out(forest.predict_proba, ROWS[0], BACKGROUND, PAIRS)
    assert np.abs(values[0] - exact).max() < 0.01
    assert (np.abs(values[0] - exact) <= 4 * error[0] + 1e-12).all()


def test_two_players_need_one_pair_of_orders_to_be_exact(forest, played_out):
    members = [[0, 1, 2], [3, 4, 5]]
    values, error = permutation_values(forest.predict_proba, ROWS[:1], BACKGROUND, members, max_evals=2)
    np.testing.assert_allclose(values[0], played_out(forest.predict_proba, ROWS[0], BACKGROUND, members), atol=1e-12)
    assert error is None


def test_one_player_gets_everything(forest):
    values, _ = permutation_values(forest.predict_proba, ROWS, BACKGROUND, [list(range(6))], max_evals=10)
    gain = forest.predict_proba(ROWS) - forest.predict_proba(BACKGROUND).mean(axis=0)
    np.testing.assert_allclose(values[:, 0], gain, atol=1e-12)


def test_a_budget_is_kept(forest):
    asked = []

    def counted(rows):
        asked.append(len(rows))
        return forest.predict_proba(rows)

    permutation_values(counted, ROWS[:1], BACKGROUND, SINGLE, max_evals=50)
    assert sum(asked) - len(BACKGROUND) - 1 == pairs_of_orders(6, 50) * 10 * len(BACKGROUND) <= 50 * len(BACKGROUND)


def test_what_a_function_does_not_use_gets_nothing():
    values, _ = permutation_values(lambda rows: np.tanh(rows[:, :2]), ROWS, BACKGROUND, SINGLE, max_evals=40)
    np.testing.assert_allclose(values[:, 2:], 0, atol=1e-15)


def test_a_feature_that_no_tree_asks_for_gets_exactly_nothing():
    blind = RandomForestClassifier(5, random_state=0).fit(X * [1, 1, 1, 1, 1, 0], Y)
    assert (tree_values(read_trees(blind), ROWS, BACKGROUND, SINGLE)[:, 5] == 0).all()


def test_two_copies_of_a_feature_share_and_their_family_gets_what_one_copy_would():
    def mean_of_copies(rows):
        return np.tanh((rows[:, :1] + rows[:, 1:2]) / 2 * rows[:, 2:3])

    copies, seen = (np.column_stack([rows[:, 0], rows[:, 0], rows[:, 2]]) for rows in (ROWS, BACKGROUND))
    single, _ = permutation_values(mean_of_copies, copies, seen, [[0], [1], [2]], max_evals=4000)
    np.testing.assert_allclose(single[:, 0], single[:, 1], atol=0.02)
    family, _ = permutation_values(mean_of_copies, copies, seen, [[0, 1], [2]], max_evals=2)
    alone, _ = permutation_values(
        lambda rows: np.tanh(rows[:, :1] * rows[:, 1:]), copies[:, [0, 2]], seen[:, [0, 2]], [[0], [1]], max_evals=2
    )
    np.testing.assert_allclose(family, alone, atol=1e-12)
