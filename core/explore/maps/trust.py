"""Columns and places of tracks in, how far the neighbourhoods on the map can be believed out.

Venna & Kaski. Neighborhood preservation in nonlinear projection methods: an experimental study. ICANN 2001. Ranks are
by Euclidean distance in the scaled columns, whatever the map was made by.
"""

from dataclasses import dataclass

import numpy as np

N_NEIGHBOURS = 10
ROWS_AT_ONCE = 128  # of the matrix of distances, so that 20,000 tracks need 20 MB


@dataclass(frozen=True, eq=False)
class Trust:
    """How true the neighbourhoods on a map are.

    Attributes
    ----------
    k : how many neighbours were looked at
    trustworthiness : 1 where all neighbours on the map are neighbours in the columns; by how many ranks the others
        are too far lowers it
    torn : shape (n_tracks,), the share of each track's k nearest in the columns that are not its k nearest on the map
    """

    k: int
    trustworthiness: float
    torn: np.ndarray


def trust_of(X: np.ndarray, xy: np.ndarray, *, k: int | None = None) -> Trust:
    """Compare the neighbours of all tracks in the columns and on the map.

    Parameters
    ----------
    X : shape (n_tracks, n_columns), scaled
    xy : shape (n_tracks, 2)
    k : below n_tracks / 2; by default ``N_NEIGHBOURS``, or fewer where there are few tracks
    """
    from sklearn.neighbors import NearestNeighbors  # slow to import

    n = len(X)
    k = min(N_NEIGHBOURS, (n - 1) // 2) if k is None else k
    if not 1 <= k < n / 2:
        raise ValueError(f"k={k} must be at least 1 and below half of {n} tracks")
    nearest = NearestNeighbors(n_neighbors=k).fit(xy).kneighbors(return_distance=False)
    ranks = _ranks(X, nearest)
    too_far = np.maximum(ranks - k, 0)
    return Trust(
        k=k,
        trustworthiness=float(1 - too_far.sum() * 2 / (n * k * (2 * n - 3 * k - 1))),
        torn=(ranks > k).mean(axis=1),
    )


def _ranks(X: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The rank of each of ``others``, shape (n_tracks, k), among all by distance from the track: the nearest has 1."""
    X = np.asarray(X, dtype=np.float64)
    X = X - X.mean(axis=0)
    # |a|² - 2 a·b orders the tracks a by their distance from b; |b|² is the same for all.
    doubled = np.column_stack([-2 * X, np.ones(len(X))])
    squared = np.column_stack([X, np.einsum("ij,ij->i", X, X)]).T
    ranks = np.empty(others.shape, dtype=np.int64)
    for start in range(0, len(X), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        distances = doubled[rows] @ squared
        itself = np.arange(start, start + len(distances))
        distances[np.arange(len(distances)), itself] = -np.inf
        for j, other in enumerate(others[rows].T):
            to_other = distances[np.arange(len(distances)), other]
            ranks[rows, j] = np.count_nonzero(distances < to_other[:, np.newaxis], axis=1)
    return ranks
