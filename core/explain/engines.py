"""A classifier + rows + background -> an explanation, by the engine that fits the kind of model.

A forest and XGBoost: exact, by their trees. A weighted sum (logistic regression, LDA, a linear SVM of two genres):
exact. A vote of members with probabilities: the mean of its members' values. Everything else, among it a linear SVM of
three genres or more, which counts votes between pairs: by random orders, on the very probability that is shown.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from core.errors import ModelError
from core.explain.linear import linear_values, weights_of
from core.explain.opened import Opened, opened
from core.explain.permutation import permutation_values
from core.explain.players import FAMILY, Players, players_of
from core.explain.trees import boosted_values, forest_values, is_boosted, is_forest
from core.explain.values import PROBABILITY, PROBABILITY_SHOWN, Explanation, Found, Output
from core.explain.vote import is_vote, vote_values

N_BACKGROUND = 100
# Coalitions per row: of ten families 13 pairs of orders, of 57 single columns two.
MAX_EVALS = 240
# Players of a model without an exact way: each row takes two answers of the whole background for each of them.
MAX_SAMPLED_PLAYERS = 512
METHOD = "random orders of the players, walked both ways (the method of shap.PermutationExplainer)"
TREES, LINEAR, VOTE, ANY = "tree", "linear", "vote", "any"


def explain(
    classifier: Any,
    X: np.ndarray,
    *,
    background: np.ndarray,
    columns: Sequence[str],
    by: str = FAMILY,
    ids: Sequence[str] | None = None,
    truth: Sequence[str] | None = None,
    max_evals: int = MAX_EVALS,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Explanation:
    """Divide what a classifier says of rows among its features.

    Parameters
    ----------
    classifier : fitted, of a run or any pipeline of scikit-learn
    X, background : rows to explain and training rows to compare with, both (n, n_columns), before any scaling
    by : "family" or "single"
    max_evals : budget of the estimate, for models that have no exact one: coalitions per row

    Raises
    ------
    ModelError
        There is nothing to explain or to compare with, the rows do not fit the columns, ``by`` is not known, or there
        are more players than can be sampled in any decent time.
    """
    players = players_of(columns, by)
    X, background = (
        _checked(rows, players, what) for rows, what in ((X, "to explain"), (background, "to compare with"))
    )
    model = opened(classifier, n_columns=len(players.columns))
    Z, Z_background = model.inside(X), model.inside(background)
    playing, members = players.among(model.kept)
    _check_size(model, Z_background, len(members))
    found = _found(model, Z, Z_background, members, max_evals=max_evals, seed=seed, progress=progress)
    return Explanation(
        values=_of_all(found.values, playing, len(players)),
        base=found.base,
        said=found.said,
        proba=model.proba(Z),
        error=None if found.error is None else _of_all(found.error, playing, len(players)),
        X=X,
        ids=tuple(ids) if ids is not None else tuple(str(i) for i in range(len(X))),
        truth=tuple(truth) if truth is not None else ("",) * len(X),
        genres=model.genres,
        players=players,
        output=found.output,
    )


def engine_of(model: Opened, background: np.ndarray) -> str:
    """Which engine explains a model: "tree", "linear", "vote" or "any"."""
    if is_forest(model.model) or is_boosted(model.model):
        return TREES
    if is_vote(model.model):
        return VOTE
    return ANY if weights_of(model.model, background) is None else LINEAR


def _found(
    model: Opened,
    Z: np.ndarray,
    background: np.ndarray,
    members: Sequence[Sequence[int]],
    **sampling: Any,
) -> Found:
    engine = engine_of(model, background)
    if engine == TREES:
        return (forest_values if is_forest(model.model) else boosted_values)(model, Z, background, members)
    if engine == LINEAR:
        return linear_values(model, Z, background, members)
    if engine == VOTE:
        return vote_values(model, Z, background, members, **sampling)
    values, error = permutation_values(model.proba, Z, background, members, **sampling)
    base = model.proba(background).mean(axis=0)
    return Found(values, base, model.proba(Z), Output(PROBABILITY, PROBABILITY_SHOWN, METHOD), error)


def _check_size(model: Opened, background: np.ndarray, n_players: int) -> None:
    if n_players > MAX_SAMPLED_PLAYERS and engine_of(model, background) in (VOTE, ANY):
        raise ModelError(
            f"{n_players:,} columns one by one are too many for a model that has no exact way; at most "
            f"{MAX_SAMPLED_PLAYERS} are estimated. Explain by family, or explain a forest or a logistic head"
        )


def _of_all(values: np.ndarray, playing: Sequence[int], n_players: int) -> np.ndarray:
    """Values of all players: those whose columns the model never sees have exactly 0."""
    whole = np.zeros((len(values), n_players, values.shape[2]))
    whole[:, playing] = values
    return whole


def _checked(rows: np.ndarray, players: Players, what: str) -> np.ndarray:
    rows = np.asarray(rows, dtype=np.float64)
    if rows.ndim != 2 or not len(rows) or rows.shape[1] != len(players.columns):
        raise ModelError(
            f"the rows {what} have shape {rows.shape}; needed is at least one row of {len(players.columns)} columns"
        )
    return rows
