"""A piece of one channel in; how much of it lies in tops that were cut off flat, out.

A round top, a parabola, that stays within t of its peak for n samples is entered and left at a slope of at most
4 t (n + 2) / (n - 1)² per sample, at whatever frequency and level. A top that was cut off is entered far more steeply.
So neither a loud recording nor a low tone counts, and what was turned down after it was clipped still does.

Two kinds of tops are told apart: flat ones, and wavy ones, which a lossy encoder or a resampler leaves of flat ones.
"""

from dataclasses import dataclass

import numpy as np

QUIET = 0.01  # of full scale (-40 dBFS): so far down the steps of 16 bits are tops of their own
# A recording of 8 bits has steps of 1/128; no coarser steps are believed, or a square wave would be one step.
_FINEST_STEP, _COARSEST_STEP = 1 / 32_768, 1 / 64


@dataclass(frozen=True)
class TopShape:
    """What counts as a top that was cut off.

    Attributes
    ----------
    tolerance : how far below the highest sample of the piece it may lie, as a share of that sample
    min_samples : for how long
    steepness : how many times as steep as that of a round top the slopes before and after it have to be
    """

    tolerance: float
    min_samples: int
    steepness: float


FLAT = TopShape(tolerance=0.001, min_samples=3, steepness=3.0)
# Ripples of a fifth of the height are what mp3 at 128 kb/s leaves of a flat top.
WAVY = TopShape(tolerance=0.2, min_samples=6, steepness=1.5)


@dataclass(frozen=True)
class Tops:
    """How many tops of a piece were cut off, how many samples lie in them, and how high the highest stands (0-1)."""

    n_tops: int = 0
    n_samples: int = 0
    level: float = 0.0

    def __add__(self, other: "Tops") -> "Tops":
        return Tops(self.n_tops + other.n_tops, self.n_samples + other.n_samples, max(self.level, other.level))


def find_tops(x: np.ndarray, shape: TopShape) -> Tops:
    """The tops of ``x``, shape (n_samples,), upward and downward, that were cut off.

    Every piece is measured against its own highest sample, so that a fade hides nothing: about a second is right.
    """
    found = _upward(x, shape, _FINEST_STEP) + _upward(-x, shape, _FINEST_STEP)
    if not found.n_tops or (step := _step(x)) == _FINEST_STEP:
        return found
    return _upward(x, shape, step) + _upward(-x, shape, step)  # what was flat may be a step of the quantiser


def _upward(x: np.ndarray, shape: TopShape, step: float) -> Tops:
    if x.size < shape.min_samples + 4 or (peak := float(x.max())) < QUIET:
        return Tops()
    tolerance = max(shape.tolerance * peak, 1.5 * step)
    high = np.concatenate([[False], x >= peak - tolerance, [False]])
    starts, ends = np.flatnonzero(np.diff(high.view(np.int8))).reshape(-1, 2).T
    # Two samples before it and after it have to be there, for the slopes.
    whole = (ends - starts >= shape.min_samples) & (starts >= 2) & (ends <= x.size - 2)
    starts, ends = starts[whole], ends[whole]
    n = ends - starts
    slope = np.minimum(x[starts - 1] - x[starts - 2], x[ends] - x[ends + 1])
    round_slope = 4 * tolerance * (n + 2) / (n - 1) ** 2
    cut = slope >= np.maximum(shape.steepness * round_slope, 3 * step)  # a single step is no slope
    n_tops = int(cut.sum())
    return Tops(n_tops, int(n[cut].sum()), peak if n_tops else 0.0)


def _step(x: np.ndarray) -> float:
    """The smallest difference between two values of ``x``: one step of the quantiser, where there was one."""
    differences = np.diff(np.unique(x))
    return float(np.clip(differences.min(), _FINEST_STEP, _COARSEST_STEP)) if differences.size else _FINEST_STEP
