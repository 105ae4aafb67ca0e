"""Signal -> its tempo, and the other tempo that a listener might tap: half, double or in the ratio of three to two.

An autocorrelation is strong at the beat and always at its multiples (half the tempo), a Fourier transform at the beat
and always at its divisions (double the tempo): a pulse that is really there is strong in both (Peeters,
"Template-based estimation of time-varying tempo", 2007). So the weaker of the two speaks for a rival.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from core.features.frames import HOP_LENGTH, SR, hann
from core.features.spectra import Spectra
from core.features.tempo import LAG_FRAMES, START_BPM, log_prior, mean_autocorrelation, onset_strength

LOOKED_AT_S = 90.0  # the middle of the recording
OTHER_RATIOS = (Fraction(1, 2), Fraction(2), Fraction(2, 3), Fraction(3, 2))
SLOWEST_BPM, FASTEST_BPM = 30.0, 300.0
_FRAMES_PER_MINUTE = 60 * SR / HOP_LENGTH


@dataclass(frozen=True)
class Tempo:
    """A tempo and its strongest rival.

    Attributes
    ----------
    bpm : beats per minute; the column ``tempo`` of the middle of the recording, with the grid of frames smoothed away
    other_bpm : half, double, two thirds or three halves of it, whichever more speaks for
    doubt : how much speaks for the other relative to the first: 0 nothing, 1 as much (or there is no pulse at all)
    """

    bpm: float
    other_bpm: float
    doubt: float


def tempo_with_doubt(y: np.ndarray) -> Tempo:
    """The tempo of a mono float32 signal at ``SR``, from its middle 90 s."""
    onsets = onset_strength(Spectra(middle(y, duration_s=LOOKED_AT_S)).log_mel)
    correlation = np.maximum(mean_autocorrelation(onsets), 0)
    lag = int(np.argmax(np.log1p(1e6 * correlation) + log_prior()))
    bpm = float(_FRAMES_PER_MINUTE / _refined_lag(correlation, lag))
    others = [float(bpm * ratio) for ratio in OTHER_RATIOS]
    others = [other for other in others if SLOWEST_BPM <= other <= FASTEST_BPM] or [2 * bpm]
    doubts = [_doubt(onsets, correlation, bpm=bpm, other_bpm=other) for other in others]
    best = int(np.argmax(doubts))
    return Tempo(bpm=bpm, other_bpm=others[best], doubt=doubts[best])


def middle(y: np.ndarray, *, duration_s: float) -> np.ndarray:
    """The ``duration_s`` in the middle of a signal, or all of a shorter one."""
    n_samples = min(y.size, round(duration_s * SR))
    start = (y.size - n_samples) // 2
    return y[start : start + n_samples]


def _refined_lag(correlation: np.ndarray, lag: int) -> float:
    # The peaks of two, three, ... beats tell the length of one ever more finely, as long as they are where they should.
    period = float(lag)
    for n_beats in range(1, (LAG_FRAMES - 2) // lag):
        first = max(round(n_beats * period) - 2, 1)
        near = correlation[first : first + 5]
        top = first + int(np.argmax(near))
        if near.size < 5 or top in (first, first + 4):
            break
        below, here, above = correlation[top - 1 : top + 2]
        curvature = below - 2 * here + above
        period = (top + (0.5 * (below - above) / curvature if curvature else 0.0)) / n_beats
    return period


def _doubt(onsets: np.ndarray, correlation: np.ndarray, *, bpm: float, other_bpm: float) -> float:
    ratios = []
    for strength in (lambda tempo: _repetition(correlation, bpm=tempo), lambda tempo: _pulse(onsets, bpm=tempo)):
        main = strength(bpm)
        ratios.append(min(strength(other_bpm) / main, 1.0) if main > 0 else 1.0)
    likelier = np.exp(0.5 * (np.log2(bpm / START_BPM) ** 2 - np.log2(other_bpm / START_BPM) ** 2))
    return float(min(min(ratios) * likelier, 1.0))


def _repetition(correlation: np.ndarray, *, bpm: float) -> float:
    lag = _FRAMES_PER_MINUTE / bpm
    return float(correlation[max(int(lag), 1) : int(lag) + 2].max(initial=0))  # the lags on both sides of this one


def _pulse(onsets: np.ndarray, *, bpm: float) -> float:
    # Mean magnitude of the Fourier transform at this tempo over windows of eight seconds, half overlapping.
    length = min(LAG_FRAMES, onsets.size)
    windows = np.lib.stride_tricks.sliding_window_view(onsets, length)[:: max(length // 2, 1)]
    wave = hann(length) * np.exp(-2j * np.pi * bpm / _FRAMES_PER_MINUTE * np.arange(length))
    return float(np.abs((windows - windows.mean(axis=1, keepdims=True)) @ wave).mean())
