"""Two sets of clips, each in groups, in; weights by which both are drawn again, and which pairs count, out.

A group is what is alike for a reason of its own: clips of one prompt, tracks of one artist. A name that both sets know
is one group: it is drawn in both or in none, and its pairs say nothing about the sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of two sets: ``x`` (n_x,) and ``y`` (n_y,) are indices into ``n`` groups."""

    x: np.ndarray
    y: np.ndarray
    n: int

    @property
    def n_of_each(self) -> tuple[int, int]:
        """How many groups each set has."""
        return len(np.unique(self.x)), len(np.unique(self.y))

    def times(self, n_draws: int, *, seed: int) -> np.ndarray:
        """How often each group is drawn, (n_draws + 1, n); the first row is once each.

        Groups of the one set, of the other and of both are drawn apart, so that each draw holds as many as there are.
        """
        rng = np.random.default_rng(seed)
        in_x, in_y = (np.isin(np.arange(self.n), of) for of in (self.x, self.y))
        times = np.ones((n_draws + 1, self.n))
        for part in (in_x & ~in_y, in_y & ~in_x, in_x & in_y):
            if k := int(part.sum()):
                times[1:, part] = rng.multinomial(k, np.full(k, 1 / k), size=n_draws)
        return times


def groups_of(x: Sequence[str] | None, y: Sequence[str] | None, *, n_x: int, n_y: int) -> Groups:
    """The groups of two sets by name; None: each row is a group of its own.

    Raises
    ------
    ValueError
        There is not one name for each row, or a set has fewer than two groups.
    """
    x = [f"x {i}" for i in range(n_x)] if x is None else list(x)
    y = [f"y {i}" for i in range(n_y)] if y is None else list(y)
    if (len(x), len(y)) != (n_x, n_y):
        raise ValueError(f"{len(x)} and {len(y)} groups for {n_x} and {n_y} rows; needed is one for each")
    names, index = np.unique(np.array([*x, *y]), return_inverse=True)
    groups = Groups(index[:n_x], index[n_x:], len(names))
    if min(groups.n_of_each) < 2:
        raise ValueError(f"the sets have {groups.n_of_each} groups; needed are at least two in each")
    return groups


def strata_of(x: Sequence[str] | None, y: Sequence[str] | None, *, n_x: int, n_y: int) -> np.ndarray:
    """The stratum of each row of both sets as an index, (n_x + n_y,); None: all rows are of one.

    Raises
    ------
    ValueError
        There is not one name for each row, or of one set alone.
    """
    if x is None and y is None:
        return np.zeros(n_x + n_y, dtype=int)
    given = tuple(-1 if names is None else len(names) for names in (x, y))
    if given != (n_x, n_y):
        raise ValueError(f"{given} strata (-1: none) for {n_x} and {n_y} rows; needed is one for each, or none at all")
    return np.unique(np.array([*x, *y]), return_inverse=True)[1]


def check_pair(X: np.ndarray, Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both sets in float64; ValueError unless both are (n_rows, n_dims) of the same n_dims, and finite."""
    X, Y = np.asarray(X, dtype=np.float64), np.asarray(Y, dtype=np.float64)
    if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1] or not X.size or not Y.size:
        raise ValueError(f"the sets have shapes {X.shape} and {Y.shape}; needed are (n, n_dims) of the same n_dims")
    if not (np.isfinite(X).all() and np.isfinite(Y).all()):
        raise ValueError("both sets must be finite; did you scale by a column that is constant?")
    return X, Y
