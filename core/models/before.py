"""A model that cuts its rows itself + the steps before it -> a pipeline that fits those steps inside that very cut.

Rows that stop a network, or that tell a stack whom to believe, must be as new to the scaling and to the choice of
columns as they are to the model: 20 columns of noise, chosen by all labels, tell genres apart on whatever is held out
of the same rows. An estimator that cuts takes the unfitted steps as ``fit(X, y, groups, before=...)``.
"""

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from core.models.folds import Folds
from core.models.spec import row_parameters


class CutInside(Pipeline):
    """A pipeline whose last step decides which rows those before it learn from.

    Fitted, it is like any other: the first steps are those that the rows of the final model have passed.
    """

    def fit(self, X: np.ndarray, y: np.ndarray, **told: Sequence) -> "CutInside":
        """Fit all steps; what ``told`` says of the rows to the last one, as ``classify__groups``, reaches them all."""
        before = Pipeline(self.steps[:-1])  # of the same objects: to fit it is to fit them
        name, last = self.steps[-1]
        own = {key.removeprefix(f"{name}__"): values for key, values in told.items() if key.startswith(f"{name}__")}
        last.fit(X, y, before=before, **own)
        return self


def learn_before(
    before: Pipeline | None, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None, rows: np.ndarray
) -> np.ndarray:
    """Fit ``before`` in place on ``rows`` (indices) alone; all of ``X`` as it hands it on, as it is for None."""
    if before is None:
        return X
    parameters = row_parameters(before, None if groups is None else {"groups": np.asarray(groups)[rows]})
    with warnings.catch_warnings():  # a cut may leave fewer rows than quantiles: then there are as many as rows
        warnings.filterwarnings("ignore", message="n_quantiles", category=UserWarning)
        before.fit(X[rows], np.asarray(y)[rows], **parameters)
    return before.transform(X)


def inside_folds(
    before: Pipeline | None, X: np.ndarray, y: np.ndarray, groups: Sequence[str] | None, folds: Folds
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each fold its training rows, its test rows (indices) and all of ``X`` behind steps that knew the former."""
    for train, test in folds:
        own = None if before is None else clone(before)
        yield train, test, learn_before(own, X, y, groups, train)
