"""Onset strength and a tempo -> when a listener would tap (``librosa.beat.beat_track``)."""

import librosa
import numpy as np

from core.features.frames import HOP_LENGTH, SR

# Onset strength rises most when the window is well over an onset: 17 to 33 ms after clicks, drums and tones begin.
LATE_S = HOP_LENGTH / SR


def beat_times(onsets: np.ndarray, *, tempo_bpm: float) -> np.ndarray:
    """Times of the beats in seconds, ascending: on strong onsets, and about a beat apart.

    Dynamic programming weighs the two against each other (Ellis, "Beat tracking by dynamic programming", 2007).

    Parameters
    ----------
    onsets : np.ndarray, shape (n_frames,), of ``core.features.tempo.onset_strength``
    tempo_bpm : where it looks for beats; only small departures from it are followed

    Returns
    -------
    np.ndarray, float64, shape (n_beats,); empty where there is no onset at all
    """
    if not onsets.any():
        return np.zeros(0)
    _, beats = librosa.beat.beat_track(onset_envelope=onsets, sr=SR, hop_length=HOP_LENGTH, bpm=tempo_bpm, units="time")
    return np.maximum(np.asarray(beats, dtype=np.float64) - LATE_S, 0)
