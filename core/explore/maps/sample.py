"""The genres of many tracks in, a sample that a map can show out: every genre keeps its share."""

from collections.abc import Sequence

import numpy as np

MAX_TRACKS = 20_000
SEED = 0


def stratified(genres: Sequence[str], *, n: int = MAX_TRACKS, seed: int = SEED) -> np.ndarray:
    """Draw ``n`` tracks at random, from each genre as many as its share, and at least one where ``n`` allows it.

    Returns
    -------
    np.ndarray of int
        Positions in ascending order; all of them where there are no more than ``n``
    """
    genres = np.asarray(genres, dtype=str)
    if len(genres) <= n:
        return np.arange(len(genres))
    _, genre, counts = np.unique(genres, return_inverse=True, return_counts=True)
    wanted = _shares(counts, n)
    # Shuffled, then sorted by genre: the first of each genre are a random draw of it.
    shuffled = np.random.default_rng(seed).permutation(len(genres))
    by_genre = shuffled[np.argsort(genre[shuffled], kind="stable")]
    starts = np.cumsum(counts) - counts
    place_in_genre = np.arange(len(genres)) - np.repeat(starts, counts)
    return np.sort(by_genre[place_in_genre < np.repeat(wanted, counts)])


def _shares(counts: np.ndarray, n: int) -> np.ndarray:
    """How many of each genre: by the largest remainder, after one for each where they fit; they sum to ``n``."""
    least = np.minimum(counts, 1) if len(counts) <= n else np.zeros_like(counts)
    exact = least + (counts - least) * (n - least.sum()) / (counts - least).sum()
    wanted = np.floor(exact).astype(np.int64)
    by_remainder = np.argsort(wanted - exact, kind="stable")
    wanted[by_remainder[: n - wanted.sum()]] += 1
    return wanted
