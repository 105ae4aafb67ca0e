"""Two seeds or two pieces in, the music between them out, with a table of what changes on the way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import DataError
from core.jazz.attributes import ATTRIBUTES, measured
from core.jazz.models.loaded import JazzModel
from core.jazz.notes import Notes
from core.jazz.sampling import Sample, SampleParams, posterior, sample_many

MIN_STEPS, MAX_STEPS = 2, 33
_TICK_S = 0.05  # notes are shared when they have one pitch and start within one such step of the grid

End = int | Notes


@dataclass(frozen=True, eq=False)
class Interpolation:
    """Music from one end to the other.

    Attributes
    ----------
    samples : one for each step, all from the same draws: what differs comes from z (and conditions) alone
    table : a row for each step. ``share`` of the way; the attributes of what sounds; ``like_first`` and ``like_last``,
        the overlap of its pitch classes with those of the ends, 0 to 1; ``kept``, the share of its notes that the step
        before has too (nan for the first)
    """

    samples: tuple[Sample, ...]
    table: pd.DataFrame


def interpolate(
    model: JazzModel,
    first: End,
    last: End,
    *,
    n_steps: int,
    params: SampleParams,
    conditions: np.ndarray | None = None,
) -> Interpolation:
    """Play on the way from one z to another.

    Parameters
    ----------
    first, last : a seed, whose z is from the prior (as `sample` has it), or a piece, whose z is its posterior mean
    n_steps : pieces to play, 2 to 33, the ends among them
    conditions : for all steps; by default none is known or, between two pieces, each attribute goes from that of the
        one to that of the other

    Raises
    ------
    DataError
        ``n_steps`` is out of range, or a piece has no note that the model knows.
    """
    if not MIN_STEPS <= n_steps <= MAX_STEPS:
        raise DataError(f"n_steps={n_steps} must lie between {MIN_STEPS} and {MAX_STEPS}, both ends counted")
    shares = np.linspace(0, 1, n_steps)
    z = spherical(_latent(model, first), _latent(model, last), shares)
    if conditions is None and isinstance(first, Notes) and isinstance(last, Notes):
        conditions = _conditions_between(model, first, last, shares)
    samples = sample_many(model, params, seeds=[params.seed] * n_steps, z=z, conditions=conditions)
    return Interpolation(tuple(samples), _table([found.notes for found in samples], shares))


def spherical(first: np.ndarray, last: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Vectors on the way from one to another, along a circle round 0 (Shoemake 1985), float32, (n, latent).

    A straight line would pass through vectors much shorter than any that the prior draws. Where the ends differ in
    length, the length goes evenly from the one to the other; where they point the same way, or one is 0, the way is
    straight; where they point opposite ways there is no one circle, and the way is straight too.
    """
    lengths = np.linalg.norm(first), np.linalg.norm(last)
    weights = np.stack([1 - shares, shares], axis=1)
    straight = weights @ np.stack([first, last])
    if min(lengths) == 0:
        return straight.astype(np.float32)
    directions = np.stack([first / lengths[0], last / lengths[1]]).astype(np.float64)
    angle = np.arccos(np.clip(directions[0] @ directions[1], -1, 1))
    if np.sin(angle) < 1e-4:
        return straight.astype(np.float32)
    on_circle = np.sin(weights * angle) / np.sin(angle) @ directions
    return (on_circle * (weights @ lengths)[:, None]).astype(np.float32)


def pitch_classes(notes: Notes) -> np.ndarray:
    """How often each pitch class is played, shares that sum to 1, shape (12,); zeros without notes."""
    counts = np.bincount(notes.pitch % 12, minlength=12)
    return counts / max(counts.sum(), 1)


def _latent(model: JazzModel, end: End) -> np.ndarray:
    if isinstance(end, Notes):
        return posterior(model, end)[0]
    return model.prior(1, seed=end)[0]


def _conditions_between(model: JazzModel, first: Notes, last: Notes, shares: np.ndarray) -> np.ndarray:
    """Of each step, int16, (n_steps, n_conditions); the manner is not known, as there is none between two."""
    of_first, of_last = measured(first), measured(last)
    wishes = ({name: of_first[name] * (1 - s) + of_last[name] * s for name in model.attributes} for s in shares)
    return np.stack([model.conditions(**wish) for wish in wishes])


def _table(pieces: Sequence[Notes], shares: np.ndarray) -> pd.DataFrame:
    classes = [pitch_classes(notes) for notes in pieces]
    rows = [
        {
            "share": float(share),
            **measured(notes),
            "like_first": float(np.minimum(found, classes[0]).sum()),
            "like_last": float(np.minimum(found, classes[-1]).sum()),
            "kept": _kept(pieces[i - 1], notes) if i else float("nan"),
        }
        for i, (share, notes, found) in enumerate(zip(shares, pieces, classes, strict=True))
    ]
    return pd.DataFrame(rows, columns=["share", *ATTRIBUTES, "like_first", "like_last", "kept"])


def _kept(before: Notes, notes: Notes) -> float:
    both = _strokes(before) & _strokes(notes)
    return both.total() / max(len(notes), 1)


def _strokes(notes: Notes) -> Counter:
    return Counter(zip(np.round(notes.start_s / _TICK_S).astype(int).tolist(), notes.pitch.tolist(), strict=True))
