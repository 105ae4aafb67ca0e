"""Scaled columns -> what all classic models say of a track -> genre probabilities by logistic regression on top."""

from collections.abc import Sequence

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.ensemble import StackingClassifier
from sklearn.linear_model import LogisticRegression

from core.models.folds import grouped_folds
from core.models.members import ABOUT_MEMBERS, MEMBERS, Members
from core.models.spec import ModelSpec, Setting


class GroupedStack(ClassifierMixin, BaseEstimator):
    """scikit-learn's stacking, whose upper model learns from what the members say of groups they have not heard.

    In ungrouped folds a member would recognise the artist, and the upper model would learn to trust it for that.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    stack_ : the fitted ``StackingClassifier``; its members were fitted on all rows
    """

    def __init__(self, estimators: Members, *, C: float = 1.0, n_folds: int = 5, seed: int = 0):
        self.estimators = estimators
        self.C = C
        self.n_folds = n_folds
        self.seed = seed

    def fit(self, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None = None) -> "GroupedStack":
        """Fit the members in folds and on all rows; raises ModelError when ``groups`` cannot be cut in folds."""
        self.stack_ = StackingClassifier(
            [(name, clone(member)) for name, member in self.estimators],
            final_estimator=LogisticRegression(C=self.C, max_iter=5000),
            cv=grouped_folds(groups, y, n_folds=self.n_folds, seed=self.seed),
        ).fit(X, y)
        self.classes_ = self.stack_.classes_
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return self.stack_.predict_proba(X)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.stack_.predict(X)


def build(seed: int, *, members: str, C: float) -> GroupedStack:
    return GroupedStack(MEMBERS[members](seed), C=C, seed=seed)


SPEC = ModelSpec(
    name="stack",
    title="Stacking",
    about="logistic regression learns whom of eight models to believe, from artists that they have not heard",
    build=build,
    about_settings={
        "members": ABOUT_MEMBERS,
        "C": Setting(1.0, "how freely the weights of the model on top may grow", low=1e-6, high=1e6),
    },
    grid={"C": (0.01, 0.1, 1.0)},
    thesis_best={"members": "thesis"},
    fit_s=6.0,
)
