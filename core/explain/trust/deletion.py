"""An explanation -> how fast the model loses its answer when what it calls important is replaced first.

The deletion curve of Petsiuk, Das & Saenko (RISE, BMVC 2018), with draws from training rows in place of what is taken
away, beside the same in random orders: an explanation that points at what the model uses falls faster than those.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.explain.opened import Opened, opened
from core.explain.values import Explanation

N_RANDOM = 20
N_DRAWS = 5
MAX_ROWS = 40
MAX_STEPS = 12  # of many players several are replaced at once


@dataclass(frozen=True, eq=False)
class Deletion:
    """Mean probability of the predicted genre while players are replaced.

    Attributes
    ----------
    replaced : np.ndarray, shape (n_steps,), how many players were replaced, from 0 to all
    curve : np.ndarray, shape (n_steps,), those that speak most for the genre first
    random : np.ndarray, shape (n_orders, n_steps), random orders
    n_rows : explained rows behind the means
    """

    replaced: np.ndarray
    curve: np.ndarray
    random: np.ndarray
    n_rows: int

    @property
    def band(self) -> np.ndarray:
        """The lowest and the highest of the random orders, shape (2, n_steps)."""
        return np.array([self.random.min(axis=0), self.random.max(axis=0)])

    @property
    def area(self) -> float:
        """How far the curve lies below the mean random order, on average: a probability, above 0 where it helps."""
        return float(_areas(self.replaced, self.random.mean(axis=0)) - _areas(self.replaced, self.curve))

    @property
    def n_slower(self) -> int:
        """How many of the random orders fall more slowly than the curve."""
        return int((_areas(self.replaced, self.random) > _areas(self.replaced, self.curve)).sum())


def deletion(explanation: Explanation, classifier: Any, background: np.ndarray, *, seed: int = 0) -> Deletion:
    """Replace players by those of rows drawn from ``background``, (n, n_columns), and see the answer go."""
    model = opened(classifier, n_columns=len(explanation.players.columns))
    playing, members = explanation.players.among(model.kept)
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(explanation))[:MAX_ROWS])
    Z, drawn = model.inside(explanation.X[rows]), model.inside(background)
    drawn = drawn[rng.integers(len(drawn), size=(len(rows), N_DRAWS))]
    genres = explanation.predicted[rows]
    replaced = np.unique(np.linspace(0, len(playing), min(MAX_STEPS, len(playing)) + 1).round().astype(int))

    def curve(orders: np.ndarray) -> np.ndarray:
        return _curve(model, Z, drawn, genres, members, orders, replaced)

    speaking = explanation.values[rows[:, None], np.asarray(playing), genres[:, None]]
    by_value = np.argsort(-speaking, axis=1, kind="stable")
    by_chance = [rng.permuted(np.tile(np.arange(len(playing)), (len(rows), 1)), axis=1) for _ in range(N_RANDOM)]
    return Deletion(replaced, curve(by_value), np.array([curve(orders) for orders in by_chance]), len(rows))


def _curve(
    model: Opened,
    Z: np.ndarray,
    drawn: np.ndarray,
    genres: np.ndarray,
    members: list[list[int]],
    orders: np.ndarray,
    replaced: np.ndarray,
) -> np.ndarray:
    """Mean probability of the rows' genres after each step; ``orders`` (n_rows, n_players) go from the left."""
    of_column = np.empty(Z.shape[1], dtype=int)
    for player, columns in enumerate(members):
        of_column[columns] = player
    turn = np.argsort(orders, axis=1)[:, of_column]  # (n_rows, n_columns): when a column is replaced
    gone = turn[:, None, :] < replaced[:, None]  # (n_rows, n_steps, n_columns)
    mixed = np.where(gone[:, :, None, :], drawn[:, None, :, :], Z[:, None, None, :])
    proba = model.proba(mixed.reshape(-1, Z.shape[1])).reshape(*mixed.shape[:3], -1)
    return proba[np.arange(len(Z)), :, :, genres].mean(axis=(0, 2))


def _areas(replaced: np.ndarray, curves: np.ndarray) -> np.ndarray:
    return np.trapezoid(curves, replaced / replaced[-1], axis=-1)
