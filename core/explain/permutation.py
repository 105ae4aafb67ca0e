"""Any function of rows in, Shapley values of its players out, estimated from random orders within a bounded budget.

Players take their columns from the explained row one after the other; what the output gains by each, over many orders,
is its value. Every order is also walked backwards, which takes out most of the noise (Mitchell, Cooper, Frank & Holmes,
Sampling permutations for Shapley value estimation, JMLR 2022). It is the method of ``shap.PermutationExplainer``, with
a generator of its own (that one seeds numpy's, which all jobs of a process share), with families as players, and with
the error that the sampling leaves.
"""

import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

# Rows predicted at once: enough to keep a model busy, few enough for any memory.
BATCH_ROWS = 24_000
Predict = Callable[[np.ndarray], np.ndarray]


def permutation_values(
    predict: Predict,
    Z: np.ndarray,
    background: np.ndarray,
    members: Sequence[Sequence[int]],
    *,
    max_evals: int,
    seed: int = 0,
    n_threads: int = 2,
    progress: Callable[[int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray | None]:
    """Values that add up exactly to ``predict(Z)`` less the mean of ``predict(background)``.

    Parameters
    ----------
    predict : rows -> shape (n_rows, n_outputs)
    max_evals : coalitions per explained row, each a prediction of the whole background; two orders at least are walked
    seed : with the numbers of the row itself it decides the orders, whatever other rows there are
    progress : called with the number of rows done

    Returns
    -------
    values : np.ndarray, shape (n_rows, n_players, n_outputs)
    error : np.ndarray, its standard error, of the same shape; None where there was budget for one pair of orders only
    """
    base, full = predict(background).mean(axis=0), predict(Z)
    n_pairs = pairs_of_orders(len(members), max_evals)

    def of_row(i: int) -> np.ndarray:
        rng = np.random.default_rng([seed, zlib.crc32(np.ascontiguousarray(Z[i]).tobytes())])
        orders = [rng.permutation(len(members)) for _ in range(n_pairs)]
        return _gains(predict, Z[i], background, members, orders, base, full[i])

    found, errors = np.empty((2, len(Z), len(members), base.size))
    pool = ThreadPoolExecutor(n_threads)
    try:
        for i, pairs in enumerate(pool.map(of_row, range(len(Z)))):
            found[i] = pairs.mean(axis=0)
            errors[i] = pairs.std(axis=0, ddof=1) / np.sqrt(n_pairs) if n_pairs > 1 else 0.0
            if progress:
                progress(i + 1)
    finally:  # of a job that is cancelled, too: the rows that nobody waits for are not begun
        pool.shutdown(cancel_futures=True)
    return found, errors if n_pairs > 1 else None


def pairs_of_orders(n_players: int, max_evals: int) -> int:
    """How many orders are walked both ways; of one or two players one pair says everything."""
    if n_players < 3:
        return 1
    return max(1, max_evals // (2 * (n_players - 1)))


def n_evals(n_players: int, max_evals: int) -> int:
    """Coalitions that are predicted for one row."""
    return max(1, pairs_of_orders(n_players, max_evals) * 2 * (n_players - 1))


def _gains(
    predict: Predict,
    row: np.ndarray,
    background: np.ndarray,
    members: Sequence[Sequence[int]],
    orders: Sequence[np.ndarray],
    base: np.ndarray,
    full: np.ndarray,
) -> np.ndarray:
    """What each player gains in each order and its reverse, their mean: shape (n_orders, n_players, n_outputs)."""
    if len(members) == 1:
        return np.broadcast_to(full - base, (len(orders), 1, base.size))
    walks = [walk for order in orders for walk in (order, order[::-1])]
    inside = np.zeros((len(walks), len(members) - 1, background.shape[1]), dtype=bool)
    for w, walk in enumerate(walks):
        for step, player in enumerate(walk[:-1]):
            inside[w, step:, list(members[player])] = True
    middle = _means(predict, row, background, inside.reshape(-1, background.shape[1])).reshape(
        len(walks), len(members) - 1, base.size
    )
    gains = np.empty((len(walks), len(members), base.size))
    for w, walk in enumerate(walks):
        gains[w, walk] = np.diff(np.concatenate([base[None], middle[w], full[None]]), axis=0)
    return gains.reshape(len(orders), 2, len(members), base.size).mean(axis=1)


def _means(predict: Predict, row: np.ndarray, background: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The mean output over the background with the columns ``inside`` from ``row``, shape (n_coalitions, n_outputs)."""
    at_once = max(1, BATCH_ROWS // len(background))
    means = []
    for first in range(0, len(inside), at_once):
        some = inside[first : first + at_once]
        mixed = np.where(some[:, None, :], row, background[None])
        outputs = predict(mixed.reshape(-1, background.shape[1]))
        means.append(outputs.reshape(len(some), len(background), -1).mean(axis=1))
    return np.concatenate(means)
