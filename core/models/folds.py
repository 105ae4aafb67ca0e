"""Rows and what belongs together -> folds inside a model's own training rows, with no group on both sides."""

import warnings
from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold

from core.errors import ModelError

N_TRIES = 20

Folds = list[tuple[np.ndarray, np.ndarray]]


def grouped_folds(
    groups: Sequence[str] | None, y: Sequence[str], *, n_folds: int, seed: int, lone_stay: bool = False
) -> Folds:
    """At most ``n_folds`` folds (as many as the genre with the fewest groups allows), every genre in every train part.

    Parameters
    ----------
    groups, y : the artist (or whatever must stay together) and the genre of each row
    lone_stay : whether the only group of a genre is learnt from in every fold, instead of being refused

    Returns
    -------
    list of (train, test) row indices

    Raises
    ------
    ModelError
        Nobody said what belongs together, or a genre has a single group.
    """
    y = np.asarray(y)
    groups = _checked(groups, y)
    if lone_stay and (lone := lone_rows(groups, y)).any():
        cut = partial(grouped_folds, n_folds=n_folds, seed=seed, lone_stay=True)
        return beside(lone, cut(groups[~lone], y[~lone]))
    n_folds = min(n_folds, _fewest(groups, y))
    genres = np.unique(y)
    # The greedy cut depends on the order of groups. Where it leaves a fold without a genre, another order may not.
    for attempt in range(N_TRIES):
        cutter = StratifiedGroupKFold(n_splits=n_folds, shuffle=True, random_state=(seed + 1000 * attempt) % 2**32)
        with warnings.catch_warnings():  # that a genre has fewer groups than wished for is checked above
            warnings.simplefilter("ignore", UserWarning)
            folds = list(cutter.split(np.zeros(len(y)), y, groups))
        if all(len(test) and np.isin(genres, y[train]).all() for train, test in folds):
            return folds
    raise ModelError(
        f"the {len(y)} training rows cannot be cut in {n_folds} folds that keep artists together and every genre in "
        "each training part; add tracks by other artists or choose a model that needs no folds of its own"
    )


def hold_out_groups(
    groups: Sequence[str] | None, y: Sequence[str], *, seed: int, n_folds: int = 5, lone_stay: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Rows to learn from and rows to stop by: about a fifth, no group on both sides, every genre in the first part.

    Raises ModelError like ``grouped_folds``.
    """
    return grouped_folds(groups, y, n_folds=n_folds, seed=seed, lone_stay=lone_stay)[0]


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
    n_groups = pd.DataFrame({"genre": y, "group": groups}).groupby("genre")["group"].nunique()
    if n_groups.min() < 2:
        raise ModelError(
            f"the training rows of {n_groups.idxmin()} are by one artist, but a model with folds of its own needs two "
            "or more; add tracks by other artists or choose a model that needs no such folds"
        )
    return int(n_groups.min())
