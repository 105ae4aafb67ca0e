"""Descriptions of real clips and of made ones in; a judge that tells them apart, and how well it does, out.

The other judge counts distances; this one is a support vector machine on the same numbers, which learns what shuffled
notes and the notes of an n-gram lack. What it says of a clip it says without having seen its track: it is trained five
times, each time without a fifth of the tracks (and of the made clips), and asked about those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from core.errors import DataError
from core.intervals import drawn_weights, middle
from core.jazz.judging.descriptors import Described
from core.jazz.judging.distances import N_DRAWS

N_FOLDS = 5
REAL = ""  # the kind of real clips
HARDNESS = 1.0  # C of the machine, as its makers set it: chosen on nothing, so that what is held out stays so


@dataclass(frozen=True)
class Auc:
    """How often a real clip looks more real than a made one, 0.5 by chance; 95 % bootstrap over tracks."""

    value: float
    interval: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What the second judge says.

    Attributes
    ----------
    trained_on : for each kind of made clips it learnt from, how well it tells them from real ones it has not seen
    batch : how well it tells the batch, of which it learnt nothing, from real ones: 0.5 would be a perfect batch
    looks_real : np.ndarray, shape (n_clips,): share of real clips that look less real than each clip of the batch
    """

    trained_on: dict[str, Auc]
    batch: Auc
    looks_real: np.ndarray


def judged(
    batch: Described,
    real: Described,
    made: Mapping[str, tuple[Described, Sequence[str]]],
    *,
    groups: Sequence[str],
    batch_groups: Sequence[str] | None = None,
    seed: int = 0,
) -> Verdicts:
    """Train the judge on real clips against ``made`` ones, and ask it about the batch.

    Parameters
    ----------
    made : kind -> clips and their groups; a shuffled clip has the group of the track that it was made of
    groups, batch_groups : the track of each real clip, and of each of the batch; by default each is one of its own

    Raises
    ------
    DataError
        The real clips are of fewer than ``N_FOLDS`` tracks.
    """
    if len(set(groups)) < N_FOLDS:
        raise DataError(
            f"the real pieces are of {len(set(groups))} tracks, but a judge that is asked about other tracks needs at "
            f"least {N_FOLDS}; compare with more"
        )
    parts = {REAL: (real, groups), **made}
    X = np.concatenate([described.matrix() for described, _ in parts.values()])
    kinds = np.concatenate([np.full(len(described), kind) for kind, (described, _) in parts.items()])
    of_clip = np.concatenate([np.asarray(named, dtype=np.str_) for _, named in parts.values()])
    scores, of_batch = _cross_fitted(X, kinds, of_clip, batch.matrix(), seed=seed)
    is_real = kinds == REAL
    return Verdicts(
        trained_on=_of_kinds(scores, kinds, of_clip, seed=seed),
        batch=_of_batch(of_batch, scores[is_real], of_clip[is_real], batch_groups, seed=seed),
        looks_real=np.searchsorted(np.sort(scores[is_real]), of_batch) / is_real.sum(),
    )


def _of_kinds(scores: np.ndarray, kinds: np.ndarray, groups: np.ndarray, *, seed: int) -> dict[str, Auc]:
    """How well each kind that was learnt from is told from real clips."""
    found = {}
    for kind in dict.fromkeys(kinds[kinds != REAL].tolist()):
        rows = (kinds == REAL) | (kinds == kind)
        found[kind] = _auc(scores[rows], kinds[rows] == REAL, groups[rows], seed=seed)
    return found


def _of_batch(
    scores: np.ndarray, real: np.ndarray, real_groups: np.ndarray, groups: Sequence[str] | None, *, seed: int
) -> Auc:
    """How well the batch is told from real clips, whose scores are ``real``."""
    own = [f"of the batch: {group}" for group in (range(len(scores)) if groups is None else groups)]
    is_real = np.arange(len(real) + len(scores)) < len(real)
    return _auc(np.concatenate([real, scores]), is_real, np.concatenate([real_groups, own]), seed=seed)


def _cross_fitted(
    X: np.ndarray, kinds: np.ndarray, groups: np.ndarray, asked: np.ndarray, *, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """How real each row looks to the judge that has not seen its group, each of ``asked`` to one of the five by lot.

    The mean of all five would be steadier than what is said of a real clip, and look more real by that alone.

    Real clips weigh as much as all made ones, and each kind of made ones as much as the other.
    """
    names, of_row, sizes = np.unique(kinds, return_inverse=True, return_counts=True)
    weights = (np.where(names == REAL, len(names) - 1, 1) / sizes)[of_row] * len(X) / (2 * (len(names) - 1))
    scores, of_asked = np.zeros(len(X)), np.zeros(len(asked))
    lots = np.random.default_rng(seed).permutation(len(asked)) % N_FOLDS
    folds = StratifiedGroupKFold(N_FOLDS, shuffle=True, random_state=seed)
    for fold, (train, test) in enumerate(folds.split(X, kinds, groups)):
        judge = make_pipeline(StandardScaler(), SVC(C=HARDNESS))
        judge.fit(X[train], kinds[train] == REAL, svc__sample_weight=weights[train])
        scores[test] = judge.decision_function(X[test])
        if (lots == fold).any():
            of_asked[lots == fold] = judge.decision_function(asked[lots == fold])
    return scores, of_asked


def _auc(scores: np.ndarray, is_real: np.ndarray, groups: np.ndarray, *, seed: int) -> Auc:
    weights = drawn_weights(groups, n_draws=N_DRAWS, seed=seed)
    order = np.argsort(scores, kind="stable")
    weights, real = weights[:, order], is_real[order]
    first = np.searchsorted(scores[order], scores[order], side="left")
    after = np.searchsorted(scores[order], scores[order], side="right")
    below = np.concatenate([np.zeros((len(weights), 1)), np.cumsum(weights * ~real, axis=1)], axis=1)
    ahead = (below[:, first] + below[:, after]) / 2  # of equal scores, half counts
    with np.errstate(invalid="ignore"):  # a draw without one of the two kinds says nothing
        values = (weights * real * ahead).sum(axis=1) / ((weights * real).sum(axis=1) * below[:, -1])
    return Auc(float(values[0]), middle(values[1:]))
