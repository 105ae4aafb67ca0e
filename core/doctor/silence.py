"""A mono signal in; how loud it is, and how much of it is silent, out. A constant offset does not count as sound."""

from dataclasses import dataclass

import numpy as np

FRAME_S = 0.1
QUIET_DBFS = -75.0  # mean level of a frame: under it 16 bits hardly hold anything, and no room is as quiet
FLOOR_DBFS = -144.0  # of 24 bits: written where there is nothing at all, so that numbers stay finite


@dataclass(frozen=True)
class Loudness:
    """Levels in dB of full scale, not under ``FLOOR_DBFS``; silence in seconds.

    ``longest_s`` is the longest silent stretch, which begins at ``longest_at_s``.
    """

    peak_dbfs: float
    level_dbfs: float
    silent_s: float
    longest_s: float
    longest_at_s: float


def measure_loudness(y: np.ndarray, *, sr: int) -> Loudness:
    """The peak, the mean level and the silent stretches of ``y``, shape (n_samples,)."""
    if not y.size:
        return Loudness(FLOOR_DBFS, FLOOR_DBFS, 0.0, 0.0, 0.0)
    # What is shorter than a frame is one frame; a rest at the end is left out.
    n = min(round(FRAME_S * sr), y.size)
    frames, frame_s = y[: y.size // n * n].reshape(-1, n), n / sr
    squares, means = np.square(frames, dtype=np.float64).mean(axis=1), frames.mean(axis=1, dtype=np.float64)
    silent = squares - means**2 < 10 ** (QUIET_DBFS / 10)
    starts, ends = np.flatnonzero(np.diff(np.concatenate([[0], silent, [0]]))).reshape(-1, 2).T
    longest = int(np.argmax(ends - starts)) if starts.size else None
    offset = float(means.mean())
    return Loudness(
        peak_dbfs=_db(max(float(frames.max()) - offset, offset - float(frames.min())) ** 2),
        level_dbfs=_db(float(squares.mean()) - offset**2),
        silent_s=float(silent.sum() * frame_s),
        longest_s=0.0 if longest is None else float((ends - starts)[longest] * frame_s),
        longest_at_s=0.0 if longest is None else float(starts[longest] * frame_s),
    )


def _db(power: float) -> float:
    return max(10 * float(np.log10(power)), FLOOR_DBFS) if power > 0 else FLOOR_DBFS
