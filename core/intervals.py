"""Values, and who made them, in; between which ends they would lie if others had made them, out.

The bootstrap (B. Efron, Annals of Statistics 7, 1979) draws whole groups again: tracks of one artist, or clips of one
track, sound alike, so that drawing them singly would call a score surer than it is.
"""

from collections.abc import Sequence

import numpy as np

N_DRAWS = 2000
LEVEL = 0.95
ARTISTS, PROMPT_GROUPS, TRACKS = "artists", "prompt groups", "tracks"  # what is drawn whole, in the words of scores
MIN_ARTISTS = 15  # with fewer, the percentiles of a bootstrap are too narrow to show


def bootstrap_interval(
    values: Sequence[float],
    groups: Sequence[str],
    *,
    sizes: Sequence[float] | None = None,
    n_draws: int = N_DRAWS,
    level: float = LEVEL,
    seed: int = 0,
) -> tuple[float, float]:
    """The interval of the mean of ``values`` when whole groups are drawn again, with replacement.

    Parameters
    ----------
    values : one for each track, such as 1 for a hit and 0 for a miss
    groups : the artist of each track
    sizes : where a value is a sum, of how many; the mean is then that of what was summed

    Raises
    ------
    ValueError
        There are fewer than two groups, the lengths differ, or a value is not finite.
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
    _, of_value = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(of_value, weights=values), np.bincount(of_value, weights=sizes)
    if len(sizes) < 2:
        raise ValueError("all values belong to one group; an interval needs at least two")
    drawn = np.random.default_rng(seed).integers(len(sizes), size=(n_draws, len(sizes)))
    return middle(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), level=level)


def interval_if_enough(
    values: Sequence[float], groups: Sequence[str], *, fewest: int = MIN_ARTISTS, **options
) -> tuple[float, float] | None:
    """`bootstrap_interval`, which takes the ``options``; None with fewer than ``fewest`` groups."""
    return bootstrap_interval(values, groups, **options) if len(np.unique(groups)) >= fewest else None


def drawn_weights(groups: Sequence[str] | np.ndarray, *, n_draws: int, seed: int) -> np.ndarray:
    """Weights of the values as they are, then with whole groups drawn again: for what is no mean.

    Returns np.ndarray, shape (n_draws + 1, n_values); rows sum to one.
    """
    names, of_value = np.unique(np.asarray(groups), return_inverse=True)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=n_draws)
    weights = np.concatenate([np.ones((1, len(of_value))), times[:, of_value]])
    return weights / weights.sum(axis=1, keepdims=True)


def middle(draws: np.ndarray, *, level: float = LEVEL) -> tuple[float, float]:
    """The ends between which the middle of the draws lies; a draw that says nothing (NaN) does not count."""
    low, high = np.nanquantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
