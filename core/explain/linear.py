"""Models whose log-odds are a weighted sum of their columns -> the weight times the distance from the mean row."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.explain.opened import Opened
from core.explain.values import LOG_ODDS, LOG_ODDS_SHOWN, Found, Output, one_shape, total_per_player

METHOD = "weight times distance from the mean of the background, exact (shap.LinearExplainer)"


def weights_of(model: Any, Z: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Weights (n_scores, n_columns) and offsets of a model whose decision on ``Z`` is their weighted sum; else None.

    A support vector machine between pairs of genres has weights, too, but counts votes of the pairs in the end: what
    it says is no weighted sum.
    """
    if not hasattr(model, "decision_function") or not hasattr(model, "coef_"):
        return None
    weights, offsets = np.atleast_2d(np.asarray(model.coef_)), np.ravel(model.intercept_)
    decision = model.decision_function(Z).reshape(len(Z), -1)
    if decision.shape[1] != len(weights):
        return None
    is_sum = np.allclose(decision, Z @ weights.T + offsets, rtol=1e-6, atol=1e-8)
    return (weights, offsets) if is_sum else None


def linear_values(model: Opened, Z: np.ndarray, background: np.ndarray, members: Sequence[Sequence[int]]) -> Found:
    """Exact values in log-odds of a model that has ``weights_of``."""
    from shap import LinearExplainer
    from shap.maskers import Independent

    weights, offsets = weights_of(model.model, background)
    n_genres = len(model.genres)
    explainer = LinearExplainer(
        (weights if len(weights) > 1 else weights[0], offsets if len(weights) > 1 else offsets[0]),
        Independent(background, max_samples=len(background)),
    )
    single = one_shape(explainer.shap_values(Z), n_genres=n_genres) / model.temperature
    values = total_per_player(single - single.mean(axis=2, keepdims=True), members)
    base = model.log_odds(background).mean(axis=0)
    return Found(values, base, model.log_odds(Z), Output(LOG_ODDS, LOG_ODDS_SHOWN, METHOD))
