"""A song's numbers and a map in, where the song lies on it out: exactly on PCA, elsewhere among its neighbours.

t-SNE and UMAP place tracks together; what came later can only be put between the tracks that are nearest to it in the
scaled columns. Where these lie apart on the map, the place says little, and is said to.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.explore.maps.drawing import Map
from core.explore.neighbours import nearest_to
from core.explore.points import Points
from core.explore.scaling import fit_scaling

N_NEIGHBOURS = 5
# The neighbours' mean distance from the place, as a share of that of all tracks from their middle.
SCATTERED = 0.5


@dataclass(frozen=True)
class Place:
    """Where a song lies on a map.

    Attributes
    ----------
    neighbours : ids of the nearest tracks on the map by the scaled columns, the nearest first
    words : how the place was found, and how good it is, in one sentence
    """

    x: float
    y: float
    is_exact: bool
    neighbours: tuple[str, ...]
    words: str


def place_song(song: pd.Series, drawn: Map, points: Points) -> Place:
    """Put a song on a map.

    Parameters
    ----------
    song : its numbers by column, as measured; the scaling is that of the table's tracks
    points : those of which ``drawn`` was made

    Raises
    ------
    DataError
        The song lacks a column of the table, or a number of it is not finite.
    """
    scaling = fit_scaling(points.X, drawn.params.scaling)
    row = scaling.row_of(song)
    near = nearest_to(row, scaling.apply(points.X.loc[drawn.ids]), N_NEIGHBOURS)
    neighbours = tuple(near["id"])
    if drawn.axes is not None:
        x, y = drawn.axes.place(row[None])[0]
        return Place(float(x), float(y), True, neighbours, "The song lies exactly where its numbers put it.")
    places = pd.Index(drawn.ids).get_indexer(neighbours)
    return _among(drawn, places, _weights(near["distance"].to_numpy()), neighbours)


def _among(drawn: Map, nearest: np.ndarray, weights: np.ndarray, neighbours: tuple[str, ...]) -> Place:
    """The weighted mean of the neighbours' places."""
    xy = drawn.xy[nearest]
    middle = weights @ xy
    spread = weights @ np.linalg.norm(xy - middle, axis=1)
    of_all = np.linalg.norm(drawn.xy - drawn.xy.mean(axis=0), axis=1).mean()
    words = f"Approximate: the mean of the places of its {len(nearest)} nearest tracks, the nearer counting more"
    if spread > SCATTERED * of_all:
        words += "; these lie far apart here, so the place says little"
    return Place(float(middle[0]), float(middle[1]), False, neighbours, f"{words}.")


def _weights(distances: np.ndarray) -> np.ndarray:
    """By inverse squared distance, summing to 1; a track that is the very same as the song counts alone."""
    same = distances <= 1e-9 * max(distances.max(), 1e-300)
    weights = same.astype(np.float64) if same.any() else (distances.min() / distances) ** 2
    return weights / weights.sum()
