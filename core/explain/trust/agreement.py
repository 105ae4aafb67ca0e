"""Held-out tracks -> how much worse a model gets without each player, and whether an explanation ranks them alike.

Permutation importance (Breiman, Random forests, Machine Learning 2001): the columns of a player are exchanged between
tracks, as a family and never within a track, and what that costs is the rise of the log loss of whole tracks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata

from core.evaluation.pooling import pool_segments
from core.explain.players import Players

N_REPEATS = 5
N_ORDERS = 10_000
LEVEL = 0.05


@dataclass(frozen=True, eq=False)
class Agreement:
    """``spearman`` between the importances of an explanation and those of permutation, nats per track.

    ``p`` is the share of random orders that agree at least as well; ``cost`` (n_players,) the permutation importances.
    """

    spearman: float
    p: float
    cost: np.ndarray

    @property
    def agrees(self) -> bool:
        """Whether so much agreement is hardly chance."""
        return self.p < LEVEL


def agreement(importance: np.ndarray, cost: np.ndarray, *, seed: int = 0) -> Agreement:
    """Compare two importances of the same players, both shape (n_players,)."""
    found, other = _standardised(importance), _standardised(cost)
    spearman = float(found @ other)
    by_chance = np.random.default_rng(seed).permuted(np.tile(other, (N_ORDERS, 1)), axis=1) @ found
    p = (1 + (by_chance >= spearman - 1e-12).sum()) / (1 + N_ORDERS)
    return Agreement(spearman, float(p), np.asarray(cost, dtype=np.float64))


def permutation_cost(
    classifier: Any, X: np.ndarray, y: Sequence[str], ids: Sequence[str], players: Players, *, seed: int = 0
) -> np.ndarray:
    """How much the mean log loss of tracks, in nats, rises without each player, shape (n_players,).

    Parameters
    ----------
    X : np.ndarray, shape (n_rows, n_columns), held-out rows
    y, ids : genre and track of each row
    """
    X, y, ids = np.asarray(X), np.asarray(y), np.asarray(ids)
    rng = np.random.default_rng(seed)
    exchanged = [_other_track(ids, rng) for _ in range(N_REPEATS)]
    whole = _loss(classifier, X, y, ids)
    cost = np.empty(len(players))
    for player, columns in enumerate(players.members):
        losses = []
        for rows in exchanged:
            mixed = X.copy()
            mixed[:, list(columns)] = X[np.ix_(rows, columns)]
            losses.append(_loss(classifier, mixed, y, ids))
        cost[player] = np.mean(losses) - whole
    return cost


def _other_track(ids: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """For each row, a row of the track that its track is exchanged with, the next one for the next row."""
    _, track = np.unique(ids, return_inverse=True)
    rows_of = [np.flatnonzero(track == t) for t in range(track.max() + 1)]
    other, rows = rng.permutation(len(rows_of)), np.empty(len(ids), dtype=int)
    for t, own in enumerate(rows_of):
        given = rows_of[other[t]]
        rows[own] = given[np.arange(own.size) % given.size]
    return rows


def _loss(classifier: Any, X: np.ndarray, y: np.ndarray, ids: np.ndarray) -> float:
    of_track, proba = pool_segments(ids, classifier.predict_proba(X))
    genres = list(map(str, classifier.classes_))
    genre_of = dict(zip(ids, y, strict=True))
    known = [i for i, track_id in enumerate(of_track) if genre_of[track_id] in genres]
    truth = [genres.index(genre_of[of_track[i]]) for i in known]
    return float(-np.log(np.maximum(proba[known, truth], np.finfo(np.float64).tiny)).mean())


def _standardised(values: np.ndarray) -> np.ndarray:
    """Ranks less their mean, of length 1; zeros where all values are equal."""
    ranks = rankdata(values)
    ranks = ranks - ranks.mean()
    length = np.linalg.norm(ranks)
    return ranks / length if length else ranks
