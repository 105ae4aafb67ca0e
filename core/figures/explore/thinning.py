"""Many points in, the places of as many as a picture can draw out: always the same ones, and all genres alike."""

from collections.abc import Sequence

import numpy as np

SEED = 4


def thinned(genres: Sequence[str], *, most: int, first: np.ndarray | None = None) -> np.ndarray:
    """The places of at most ``most`` points, ascending: of each genre the same share, and of small ones at least one.

    Parameters
    ----------
    first : np.ndarray of bool, shape (n_points,): points that are drawn before all others, as what is selected is
    """
    n_points = len(genres)
    if n_points <= most:
        return np.arange(n_points)
    chance = np.random.default_rng(SEED).random(n_points)
    _, genre, counts = np.unique(np.asarray(genres, dtype=str), return_inverse=True, return_counts=True)
    # The rank of a point within its genre, as a share: the smallest shares come from all genres alike.
    order = np.lexsort((chance, genre))
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    share = np.empty(n_points)
    share[order] = (np.arange(n_points) - starts) / counts[genre[order]]
    if first is not None:
        share[first] -= 1.0
    return np.sort(np.argsort(share, kind="stable")[:most])
