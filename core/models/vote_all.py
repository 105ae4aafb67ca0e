"""Scaled columns -> the mean of the probabilities of all classic models."""

from collections.abc import Sequence

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from core.models.calibrated import TemperatureCalibrated
from core.models.folds import grouped_folds
from core.models.members import ABOUT_MEMBERS, MEMBERS, Members
from core.models.spec import ModelSpec


class GroupedVote(ClassifierMixin, BaseEstimator):
    """The mean of the members' probabilities, every member counting the same.

    A member without probabilities of its own gets them by one temperature, fitted in folds that separate no group.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    estimators_ : the fitted members, all with probabilities, in the order of ``estimators``
    """

    def __init__(self, estimators: Members, *, n_folds: int = 5, seed: int = 0):
        self.estimators = estimators
        self.n_folds = n_folds
        self.seed = seed

    def fit(self, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None = None) -> "GroupedVote":
        """Fit every member on all rows; raises ModelError when the rows cannot be cut in folds by ``groups``."""
        self.classes_ = np.unique(y)
        folds = grouped_folds(groups, y, n_folds=self.n_folds, seed=self.seed)
        self.estimators_ = [
            clone(member).fit(X, y)
            if hasattr(member, "predict_proba")
            else TemperatureCalibrated(clone(member)).fit(X, y, folds=folds)
            for _, member in self.estimators
        ]
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return np.mean([member.predict_proba(X) for member in self.estimators_], axis=0)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def build(seed: int, *, members: str) -> GroupedVote:
    return GroupedVote(MEMBERS[members](seed), seed=seed)


SPEC = ModelSpec(
    name="vote-all",
    title="Soft vote of all",
    about="the mean of nearest neighbours, SVM, both forests, logistic regression, LDA, naive Bayes and XGBoost",
    build=build,
    about_settings={"members": ABOUT_MEMBERS},
    grid={"members": ("classic",)},
    thesis_best={"members": "thesis"},
    explained_by="vote",
    fit_s=1.4,
)
