"""What a model holds back for itself is as new to the scaling and the choice of columns as it is to the model."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.ensemble import StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

from core.models import MODELS, stack
from core.models.before import CutInside
from core.models.calibrated import fit_told
from core.models.dense import DenseNetwork
from core.models.folds import grouped_folds, hold_out_groups
from core.models.stack import GroupedStack
from core.models.steps import pipeline
from core.models.storage import from_bytes, to_bytes
from core.models.vote_all import GroupedVote
from core.models.xgb import BoostedTrees
from core.training.config import TrainConfig
from core.training.leakage import epochs
from core.training.leakage.plan import Fold, Plan
from tests.core.toys import toy_table

N_ROWS, N_COLUMNS, CHANCE = 240, 600, 0.25
GROUPS = np.array([f"artist {i // 2}" for i in range(N_ROWS)])
Y = np.array(["alpha", "beta", "gamma", "delta"])[np.arange(N_ROWS) // 2 % 4]
ABOUT = {"groups": GROUPS}
NOISE = np.random.default_rng(0).normal(size=(N_ROWS, N_COLUMNS))
# A column with the number of the row, so that a spy knows whom it sees.
NUMBERED = np.column_stack([np.arange(N_ROWS), NOISE[:, :3]])
SMALL_NETWORK = {"layers": "64", "n_epochs": 6}
FEW_TREES = {"n_estimators": 12, "patience": 4, "max_depth": 2}


class Spy(TransformerMixin, BaseEstimator):
    """Writes down which rows it is fitted on; hands all on as they are."""

    def __init__(self, fitted: list | None = None):
        self.fitted = fitted

    def __sklearn_clone__(self) -> "Spy":  # every clone writes into the same list
        return Spy(self.fitted)

    def fit(self, X: np.ndarray, y: np.ndarray | None = None) -> "Spy":
        self.fitted.append(frozenset(X[:, 0].astype(int)))
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: np.ndarray) -> np.ndarray:
        return X


class Parrot(ClassifierMixin, BaseEstimator):
    """Has learnt nothing, and no probabilities."""

    def fit(self, X: np.ndarray, y: np.ndarray) -> "Parrot":
        self.classes_ = np.unique(y)
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        return np.tile(np.arange(len(self.classes_), dtype=np.float64), (len(X), 1))


def seen_before(model: BaseEstimator) -> list[frozenset[int]]:
    fitted: list[frozenset[int]] = []
    fit_told(CutInside([("spy", Spy(fitted)), ("classify", model)]), NUMBERED, Y, ABOUT)
    return fitted


@pytest.mark.parametrize(
    "model", [DenseNetwork(**SMALL_NETWORK), BoostedTrees(**FEW_TREES)], ids=["dense", "xgboost with patience"]
)
def test_what_comes_before_is_fitted_on_the_rows_that_are_learnt_from_alone(model):
    learn, _ = hold_out_groups(GROUPS, Y, seed=0)
    assert seen_before(model) == [frozenset(learn)]


def test_trees_that_hold_nothing_back_are_scaled_by_all_rows():
    assert seen_before(BoostedTrees(n_estimators=2)) == [frozenset(range(N_ROWS))]


@pytest.mark.parametrize("model", [GroupedStack([("parrot", Parrot())]), GroupedVote([("parrot", Parrot())])])
def test_what_comes_before_is_fitted_anew_in_every_fold_and_on_all_rows_for_the_members_that_stay(model):
    every = frozenset(range(N_ROWS))
    inside = [rows for rows in seen_before(model) if rows != every]
    assert every in seen_before(model)
    assert sorted(map(sorted, inside)) == sorted(
        sorted(train) for train, _ in grouped_folds(GROUPS, Y, n_folds=5, seed=0)
    )


@pytest.mark.parametrize(("name", "settings"), [("dense", SMALL_NETWORK), ("xgboost", FEW_TREES)])
def test_chosen_columns_of_noise_do_not_lift_the_curve_of_the_rows_that_stop_a_model(name: str, settings: dict):
    best = []
    for seed in range(3):
        model = pipeline(MODELS[name], settings, scaling="standard", selection="f", seed=seed)
        history = fit_told(model, NOISE, Y, ABOUT)["classify"].history_
        best.append(max(epoch["valid_accuracy"] for epoch in history))
    assert np.mean(best) < CHANCE + 0.1  # the best of several epochs on 48 rows; chosen by all labels it is above 0.41


def test_the_upper_model_of_a_stack_hears_of_noise_that_it_is_noise(monkeypatch: pytest.MonkeyPatch):
    heard = []

    class Upper(LogisticRegression):
        def fit(self, X: np.ndarray, y: np.ndarray) -> "Upper":
            heard.append(np.mean(np.unique(y)[X.argmax(axis=1)] == y))
            return super().fit(X, y)

    monkeypatch.setattr(stack, "LogisticRegression", Upper)
    model = pipeline(MODELS["stack"], {}, scaling="standard", selection="f")
    model.set_params(classify=GroupedStack([("bayes", GaussianNB())]))
    fit_told(model, NOISE, Y, ABOUT)
    assert heard[0] < CHANCE + 0.1


@pytest.mark.parametrize("name", ["dense", "xgboost"])
def test_the_honest_epoch_of_the_leakage_meter_is_found_behind_the_same_cut(name: str, monkeypatch: pytest.MonkeyPatch):
    fitted: list[frozenset[int]] = []
    train, test = np.flatnonzero(np.arange(N_ROWS) // 8 % 3 > 0), np.flatnonzero(np.arange(N_ROWS) // 8 % 3 == 0)
    config = TrainConfig(name, settings={"dense": SMALL_NETWORK, "xgboost": {"n_estimators": 3}}[name])
    fold = Fold("artists", 0, "artist", train, test)
    plan = Plan(config, NUMBERED, Y, GROUPS, GROUPS, {"artist": GROUPS}, (fold,), (0,), np.zeros(N_ROWS, dtype=bool))
    model = MODELS[name].build(0, **MODELS[name].settings(**config.settings))
    monkeypatch.setattr(epochs, "unfitted", lambda *_, **__: CutInside([("spy", Spy(fitted)), ("classify", model)]))
    epochs.watched(plan, fold, config)
    learn, _ = hold_out_groups(GROUPS[train], Y[train], seed=0)
    assert fitted == [frozenset(train[learn])]


@pytest.mark.parametrize("name", ["dense", "xgboost", "stack", "vote-all"])
@pytest.mark.parametrize("selection", ["f", "sequential"])
def test_a_model_that_cuts_is_stored_with_what_comes_before_it(name: str, selection: str):
    table = toy_table(n_artists=6, n_tracks=2)
    settings = {"dense": SMALL_NETWORK, "xgboost": FEW_TREES}.get(name, {})
    model = pipeline(MODELS[name], settings, selection=selection, n_selected=5, n_quantiles=len(table.y))
    if name in ("stack", "vote-all"):
        members = [("bayes", GaussianNB()), ("svm", SVC())]
        model.set_params(classify__estimators=members)
    fit_told(model, table.X, table.y, {"groups": table.inner_groups})
    assert model["select"].get_support().sum() == 5
    back = from_bytes(to_bytes({"classifier": model}))["classifier"]
    np.testing.assert_array_equal(back.predict_proba(table.X), model.predict_proba(table.X))
    np.testing.assert_array_equal(back.predict(table.X), model.predict(table.X))


@pytest.mark.parametrize("n_genres", [2, 4])
def test_with_nothing_before_it_a_stack_is_that_of_scikit_learn_and_reads_one_of_before(n_genres: int):
    rows = np.isin(Y, np.unique(Y)[:n_genres])
    X, y, groups = NUMBERED[rows][:, 1:], Y[rows], GROUPS[rows]
    members = [("bayes", GaussianNB()), ("svm", SVC())]
    folds = grouped_folds(groups, y, n_folds=5, seed=0)
    theirs = StackingClassifier(members, final_estimator=LogisticRegression(max_iter=5000), cv=folds).fit(X, y)
    ours = GroupedStack(members).fit(X, y, groups)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-6)

    of_before = GroupedStack(members)
    of_before.stack_, of_before.classes_ = theirs, theirs.classes_
    back = from_bytes(to_bytes({"classifier": of_before}))["classifier"]
    np.testing.assert_allclose(back.predict_proba(X), theirs.predict_proba(X), atol=1e-12)
    np.testing.assert_array_equal(back.predict(X), theirs.predict(X))


def test_a_model_that_cuts_nothing_has_a_plain_pipeline():
    assert type(pipeline(MODELS["logistic"], {}, selection="f")) is Pipeline
    assert type(pipeline(MODELS["dense"], {}, selection="f")) is CutInside
    assert type(pipeline(MODELS["dense"], {}, scaling="none")) is Pipeline
