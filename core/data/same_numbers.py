"""The features of tracks in, the tracks with the same numbers out: one recording under two names, most likely.

What two encoders made of one recording differs far more (see `core.data.duplicates`, which listens). On GTZAN's public
table the 14 pairs whose 57 numbers are equal are all known as exact repeats; the next pair is 0.02 deviations apart.
"""

import numpy as np

TOLERANCE = 1e-6  # of the spread of a column: what rounding and the order of a sum may change
MIN_COLUMNS = 5  # that vary; with fewer, two songs may well agree in all of them


def same_rows(X: np.ndarray, *, tolerance: float = TOLERANCE) -> list[np.ndarray]:
    """The groups of two rows or more that agree in every column, as row indices.

    Parameters
    ----------
    X : np.ndarray, shape (n_tracks, n_columns), finite; one row for each track
    tolerance : in spreads of each column, from the first to the third quartile

    Notes
    -----
    Column after column cuts groups of rows where two neighbours in it are too far apart, so that 100,000 rows need no
    comparison of all with all; rows that are alone drop out at once.
    """
    Z = _in_spreads(np.asarray(X, dtype=np.float64))
    if Z.shape[1] < MIN_COLUMNS:
        return []
    rows, group = np.arange(len(Z)), np.zeros(len(Z), dtype=np.int64)
    counted = None
    while counted != (counted := (rows.size, group.max(initial=0))):  # a later column may part what an earlier chained
        for column in Z.T:
            rows, group = _cut(rows, group, column[rows], tolerance)
    return np.split(rows, np.flatnonzero(np.diff(group)) + 1) if rows.size else []


def _in_spreads(X: np.ndarray) -> np.ndarray:
    """The columns that vary, in their spreads; the quartiles, because one broken row would stretch a deviation."""
    if not len(X):
        return X[:, :0]
    low, high = np.quantile(X, [0.25, 0.75], axis=0)
    spread = np.where(high > low, high - low, X.std(axis=0))
    varies = (spread > 0) & np.isfinite(spread)
    return X[:, varies] / spread[varies]


def _cut(rows: np.ndarray, group: np.ndarray, values: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    order = np.lexsort((values, group))
    rows, group, values = rows[order], group[order], values[order]
    starts = (np.diff(group, prepend=-1) > 0) | (np.diff(values, prepend=-np.inf) > tolerance)
    group = np.cumsum(starts) - 1
    together = np.bincount(group)[group] > 1 if rows.size else np.zeros(0, dtype=bool)
    return rows[together], np.unique(group[together], return_inverse=True)[1]
