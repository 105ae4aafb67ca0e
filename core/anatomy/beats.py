"""Onset strength and a tempo -> when a listener would tap: the beats of ``librosa.beat.beat_track``, without its wait.

librosa compiles for seconds when it is first asked. The dynamic program of Ellis ("Beat tracking by dynamic
programming", 2007) looks back by half a beat at least, so half a beat of frames can be scored at once by numpy.
"""

import numpy as np

from core.features.frames import HOP_LENGTH, SR

TIGHTNESS = 100.0  # what a step of twice or half a beat costs, in standard deviations of onset strength, is 48
FIRST_SHARE = 0.01  # of the strongest local score: before that, nothing has begun
# Onset strength rises most when the window is well over an onset: 17 to 33 ms after clicks, drums and tones begin.
LATE_S = HOP_LENGTH / SR


def beat_times(onsets: np.ndarray, *, tempo_bpm: float) -> np.ndarray:
    """Times of the beats in seconds, ascending: on strong onsets, and about a beat apart.

    Parameters
    ----------
    onsets : np.ndarray, shape (n_frames,), of ``core.features.tempo.onset_strength``
    tempo_bpm : where it looks for beats; only small departures from it are followed

    Returns
    -------
    np.ndarray, float64, shape (n_beats,); empty where there is no onset at all
    """
    return np.maximum(beat_frames(onsets, tempo_bpm=tempo_bpm) * (HOP_LENGTH / SR) - LATE_S, 0)


def beat_frames(onsets: np.ndarray, *, tempo_bpm: float) -> np.ndarray:
    """The frames of the beats, ascending, before they are moved to where their onsets begin."""
    if not onsets.any():
        return np.zeros(0, dtype=int)
    period = round(60 * SR / HOP_LENGTH / tempo_bpm)
    local = local_score(onsets.astype(np.float64), period=period)
    before, total = _best_chain(local, period=period)
    beats = [_last_beat(total)]
    while before[beats[-1]] >= 0:
        beats.append(before[beats[-1]])
    return _trimmed(np.array(beats[::-1]), local)


def local_score(onsets: np.ndarray, *, period: int) -> np.ndarray:
    """Onset strength in standard deviations, smoothed over a thirty-second of a beat, shape (n_frames,)."""
    normal = onsets / (onsets.std(ddof=1) + np.finfo(np.float32).tiny)
    window = np.exp(-0.5 * (np.arange(-period, period + 1) * 32.0 / period) ** 2)
    return np.convolve(normal, window)[period : period + onsets.size]


def _best_chain(local: np.ndarray, *, period: int) -> tuple[np.ndarray, np.ndarray]:
    """For each frame the beat before it (-1: none), and the score of the best chain of beats that ends there."""
    shortest, longest = round(period / 2), 2 * period
    cost = TIGHTNESS * (np.log(np.arange(shortest, longest + 1)) - np.log(period)) ** 2
    total = np.concatenate([np.full(longest, -np.inf), local])
    before = np.full(local.size, -1)
    reachable = np.lib.stride_tricks.sliding_window_view(total, cost.size)  # sees what is written below
    for start in range(0, local.size, shortest):
        stop = min(start + shortest, local.size)
        scores = reachable[start:stop, ::-1] - cost
        nearest_best = np.argmax(scores, axis=1)
        best = scores.max(axis=1)
        linked = best > -np.inf
        total[longest + start : longest + stop] += np.where(linked, best, 0)
        before[start:stop] = np.where(linked, np.arange(start, stop) - shortest - nearest_best, -1)
    begun = np.argmax(local >= FIRST_SHARE * local.max())
    before[:begun] = -1
    return before, total[longest:]


def _last_beat(total: np.ndarray) -> int:
    """The last local maximum of the chains' scores that reaches half their median."""
    padded = np.pad(total, 1, mode="edge")
    tops = np.flatnonzero((total > padded[:-2]) & (total >= padded[2:]))
    high = tops[total[tops] >= 0.5 * np.median(total[tops])] if tops.size else tops
    return int(high[-1]) if high.size else total.size - 1


def _trimmed(beats: np.ndarray, local: np.ndarray) -> np.ndarray:
    """The beats without those in silence before the music and after it."""
    smooth = np.convolve(local[beats], np.hanning(5))[2 : local.size + 2]
    loud = np.flatnonzero(local > 0.5 * np.sqrt(np.mean(smooth**2)))
    return beats[(beats >= loud[0]) & (beats <= loud[-1])] if loud.size else beats[:0]
