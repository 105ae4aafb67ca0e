"""A fold of the leakage meter in, what its model says of the held-out rows out: probabilities, (n_test, n_genres).

Nothing is calibrated: one temperature for all moves no track to another genre, as long as tracks are single rows, and
hardly any where they are means of some. Scaling and selection are fitted on the training rows of the fold.
"""

import numpy as np
from scipy.special import softmax
from sklearn.base import BaseEstimator

from core.models.calibrated import fit_told, logits_of
from core.training.config import TrainConfig
from core.training.fit import unfitted
from core.training.leakage.plan import Fold, Plan


def predicted(plan: Plan, fold: Fold, config: TrainConfig) -> np.ndarray:
    """What a model says that learnt from the training rows of a fold."""
    estimator = unfitted(config, n_rows=fold.train.size)
    fit_told(estimator, plan.X[fold.train], plan.y[fold.train], about_rows(plan, fold))
    return probabilities(estimator, plan.X[fold.test], plan.genres)


def inner_groups(plan: Plan, fold: Fold) -> np.ndarray:
    """For each training row of a fold what a model that cuts them again must keep together."""
    return plan.inner[fold.apart][fold.train]


def about_rows(plan: Plan, fold: Fold) -> dict[str, np.ndarray]:
    """What a model may ask to know of the training rows of a fold."""
    return {"groups": inner_groups(plan, fold), "short": plan.short[fold.train]}


def probabilities(fitted: BaseEstimator, X: np.ndarray, genres: np.ndarray) -> np.ndarray:
    """Probabilities in the order of ``genres``; 0 for a genre that the model was not taught."""
    proba = np.zeros((len(X), len(genres)))
    proba[:, np.searchsorted(genres, fitted.classes_)] = softmax(logits_of(fitted, X), axis=1)
    return proba


def track_hits(proba: np.ndarray, truth: np.ndarray, tracks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The tracks, sorted, and whether the mean of the rows of each names its genre; ``truth`` holds indices."""
    ids, first, of_row = np.unique(tracks, return_index=True, return_inverse=True)
    sums = np.zeros((len(ids), proba.shape[1]))
    np.add.at(sums, of_row, proba)
    return ids, (sums.argmax(axis=1) == truth[first]).astype(np.float64)


def fold_accuracy(plan: Plan, fold: Fold, proba: np.ndarray) -> float:
    """The share of the tested tracks of one fold that are right."""
    truth = np.searchsorted(plan.genres, plan.y[fold.test])
    return float(track_hits(proba, truth, plan.recordings[fold.test])[1].mean())
