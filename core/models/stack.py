"""Scaled columns -> what all classic models say of a track -> genre probabilities by logistic regression on top."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from core.models.before import inside_folds, learn_before
from core.models.folds import grouped_folds
from core.models.members import ABOUT_MEMBERS, MEMBERS, Members
from core.models.spec import ModelSpec, Setting


class GroupedStack(ClassifierMixin, BaseEstimator):
    """Stacking (Wolpert 1992), whose upper model learns from what the members say of groups they have not heard.

    In ungrouped folds a member would recognise the artist, and the upper model would learn to trust it for that.
    With nothing before it this is scikit-learn's ``StackingClassifier``, which would fit scaling and selection once
    per member and fold to keep them inside.

    Attributes
    ----------
    classes_ : the genres, in the order of the columns of ``predict_proba``
    members_ : the members, fitted on all rows
    upper_ : the logistic regression on what they say
    """

    def __init__(self, estimators: Members, *, C: float = 1.0, n_folds: int = 5, seed: int = 0):
        self.estimators = estimators
        self.C = C
        self.n_folds = n_folds
        self.seed = seed

    def fit(
        self, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None = None, before: Pipeline | None = None
    ) -> "GroupedStack":
        """Fit the members in folds and on all rows; raises ModelError when ``groups`` cannot be cut in folds.

        What members say of the only artist of a genre comes from the first fold, which learnt from that artist: else
        the model on top would not know that genre. ``before`` holds unfitted steps for ``X`` to pass: fitted on all
        rows, and anew in every fold.
        """
        y = np.asarray(y)
        self.classes_ = np.unique(y)
        heard, said = [], []
        folds = grouped_folds(groups, y, n_folds=self.n_folds, seed=self.seed)
        stay = np.setdiff1d(np.arange(len(y)), np.concatenate([test for _, test in folds]))
        for train, test, Z in inside_folds(before, X, y, groups, folds):
            asked = test if heard else np.concatenate([test, stay])
            heard.append(asked)
            said.append(_said(self._fitted(Z[train], y[train]), Z[asked]))
        order = np.argsort(np.concatenate(heard))
        self.upper_ = LogisticRegression(C=self.C, max_iter=5000).fit(np.concatenate(said)[order], y)
        self.members_ = self._fitted(learn_before(before, X, y, groups, np.arange(len(y))), y)
        return self

    def _fitted(self, Z: np.ndarray, y: np.ndarray) -> list[BaseEstimator]:
        return [clone(member).fit(Z, y) for _, member in self.estimators]

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return self.upper_.predict_proba(_said(self.members_, X))

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take up what was stored; runs of before kept members and upper model in a ``StackingClassifier``."""
        state = dict(state)
        if (stored := state.pop("stack_", None)) is not None:
            state |= {"members_": stored.estimators_, "upper_": stored.final_estimator_}
        super().__setstate__(state)


def _said(members: Sequence[BaseEstimator], Z: np.ndarray) -> np.ndarray:
    """What members say of rows, side by side; of two genres the second alone, the first says the same once more."""
    return np.hstack([_answer(member, Z) for member in members])


def _answer(member: BaseEstimator, Z: np.ndarray) -> np.ndarray:
    if not hasattr(member, "predict_proba"):
        return np.reshape(member.decision_function(Z), (len(Z), -1))
    proba = member.predict_proba(Z)
    return proba[:, 1:] if proba.shape[1] == 2 else proba


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
