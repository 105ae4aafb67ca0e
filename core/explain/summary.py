"""An explanation in, what its pictures show out: plain arrays and names, the most important first."""

from dataclasses import dataclass

import numpy as np

from core.errors import ModelError
from core.explain.values import Explanation


@dataclass(frozen=True, eq=False)
class Importance:
    """Mean |value| of each player for each genre: ``values`` (n_players, n_genres), the largest sum first."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    genres: tuple[str, ...]
    values: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """The sum over the genres, shape (n_players,): what the players are ordered by."""
        return self.values.sum(axis=1)


@dataclass(frozen=True, eq=False)
class Swarm:
    """The values of one player for one genre: ``values`` (n_rows,).

    ``feature`` is what was measured, ``place`` its place among the rows from 0 to 1, for a colour; both None where a
    player holds several columns and no one number stands for it.
    """

    name: str
    title: str
    values: np.ndarray
    feature: np.ndarray | None
    place: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Dependence:
    """How the value of a player goes with one of its columns: ``feature`` (n_rows,), ``values`` (n_rows, n_genres).

    ``player`` is the column itself, or the family that holds it: then others of the family move the value, too.
    """

    column: str
    player: str
    feature: np.ndarray
    values: np.ndarray
    genres: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What one player adds to an answer; ``error`` is the standard error of that number, 0 where it is exact."""

    name: str
    title: str
    value: float
    error: float


@dataclass(frozen=True)
class Waterfall:
    """One answer for one genre: ``base``, plus ``steps``, plus ``rest`` (the other ``n_rest`` players), is ``said``."""

    track_id: str
    truth: str
    genre: str
    quantity: str
    words: str
    base: float
    steps: tuple[Step, ...]
    rest: float
    n_rest: int
    said: float
    proba: float


def mean_sizes(explanation: Explanation) -> np.ndarray:
    """Mean |value| over the rows, shape (n_players, n_genres), in the order of the players."""
    return np.abs(explanation.values).mean(axis=0)


def importance(explanation: Explanation) -> Importance:
    """How much each player moves the answers for each genre, up or down."""
    sizes = mean_sizes(explanation)
    order = np.argsort(-sizes.sum(axis=1), kind="stable")
    players = explanation.players
    return Importance(
        names=tuple(players.names[i] for i in order),
        titles=tuple(players.titles[i] for i in order),
        genres=explanation.genres,
        values=sizes[order],
    )


def beeswarm(explanation: Explanation, genre: str, *, n: int = 15) -> tuple[Swarm, ...]:
    """The values for one genre of the ``n`` players that matter most for it; raises ModelError for an unknown genre."""
    values = explanation.values[:, :, genre_number(explanation, genre)]
    order = np.argsort(-np.abs(values).mean(axis=0), kind="stable")[:n]
    return tuple(_swarm(explanation, player, values[:, player]) for player in order)


def dependence(explanation: Explanation, column: str) -> Dependence:
    """How values go with the numbers of one column; raises ModelError for a column that the model does not have."""
    players = explanation.players
    if column not in players.columns:
        raise ModelError(f"the model has no column {column!r}; it has {', '.join(players.columns[:5])}, ...")
    number = players.columns.index(column)
    player = next(i for i, own in enumerate(players.members) if number in own)
    return Dependence(
        column=column,
        player=players.names[player],
        feature=explanation.X[:, number],
        values=explanation.values[:, player],
        genres=explanation.genres,
        ids=explanation.ids,
    )


def waterfall(explanation: Explanation, row: int = 0, *, genre: str | None = None, n: int = 8) -> Waterfall:
    """What makes an answer for ``genre`` (None: the most probable one), the ``n`` largest parts of it one by one."""
    k = int(explanation.predicted[row]) if genre is None else genre_number(explanation, genre)
    values = explanation.values[row, :, k]
    order = np.argsort(-np.abs(values), kind="stable")
    shown, others = order[:n], order[n:]
    return Waterfall(
        track_id=explanation.ids[row],
        truth=explanation.truth[row],
        genre=explanation.genres[k],
        quantity=explanation.output.quantity,
        words=explanation.output.words,
        base=float(explanation.base[k]),
        steps=tuple(_step(explanation, row, player, k) for player in shown),
        rest=float(values[others].sum()),
        n_rest=len(others),
        said=float(explanation.said[row, k]),
        proba=float(explanation.proba[row, k]),
    )


def reasons(
    explanation: Explanation, row: int = 0, *, genre: str | None = None, n: int = 3
) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The ``n`` players that speak most for ``genre`` (None: the most probable one), and the ``n`` most against it."""
    whole = waterfall(explanation, row, genre=genre, n=len(explanation.players))
    against, speaking = ([step for step in whole.steps if sign * step.value > 0] for sign in (-1, 1))
    return tuple(speaking[:n]), tuple(against[:n])


def genre_number(explanation: Explanation, genre: str) -> int:
    """Where a genre stands on the last axis; raises ModelError for one that the model does not know."""
    if genre not in explanation.genres:
        raise ModelError(f"the model knows no genre {genre!r}; it knows {', '.join(explanation.genres)}")
    return explanation.genres.index(genre)


def _step(explanation: Explanation, row: int, player: int, k: int) -> Step:
    error = 0.0 if explanation.error is None else float(explanation.error[row, player, k])
    value = float(explanation.values[row, player, k])
    return Step(explanation.players.names[player], explanation.players.titles[player], value, error)


def _swarm(explanation: Explanation, player: int, values: np.ndarray) -> Swarm:
    players, columns = explanation.players, explanation.players.members[player]
    feature = place = None
    if len(columns) == 1:
        feature = explanation.X[:, columns[0]]
        place = _places(feature)
    return Swarm(players.names[player], players.titles[player], values, feature, place)


def _places(feature: np.ndarray) -> np.ndarray:
    """The share of other values that lie below each, ties in the middle; 0.5 for a value that is alone."""
    below = (feature[:, None] > feature).sum(axis=1) + ((feature[:, None] == feature).sum(axis=1) - 1) / 2
    return below / (len(feature) - 1) if len(feature) > 1 else np.full(1, 0.5)
