"""Training rows -> the few columns that tell genres apart best; a step of the pipeline, so that no test row has a say.

Filters look at one column at a time, wrappers ask a linear model again and again, embedded selections read the
weights of one model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import RFE, SelectorMixin, chi2, f_classif, mutual_info_classif
from sklearn.linear_model import LogisticRegression, lasso_path
from sklearn.preprocessing import minmax_scale, scale

from core.errors import ModelError
from core.models.folds import grouped_folds

# Of the ridge regression that the sequential selection asks: just enough to survive two equal columns.
RIDGE_ALPHA = 1.0
N_SEQUENTIAL_FOLDS = 3
# The share of all columns that the recursive elimination drops at once: some ten fits, however many columns.
RFE_STEP = 0.1
N_TREES = 100
# From the penalty at which no column is in to a hundredth of it.
N_PENALTIES = 50

# X, y, how many columns to keep, seed, groups -> the indices of those columns
Choose = Callable[[np.ndarray, np.ndarray, int, int, Sequence[str] | None], np.ndarray]


@dataclass(frozen=True)
class Selection:
    """One way to choose columns; ``kind`` is "filter", "wrapper", "embedded", or "" for none.

    ``choose_s``: seconds that one choice among 57 columns of 1,000 rows takes on one core, for estimates.
    """

    name: str
    title: str
    kind: str
    about: str
    choose: Choose
    choose_s: float = 0.0

    def select(self, n_selected: int, seed: int) -> "ColumnSelector":
        """An unfitted step that keeps ``n_selected`` columns; raises ModelError when that is less than one."""
        if n_selected < 1:
            raise ModelError(f"n_selected={n_selected} must be at least 1")
        return ColumnSelector(selection=self.name, n_selected=n_selected, seed=seed)


class ColumnSelector(SelectorMixin, BaseEstimator):
    """Keeps the columns that a selection chose among those of the training rows.

    Attributes
    ----------
    support_ : np.ndarray of bool, shape (n_columns,), which columns are kept
    """

    def __init__(self, *, selection: str, n_selected: int, seed: int = 0):
        self.selection = selection
        self.n_selected = n_selected
        self.seed = seed

    def fit(self, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None = None) -> "ColumnSelector":
        """Choose columns; ``groups`` (which rows belong together) is needed by the sequential selection alone.

        Raises
        ------
        ModelError
            There are fewer columns than shall be kept.
        """
        X, y = np.asarray(X, dtype=np.float64), np.asarray(y)
        self.n_features_in_ = X.shape[1]
        if self.n_selected > X.shape[1]:
            raise ModelError(
                f"n_selected={self.n_selected}, but there are {X.shape[1]} columns; keep fewer or select none"
            )
        kept = SELECTIONS[self.selection].choose(X, y, self.n_selected, self.seed, groups)
        self.support_ = np.isin(np.arange(X.shape[1]), kept)
        return self

    def _get_support_mask(self) -> np.ndarray:
        return self.support_


def _highest(scores: np.ndarray, n: int) -> np.ndarray:
    return np.argsort(-scores, kind="stable")[:n]


def _by_column(score: Callable[[np.ndarray, np.ndarray], np.ndarray], X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The score of each column, shape (n_columns,); one that never changes tells nothing and comes last."""
    scores = np.full(X.shape[1], -np.inf)
    varies = np.ptp(X, axis=0) > 0
    if varies.any():
        scores[varies] = score(X[:, varies], y)
    return scores


def _chi2(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    return _highest(_by_column(lambda X, y: chi2(minmax_scale(X), y)[0], X, y), n)


def _f(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    return _highest(_by_column(lambda X, y: f_classif(X, y)[0], X, y), n)


def _mutual_information(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    return _highest(_by_column(lambda X, y: mutual_info_classif(X, y, random_state=seed), X, y), n)


def _sequential(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    """Add the column that makes the squared error on unheard groups least, again and again.

    The model asked is a ridge regression on one column of zeros and ones per genre; it needs the products of columns
    only, so that each of the thousands of questions is a small system of equations, however many rows there are.
    """
    Y = _one_hot(y)
    folds = [_Products.of(X, Y, *fold) for fold in grouped_folds(groups, y, n_folds=N_SEQUENTIAL_FOLDS, seed=seed)]
    chosen: list[int] = []
    while len(chosen) < n:
        left = [column for column in range(X.shape[1]) if column not in chosen]
        errors = [sum(fold.error([*chosen, column]) for fold in folds) for column in left]
        chosen.append(left[int(np.argmin(errors))])
    return np.array(chosen)


@dataclass(frozen=True)
class _Products:
    """What ridge regression needs of one fold: inner products of columns (and genres) in its train and test rows."""

    gram: np.ndarray
    cross: np.ndarray
    test_gram: np.ndarray
    test_cross: np.ndarray
    test_square: float
    n_test: int

    @classmethod
    def of(cls, X: np.ndarray, Y: np.ndarray, train: np.ndarray, test: np.ndarray) -> "_Products":
        mean, deviation = X[train].mean(axis=0), X[train].std(axis=0)
        Z = (X - mean) / np.where(deviation > 0, deviation, 1)
        Y = Y - Y[train].mean(axis=0)
        return cls(
            gram=Z[train].T @ Z[train] + RIDGE_ALPHA * np.eye(X.shape[1]),
            cross=Z[train].T @ Y[train],
            test_gram=Z[test].T @ Z[test],
            test_cross=Z[test].T @ Y[test],
            test_square=float((Y[test] ** 2).sum()),
            n_test=len(test),
        )

    def error(self, columns: list[int]) -> float:
        """The mean squared error of the test rows with these columns alone: |Y - ZW|^2 / n, multiplied out."""
        among = np.ix_(columns, columns)
        W = np.linalg.solve(self.gram[among], self.cross[columns])
        explained = 2 * (W * self.test_cross[columns]).sum() - (W * (self.test_gram[among] @ W)).sum()
        return (self.test_square - explained) / self.n_test


def _one_hot(y: np.ndarray) -> np.ndarray:
    genres, index = np.unique(y, return_inverse=True)
    return np.eye(len(genres))[index]


def _recursive(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    base = LogisticRegression(C=0.1, max_iter=1000)
    return np.flatnonzero(RFE(base, n_features_to_select=n, step=RFE_STEP).fit(scale(X), y).support_)


def _l1(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    """The columns that enter a Lasso first as its penalty is let down; a column enters for all genres together.

    That is the multi-task Lasso of Obozinski, Taskar & Jordan (2010): no penalty has to be picked to get ``n`` columns.
    """
    Y = _one_hot(y)
    _, weights, _ = lasso_path(scale(X), np.asfortranarray(Y - Y.mean(axis=0)), eps=1e-2, alphas=N_PENALTIES)
    size = np.linalg.norm(weights, axis=0)  # (n_columns, n_alphas), the penalty falling
    entered = np.where((size > 0).any(axis=1), (size > 0).argmax(axis=1), size.shape[1])
    return np.lexsort((-size[:, -1], entered))[:n]


def _trees(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    forest = ExtraTreesClassifier(n_estimators=N_TREES, min_samples_leaf=2, random_state=seed).fit(X, y)
    return _highest(forest.feature_importances_, n)


def _all(X: np.ndarray, y: np.ndarray, n: int, seed: int, groups: Sequence[str] | None) -> np.ndarray:
    return np.arange(X.shape[1])


SELECTIONS: dict[str, Selection] = {
    selection.name: selection
    for selection in (
        Selection("none", "All columns", "", "nothing is left out", _all),
        Selection(
            "chi2",
            "Chi-squared",
            "filter",
            "how unevenly a column, scaled to [0, 1], is spread over the genres, as in the thesis",
            _chi2,
            choose_s=0.01,
        ),
        Selection(
            "f",
            "F statistic",
            "filter",
            "how far the genres' means of a column lie apart, against how much it varies within them",
            _f,
        ),
        Selection(
            "mutual-information",
            "Mutual information",
            "filter",
            "how much a column tells of the genre, however bent the relation",
            _mutual_information,
            choose_s=0.45,
        ),
        Selection(
            "sequential",
            "Sequential, forward",
            "wrapper",
            "adds the column that helps a linear model most with artists it has not heard, one after another",
            _sequential,
            choose_s=0.11,
        ),
        Selection(
            "rfe",
            "Recursive elimination",
            "wrapper",
            "drops the columns that logistic regression leans on least, a tenth at a time",
            _recursive,
            choose_s=0.14,
        ),
        Selection(
            "l1",
            "Lasso (L1)",
            "embedded",
            "the columns that enter first as the penalty on weights is let down",
            _l1,
            choose_s=0.35,
        ),
        Selection(
            "extra-trees",
            "Extra trees",
            "embedded",
            "the columns at which random trees split best",
            _trees,
            choose_s=0.19,
        ),
    )
}
