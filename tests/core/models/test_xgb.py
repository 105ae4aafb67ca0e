"""Boosted trees are XGBoost's own, in a form that needs no pickle."""

import numpy as np
import pytest
import xgboost

from core.models.epochs import listening
from core.models.storage import from_bytes, to_bytes
from core.models.xgb import BoostedTrees
from tests.core.toys import toy_table


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = toy_table(spread=3.0)
    return table.X, table.y, table.inner_groups


def test_the_probabilities_are_those_of_xgboosts_own_classifier(rows):
    X, y, _ = rows
    own = {"n_estimators": 20, "max_depth": 3, "learning_rate": 0.2, "subsample": 0.7, "colsample_bytree": 0.5}
    original = xgboost.XGBClassifier(**own, random_state=3, n_jobs=1, tree_method="hist")
    original.fit(X.astype(np.float32), np.unique(y, return_inverse=True)[1])
    expected = original.predict_proba(X.astype(np.float32))
    np.testing.assert_allclose(BoostedTrees(**own, seed=3).fit(X, y).predict_proba(X), expected, atol=1e-6)


def test_only_the_rounds_up_to_the_best_one_are_kept(rows):
    X, y, groups = rows
    model = BoostedTrees(n_estimators=200, learning_rate=0.3, patience=5).fit(X, y, groups)
    assert model.booster.num_boosted_rounds() == model.best_epoch_
    assert len(model.history_) == min(200, model.best_epoch_ + 5)
    assert model.history_[model.best_epoch_ - 1]["valid_loss"] == min(e["valid_loss"] for e in model.history_)


def test_without_patience_all_rows_are_learnt_from_and_no_loss_is_made_up(rows):
    model = BoostedTrees(n_estimators=7).fit(*rows[:2])
    assert model.best_epoch_ == len(model.history_) == 7
    assert {epoch["valid_loss"] for epoch in model.history_} == {None}
    losses = [epoch["train_loss"] for epoch in model.history_]
    assert losses == sorted(losses, reverse=True)


def test_what_is_stored_names_no_type_of_xgboost(rows, monkeypatch: pytest.MonkeyPatch):
    model = BoostedTrees(n_estimators=3).fit(*rows[:2])
    monkeypatch.setattr("core.models.storage.AUDITED_TYPES", frozenset({"core.models.xgb.BoostedTrees"}))
    back = from_bytes(to_bytes({"classifier": model}))["classifier"]
    np.testing.assert_array_equal(back.predict_proba(rows[0]), model.predict_proba(rows[0]))


def test_raw_scores_of_the_booster_are_log_odds(rows):
    X, y, _ = rows
    model = BoostedTrees(n_estimators=5).fit(X, y)
    raw = model.booster.predict(xgboost.DMatrix(X), output_margin=True)
    odds = np.exp(raw - raw.max(axis=1, keepdims=True))
    np.testing.assert_allclose(odds / odds.sum(axis=1, keepdims=True), model.predict_proba(X), atol=1e-6)


def test_whoever_listens_is_told_of_every_round_as_it_ends(rows):
    X, y, groups = rows
    told = []
    with listening(told.append):
        model = BoostedTrees(n_estimators=40, learning_rate=0.3, patience=3).fit(X, y, groups)
    assert told == model.history_
