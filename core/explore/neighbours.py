"""A track and scaled columns in, the tracks nearest to it out: by Euclidean distance, in the unit of the scaling."""

import numpy as np
import pandas as pd

from core.errors import DataError
from core.explore.scaling import UNITS, fit_scaling


def nearest(X_scaled: pd.DataFrame, track_id: str, n: int = 5) -> pd.DataFrame:
    """The ``n`` tracks nearest to a track of the table, the nearest first, without itself.

    Parameters
    ----------
    X_scaled : shape (n_tracks, n_columns), indexed by track id

    Returns
    -------
    pd.DataFrame
        ``id`` and ``distance``; fewer than ``n`` rows where the table has no more other tracks

    Raises
    ------
    DataError
        The track is not in the table.
    """
    if track_id not in X_scaled.index:
        raise DataError(f"the track {track_id!r} is not among the {len(X_scaled)} tracks of the table; choose another")
    others = X_scaled.drop(index=track_id)
    return _nearest(others, X_scaled.loc[track_id].to_numpy(dtype=np.float64), n)


def nearest_to(song: pd.Series, X: pd.DataFrame, *, how: str, n: int = 5) -> pd.DataFrame:
    """The ``n`` tracks nearest to a song that is not in the table; the scaling is that of the table's tracks.

    Parameters
    ----------
    song : the song's numbers by column, unscaled
    X : shape (n_tracks, n_columns), unscaled, indexed by track id
    how : a scaling of ``SCALINGS``

    Raises
    ------
    DataError
        The song lacks a column of the table, or a number of it is not finite.
    """
    scaling = fit_scaling(X, how)
    row = scaling.apply(song.to_frame().T).to_numpy(dtype=np.float64)[0]
    if not np.isfinite(row).all():
        column = X.columns[int(np.argmin(np.isfinite(row)))]
        raise DataError(f"{column}={song[column]} of the song is not finite; it lies nowhere among the tracks")
    return _nearest(scaling.apply(X), row, n)


def about_distances(how: str, n_columns: int) -> str:
    """What a distance of this page is, in one sentence with its unit."""
    columns = "one column" if n_columns == 1 else f"{n_columns:,} columns"
    return f"Euclidean distance over {columns}, {UNITS[how]}."


def _nearest(others: pd.DataFrame, row: np.ndarray, n: int) -> pd.DataFrame:
    distance = np.linalg.norm(others.to_numpy(dtype=np.float64) - row, axis=1)
    first = np.argsort(distance, kind="stable")[:n]
    return pd.DataFrame({"id": others.index.to_numpy(dtype=object)[first], "distance": distance[first]})
