"""What two models score on the same tracks in; their difference, its interval and its p-value out.

Tracks of one artist sound alike, so that a model that gains on one of them gains on most of them: intervals and tests
draw whole artists. Where artists are unknown, tracks have to stand for them, and the result says so. P-values of
several comparisons are corrected together by ``holm``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.intervals import ARTISTS, interval_if_enough

N_DRAWS = 10_000
MAX_EXACT = 14  # groups that differ; their 2**14 signs are all tried
_TIE = 1e-9  # two sums of the same numbers in another order count as equal


@dataclass(frozen=True)
class Difference:
    """The mean of one value minus another over the same tracks.

    ``interval`` is its 95 % bootstrap over ``over`` (as `core.intervals` names groups), None with fewer than
    ``MIN_ARTISTS`` of them; ``p`` is two-sided, by ``test`` ("sign-flip" or "mcnemar") over the same. ``p_holm`` is
    ``p`` corrected for the number of comparisons beside it, None where it stands alone.
    """

    value: float
    interval: tuple[float, float] | None
    p: float
    test: str
    over: str
    n_groups: int
    p_holm: float | None = None


def difference(
    first: Sequence[float], second: Sequence[float], groups: Sequence[str], *, over: str, seed: int = 0
) -> Difference:
    """``first`` minus ``second``, with interval and test over artists.

    Parameters
    ----------
    first, second : one value for each track, such as 1 for a hit and 0 for a miss, or a log loss
    groups : the artist of each track; where artists are unknown, what it was made of, or the recording that it is or
        was cut from
    over : what the groups are: ARTISTS, PROMPT_GROUPS or TRACKS of `core.intervals`. Unless they are artists, hits are
        tested by McNemar's test if every group is one track

    Raises
    ------
    ValueError
        The three differ in length, or a value is not finite.
    """
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    groups = np.asarray(groups)
    if not first.shape == second.shape == groups.shape:
        raise ValueError(
            f"first has shape {first.shape}, second {second.shape} and groups {groups.shape}; did you align the tracks?"
        )
    gains = first - second
    if not np.isfinite(gains).all():
        raise ValueError("values must be finite; did you supply a score that is not defined for every track?")
    n_groups = len(np.unique(groups))
    by_mcnemar = over != ARTISTS and n_groups == len(groups) and _are_hits(first) and _are_hits(second)
    return Difference(
        value=float(gains.mean()),
        interval=interval_if_enough(gains, groups, seed=seed),
        p=mcnemar(first, second) if by_mcnemar else sign_flip(gains, groups, seed=seed),
        test="mcnemar" if by_mcnemar else "sign-flip",
        over=over,
        n_groups=n_groups,
    )


def sign_flip(gains: Sequence[float], groups: Sequence[str], *, n_draws: int = N_DRAWS, seed: int = 0) -> float:
    """How often chance alone would move the sum of ``gains`` as far from 0 in either direction: a two-sided p-value.

    If neither model is better, each artist's summed gain could as well have had the other sign (R. A. Fisher, The
    Design of Experiments, 1935, section 21). With up to ``MAX_EXACT`` artists whose gain is not 0, all signs are tried;
    else ``n_draws`` are drawn, and the observed one counts as one of them, so that p is never 0 (Phipson & Smyth,
    Statistical Applications in Genetics and Molecular Biology 9, 2010).
    """
    _, of_track = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(of_track, weights=np.asarray(gains, dtype=np.float64))
    sums = sums[np.abs(sums) > _TIE]  # an artist without a gain says nothing, whatever its sign
    if not len(sums):
        return 1.0
    at_least = abs(sums.sum()) - _TIE * np.abs(sums).sum()
    if len(sums) <= MAX_EXACT:
        return float(np.mean(np.abs(_all_signs(len(sums)) @ sums) >= at_least))
    drawn = np.random.default_rng(seed).integers(2, size=(n_draws, len(sums)), dtype=np.int8) * 2 - 1
    return float((1 + np.sum(np.abs(drawn @ sums) >= at_least)) / (n_draws + 1))


def mcnemar(first_hits: Sequence[float], second_hits: Sequence[float]) -> float:
    """The exact two-sided p-value of McNemar's test (Psychometrika 12, 1947) for two models on independent tracks.

    Of the tracks that one model alone has right, each is as likely the one's as the other's if neither is better. It
    is ``sign_flip`` with every track a group of its own, by the binomial distribution.
    """
    first, second = np.asarray(first_hits), np.asarray(second_hits)
    if not (_are_hits(first) and _are_hits(second)):
        raise ValueError("McNemar's test needs hits and misses, 1 and 0; did you supply shares or losses?")
    only_first, only_second = int(np.sum(first > second)), int(np.sum(second > first))
    n = only_first + only_second
    tail = sum(math.comb(n, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, 2 * tail / 2**n)  # whole numbers divide without overflow, however long


def holm(p_values: Sequence[float]) -> np.ndarray:
    """P-values corrected for their number, in the order given (S. Holm, Scandinavian Journal of Statistics 6, 1979).

    The smallest of m counts m times, the next m - 1 times, and none less than one before it; at most 1.
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"p-values must lie between 0 and 1, found {p.tolist()}")
    order = np.argsort(p, kind="stable")
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    return corrected


def _are_hits(values: np.ndarray) -> bool:
    return bool(np.isin(values, (0, 1)).all())


def _all_signs(n: int) -> np.ndarray:
    # (2**n, n), every row another choice of +1 and -1
    return np.where(np.arange(2**n)[:, None] >> np.arange(n) & 1, 1.0, -1.0)
