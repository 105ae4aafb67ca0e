"""Onset strength -> how strong the pulses at multiples of the tempo are (``librosa.feature.tempogram_ratio``)."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
import scipy.fft

from core.features.family import Family
from core.features.frames import Segment, hann, pair_statistics
from core.features.spectra import Spectra
from core.features.tempo import lag_bpm, log_prior, onset_strength, onset_windows

N_LAGS = 384  # librosa's default window of the tempogram, 8.9 s
# The order is librosa's.
FACTORS = tuple(
    Fraction(*pair)
    for pair in ((4, 1), (8, 3), (3, 1), (2, 1), (4, 3), (3, 2), (1, 1), (2, 3), (3, 4), (1, 2), (1, 3), (3, 8), (1, 4))
)
_WINDOW = hann(N_LAGS)
_N_PAD = scipy.fft.next_fast_len(2 * N_LAGS - 1, real=True)
_BLOCK = 256  # frames: what fits into the processor's cache


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    log_mel = spectra.log_mel

    def one(segment: Segment) -> np.ndarray:
        return pair_statistics(pulse_ratios(onset_strength(log_mel[segment.frames])))

    return np.stack(spectra.map(one, segments))


def pulse_ratios(onsets: np.ndarray) -> np.ndarray:
    """Strength of the pulse at each of ``FACTORS`` times each frame's own tempo, shape (n_frames, 13)."""
    windows = onset_windows(onsets, length=N_LAGS)
    blocks = range(0, len(windows), _BLOCK)
    return np.concatenate([_ratios(tempogram(windows[start : start + _BLOCK])) for start in blocks])


def tempogram(windows: np.ndarray) -> np.ndarray:
    """Normalised autocorrelation of each window of onsets, shape (n_frames, N_LAGS)."""
    spectrum = scipy.fft.rfft(windows * _WINDOW, n=_N_PAD, axis=1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    correlation = scipy.fft.irfft(power, n=_N_PAD, axis=1)[:, :N_LAGS]
    peak = np.abs(correlation).max(axis=1, keepdims=True)
    peak[peak < np.finfo(np.float64).tiny] = 1
    return correlation / peak


def _ratios(tempogram: np.ndarray) -> np.ndarray:
    lag = np.argmax(np.log1p(1e6 * tempogram) + log_prior(N_LAGS), axis=1)
    shorter, weight = _places()
    shorter, weight = shorter[lag], weight[lag]
    low = np.take_along_axis(tempogram, shorter, axis=1)
    high = np.take_along_axis(tempogram, np.minimum(shorter + 1, N_LAGS - 1), axis=1)
    return np.where(np.isnan(weight), 0, weight * low + (1 - np.nan_to_num(weight)) * high)


@lru_cache(maxsize=1)
def _places() -> tuple[np.ndarray, np.ndarray]:
    """For each lag and factor: the lag below the one asked for, and its weight; NaN outside the tempogram.

    Interpolation is linear in tempo, as in librosa, not in lag.
    """
    factors = np.array([float(factor) for factor in FACTORS])
    bpm = lag_bpm(N_LAGS)
    asked = np.concatenate([np.full((1, len(factors)), np.inf), np.outer(bpm[1:], factors)])
    outside = (asked > bpm[1]) | (asked < bpm[-1])
    # bpm falls with the lag: search in its reverse.
    longer = np.clip(N_LAGS - np.searchsorted(bpm[::-1], asked, side="right"), 2, N_LAGS - 1)
    weight = (asked - bpm[longer]) / (bpm[longer - 1] - bpm[longer])
    return longer - 1, np.where(outside, np.nan, weight)


METER = Family(
    name="tempogram_ratio",
    title="tempogram ratio",
    about="How strong the pulse is at multiples and fractions of the beat: the metre, without the tempo.",
    unit="",
    value_range=(-1, 1),
    source="librosa.feature.tempogram_ratio: Prockup et al., Modeling genre with the Music Genome Project (2015)",
    parts={
        f"tempogram_ratio{i + 1}": f"strength of the pulse at {factor} times the tempo (tempogram ratio)"
        for i, factor in enumerate(FACTORS)
    },
    measure=measure,
)
