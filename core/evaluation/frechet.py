"""Two sets of embeddings in; the Frechet distance of the Gaussians around them, as if both sets were endless, out.

Between two samples of one distribution the distance is not 0 but about a constant over their number (Heusel et al.,
GANs trained by a two time-scale update rule, NeurIPS 2017, define it; Chong & Forsyth, Effectively unbiased FID and
inception score and where to find them, CVPR 2020, extrapolate it). So it is measured at several numbers n, and the
line over 1/n is followed to 0.

Subsets are drawn as the sets were: with the same share of each genre where both sets were given the same numbers of
them, or the line would hold the chance of other shares too and end below 0; and groups together, or rows of one artist
would thin out faster than the others and the line would be too flat.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluation.drawn_together import check_pair, groups_of, strata_of

N_SIZES = 6
N_DRAWS = 8  # subsets of each size; there is but one of the largest
SMALLEST_SHARE = 0.5  # of the rows: on smaller subsets the curve is no line any more
ROWS_PER_DIM = 4  # with fewer the line misses 0 by more than what is asked for


@dataclass(frozen=True)
class FrechetDistance:
    """``at_infinity`` where the line over 1/n ends; ``plain`` what it is at ``n`` rows, which is biased upwards."""

    at_infinity: float
    plain: float
    n: int


def rows_needed(n_dims: int) -> int:
    """How many rows a set needs for a line to follow."""
    return ROWS_PER_DIM * n_dims


def frechet_at_infinity(
    X: np.ndarray,
    Y: np.ndarray,
    *,
    groups_x: Sequence[str] | None = None,
    groups_y: Sequence[str] | None = None,
    strata_x: Sequence[str] | None = None,
    strata_y: Sequence[str] | None = None,
    seed: int = 0,
) -> FrechetDistance | None:
    """The distance extrapolated to endlessly many rows; None where there are fewer than `rows_needed`.

    Parameters
    ----------
    X, Y : shapes (n_x, n_dims) and (n_y, n_dims); of the larger set as many rows are drawn as the smaller one has
    groups_x, groups_y : the group of each row; None: each is its own
    strata_x, strata_y : of what both sets were given alike, such as the genre of each row; None: there is no such thing

    Raises
    ------
    ValueError
        The shapes do not fit, a value is not finite, or a set has fewer than two groups.
    """
    X, Y = check_pair(X, Y)
    n = min(len(X), len(Y))
    if n < rows_needed(X.shape[1]):
        return None
    groups = groups_of(groups_x, groups_y, n_x=len(X), n_y=len(Y))
    strata = strata_of(strata_x, strata_y, n_x=len(X), n_y=len(Y))
    one, other = (X, groups.x, strata[: len(X)]), (Y, groups.y, strata[len(X) :])
    rng = np.random.default_rng(seed)
    inverse = np.linspace(1 / n, 1 / (SMALLEST_SHARE * n), N_SIZES)
    sizes = np.round(1 / inverse).astype(int)
    means = [
        np.mean([frechet_distance(_some(*one, k, rng), _some(*other, k, rng)) for _ in range(N_DRAWS)]) for k in sizes
    ]
    return FrechetDistance(float(np.polyfit(1 / sizes, means, deg=1)[1]), float(means[0]), n)


def frechet_distance(X: np.ndarray, Y: np.ndarray) -> float:
    """The squared distance of two Gaussians with the means and covariances of the sets; biased upwards by their size.

    The trace of the root of the product of two covariances is the sum of the singular values of the product of their
    factors (centred rows over the root of n - 1).
    """
    X, Y = check_pair(X, Y)
    factors = [(Z - Z.mean(axis=0)) / np.sqrt(max(len(Z) - 1, 1)) for Z in (X, Y)]
    small = [np.linalg.qr(factor, mode="r") for factor in factors]
    shared = np.linalg.svd(small[0] @ small[1].T, compute_uv=False).sum()
    spread = sum(float((factor**2).sum()) for factor in factors)
    return float(((X.mean(axis=0) - Y.mean(axis=0)) ** 2).sum() + spread - 2 * shared)


def _some(Z: np.ndarray, groups: np.ndarray, strata: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """``n`` rows, of each stratum its share, group by group: of one group for each stratum at most a part is taken."""
    turn = rng.permutation(groups.max() + 1)[groups]
    rows = [np.flatnonzero(strata == one) for one in np.unique(strata)]
    shares = np.array([n * len(here) / len(Z) for here in rows])
    many = shares.astype(int)
    many[np.argsort(many - shares, kind="stable")[: n - many.sum()]] += 1  # the largest remainders, alike in both sets
    return Z[
        np.concatenate([here[np.argsort(turn[here], kind="stable")[:k]] for here, k in zip(rows, many, strict=True)])
    ]
