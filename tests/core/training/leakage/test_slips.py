"""A slip gains where there is something to gain by it, and its honest twin never looks at the test fold."""

from dataclasses import replace

import numpy as np
import pytest

from core.models import MODELS
from core.training.config import TrainConfig
from core.training.leakage import slips
from core.training.leakage.fitting import fold_accuracy, predicted, probabilities, track_hits
from core.training.leakage.plan import Fold, Plan, plan_of
from tests.core.training.leakage.conftest import NEAREST


@pytest.fixture
def plan(table) -> Plan:
    return plan_of(table, NEAREST).plan


def noise_plan(config: TrainConfig, *, n_rows=90, n_columns=57) -> Plan:
    """Rows that say nothing about their genres: an honest model is right for half of them."""
    rng = np.random.default_rng(0)
    names = np.array([f"track {n}" for n in range(n_rows)])
    rows = rng.permutation(n_rows)
    folds = tuple(
        Fold("artists", 0, "artist", np.sort(np.setdiff1d(rows, test)), np.sort(test))
        for test in np.array_split(rows, 3)
    )
    return Plan(
        config=config,
        X=rng.normal(size=(n_rows, n_columns)),
        y=np.array(["a", "b"])[rng.integers(2, size=n_rows)],
        recordings=names,
        groups=names,
        inner={"artist": names},
        folds=folds,
        slips=(0, 1, 2),
        short=np.zeros(n_rows, dtype=bool),
    )


def accuracies(plan, twins):
    """The accuracy of the honest and of the leaky models over all folds of a plan."""
    said = [(fold, twins(plan, fold)) for fold in plan.folds]
    return [np.mean([fold_accuracy(plan, fold, both[side]) for fold, both in said]) for side in (0, 1)]


def test_columns_of_noise_that_were_chosen_outside_the_fold_seem_to_tell_genres_apart():
    config = TrainConfig("logistic", inputs="gtzan-57", scaling="standard", selection="f", n_selected=10)
    honest, leaky = accuracies(noise_plan(config, n_columns=1000), slips.outside_the_fold)
    assert honest < 0.62
    assert leaky > honest + 0.15


def test_an_honest_choice_of_columns_does_not_follow_the_labels_of_the_test_fold(plan):
    fold = plan.folds[plan.slips[0]]
    turned = plan.y.copy()
    turned[fold.test] = turned[fold.test][::-1]
    swapped = replace(plan, y=turned)
    assert np.array_equal(slips.outside_the_fold(swapped, fold)[0], slips.outside_the_fold(plan, fold)[0])
    assert np.array_equal(predicted(swapped, fold, plan.config), predicted(plan, fold, plan.config))


@pytest.mark.parametrize("model", ["xgboost", "dense"])
def test_the_best_epoch_by_the_test_fold_is_never_worse_than_the_honest_one(table, model):
    settings = {"xgboost": {"n_estimators": 8}, "dense": {"layers": "64", "n_epochs": 4}}[model]
    config = TrainConfig(model, inputs="gtzan-57", scaling="standard", settings=settings)
    plan = plan_of(table, config).plan
    fold = plan.folds[plan.slips[0]]
    honest, leaky = slips.best_epoch(plan, fold)
    assert fold_accuracy(plan, fold, leaky) >= fold_accuracy(plan, fold, honest)
    assert honest.shape == (fold.test.size, 3)
    assert np.allclose(leaky.sum(axis=1), 1)


def test_the_honest_epoch_of_a_network_is_the_one_that_the_network_keeps(table):
    config = TrainConfig("dense", inputs="gtzan-57", scaling="standard", settings={"layers": "64", "n_epochs": 4})
    plan = plan_of(table, config).plan
    fold = plan.folds[plan.slips[0]]
    assert np.allclose(slips.best_epoch(plan, fold)[0], predicted(plan, fold, config), atol=1e-5)


def test_a_model_without_epochs_is_stood_in_for_by_the_network_and_the_words_say_so(plan):
    assert slips.with_epochs(plan).model == "dense"
    assert slips.EPOCH.about(plan).endswith("(by the dense network: Nearest neighbours does not learn in epochs)")
    boosted = replace(plan, config=replace(plan.config, model="xgboost", settings={"n_estimators": 4}))
    assert slips.with_epochs(boosted) is boosted.config
    assert "by the" not in slips.EPOCH.about(boosted)


def test_settings_picked_on_the_test_fold_are_never_worse_than_those_picked_inside():
    plan = noise_plan(TrainConfig("knn", inputs="gtzan-57", scaling="standard"))
    for fold in plan.folds:
        tried = [slips.candidate(plan, fold, number) for number in range(len(slips.tried(plan)))]
        honest, leaky = slips.tuned(plan, fold, tried)
        assert fold_accuracy(plan, fold, leaky) == max(fold_accuracy(plan, fold, proba) for proba, _ in tried)
        assert fold_accuracy(plan, fold, leaky) >= fold_accuracy(plan, fold, honest)


def test_settings_that_do_best_inside_the_training_part_are_the_honest_ones(plan):
    fold = plan.folds[plan.slips[0]]
    right, wrong = predicted(plan, fold, plan.config), np.eye(3)[np.zeros(fold.test.size, dtype=int)]
    assert slips.tuned(plan, fold, [(wrong, 0.9), (right, 0.4)])[0] is wrong
    assert slips.tuned(plan, fold, [(wrong, 0.4), (right, 0.9)])[0] is right


def test_a_selection_of_the_meter_is_kept_and_without_one_half_of_few_columns_is_chosen(plan):
    assert (slips.with_selection(plan).selection, slips.with_selection(plan).n_selected) == ("f", 20)
    assert slips.with_selection(replace(plan, X=plan.X[:, :6])).n_selected == 3
    own = replace(plan, config=replace(plan.config, selection="chi2", n_selected=7))
    assert slips.with_selection(own) is own.config
    assert "the choice of 7 columns" in slips.OUTSIDE.about(own)


def test_a_model_with_nothing_to_try_cannot_be_tuned(plan, monkeypatch):
    monkeypatch.setitem(MODELS, "knn", replace(MODELS["knn"], grid={"n_neighbors": (5,)}))
    assert slips.TUNING.hindrance(plan) == "Nearest neighbours has no settings to try"


def test_one_column_leaves_nothing_to_select(plan):
    assert slips.OUTSIDE.hindrance(replace(plan, X=plan.X[:, :1])) == "there is one column, and nothing to select"
    assert slips.OUTSIDE.hindrance(plan) == ""


def test_a_genre_by_one_artist_is_no_hindrance_unless_the_configuration_refuses_it(plan):
    one = replace(plan, inner={name: np.where(plan.y == "alpha", "one", own) for name, own in plan.inner.items()})
    assert (slips.EPOCH.hindrance(one), slips.TUNING.hindrance(one)) == ("", "")
    strict = replace(one, config=replace(plan.config, lone_stay=False))
    assert slips.TUNING.hindrance(strict).startswith("all training tracks of alpha are by one artist")


def test_genres_by_one_artist_each_are_why_a_slip_is_missing(plan):
    each = replace(plan, inner={name: plan.y for name in plan.inner})
    assert "can be held out, because every genre is by one artist" in slips.EPOCH.hindrance(each)
    assert "can be held out, because every genre has one" in slips.TUNING.hindrance(each)


def test_probabilities_stand_in_the_order_of_all_genres():
    class Sure:
        classes_ = np.array(["b", "d"])

        def decision_function(self, X):
            return np.tile([0.0, 50.0], (len(X), 1))

    proba = probabilities(Sure(), np.zeros((2, 1)), np.array(["a", "b", "c", "d"]))
    assert np.allclose(proba, [[0, 0, 0, 1]] * 2)


def test_a_track_is_right_when_the_mean_of_its_segments_is():
    proba = np.array([[0.9, 0.1], [0.4, 0.6], [0.3, 0.7], [0.45, 0.55]])
    ids, hits = track_hits(proba, np.array([0, 0, 0, 0]), np.array(["x", "x", "y", "y"]))
    assert (ids.tolist(), hits.tolist()) == (["x", "y"], [1.0, 0.0])
