"""Scaled columns -> the share of each genre among the nearest training tracks."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.neighbors import KNeighborsClassifier

from core.models.spec import ModelSpec, Setting


class Neighbours(ClassifierMixin, BaseEstimator):
    """scikit-learn's nearest neighbours; where there are fewer training rows than neighbours asked for, all of them.

    A small inner fold of a small dataset must not stop a training that is well on all its tracks.
    """

    def __init__(self, *, n_neighbors: int, weights: str):
        self.n_neighbors = n_neighbors
        self.weights = weights

    def fit(self, X: np.ndarray, y: np.ndarray) -> "Neighbours":
        n_neighbors = min(self.n_neighbors, len(X))
        self.neighbours_ = KNeighborsClassifier(n_neighbors=n_neighbors, weights=self.weights).fit(X, y)
        self.classes_ = self.neighbours_.classes_
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """The share of each genre among the neighbours, shape (n_rows, n_genres)."""
        return self.neighbours_.predict_proba(X)

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.neighbours_.predict(X)


def build(seed: int, *, n_neighbors: int, weights: str) -> Neighbours:
    """``seed`` is not used: nothing in nearest neighbours is random."""
    return Neighbours(n_neighbors=n_neighbors, weights=weights)


SPEC = ModelSpec(
    name="knn",
    title="Nearest neighbours",
    about="asks the training tracks that sound most alike and counts their genres",
    build=build,
    about_settings={
        "n_neighbors": Setting(
            15, "how many of the nearest tracks are asked; at most all there are", low=1, high=1000, whole=True
        ),
        "weights": Setting(
            "distance", "whether nearer tracks count more (distance) or all the same", ("distance", "uniform")
        ),
    },
    grid={"n_neighbors": (5, 15, 31)},
    thesis_grid={"n_neighbors": tuple(range(1, 26, 2)), "weights": ("uniform",)},
    thesis_best={"n_neighbors": 1, "weights": "uniform"},
    in_best=True,
    fit_s=0.03,
)
