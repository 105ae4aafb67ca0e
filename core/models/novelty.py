"""What a model sees of a segment -> how unlike all training tracks it is, and in which numbers.

The score is the mean distance to the nearest training tracks in quantile-scaled columns (Ramaswamy, Rastogi & Shim
2000 rank outliers so). The columns do not depend on the level, so a sound is not "unknown" for being quiet. The
threshold comes from tracks by artists that the training folds have not heard, not from any test sound.
"""

import numpy as np
from sklearn.base import BaseEstimator

from core.models.steps import scaler


class NoveltyDetector(BaseEstimator):
    """Mean distance to the ``n_neighbours`` nearest training tracks, against a threshold.

    Attributes
    ----------
    scaler_ : fitted on the training rows
    seen_ : np.ndarray, shape (n_train, n_inputs), the scaled training rows
    threshold_ : the distance above which a row is called unknown
    """

    def __init__(self, *, n_neighbours: int = 5, n_quantiles: int = 200, seed: int = 0):
        self.n_neighbours = n_neighbours
        self.n_quantiles = n_quantiles
        self.seed = seed

    def fit(self, X: np.ndarray) -> "NoveltyDetector":
        self.scaler_ = scaler("quantile", n_quantiles=min(self.n_quantiles, len(X)), seed=self.seed).fit(X)
        self.seen_ = self.scaler_.transform(X)
        self.threshold_ = np.inf
        return self

    def score(self, X: np.ndarray) -> np.ndarray:
        """Mean distance of each row to its nearest training tracks, shape (n_rows,), no unit."""
        return self._nearest(X)[0].mean(axis=1)

    def excess(self, X: np.ndarray) -> np.ndarray:
        """The score over the threshold, minus one: above 0 means "unlike anything I was trained on"."""
        return self.score(X) / self.threshold_ - 1

    def most_unusual(self, x: np.ndarray) -> np.ndarray:
        """Indices of the numbers of ``x``, shape (n_inputs,), by how far they are from its nearest tracks' mean."""
        _, nearest = self._nearest(x[None])
        difference = self.scaler_.transform(x[None])[0] - self.seen_[nearest[0]].mean(axis=0)
        return np.argsort(-np.abs(difference), kind="stable")

    def _nearest(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scaled = self.scaler_.transform(X)
        # |a - b|^2 = |a|^2 + |b|^2 - 2ab: one matrix product, and rounding can only make tiny values negative
        squares = (scaled**2).sum(axis=1)[:, None] + (self.seen_**2).sum(axis=1) - 2 * scaled @ self.seen_.T
        nearest = np.argsort(squares, axis=1, kind="stable")[:, : self.n_neighbours]
        return np.sqrt(np.maximum(np.take_along_axis(squares, nearest, axis=1), 0)), nearest


def typical_excess(excess: np.ndarray) -> float:
    """The excess of a track from those of its segments or cells: above 0 where most of them are unlike the training."""
    return float(np.median(excess))


def fit_detector(
    X: np.ndarray, *, folds: list[tuple[np.ndarray, np.ndarray]], rate: float, **settings: int
) -> NoveltyDetector:
    """Fit on all rows; set the threshold so that ``rate`` of the rows held out in ``folds`` (by artist) exceed it."""
    held_out = np.concatenate([NoveltyDetector(**settings).fit(X[train]).score(X[test]) for train, test in folds])
    detector = NoveltyDetector(**settings).fit(X)
    detector.threshold_ = float(np.quantile(held_out, 1 - rate))
    return detector
