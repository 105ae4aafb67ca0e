"""A track and scaled columns in, the tracks nearest to it out: by Euclidean distance, in the unit of the scaling."""

import numpy as np
import pandas as pd

from core.errors import DataError
from core.explore.scaling import UNITS


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
    return nearest_to(X_scaled.loc[track_id].to_numpy(dtype=np.float64), others, n)


def nearest_to(row: np.ndarray, X_scaled: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The same for a row of scaled numbers, shape (n_columns,), that is none of the table's (`Scaling.row_of`)."""
    distance = np.linalg.norm(X_scaled.to_numpy(dtype=np.float64) - row, axis=1)
    first = np.argsort(distance, kind="stable")[:n]
    return pd.DataFrame({"id": X_scaled.index.to_numpy(dtype=object)[first], "distance": distance[first]})


def about_distances(how: str, n_columns: int) -> str:
    """What a distance of this page is, in one sentence with its unit."""
    columns = "one column" if n_columns == 1 else f"{n_columns:,} columns"
    return f"Euclidean distance over {columns}, {UNITS[how]}."
