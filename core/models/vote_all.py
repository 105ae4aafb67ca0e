"""Scaled columns -> the mean of the probabilities of all classic models."""

from collections.abc import Sequence

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.pipeline import Pipeline

from core.models.before import inside_folds, learn_before
from core.models.calibrated import TemperatureCalibrated, fit_temperature, logits_of
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

    def fit(
        self, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None = None, before: Pipeline | None = None
    ) -> "GroupedVote":
        """Fit every member on all rows; raises ModelError when the rows cannot be cut in folds by ``groups``.

        ``before`` holds unfitted steps for ``X`` to pass: fitted on all rows, and anew in every fold.
        """
        y = np.asarray(y)
        self.classes_ = np.unique(y)
        folds = grouped_folds(groups, y, n_folds=self.n_folds, seed=self.seed)
        heard = list(inside_folds(before, X, y, groups, folds))
        Z = learn_before(before, X, y, groups, np.arange(len(y)))
        self.estimators_ = [
            clone(member).fit(Z, y) if hasattr(member, "predict_proba") else _calibrated(member, Z, y, heard)
            for _, member in self.estimators
        ]
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return np.mean([member.predict_proba(X) for member in self.estimators_], axis=0)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def _calibrated(
    member: BaseEstimator, Z: np.ndarray, y: np.ndarray, heard: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> TemperatureCalibrated:
    """The member fitted on all rows, with the temperature that suits what it says of the test rows of ``heard``."""
    found = TemperatureCalibrated(clone(member))
    found.classes_, truth = np.unique(y, return_inverse=True)
    logits = np.concatenate(
        [logits_of(clone(member).fit(own[train], y[train]), own[test]) for train, test, own in heard]
    )
    held_out = np.concatenate([test for _, test, _ in heard])
    found.temperature_ = fit_temperature(logits, truth[held_out], held_out)[0]
    found.estimator_ = clone(member).fit(Z, y)
    return found


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
