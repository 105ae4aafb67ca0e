"""A signal in; the frequency at which somebody cut it off, if anybody did, out.

A low sampling rate or a strong encoder leaves a cliff in the spectrum, and nothing above it. Music that merely has
little treble falls off gently.
"""

import numpy as np
from scipy.ndimage import median_filter
from scipy.signal import welch

CLIFF_DB = 30.0
LOWEST_EDGE_HZ, HIGHEST_EDGE_HZ = 2_000.0, 9_500.0
_BELOW_HZ = (-600.0, -100.0)  # the band before an edge that is compared
_ABOVE_HZ = 300.0  # from here on everything has to lie deep
# What resamplers leave of the uppermost band says nothing about the recording.
_TOP_SHARE = 0.9
_FLOOR = 1e-20


def cut_off_hz(y: np.ndarray, *, sr: int) -> float | None:
    """The frequency in Hz above which the recording holds next to nothing; None where there is no cliff.

    ``y`` is mono; a cliff is a fall of ``CLIFF_DB`` within 400 Hz that nothing above it climbs out of again.
    """
    hz, power = welch(y, fs=sr, nperseg=2048)
    inside = hz < _TOP_SHARE * sr / 2
    hz, level_db = hz[inside], median_filter(10 * np.log10(power[inside] + _FLOOR), size=9)
    edges = hz[(hz >= LOWEST_EDGE_HZ) & (hz <= HIGHEST_EDGE_HZ)]
    falls = [_fall_db(hz, level_db, edge) for edge in edges]
    best = int(np.argmax(falls))
    return float(edges[best]) if falls[best] >= CLIFF_DB else None


def _fall_db(hz: np.ndarray, level_db: np.ndarray, edge: float) -> float:
    below = level_db[(hz >= edge + _BELOW_HZ[0]) & (hz <= edge + _BELOW_HZ[1])]
    above = level_db[hz >= edge + _ABOVE_HZ]
    return float(below.mean() - above.max()) if above.size else 0.0
