"""Training rows + candidates -> the candidate that does best on artists it has not heard, in inner folds only."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.base import BaseEstimator, clone

from core.models import MODELS
from core.training.config import TrainConfig
from core.training.fit import Folds, unfitted

BEST = "best"


@dataclass(frozen=True)
class Candidate:
    """A configuration with its log loss (nats) and accuracy over the held-out rows of the inner folds."""

    config: TrainConfig
    log_loss: float
    accuracy: float


def candidates(config: TrainConfig) -> list[TrainConfig]:
    """All candidate settings of all registered models, with the rest of ``config`` as it is."""
    return [
        replace(config, model=spec.name, settings=dict(settings))
        for spec in MODELS.values()
        for settings in spec.candidates
    ]


def choose(
    X: np.ndarray,
    y: np.ndarray,
    *,
    config: TrainConfig,
    folds: Folds,
    progress: Callable[[float, str], None] | None = None,
) -> list[Candidate]:
    """Rank all candidates by calibrated log loss on the held-out rows of ``folds``, best first."""
    ranked = []
    todo = candidates(config)
    for i, candidate in enumerate(todo):
        if progress:
            progress(i / len(todo), f"trying {MODELS[candidate.model].title}")
        ranked.append(_judge(X, y, candidate, folds))
    return sorted(ranked, key=lambda judged: judged.log_loss)


def _judge(X: np.ndarray, y: np.ndarray, config: TrainConfig, folds: Folds) -> Candidate:
    estimator = unfitted(config, n_rows=min(train.size for train, _ in folds))
    logits = np.concatenate([_logits(estimator, X, y, train, test) for train, test in folds])
    truth = np.unique(y, return_inverse=True)[1][np.concatenate([test for _, test in folds])]
    return Candidate(
        config=config,
        log_loss=calibrated_log_loss(logits, truth),
        accuracy=float(np.mean(logits.argmax(axis=1) == truth)),
    )


def _logits(estimator: BaseEstimator, X: np.ndarray, y: np.ndarray, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Scores of the ``test`` rows, shape (n_test, n_genres): logits up to a factor."""
    fitted = clone(estimator).fit(X[train], y[train])
    if hasattr(fitted, "predict_proba"):
        return np.log(np.clip(fitted.predict_proba(X[test]), np.finfo(np.float64).eps, 1))
    decision = fitted.decision_function(X[test])
    return decision if decision.ndim == 2 else np.column_stack([-decision, decision])


def calibrated_log_loss(logits: np.ndarray, truth: np.ndarray) -> float:
    """The log loss that the best single temperature leaves: models that only shout too loud are not punished."""

    def loss(log_beta: float) -> float:
        return -float(np.mean(log_softmax(np.exp(log_beta) * logits, axis=1)[np.arange(truth.size), truth]))

    return float(minimize_scalar(loss, bounds=(-6.0, 6.0), method="bounded").fun)
