"""Forests and boosted trees -> exact values: of a forest in probability, of XGBoost in log-odds.

``shap.TreeExplainer`` reads the trees; `tree_game.py` plays the game on them, against the same background and with the
same values (a test compares them), because it is quick and knows families.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

from core.explain.opened import Opened, centred
from core.explain.tree_game import Trees, tree_values
from core.explain.values import LOG_ODDS, LOG_ODDS_SHOWN, PROBABILITY, PROBABILITY_BEFORE, Found, Output
from core.models.xgb import BoostedTrees

METHOD = "all coalitions of the trees' paths, exact (the game of shap.TreeExplainer)"
# XGBoost adds up its trees in single precision: so near do its sums come, as a share of the largest.
SINGLE_PRECISION = 1e-5


def is_forest(model: Any) -> bool:
    return isinstance(model, RandomForestClassifier | ExtraTreesClassifier)


def is_boosted(model: Any) -> bool:
    return isinstance(model, BoostedTrees)


def forest_values(model: Opened, Z: np.ndarray, background: np.ndarray, members: Sequence[Sequence[int]]) -> Found:
    """Values of a forest in its probabilities."""
    values = tree_values(read_trees(model.model), Z, background, members)
    base, said = model.model.predict_proba(background).mean(axis=0), model.model.predict_proba(Z)
    return Found(values, base, said, Output(PROBABILITY, PROBABILITY_BEFORE, METHOD))


def boosted_values(model: Opened, Z: np.ndarray, background: np.ndarray, members: Sequence[Sequence[int]]) -> Found:
    """Values of boosted trees in log-odds; the calibration only divides them by the temperature."""
    margins = tree_values(read_trees(model.model), Z, background, members)
    base, said = (_margins(model.model, rows) for rows in (background, Z))
    shown = [centred(scores) / model.temperature for scores in (margins, base.mean(axis=0), said)]
    tolerance = SINGLE_PRECISION * max(1.0, float(np.abs(shown[2]).max()))
    return Found(*shown, Output(LOG_ODDS, LOG_ODDS_SHOWN, METHOD, tolerance))


def read_trees(model: Any) -> Trees:
    """The trees of a fitted forest or of boosted trees, as arrays."""
    from shap import TreeExplainer

    read = TreeExplainer(model.booster if is_boosted(model) else model).model
    parts = (read.children_left, read.children_right, read.features, read.thresholds, read.values)
    return Trees(*parts, dtype=np.dtype(read.input_dtype))


def _margins(model: BoostedTrees, Z: np.ndarray) -> np.ndarray:
    """The sums over the trees behind the probabilities, shape (n_rows, n_genres)."""
    margins = model.booster.inplace_predict(np.asarray(Z, dtype=np.float32), predict_type="margin")
    return np.asarray(margins, dtype=np.float64).reshape(len(Z), -1)
