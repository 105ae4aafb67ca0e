"""Log-mel spectrum -> onset strength -> tempo (``librosa.onset.onset_strength``, ``librosa.feature.tempo``)."""

from collections.abc import Sequence
from functools import lru_cache

import librosa
import numpy as np
import scipy.fft

from core.features.family import Family
from core.features.frames import HOP_LENGTH, N_FFT, SR, Segment, hann
from core.features.spectra import Spectra, clip_db

LAG_FRAMES = int(8.0 * SR // HOP_LENGTH)  # eight seconds: what a tempo is looked for in
START_BPM = 120.0
MAX_BPM = 320.0
_DELAY = 1 + N_FFT // (2 * HOP_LENGTH)  # frames from a difference to the onset that it shows
_BLOCK = 256  # windows transformed at once: what fits into the processor's cache
_WINDOW = hann(LAG_FRAMES)
_N_PAD = scipy.fft.next_fast_len(2 * LAG_FRAMES - 1, real=True)


def onset_strength(log_mel: np.ndarray) -> np.ndarray:
    """Mean rise of the mel bands in dB from frame to frame, float32, shape (n_frames,)."""
    clipped = clip_db(log_mel)
    rise = np.maximum(clipped[1:] - clipped[:-1], 0).mean(axis=1)
    return np.concatenate([np.zeros(_DELAY, np.float32), rise])[: len(log_mel)]


def mean_autocorrelation(onsets: np.ndarray) -> np.ndarray:
    """Mean over frames of the normalised autocorrelation of eight seconds of onsets, shape (LAG_FRAMES,).

    The mean of librosa's tempogram over time. Normalised power spectra are averaged before the one way back: the
    inverse transform is linear, and lag zero, the maximum by which a frame is divided, is the sum of its spectrum.
    """
    windows = onset_windows(onsets, length=LAG_FRAMES)
    total = np.zeros(_N_PAD // 2 + 1)
    for start in range(0, len(windows), _BLOCK):
        power = _power(scipy.fft.rfft(windows[start : start + _BLOCK] * _WINDOW, n=_N_PAD, axis=1))
        at_zero = (2 * power.sum(axis=1) - power[:, 0] - power[:, -1]) / _N_PAD
        at_zero[at_zero < np.finfo(np.float64).tiny] = 1
        total += np.einsum("ij,i->j", power, 1 / at_zero)
    return scipy.fft.irfft(total / len(windows), n=_N_PAD)[:LAG_FRAMES]


def onset_windows(onsets: np.ndarray, *, length: int) -> np.ndarray:
    """The ``length`` onsets around each frame, a view of shape (n_frames, length); they fade out beyond both ends."""
    padded = np.pad(onsets.astype(np.float64), length // 2, mode="linear_ramp", end_values=0)
    return np.lib.stride_tricks.sliding_window_view(padded, length)[: onsets.size]


@lru_cache(maxsize=4)
def lag_bpm(n_lags: int = LAG_FRAMES) -> np.ndarray:
    """Tempo of each lag in beats per minute, shape (n_lags,), from inf."""
    return librosa.tempo_frequencies(n_lags, hop_length=HOP_LENGTH, sr=SR)


@lru_cache(maxsize=4)
def log_prior(n_lags: int = LAG_FRAMES) -> np.ndarray:
    """Log weight of each lag: most music is near 120 beats per minute, nothing is faster than 320."""
    bpm = lag_bpm(n_lags)
    prior = -0.5 * (np.log2(bpm) - np.log2(START_BPM)) ** 2
    prior[: int(np.argmax(bpm < MAX_BPM))] = -np.inf
    return prior


def tempo_of(onsets: np.ndarray) -> float:
    """Tempo of an onset envelope in beats per minute."""
    score = np.log1p(1e6 * np.maximum(mean_autocorrelation(onsets), 0)) + log_prior()
    return float(lag_bpm()[np.argmax(score)])


def measure(spectra: Spectra, segments: Sequence[Segment]) -> np.ndarray:
    log_mel = spectra.log_mel
    tempi = spectra.map(lambda segment: tempo_of(onset_strength(log_mel[segment.frames])), segments)
    return np.array(tempi)[:, np.newaxis]


def _power(spectrum: np.ndarray) -> np.ndarray:
    power = np.square(spectrum.real)
    power += np.square(spectrum.imag)
    return power


TEMPO = Family(
    name="tempo",
    title="tempo",
    about="The likeliest beat; half or double of it may fit as well.",
    unit="beats per minute",
    value_range=(7, 320),
    source="librosa.feature.tempo: Ellis, Beat tracking by dynamic programming (2007)",
    parts={"tempo": "tempo"},
    measure=measure,
    statistics=(),
)
