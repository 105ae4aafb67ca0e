"""Columns of numbers in many units in; the same columns on one scale out, so that distances weigh them alike.

What a scaling has learned from a table can be applied to a track that is not in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import DataError

LARGEST = 1e150  # the squares of 100,000 such numbers can still be added


@dataclass(frozen=True, eq=False)
class Scaling:
    """What was learned of the columns of a table: ``zero`` goes to 0, one ``unit`` more to 1.

    The unit of a constant column is infinite, so that it becomes 0 for every track and counts in no distance.
    """

    name: str
    zero: pd.Series
    unit: pd.Series

    def apply(self, X: pd.DataFrame) -> pd.DataFrame:
        """The columns of the table, scaled, of these or of other tracks.

        Raises
        ------
        DataError
            A column is missing.
        """
        missing = [column for column in self.zero.index if column not in X.columns]
        if missing:
            raise DataError(
                f"{len(missing)} of {len(self.zero)} columns are missing, the first is {missing[0]!r}; a track can be "
                f"compared with a table only by the columns that the table has"
            )
        return (X[list(self.zero.index)] - self.zero) / self.unit

    def row_of(self, song: pd.Series) -> np.ndarray:
        """The numbers of a song that is not in the table, by column, as a row among its scaled tracks.

        Returns
        -------
        np.ndarray, float64, shape (n_columns,)

        Raises
        ------
        DataError
            The song lacks a column of the table, or a number of it is not finite.
        """
        row = self.apply(song.to_frame().T).to_numpy(dtype=np.float64)[0]
        if not np.isfinite(row).all():
            column = self.zero.index[int(np.argmin(np.isfinite(row)))]
            raise DataError(f"{column}={song[column]} of the song is not finite; it has no place on the map")
        return row


def fit_scaling(X: pd.DataFrame, how: str) -> Scaling:
    """Learn a scaling of ``SCALINGS`` from the tracks of a table, shape (n_tracks, n_columns).

    Raises
    ------
    DataError
        No scaling has that name, or a number is so large that its square is none.
    """
    if how not in _KINDS:
        raise DataError(f"scaling={how!r} is not known; choose one of {', '.join(_KINDS)}")
    values = X.to_numpy(dtype=np.float64)
    _check_size(X)
    zero, unit = _KINDS[how].fit(values)
    if how != "none":
        # Not by the unit: rounding may leave a constant column a deviation of 1e-17.
        unit = np.where(values.min(axis=0) == values.max(axis=0), np.inf, unit)
    return Scaling(how, pd.Series(zero, index=X.columns), pd.Series(unit, index=X.columns))


def scaled(X: pd.DataFrame, how: str) -> pd.DataFrame:
    """The same tracks and columns on the scale of that name; constant columns become 0, unless it is "none"."""
    return fit_scaling(X, how).apply(X)


def _check_size(X: pd.DataFrame) -> None:
    largest = X.abs().max()
    if (largest > LARGEST).any():
        column = largest.idxmax()
        raise DataError(
            f"{column}={X[column].abs().max():.3g} of {X[column].abs().idxmax()} is larger than any distance can be "
            f"(at most {LARGEST:g}); leave the column out of the table, or mend it"
        )


def _as_measured(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(values.shape[1]), np.ones(values.shape[1])


def _by_range(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lowest = values.min(axis=0)
    return lowest, values.max(axis=0) - lowest


def _by_deviation(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return values.mean(axis=0), values.std(axis=0)


@dataclass(frozen=True)
class _Kind:
    """``unit`` of a distance; ``fit``: values, shape (n_tracks, n_columns) -> zero and unit of each column."""

    title: str
    about: str
    unit: str
    fit: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


_KINDS: dict[str, _Kind] = {
    "none": _Kind(
        "None (as measured)",
        "Columns keep their units: those with large numbers, such as variances in Hz², decide every distance.",
        "in the columns' own units, mixed",
        _as_measured,
    ),
    "min-max": _Kind(
        "Min-max (0 to 1)",
        "Every column runs from 0 to 1; one extreme track presses all others of its column together.",
        "where the range of a column is 1",
        _by_range,
    ),
    "standard": _Kind(
        "Standard (mean 0, deviation 1)",
        "Every column has mean 0 and standard deviation 1, so that all weigh alike in distances.",
        "where the standard deviation of a column is 1",
        _by_deviation,
    ),
}

SCALINGS: dict[str, str] = {name: kind.title for name, kind in _KINDS.items()}
ABOUT_SCALINGS: dict[str, str] = {name: kind.about for name, kind in _KINDS.items()}
UNITS: dict[str, str] = {name: kind.unit for name, kind in _KINDS.items()}
