"""Rows and what belongs together -> folds inside a model's own training rows, with no group on both sides."""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from core.errors import ModelError

N_TRIES = 20

Folds = list[tuple[np.ndarray, np.ndarray]]


def grouped_folds(groups: Sequence[str] | None, y: Sequence[str], *, n_folds: int, seed: int) -> Folds:
    """At most ``n_folds`` folds (as many as the genre with the fewest groups allows), every genre in every train part.

    The only group of a genre stands in every train part: held out, it would leave that genre untaught.

    Parameters
    ----------
    groups, y : the artist (or whatever must stay together) and the genre of each row

    Returns
    -------
    list of (train, test) row indices

    Raises
    ------
    ModelError
        Nobody said what belongs together, or no group can be held out.
    """
    y = np.asarray(y)
    groups = _checked(groups, y)
    if not len(y):
        raise ModelError("there are no training rows to cut in folds; give tracks of two genres or more")
    stay = staying_rows(groups, y)
    if stay.all():
        raise ModelError(
            f"none of the {len(y)} training rows can be held out, because every genre is by one artist; "
            "add tracks by other artists or choose a model that needs no folds of its own"
        )
    groups, y = groups[~stay], y[~stay]
    n_folds = min(n_folds, _fewest(groups, y))
    folds = balanced_folds(groups, y, n_folds=n_folds, seed=seed)
    if folds is None:
        raise ModelError(
            f"the {len(y)} training rows cannot be cut in {n_folds} folds that keep artists together and every genre "
            "in each training part; add tracks by other artists or choose a model that needs no folds of its own"
        )
    return beside(stay, folds)


def hold_out_groups(
    groups: Sequence[str] | None, y: Sequence[str], *, seed: int, n_folds: int = 5
) -> tuple[np.ndarray, np.ndarray]:
    """Rows to learn from and rows to stop by: about a fifth, no group on both sides, every genre in the first part.

    Raises ModelError like ``grouped_folds``.
    """
    return grouped_folds(groups, y, n_folds=n_folds, seed=seed)[0]


def balanced_folds(groups: np.ndarray | None, y: np.ndarray, *, n_folds: int, seed: int) -> Folds | None:
    """Folds with the genres spread as evenly as groups allow (None: every row is its own) and in every train part.

    None where no cut that was tried keeps every genre in every train part.
    """
    genres = np.unique(y)
    # Row by row the one for groups takes seconds for 10,000 rows, and evens out nothing better.
    splitter = StratifiedKFold if groups is None else StratifiedGroupKFold
    # The greedy cut depends on the order of groups. Where it leaves a fold without a genre, another order may not.
    for attempt in range(N_TRIES):
        cutter = splitter(n_splits=n_folds, shuffle=True, random_state=(seed + 1000 * attempt) % 2**32)
        with warnings.catch_warnings():  # that a genre has fewer groups than folds is told by who asks, in words
            warnings.simplefilter("ignore", UserWarning)
            folds = list(cutter.split(np.zeros(len(y)), y, groups))
        if all(len(test) and np.isin(genres, y[train]).all() for train, test in folds):
            return folds
    return None


def staying_rows(groups: np.ndarray, y: np.ndarray) -> np.ndarray:
    """For each row, whether its group must stay where a model learns, so that every genre is taught in every fold."""
    stay = np.zeros(len(y), dtype=bool)
    while not stay.all() and (lone := lone_rows(groups[~stay], y[~stay])).any():
        stay[np.flatnonzero(~stay)[lone]] = True  # without them the next genre may be down to one group
    return stay


def lone_rows(groups: np.ndarray, y: np.ndarray) -> np.ndarray:
    """For each row, whether its group is the only one of some genre: held out, it would leave that genre untaught."""
    n_groups = pd.DataFrame({"genre": y, "group": groups}).groupby("genre")["group"].nunique()
    return np.isin(groups, groups[np.isin(y, n_groups.index[n_groups == 1])])


def beside(stay: np.ndarray, folds: Folds) -> Folds:
    """Folds of the rows that do not ``stay``, as folds of all rows in which those that stay are always learnt from."""
    rows, others = np.flatnonzero(stay), np.flatnonzero(~stay)
    return [(np.sort(np.concatenate([rows, others[train]])), others[test]) for train, test in folds]


def _checked(groups: Sequence[str] | None, y: np.ndarray) -> np.ndarray:
    if groups is None:
        raise ModelError(
            "this model cuts its training rows in folds of its own and must know which of them belong together; "
            "give groups=..., the artist of each row (or a number of its own for each row that stands alone)"
        )
    groups = np.asarray(groups)
    if groups.shape != y.shape:
        raise ModelError(f"groups has shape {groups.shape} and y {y.shape}; needed is one of each for every row")
    return groups


def _fewest(groups: np.ndarray, y: np.ndarray) -> int:
    return int(pd.DataFrame({"genre": y, "group": groups}).groupby("genre")["group"].nunique().min())
