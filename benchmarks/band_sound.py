"""A recording in; its level, gaps, the beats that a tracker hears in it, and numbers to hold against real music out."""

from dataclasses import dataclass

import librosa
import mir_eval
import numpy as np
import soxr

from core.features import SR
from core.sound.loudness import loudness_lufs, peak_dbfs

TRIMMED_S = 5.0  # mir_eval and MIREX leave out the beats before
_GAP_BLOCK_S, _GAP_DB = 0.05, -40.0  # a block this far under the mean of its clip is silent
_FADE_S = 0.5  # at the end, where silence is meant
_OVERSAMPLED = 4
_TEMPO_TOLERANCE = 0.08
_LEVELS = {"the beat": 1.0, "double": 2.0, "half": 0.5, "3:2": 1.5, "2:3": 2 / 3, "triple": 3.0, "third": 1 / 3}


@dataclass(frozen=True)
class BeatsHeard:
    """``f`` is mir_eval's F-measure; ``tempo`` is what the tracker's tempo is to the true one, a key of ``_LEVELS``."""

    f: float
    tempo: str
    f_told: float


def mono(y: np.ndarray, *, sr: int) -> np.ndarray:
    """As the features hear it: shape (n_samples,) at ``SR``."""
    return soxr.resample(y.mean(axis=0), sr, SR).astype(np.float32)


def beats_heard(y: np.ndarray, beats_s: np.ndarray, *, tempo_bpm: float) -> BeatsHeard:
    """Where ``librosa.beat.beat_track`` with all its defaults (start at 120 BPM, hop 512) hears the beats of ``y``.

    ``f_told`` is the same when the tracker is told the tempo, and has to find the places alone.
    """
    onsets = librosa.onset.onset_strength(S=_log_mel(y), sr=SR, aggregate=np.median)  # as beat_track takes it from y
    tempo, heard = librosa.beat.beat_track(onset_envelope=onsets, sr=SR, units="time")
    _, told = librosa.beat.beat_track(onset_envelope=onsets, sr=SR, units="time", bpm=tempo_bpm)
    return BeatsHeard(
        _f_measure(beats_s, heard), _level(float(np.ravel(tempo)[0]) / tempo_bpm), _f_measure(beats_s, told)
    )


def levels(y: np.ndarray, *, sr: int) -> dict[str, float]:
    """Loudness, peak, true peak (four times oversampled), and the longest silence before the fade, in seconds."""
    oversampled = soxr.resample(y.T, sr, _OVERSAMPLED * sr)
    return {
        "lufs": loudness_lufs(y, sr=sr),
        "peak_dbfs": peak_dbfs(y),
        "true_peak_dbfs": peak_dbfs(oversampled),
        "gap_s": longest_gap_s(y, sr=sr),
        "start_s": float(np.argmax(np.abs(y).max(axis=0) > 10 ** (_GAP_DB / 20) * np.abs(y).max())) / sr,
    }


def longest_gap_s(y: np.ndarray, *, sr: int) -> float:
    """The longest stretch of blocks of 50 ms whose level lies 40 dB under that of the clip, before its last 0.5 s."""
    n_block = int(_GAP_BLOCK_S * sr)
    mixed = y[..., : -int(_FADE_S * sr)]
    power = (mixed**2).mean(axis=0) if y.ndim == 2 else mixed**2
    blocks = power[: power.size // n_block * n_block].reshape(-1, n_block).mean(axis=1)
    longest = run = 0
    for is_silent in blocks < 10 ** (_GAP_DB / 10) * power.mean():
        run = run + 1 if is_silent else 0
        longest = max(longest, run)
    return longest * _GAP_BLOCK_S


def compared(y: np.ndarray) -> dict[str, float]:
    """What is held against real clips, of a mono signal at ``SR``: mean spectral centroid, onsets, crest factor."""
    onsets = librosa.onset.onset_detect(onset_envelope=librosa.onset.onset_strength(S=_log_mel(y), sr=SR), sr=SR)
    return {
        "centroid_hz": float(librosa.feature.spectral_centroid(y=y, sr=SR).mean()),
        "onsets_per_s": onsets.size * SR / y.size,
        "crest_db": peak_dbfs(y) - 10 * float(np.log10(np.mean(np.square(y, dtype=np.float64)))),
    }


def _log_mel(y: np.ndarray) -> np.ndarray:
    return librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=SR))


def _f_measure(beats_s: np.ndarray, heard_s: np.ndarray) -> float:
    trim = mir_eval.beat.trim_beats
    return float(mir_eval.beat.f_measure(trim(beats_s, TRIMMED_S), trim(heard_s, TRIMMED_S)))


def _level(ratio: float) -> str:
    return next((name for name, at in _LEVELS.items() if abs(ratio / at - 1) < _TEMPO_TOLERANCE), "other")
