"""The same map by several seeds in, how alike they are up to turning, mirroring, shifting and scaling out.

Gower. Generalized Procrustes analysis. Psychometrika 1975.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

N_SEEDS = 3
MAX_TRACKS = 3_000  # a map of more is not made three times: its kind is, of a sample


@dataclass(frozen=True)
class Stability:
    """How much of a map another seed would leave.

    Attributes
    ----------
    similarity : 1 - Procrustes disparity, the mean over all pairs of seeds: 1 for the same map, near 0 for unrelated
    seeds : which were compared; () where the map knows no chance
    n_tracks : on how many tracks, a sample of the map's where it has more
    """

    similarity: float
    seeds: tuple[int, ...]
    n_tracks: int


def seeds_of(seed: int) -> tuple[int, ...]:
    """The seeds to compare: the map's own and those after it."""
    return tuple((seed + step) % 2**31 for step in range(N_SEEDS))


def stability_of(
    lay_out: Callable[[int], np.ndarray], seeds: Sequence[int], *, progress: Callable[[int], Any] = lambda done: None
) -> Stability:
    """Lay the tracks out by every seed and compare the maps.

    ``lay_out`` gives the places for a seed, shape (n_tracks, 2); ``progress`` is told before each how many are done.
    """
    maps = []
    for done, seed in enumerate(seeds):
        progress(done)
        maps.append(lay_out(seed))
    similarity = float(np.mean([similarity_of(one, other) for one, other in combinations(maps, 2)]))
    return Stability(similarity, tuple(seeds), len(maps[0]))


def similarity_of(one: np.ndarray, other: np.ndarray) -> float:
    """1 - Procrustes disparity of two maps of the same tracks, shape (n_tracks, 2): from 0 to 1."""
    from scipy.spatial import procrustes  # slow to import

    _, _, disparity = procrustes(one, other)
    return float(np.clip(1 - disparity, 0, 1))
