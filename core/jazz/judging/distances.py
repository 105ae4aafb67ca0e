"""Descriptions of a batch and of real pieces in; seven distances between them, with intervals over tracks, out.

Two batches are as far apart as their *clips* differ, not their notes: an n-gram has the pitches and durations of jazz
all in all, but every clip of it is like every other. For a number of each clip, the distance is Wasserstein's, in the
number's own unit. For a histogram of each clip, it is the energy distance (Szekely & Rizzo, Journal of Statistical
Planning and Inference 143, 2013) over the root of the Jensen-Shannon divergence between clips: twice the mean between
a clip made and a real one, less the means among those made and among the real ones. It is 0 only for equal batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import DataError
from core.intervals import LEVEL, drawn_weights, middle
from core.jazz.judging.descriptors import Described

N_DRAWS = 1000
FEWEST_GROUPS = 5  # of real pieces; with fewer, an interval over tracks says nothing
_CHUNK = 256  # rows of a matrix of distances that are worked out at once


@dataclass(frozen=True)
class Distance:
    """One way in which batches may differ.

    Attributes
    ----------
    columns : of `Described`; with several, the mean of their distances
    unit : of the distance
    is_timed : whether it needs starts and durations that were played
    """

    name: str
    title: str
    columns: tuple[str, ...]
    unit: str
    is_timed: bool = False


_DIVERGENCE = "energy distance of Jensen-Shannon"
DISTANCES = {
    distance.name: distance
    for distance in (
        Distance("pitch_classes", "which of the twelve pitch classes sound", ("pitch_classes",), _DIVERGENCE),
        Distance("pitch_range", "how wide the range of pitch is", ("pitch_range",), "semitones"),
        Distance("density", "how many notes there are", ("density",), "notes per second or token"),
        Distance("onset_gaps", "times from onset to onset", ("onset_gaps",), _DIVERGENCE, is_timed=True),
        Distance("durations", "durations of the notes", ("durations",), _DIVERGENCE, is_timed=True),
        Distance("repetition", "how much is heard again", ("repetition",), "share of figures"),
        Distance(
            "self_similarity",
            "how alike the parts of a clip are, in harmony and in rhythm",
            ("chroma_similarity", "grooving_similarity"),
            "cosine",
        ),
    )
}


@dataclass(frozen=True)
class Measured:
    """The distance of a batch from real pieces; ``interval`` is its 95 % bootstrap over tracks."""

    name: str
    value: float
    interval: tuple[float, float]


def distances_for(*, is_timed: bool) -> tuple[Distance, ...]:
    """Those that clips with or without time have: all seven, or five."""
    return tuple(distance for distance in DISTANCES.values() if is_timed or not distance.is_timed)


def distances(
    batch: Described,
    real: Described,
    *,
    groups: Sequence[str],
    batch_groups: Sequence[str] | None = None,
    is_timed: bool = True,
    n_draws: int = N_DRAWS,
    seed: int = 0,
) -> tuple[Measured, ...]:
    """How far a batch is from real pieces, in every way that there is.

    Whole tracks are drawn again, clips of one track being alike; of the batch its clips, or its ``batch_groups``.
    Drawing again adds noise that itself looks like distance, so the draws are moved by what they are above the
    distance on average. The same ``seed`` draws the same tracks for another batch.

    Raises
    ------
    DataError
        The real pieces are of fewer than ``FEWEST_GROUPS`` tracks.
    """
    n_groups = len(set(groups))
    if n_groups < FEWEST_GROUPS:
        raise DataError(
            f"the real pieces are of {n_groups} tracks, but an interval needs at least {FEWEST_GROUPS}; compare with "
            "more"
        )
    own = np.arange(len(batch)) if batch_groups is None else batch_groups
    made = drawn_weights(own, n_draws=n_draws, seed=seed + 1)
    played = drawn_weights(groups, n_draws=n_draws, seed=seed)
    return tuple(_measured(kind, batch, real, made, played) for kind in distances_for(is_timed=is_timed))


def nearer(one: Sequence[Measured], other: Sequence[Measured]) -> tuple[str, ...]:
    """The names of the distances in which ``one`` is nearer to real pieces than ``other``, the intervals apart."""
    ends = {measured.name: measured.interval[0] for measured in other}
    return tuple(measured.name for measured in one if measured.interval[1] < ends[measured.name])


def floor(
    real: Described, *, groups: Sequence[str], n: int, is_timed: bool = True, n_halvings: int = 20, seed: int = 0
) -> dict[str, float]:
    """How far ``n`` real clips of some tracks are from those of the others: the median over random halves of tracks.

    No batch of ``n`` clips can be expected to be nearer than that.
    """
    rng = np.random.default_rng(seed)
    names, of_clip = np.unique(np.asarray(groups), return_inverse=True)
    if len(names) < 2:
        raise DataError("all real pieces are of one track, but halves need at least two; compare with more")
    ours, theirs = np.zeros((2, n_halvings, len(real)))
    for row in range(n_halvings):
        in_half = rng.permutation(len(names))[of_clip] < len(names) // 2
        half = np.flatnonzero(in_half)
        np.add.at(ours[row], rng.choice(half, n, replace=n > len(half)), 1 / n)
        theirs[row, ~in_half] = 1 / (~in_half).sum()
    return {
        kind.name: float(np.median(_values(kind, real, real, ours, theirs)))
        for kind in distances_for(is_timed=is_timed)
    }


def interval_of(draws: np.ndarray, value: float, *, level: float = LEVEL) -> tuple[float, float]:
    """The middle of the draws, moved so that their mean is the value, and not below 0."""
    low, high = (end - (float(draws.mean()) - value) for end in middle(draws, level=level))
    return max(low, 0.0), max(high, 0.0)


def _measured(kind: Distance, batch: Described, real: Described, made: np.ndarray, played: np.ndarray) -> Measured:
    values = _values(kind, batch, real, made, played)
    return Measured(kind.name, float(values[0]), interval_of(values[1:], float(values[0])))


def _values(kind: Distance, batch: Described, real: Described, made: np.ndarray, played: np.ndarray) -> np.ndarray:
    """The distance under every row of weights."""
    columns = [(getattr(batch, name), getattr(real, name)) for name in kind.columns]
    return np.mean(
        [(_energy if one.ndim > 1 else _wasserstein)(one, other, made, played) for one, other in columns], axis=0
    )


def _wasserstein(one: np.ndarray, other: np.ndarray, made: np.ndarray, played: np.ndarray) -> np.ndarray:
    """The area between the two cumulative distributions."""
    values = np.concatenate([one, other])
    order = np.argsort(values, kind="stable")
    ahead = np.cumsum(np.concatenate([made, -played], axis=1)[:, order], axis=1)[:, :-1]
    return np.abs(ahead) @ np.diff(values[order])


def _energy(one: np.ndarray, other: np.ndarray, made: np.ndarray, played: np.ndarray) -> np.ndarray:
    across, ours, theirs = roots(one, other), roots(one, one), roots(other, other)
    between = ((made @ across) * played).sum(axis=1)
    among = ((made @ ours) * made).sum(axis=1) + ((played @ theirs) * played).sum(axis=1)
    return np.maximum(2 * between - among, 0)


def roots(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The root of the Jensen-Shannon divergence in bits, 0 to 1, between rows of shares; shape (n_one, n_other)."""
    parts = [
        _entropy((one[at : at + _CHUNK, None] + other) / 2)
        - (_entropy(one[at : at + _CHUNK])[:, None] + _entropy(other)) / 2
        for at in range(0, len(one), _CHUNK)
    ]
    return np.sqrt(np.clip(np.concatenate(parts), 0, 1))


def _entropy(shares: np.ndarray) -> np.ndarray:
    return -(shares * np.log2(np.maximum(shares, 1e-12))).sum(axis=-1)
