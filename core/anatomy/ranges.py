"""A song's number + the tracks of a table -> where it lies in each genre's usual range.

By default the tracks are those that the built-in model learned from: they are there without a network. They tell what
that model looks at: of loudness only how much it varies, nothing of flatness, contrast and flux. The tracks of a
dataset tell whatever columns its table was made with. Most are clips of half a minute: a longer song's mean compares
with theirs, while its variance holds the differences between its parts too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.anatomy.descriptor import Descriptor
from core.likeness import about_input, is_spread, unit_of
from core.models.inputs import ABOUT_RATIOS, ROBUST
from core.models.loaded import LoadedModel

LOW_PERCENTILE, HIGH_PERCENTILE = 5.0, 95.0
MAX_GENRES = 20


@dataclass(frozen=True)
class GenreRange:
    """What is usual in a genre.

    Attributes
    ----------
    genre : its name
    n_tracks : whose values these are
    low, high : between them lie nine tracks of ten (5th to 95th percentile)
    middle : the median
    percentile : how many of 100 tracks of the genre have less than the song; ties count half
    """

    genre: str
    n_tracks: int
    low: float
    middle: float
    high: float
    percentile: float


@dataclass(frozen=True)
class UsualRanges:
    """A song's number among those of each genre; of a variance all values are square roots, as people read them.

    Attributes
    ----------
    column : its name
    about : what it says, in plain words
    unit : of ``value`` and of all ranges, "" for a pure number
    value : the song's
    genres : from the lowest median to the highest; the ``MAX_GENRES`` with most tracks
    """

    column: str
    about: str
    unit: str
    value: float
    genres: tuple[GenreRange, ...]


def model_tracks(model: LoadedModel) -> tuple[pd.DataFrame, np.ndarray]:
    """The tracks that a model learned from: their numbers, one row each, and their genres in the same order."""
    names = list(model.view.names)
    tracks = model.training.groupby("track_id", sort=False)
    return tracks[names].mean(), tracks["genre"].first().to_numpy(dtype=object)


def song_numbers(columns: Mapping[str, float]) -> dict[str, float]:
    """``Anatomy.columns`` and the ratios that models see beside them (``core.models.inputs.ABOUT_RATIOS``)."""
    (seen,) = ROBUST.compute(np.array([[columns[name] for name in ROBUST.columns]]))
    ratios = dict(zip(ROBUST.names, seen.tolist(), strict=True))
    return {**columns, **{name: ratios[name] for name in ABOUT_RATIOS}}


def columns_with_ranges(descriptor: Descriptor, X: pd.DataFrame) -> tuple[str, ...]:
    """The columns of a descriptor that ``X`` has, the most telling first; empty where the tracks tell no range."""
    return tuple(column for column in descriptor.columns if column in X.columns)


def usual_ranges(value: float, column: str, *, X: pd.DataFrame, genres: np.ndarray) -> UsualRanges:
    """Where a song's ``value`` of ``column`` lies in each genre.

    Parameters
    ----------
    X : a row for each track, with ``column`` among its columns, finite
    genres : array of str, shape (n_tracks,), in the order of ``X``; tracks without a genre ("") are left out
    """
    readable = np.sqrt if is_spread(column) else np.asarray
    tracks = pd.Series(readable(X[column].to_numpy(dtype=np.float64)), index=genres)
    counts = tracks.groupby(level=0).size().drop("", errors="ignore")
    kept = counts.sort_values(ascending=False, kind="stable").index[:MAX_GENRES]
    own = float(readable(value))
    ranges = [_range(str(genre), tracks[[genre]].to_numpy(), own) for genre in kept]
    return UsualRanges(
        column=column,
        about=about_input(column),
        unit=unit_of(column),
        value=own,
        genres=tuple(sorted(ranges, key=lambda each: (each.middle, each.genre))),
    )


def _range(genre: str, values: np.ndarray, own: float) -> GenreRange:
    low, middle, high = np.percentile(values, [LOW_PERCENTILE, 50, HIGH_PERCENTILE])
    return GenreRange(
        genre=genre,
        n_tracks=values.size,
        low=float(low),
        middle=float(middle),
        high=float(high),
        percentile=float(100 * (np.mean(values < own) + np.mean(values <= own)) / 2),
    )
