"""What a model sees of a segment -> how unlike all training tracks it is, and, of a listener, whether it is music.

The score is the mean distance to the nearest training tracks (Ramaswamy, Rastogi & Shim 2000 rank outliers so): of
features in quantile-scaled columns, which do not depend on the level, so a sound is not "unknown" for being quiet; of
what listeners hear along the main directions in which the training tracks differ. The thresholds come from tracks by
artists that the training folds have not heard, not from any test sound.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import logsumexp
from sklearn.base import BaseEstimator, clone

from core.models.backbones import backbone_of
from core.models.backbones.yamnet_classes import CLASSES, MUSIC_CLASSES
from core.models.steps import scaler

# Of a listener's columns: YAMNet's scores, as logarithms.
EVIDENCE = "yamnet"
_TINY_SCALE = 1e-6


class Detector(BaseEstimator):
    """Mean distance to the ``n_neighbours`` nearest training tracks, against a threshold.

    Attributes
    ----------
    seen_ : np.ndarray, shape (n_train, n_dims), the places of the training rows, in their order
    threshold_ : the distance above which a row is called unknown
    """

    tells_music = False

    def places(self, X: np.ndarray) -> np.ndarray:
        """Where rows lie among the training rows, shape (n_rows, n_dims)."""
        raise NotImplementedError

    def score(self, X: np.ndarray) -> np.ndarray:
        """Mean distance of each row to its nearest training tracks, shape (n_rows,), no unit."""
        return self._nearest(X)[0].mean(axis=1)

    def excess(self, X: np.ndarray) -> np.ndarray:
        """The score over the threshold, minus one: above 0 means "unlike anything I was trained on"."""
        return self.score(X) / self.threshold_ - 1

    def _nearest(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        placed, seen = self.places(X).astype(np.float64), self.seen_.astype(np.float64)
        # |a - b|^2 = |a|^2 + |b|^2 - 2ab: one matrix product, and rounding can only make tiny values negative
        squares = (placed**2).sum(axis=1)[:, None] + (seen**2).sum(axis=1) - 2 * placed @ seen.T
        nearest = np.argsort(squares, axis=1, kind="stable")[:, : self.n_neighbours]
        return np.sqrt(np.maximum(np.take_along_axis(squares, nearest, axis=1), 0)), nearest


class NoveltyDetector(Detector):
    """The detector of features: distances in quantile-scaled columns, each of which can be named.

    Attributes
    ----------
    scaler_ : fitted on the training rows
    """

    def __init__(self, *, n_neighbours: int = 5, n_quantiles: int = 200, seed: int = 0):
        self.n_neighbours = n_neighbours
        self.n_quantiles = n_quantiles
        self.seed = seed

    def fit(self, X: np.ndarray, names: Sequence[str] = ()) -> "NoveltyDetector":
        self.scaler_ = scaler("quantile", n_quantiles=min(self.n_quantiles, len(X)), seed=self.seed).fit(X)
        self.seen_ = self.scaler_.transform(X)
        self.threshold_ = np.inf
        return self

    def places(self, X: np.ndarray) -> np.ndarray:
        return self.scaler_.transform(X)

    def most_unusual(self, x: np.ndarray) -> np.ndarray:
        """Indices of the numbers of ``x``, shape (n_inputs,), by how far they are from its nearest tracks' mean."""
        _, nearest = self._nearest(x[None])
        difference = self.places(x[None])[0] - self.seen_[nearest[0]].mean(axis=0)
        return np.argsort(-np.abs(difference), kind="stable")


class ListenerDetector(Detector):
    """The detector of what listeners hear: distances along the ``n_dims`` main directions of standardised columns.

    Single numbers of an embedding mean nothing to people, so none is named. All that is kept is float32.

    Attributes
    ----------
    mean_, axes_ : what turns columns into places: ``(X - mean_) @ axes_``
    music_, other_ : positions of YAMNet's log scores of music, and of all else; empty where the columns lack them
    music_threshold_ : the evidence of music below which a row is called no music
    """

    def __init__(self, *, n_neighbours: int = 5, n_dims: int = 32):
        self.n_neighbours = n_neighbours
        self.n_dims = n_dims

    def fit(self, X: np.ndarray, names: Sequence[str] = ()) -> "ListenerDetector":
        X = np.asarray(X, dtype=np.float64)
        mean, scale = X.mean(axis=0), np.maximum(X.std(axis=0), _TINY_SCALE)
        _, spread, axes = np.linalg.svd((X - mean) / scale, full_matrices=False)
        n_dims = min(self.n_dims, int(np.sum(spread > _TINY_SCALE * spread[0])))
        self.mean_ = mean.astype(np.float32)
        # Not whitened: genres left out of inner folds were told apart a little less well so (AUROC 0.60, not 0.62).
        self.axes_ = (axes[:n_dims].T / scale[:, None]).astype(np.float32)
        self.seen_ = self.places(X)
        self.threshold_ = np.inf
        self.music_, self.other_ = _positions(names)
        self.music_threshold_ = -np.inf
        return self

    def places(self, X: np.ndarray) -> np.ndarray:
        return ((X - self.mean_) @ self.axes_).astype(np.float32)

    @property
    def tells_music(self) -> bool:
        """Whether it can tell music of no known kind from what is no music."""
        return self.music_.size > 0

    def evidence(self, X: np.ndarray) -> np.ndarray:
        """How much surer YAMNet is of music than of anything else, shape (n_rows,), the logarithm of a ratio."""
        return logsumexp(X[:, self.music_], axis=1) - logsumexp(X[:, self.other_], axis=1)

    def lack_of_music(self, X: np.ndarray) -> np.ndarray:
        """How far the evidence of music lies below the threshold: above 0 means "this is not music"."""
        return self.music_threshold_ - self.evidence(X)


def typical_excess(excess: np.ndarray) -> float:
    """The excess of a track from those of its segments or cells: above 0 where most of them are unlike the training."""
    return float(np.median(excess))


def fit_detector(
    X: np.ndarray,
    *,
    folds: list[tuple[np.ndarray, np.ndarray]],
    rate: float,
    names: Sequence[str] = (),
    n_neighbours: int = 5,
    n_quantiles: int = 200,
    seed: int = 0,
) -> Detector:
    """Fit on all rows; set each threshold so that ``rate`` of the rows held out in ``folds`` (by artist) pass it.

    ``names`` are those of the columns: where listeners measured some of them, the detector is theirs.
    """
    if any(map(backbone_of, names)):
        detector: Detector = ListenerDetector(n_neighbours=n_neighbours)
    else:
        detector = NoveltyDetector(n_neighbours=n_neighbours, n_quantiles=n_quantiles, seed=seed)
    held_out = np.concatenate([clone(detector).fit(X[train]).score(X[test]) for train, test in folds])
    detector.fit(X, names)
    detector.threshold_ = float(np.quantile(held_out, 1 - rate))
    if detector.tells_music:
        unheard = np.concatenate([test for _, test in folds])
        detector.music_threshold_ = float(np.quantile(detector.evidence(X[unheard]), rate))
    return detector


def _positions(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where YAMNet's classes of music stand among columns, and where its others do; none where a class is missing."""
    position = {name: i for i, name in enumerate(names)}
    of_class = [position.get(f"{EVIDENCE}:{i:03d}") for i in range(len(CLASSES))]
    if None in of_class:
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int)
    is_music = np.isin(CLASSES, MUSIC_CLASSES)
    return np.array(of_class)[is_music], np.array(of_class)[~is_music]
