"""Decision trees, rows, background rows and players in, exact Shapley values of the trees' mean output out.

A coalition of players is a row whose columns come from the explained row for the players in it, and from a background
row for the others (the interventional game of Lundberg et al., From local explanations to global understanding with
explainable AI for trees, Nature Machine Intelligence 2020). A player may hold several columns: with a family of
columns per player this is the total that Owen's value gives to the family (G. Owen, Values of games with a priori
unions, 1977), exactly, which `shap` has only for single columns.

For one leaf a pair of rows counts only by which players lead to it from either row. Rows that agree in that are
counted together, so that 300 rows against 100 of the background take seconds where pair by pair takes a minute.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import factorial

import numpy as np
from numba import njit

from core.errors import ModelError

# Which players agree with a path is one bit each of an int64.
MAX_PLAYERS_ON_PATH = 62


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of trees: a row goes left where ``row[feature] <= threshold``; a leaf has ``left`` -1.

    ``left``, ``right``, ``feature``, ``threshold`` have shape (n_trees, n_nodes), ``values`` (n_trees, n_nodes,
    n_outputs); trees with fewer nodes are padded. Rows are compared in ``dtype``, in which the trees were grown.
    """

    left: np.ndarray
    right: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    values: np.ndarray
    dtype: np.dtype


def tree_values(
    trees: Trees, X: np.ndarray, background: np.ndarray, members: Sequence[Sequence[int]], *, n_threads: int = 2
) -> np.ndarray:
    """Shapley values of the players, shape (n_rows, n_players, n_outputs).

    Parameters
    ----------
    X, background : shape (n_rows, n_columns) and (n_background, n_columns), as the trees see them
    members : the columns of each player; a column of no player must not be used by the trees
    """
    player = np.full(X.shape[1], -1, dtype=np.int64)
    for number, columns in enumerate(members):
        player[list(columns)] = number
    X, background = (np.ascontiguousarray(rows.astype(trees.dtype).T, dtype=np.float64) for rows in (X, background))
    depth = 1 + max(_depth(left, right) for left, right in zip(trees.left, trees.right, strict=True))
    weights = _weights(min(depth, len(members)))

    def some(first: int) -> np.ndarray:
        found = np.zeros((X.shape[1], len(members), trees.values.shape[2]))
        for tree in range(first, len(trees.left), n_threads):
            _add_tree(
                *(part[tree] for part in (trees.left, trees.right, trees.feature, trees.threshold, trees.values)),
                *(X, background, player, weights, depth, found),
            )
        return found

    with ThreadPoolExecutor(n_threads) as pool:
        return sum(pool.map(some, range(n_threads))) / background.shape[1]


def _depth(left: np.ndarray, right: np.ndarray) -> int:
    """The number of splits on the longest path of a tree."""
    level, depth = np.array([0]), -1
    while level.size:
        depth += 1
        level = level[left[level] >= 0]
        level = np.concatenate([left[level], right[level]])
    return depth


def _weights(n: int) -> np.ndarray:
    """(a - 1)! b! / (a + b)! at [a, b]: the share of orders in which one of ``a`` players comes last of them and before
    all of ``b`` others."""
    if n > MAX_PLAYERS_ON_PATH:
        raise ModelError(
            f"a tree asks for {n} different features on one path, and {MAX_PLAYERS_ON_PATH} is the most that can be "
            "explained; explain by families, or train with fewer features"
        )
    weights = np.zeros((n + 1, n + 1))
    for a in range(1, n + 1):
        for b in range(n + 1 - a):
            weights[a, b] = factorial(a - 1) * factorial(b) / factorial(a + b)
    return weights


@njit(nogil=True, error_model="numpy")
def _add_tree(left, right, feature, threshold, values, X, background, player, weights, depth, found):
    """Add the values of one tree to ``found``, summed over the background; X and background have a row per column."""
    # Row d holds, bit by bit, the players on a path of d splits that lead away from it where they have a row's columns.
    away_x = np.zeros((depth + 1, X.shape[1]), np.int64)
    away_b = np.zeros((depth + 1, background.shape[1]), np.int64)
    on_path, n_on_path = np.zeros(depth + 1, np.int64), np.zeros(depth + 1, np.int64)
    todo = np.zeros((2 * depth + 2, 3), np.int64)  # node, number of splits before it, parent
    n_todo = 1
    while n_todo:
        n_todo -= 1
        node, d, parent = todo[n_todo]
        if d > 0:
            split = feature[parent]
            slot = 0
            while slot < n_on_path[d - 1] and on_path[slot] != player[split]:
                slot += 1
            on_path[slot] = player[split]
            n_on_path[d] = max(n_on_path[d - 1], slot + 1)
            bit, is_left = np.int64(1) << slot, left[parent] == node
            _follow(X[split], threshold[parent], is_left, bit, away_x[d - 1], away_x[d])
            _follow(background[split], threshold[parent], is_left, bit, away_b[d - 1], away_b[d])
        if left[node] < 0:
            _add_leaf(away_x[d], away_b[d], on_path[: n_on_path[d]], weights, values[node], found)
        else:
            todo[n_todo, 0], todo[n_todo, 1], todo[n_todo, 2] = right[node], d + 1, node
            todo[n_todo + 1, 0], todo[n_todo + 1, 1], todo[n_todo + 1, 2] = left[node], d + 1, node
            n_todo += 2


@njit(nogil=True, error_model="numpy")
def _follow(column, threshold, is_left, bit, before, after):
    for i in range(column.size):
        after[i] = before[i] if (column[i] <= threshold) == is_left else before[i] | bit


@njit(nogil=True, error_model="numpy")
def _add_leaf(away_x, away_b, players, weights, values, found):
    """A leaf is reached when each player on its path has the columns of a row from which it does not lead away."""
    kinds, counts = np.zeros(away_b.size, np.int64), np.zeros(away_b.size, np.int64)
    n_kinds = 0
    for away in away_b:
        kind = 0
        while kind < n_kinds and kinds[kind] != away:
            kind += 1
        if kind == n_kinds:
            kinds[kind] = away
            n_kinds += 1
        counts[kind] += 1
    share = np.zeros(players.size)
    for i in range(away_x.size):
        is_met = False
        for kind in range(n_kinds):
            away = kinds[kind]
            if away_x[i] & away or not away_x[i] | away:  # never reached, or whatever the players do
                continue
            if not is_met:
                share[:] = 0.0
                is_met = True
            a, b = 0, 0  # players that the leaf needs from the row, and from the background
            for slot in range(players.size):
                a += (away >> slot) & 1
                b += (away_x[i] >> slot) & 1
            gain, loss = counts[kind] * weights[a, b], counts[kind] * weights[b, a]
            for slot in range(players.size):
                if (away >> slot) & 1:
                    share[slot] += gain
                elif (away_x[i] >> slot) & 1:
                    share[slot] -= loss
        if is_met:
            for slot in range(players.size):
                if share[slot] != 0.0:
                    for k in range(values.size):
                        found[i, players[slot], k] += share[slot] * values[k]
