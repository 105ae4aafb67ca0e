"""A signal in; the longest stretch that is one short fragment again and again, if there is one, out.

A generator that is stuck plays a bar, or less, over and over with next to no difference. Frames are compared with those
one period later: their squared difference in dB, beside that of two unrelated frames of the same sound, is 0 where a
sound repeats exactly and about 1 where nothing does. Music that repeats is played anew each time, or something is laid
over it; a loop of a sequencer is not told from a fault, so that this is a sign and no verdict. One sound that is held
and never changes counts too, with the shortest period.
"""

from dataclasses import dataclass

import numpy as np

from core.features.frames import HOP_LENGTH, SR
from core.features.spectra import Spectra, clip_db

# Of what unrelated frames differ by. Exact loops have 0.0003, through an mp3 of 50 kb/s 0.008 and under noise at
# -40 dB 0.010; of 43 clips of GTZAN the most repetitive has 0.16, of 20 of the band 0.10.
ALIKE = 0.05
FEWEST_TIMES = 4  # that the fragment is heard
SHORTEST_S, LONGEST_S = 0.5, 4.0  # of a fragment: from a beat to two quick bars
UNCHANGED_DB = 1.0  # the deviation that frames of a sound that never changes are said to have
QUIET_DB = 60.0  # under the loudest band: such frames are silence, which repeats nothing
N_BANDS = 32
_HOP_S = HOP_LENGTH / SR


@dataclass(frozen=True)
class Loop:
    """A fragment of ``period_s`` again and again, from ``start_s`` to ``end_s``, which is ``share`` of the signal."""

    period_s: float
    start_s: float
    end_s: float
    share: float

    @property
    def n_times(self) -> float:
        """How often the fragment is heard."""
        return (self.end_s - self.start_s) / self.period_s


def stuck_loop(y: np.ndarray) -> Loop | None:
    """The longest stretch in which a fragment is heard four times or more, nearly the same each time.

    Parameters
    ----------
    y : float32, shape (n_samples,), mono at ``SR``, at least 0.2 s
    """
    bands, is_heard = _bands(y)
    if not is_heard.any():
        return None
    usual = max(2 * float(bands[is_heard].var(axis=0).sum()), 2 * N_BANDS * UNCHANGED_DB**2)
    longest = min(round(LONGEST_S / _HOP_S), len(bands) // FEWEST_TIMES)
    found, n_found = None, 0.0
    for lag in range(round(SHORTEST_S / _HOP_S), longest + 1):
        difference = np.square(bands[lag:] - bands[:-lag]).sum(axis=1) / usual
        difference[~(is_heard[lag:] & is_heard[:-lag])] = 1.0
        start, n_frames = _alike(difference, (FEWEST_TIMES - 1) * lag)
        if n_frames and n_frames + lag > n_found:  # of stretches equally long the shortest period counts
            n_found = 1.05 * (n_frames + lag)
            found = Loop(lag * _HOP_S, start * _HOP_S, (start + n_frames + lag) * _HOP_S, (n_frames + lag) / len(bands))
    return found


def _alike(difference: np.ndarray, n: int) -> tuple[int, int]:
    """Where the longest run of stretches of ``n`` frames begins that are alike, and its frames; 0 where none is."""
    sums = np.concatenate([[0.0], np.cumsum(difference)])
    is_alike = (sums[n:] - sums[:-n]) / n <= ALIKE
    starts, ends = np.flatnonzero(np.diff(np.concatenate([[0], is_alike, [0]]))).reshape(-1, 2).T
    if not starts.size:
        return 0, 0
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best] - starts[best] - 1 + n)


def _bands(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Levels in dB of 32 bands, (n_frames, 32), and which frames are not silent."""
    log_mel = clip_db(Spectra(y).log_mel)
    loudest = log_mel.max(axis=1)
    bands = log_mel.reshape(len(log_mel), N_BANDS, -1).mean(axis=2).astype(np.float64)
    return bands, loudest > max(loudest.max() - QUIET_DB, -90.0)
