"""A soft vote -> the weighted mean of its members' values in probability: trees exactly, the others by random orders.

Shapley values are linear: the value of a mean of members is the mean of their values against the same background.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import VotingClassifier

from core.explain.opened import Opened
from core.explain.permutation import permutation_values
from core.explain.tree_game import tree_values
from core.explain.trees import METHOD as TREE_METHOD
from core.explain.trees import is_forest, read_trees
from core.explain.values import PROBABILITY, PROBABILITY_BEFORE, Found, Output
from core.models.vote_all import GroupedVote


def is_vote(model: Any) -> bool:
    """Whether a model is the mean of members that all have probabilities of their own."""
    return isinstance(model, GroupedVote) or (
        isinstance(model, VotingClassifier)
        and model.voting == "soft"
        and all(hasattr(member, "predict_proba") for member in model.estimators_)
    )


def vote_values(
    model: Opened,
    Z: np.ndarray,
    background: np.ndarray,
    members: Sequence[Sequence[int]],
    *,
    max_evals: int,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> Found:
    """Values of a vote in the mean of its members' probabilities."""
    voters = model.model.estimators_
    weights = getattr(model.model, "weights", None) or [1.0] * len(voters)
    shares = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    values = np.zeros((len(Z), len(members), len(model.genres)))
    others, error = [], None
    for share, voter in zip(shares, voters, strict=True):
        if is_forest(voter):
            values += share * tree_values(read_trees(voter), Z, background, members)
        else:
            others.append((share, voter))
    if others:

        def predict(rows: np.ndarray) -> np.ndarray:
            return sum(share * voter.predict_proba(rows) for share, voter in others)

        found, error = permutation_values(
            predict, Z, background, members, max_evals=max_evals, seed=seed, progress=progress
        )
        values += found
    base, said = model.model.predict_proba(background).mean(axis=0), model.model.predict_proba(Z)
    return Found(values, base, said, Output(PROBABILITY, PROBABILITY_BEFORE, _method(voters, others)), error)


def _method(voters: Sequence[Any], others: Sequence[Any]) -> str:
    n_exact = len(voters) - len(others)
    exact = f"{n_exact} of {len(voters)} members by {TREE_METHOD}" if n_exact else ""
    sampled = f"{len(others)} of {len(voters)} members by random orders" if others else ""
    return "the weighted mean of its members' values: " + "; ".join(filter(None, (exact, sampled)))
