"""Importances of the same players from several fits and backgrounds -> which of their ranks hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.stats import kendalltau, rankdata, spearmanr

SEEDS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class Stability:
    """How alike the orders of importance are.

    Attributes
    ----------
    importances : np.ndarray, shape (n_times, n_players), mean |value| over rows, summed over genres
    folds, seeds : of each time
    spearman, kendall : mean over all pairs of times; 1 is the same order
    """

    importances: np.ndarray
    folds: tuple[int, ...]
    seeds: tuple[int, ...]
    spearman: float
    kendall: float

    @property
    def ranks(self) -> np.ndarray:
        """1 for the most important, shape (n_times, n_players); ties share the mean of their ranks."""
        return rankdata(-self.importances, axis=1)

    @property
    def lowest(self) -> np.ndarray:
        """The best rank that each player ever had, shape (n_players,)."""
        return self.ranks.min(axis=0)

    @property
    def highest(self) -> np.ndarray:
        """The worst rank that each player ever had, shape (n_players,)."""
        return self.ranks.max(axis=0)

    @property
    def swaps(self) -> np.ndarray:
        """Whether a player changes places with another, shape (n_players,): its rank is not to be shown as one."""
        return self.lowest < self.highest


def stability(importances: np.ndarray, *, folds: Sequence[int], seeds: Sequence[int]) -> Stability:
    """Compare importances (n_times, n_players); raises ValueError when there are not two times to compare."""
    importances = np.asarray(importances, dtype=np.float64)
    if len(importances) < 2 or len(importances) != len(folds) or len(importances) != len(seeds):
        raise ValueError(f"{len(importances)} times of {len(folds)} folds; needed are two or more, and a fold for each")
    pairs = list(combinations(importances, 2))
    spearman, kendall = (float(np.mean([_alike(how, a, b) for a, b in pairs])) for how in (spearmanr, kendalltau))
    return Stability(importances, tuple(folds), tuple(seeds), spearman, kendall)


def _alike(how, a: np.ndarray, b: np.ndarray) -> float:
    """A rank correlation; of players that are all equal there is no order to agree on: 0, or 1 if both say so."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return float(np.ptp(a) == np.ptp(b))
    return float(how(a, b).statistic)
