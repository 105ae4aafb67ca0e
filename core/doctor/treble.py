"""A mono signal in; the frequency above which a filter, a low sampling rate or an encoder left nothing, out.

Music that merely has little treble falls off gently: in 196 recordings of all kinds (classical, jazz, old blues,
speech) no half octave below 8.5 kHz falls by more than 25 dB to everything above it, but for two that are cut.
"""

import numpy as np
import soxr
from scipy.ndimage import median_filter
from scipy.signal import welch

from core.sound.bandwidth import cut_off_hz

SR = 22_050  # Hz: what the features hear
HIGHEST_HZ = 9_500.0  # a recording without a cut reaches at least so far
SLOPE_DB = 30.0  # within half an octave
_HALF_OCTAVE = 2**0.5
# A band that was cut is full up to there: in the half octave below the end real recordings lie at most 51 dB under
# their strongest frequency. What is left between steady tones and in the skirts of their spectrum lies lower.
_FULL_DB = -65.0
_BELOW = 1.19  # the level before an edge is the mean over a quarter of an octave
_LOWEST_EDGE_HZ, _HIGHEST_EDGE_HZ, _STEP_HZ = 1_500.0, 6_000.0, 100.0
_TOP_SHARE = 0.9  # of the spectrum: what resamplers leave of the rest says nothing
_FLOOR = 1e-20
_SHORTEST_S = 0.2  # for a spectrum to say anything


def treble_end_hz(y: np.ndarray, *, sr: int) -> float | None:
    """Where the treble of ``y``, shape (n_samples,), was cut off, in Hz; None where nobody cut it below 9.5 kHz.

    A cliff (``core.sound.bandwidth``) has its place; a slope of ``SLOPE_DB`` in half an octave, as filters of the
    sixth order and steeper leave it, is placed in the middle of that half octave.
    """
    if sr != SR:
        y = soxr.resample(y, sr, SR)
    if y.size < _SHORTEST_S * SR:
        return None
    hz, power = welch(y, fs=SR, nperseg=2048)
    level_db = 10 * np.log10(power + _FLOOR)
    strongest_db, level_db = float(level_db.max()), median_filter(level_db, size=9)
    end_hz = cut_off_hz(y, sr=SR) or _slope_hz(hz, level_db)
    if end_hz is None:
        return None
    below = (hz >= end_hz / _HALF_OCTAVE) & (hz <= end_hz / 1.1)
    return end_hz if np.median(level_db[below]) >= strongest_db + _FULL_DB else None


def _slope_hz(hz: np.ndarray, level_db: np.ndarray) -> float | None:
    inside = (hz > 100) & (hz < _TOP_SHARE * SR / 2)
    hz, level_db = hz[inside], level_db[inside]
    edges = np.arange(_LOWEST_EDGE_HZ, _HIGHEST_EDGE_HZ + 1, _STEP_HZ)
    falls = [
        level_db[(hz >= edge / _BELOW) & (hz <= edge)].mean() - level_db[hz >= edge * _HALF_OCTAVE].max()
        for edge in edges
    ]
    steep = np.flatnonzero(np.array(falls) >= SLOPE_DB)
    return float(edges[steep[0]] * _HALF_OCTAVE**0.5) if steep.size else None
