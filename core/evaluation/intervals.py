"""One value for each track, and who made it, in; the interval that the mean would have with other artists, out.

A percentile bootstrap (B. Efron, Annals of Statistics 7, 1979) that draws whole artists: tracks of one artist sound
alike, so that a bootstrap over tracks would call a score surer than it is.
"""

from collections.abc import Sequence

import numpy as np

N_DRAWS = 2000
LEVEL = 0.95
MIN_ARTISTS = 15  # with fewer, the percentiles of a bootstrap are too narrow to show


def bootstrap_interval(
    values: Sequence[float],
    groups: Sequence[str],
    *,
    n_draws: int = N_DRAWS,
    level: float = LEVEL,
    seed: int = 0,
) -> tuple[float, float]:
    """The interval of the mean of ``values`` when whole groups are drawn again, with replacement.

    Parameters
    ----------
    values : one for each track, such as 1 for a hit and 0 for a miss
    groups : the artist of each track

    Raises
    ------
    ValueError
        There are fewer than two groups, the two differ in length, or a value is not finite.
    """
    values, groups = np.asarray(values, dtype=np.float64), np.asarray(groups)
    if values.shape != groups.shape or values.ndim != 1:
        raise ValueError(
            f"values has shape {values.shape} and groups {groups.shape}; needed is one group for each value"
        )
    if not np.isfinite(values).all():
        raise ValueError("values must be finite; did you supply a score that is not defined for every track?")
    if not 0 < level < 1:
        raise ValueError(f"level={level} must lie between 0 and 1; did you supply a percentage?")
    _, of_track = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(of_track, weights=values), np.bincount(of_track)
    if len(sizes) < 2:
        raise ValueError("all values belong to one group; an interval needs at least two")
    drawn = np.random.default_rng(seed).integers(len(sizes), size=(n_draws, len(sizes)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
