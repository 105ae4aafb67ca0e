"""Columns of numbers in, the Pearson correlation of every two of them out, so ordered that alike ones stand together.

The order is that of the leaves of a tree of average linkage, turned so that neighbours differ least (Bar-Joseph,
Gifford, Jaakkola. Fast optimal leaf ordering for hierarchical clustering. Bioinformatics 2001). Two columns are as far
apart as their correlation is from 1 or -1: a column and its mirror image say the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from core.errors import DataError

MOST_COLUMNS = 120  # more are no picture: a cell would be smaller than a pixel, and their order takes its time
_MEAN = re.compile(r"_mean(_\d+)?$")  # FMA counts its means: chroma_cens_mean_01


@dataclass(frozen=True, eq=False)
class Correlations:
    """``matrix[i, j]``: Pearson's r of the columns ``order[i]`` and ``order[j]``, from -1 to 1.

    ``constant`` names the columns that were left out, because they do not vary, ``n_fainter`` counts those that were,
    because they vary less than the ``MOST_COLUMNS`` that are here.
    """

    order: tuple[str, ...]
    matrix: np.ndarray
    constant: tuple[str, ...] = ()
    n_fainter: int = 0


def correlated(X: pd.DataFrame, *, columns: Sequence[str] | None = None) -> Correlations:
    """Correlate columns over tracks, in clustered order.

    Parameters
    ----------
    X : shape (n_tracks, n_columns), finite
    columns : which; by default the means (``mean_columns``), of very many the ``MOST_COLUMNS`` that vary most

    Raises
    ------
    DataError
        A column is not there, there are fewer than two tracks, or no column varies.
    """
    names = mean_columns(X) if columns is None else tuple(columns)
    if strangers := [name for name in names if name not in X.columns]:
        raise DataError(f"the column {strangers[0]!r} is not in the table; choose among its {X.shape[1]} columns")
    if len(X) < 2:
        raise DataError(f"the table has {len(X)} track; a correlation needs at least two")
    values = X[list(names)].to_numpy(dtype=np.float64)
    varies = values.min(axis=0) < values.max(axis=0)
    if not varies.any():
        raise DataError(f"none of the {len(names)} columns varies from track to track; there is nothing to correlate")
    n_varying = int(varies.sum())
    if columns is None and n_varying > MOST_COLUMNS:
        varies &= _most_varying(values)
    matrix = _pearson(values[:, varies])
    order = _clustered(matrix)
    varying = [name for name, good in zip(names, varies, strict=True) if good]
    return Correlations(
        order=tuple(varying[i] for i in order),
        matrix=matrix[np.ix_(order, order)],
        constant=tuple(name for name, good in zip(names, np.ptp(values, axis=0) > 0, strict=True) if not good),
        n_fainter=n_varying - len(varying),
    )


def mean_columns(X: pd.DataFrame) -> tuple[str, ...]:
    """The columns that are means over a segment; all columns of a table that has none."""
    return tuple(name for name in X.columns if _MEAN.search(name)) or tuple(X.columns)


def _most_varying(values: np.ndarray) -> np.ndarray:
    """Which ``MOST_COLUMNS`` have the largest deviation, shape (n_columns,); their units are the same or none."""
    kept = np.zeros(values.shape[1], dtype=bool)
    kept[np.argsort(-values.std(axis=0), kind="stable")[:MOST_COLUMNS]] = True
    return kept


def _pearson(values: np.ndarray) -> np.ndarray:
    """Correlation of each two columns, shape (n_columns, n_columns), exactly symmetric and 1 on the diagonal."""
    centred = values - values.mean(axis=0)
    # First by the largest: the squares of variances in Hz² could leave the range of numbers.
    centred /= np.abs(centred).max(axis=0)
    matrix = np.clip(np.corrcoef(centred, rowvar=False).reshape(len(centred.T), -1), -1, 1)
    matrix = (matrix + matrix.T) / 2
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _clustered(matrix: np.ndarray) -> np.ndarray:
    """The order of the leaves, shape (n_columns,)."""
    if len(matrix) < 3:  # nothing to order
        return np.arange(len(matrix))
    distance = squareform(1 - np.abs(matrix), checks=False)
    return leaves_list(linkage(distance, method="average", optimal_ordering=True))
