"""A ``FeatureTable`` in; its tracks as points out: one row of numbers for each track, the mean over its segments.

What is relied on: `core.data.table_checks` has seen every table, so that all features are finite and each track has
one genre and one artist.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.data.table import FeatureTable
from core.errors import DataError
from core.licences import Licence


@dataclass(frozen=True, eq=False)
class Points:
    """Tracks as points; all that is given for each track stands in the same order.

    Attributes
    ----------
    ids : np.ndarray of str, shape (n_tracks,), in the order of the table
    genres, artists : np.ndarray of str, shape (n_tracks,); "" where unknown
    X : pd.DataFrame of float64, shape (n_tracks, n_columns), indexed by ``ids``
    data_hash : of the whole table; of a part of its columns (``only``) it tells which, too
    n_segments : np.ndarray of int, shape (n_tracks,): how many rows of the table each point is the mean of
    """

    ids: np.ndarray
    genres: np.ndarray
    artists: np.ndarray
    X: pd.DataFrame
    data_hash: str
    name: str
    licence: Licence
    n_segments: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, columns: Sequence[str]) -> "Points":
        """The same tracks by a part of their numbers; raises DataError where a column is not there."""
        if strangers := [name for name in columns if name not in self.X.columns]:
            raise DataError(f"the column {strangers[0]!r} is not in the table; it was made anew since: choose again")
        part = hashlib.sha256("\n".join(columns).encode()).hexdigest()[:12]
        return replace(self, X=self.X[list(columns)], data_hash=f"{self.data_hash}-{part}")


def points_of(table: FeatureTable) -> Points:
    """The tracks of a table, each at the mean of its segments."""
    # Numbers in the order in which the tracks appear.
    track, ids = pd.factorize(table.rows["track_id"].to_numpy(dtype=object))
    n_segments = np.bincount(track, minlength=len(ids))
    first = np.zeros(len(ids), dtype=np.int64)
    first[track[::-1]] = np.arange(len(track))[::-1]
    return Points(
        ids=ids,
        genres=_texts(table.rows["genre"], first),
        artists=_texts(table.rows["artist"], first),
        X=pd.DataFrame(_means(table.X, track, n_segments), index=pd.Index(ids, name="track_id"), columns=table.columns),
        data_hash=table.data_hash,
        name=table.name,
        licence=table.licence,
        n_segments=n_segments,
    )


def _means(values: np.ndarray, track: np.ndarray, n_segments: np.ndarray) -> np.ndarray:
    """The mean of the rows of each track, shape (n_tracks, n_columns)."""
    if len(values) == len(n_segments):  # a row for each track, in the same order
        return values
    order = np.argsort(track, kind="stable")
    starts = np.concatenate([[0], np.cumsum(n_segments)[:-1]])
    return np.add.reduceat(values[order], starts, axis=0) / n_segments[:, None]


def _texts(values: pd.Series, first: np.ndarray) -> np.ndarray:
    """The text of the first row of each track, "" where there is none."""
    values = values.iloc[first]
    return values.astype(object).where(values.notna(), "").to_numpy(dtype=object)
