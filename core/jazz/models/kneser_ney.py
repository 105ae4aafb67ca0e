"""Counts of what follows which context in; shares, discounted so that something is left for what was not seen, out.

Modified Kneser-Ney discounts (Chen & Goodman, An empirical study of smoothing techniques for language modeling,
Computer Speech & Language 13, 1999).
"""

from dataclasses import dataclass

import numpy as np

_DISCOUNT = 0.75  # where too few things were seen once, twice, ... to tell


@dataclass(frozen=True, eq=False)
class Level:
    """The counts of one length of context, already discounted.

    ``contexts`` (n_contexts,) ascending; ``left`` what is left to the level below; ``pairs`` (n_pairs,) ascending are
    context x size + code, ``mass`` their shares; the pairs of context i are ``bounds[i]:bounds[i + 1]``.
    """

    contexts: np.ndarray
    left: np.ndarray
    pairs: np.ndarray
    mass: np.ndarray
    bounds: np.ndarray

    @classmethod
    def of(cls, pairs: np.ndarray, counts: np.ndarray, size: int) -> "Level":
        """The level of ascending ``pairs``, each seen ``counts`` times, of a field of ``size`` codes."""
        contexts, first, of_pair = np.unique(pairs // size, return_index=True, return_inverse=True)
        totals = np.bincount(of_pair, weights=counts)
        discounts = _discounts(counts)[np.minimum(counts, 3).astype(np.int64)]
        left = np.bincount(of_pair, weights=discounts) / totals
        mass = (counts - discounts) / totals[of_pair]
        return cls(contexts, left, pairs, mass, np.append(first, len(pairs)))


def found(ascending: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each number stands, and whether it does."""
    at = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return at, ascending[at] == wanted


def _discounts(counts: np.ndarray) -> np.ndarray:
    """What is taken from a count of 0, 1, 2 and of 3 or more, by Chen and Goodman's estimate."""
    n = np.bincount(np.minimum(counts, 5).astype(np.int64), minlength=6)[1:5]
    if not n.all():
        return np.array([0, _DISCOUNT, _DISCOUNT, _DISCOUNT])
    y = n[0] / (n[0] + 2 * n[1])
    estimates = [i - (i + 1) * y * n[i] / n[i - 1] for i in (1, 2, 3)]
    return np.array([0, *np.clip(estimates, 0.05, [0.95, 1.9, 2.85])])
