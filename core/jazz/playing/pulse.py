"""Notes without known beats in; an estimated pulse out, by the autocorrelation of onsets and dynamic programming.

How well it does depends on the playing: a pianist who keeps time is followed, one who plays freely has no pulse to be
found, and half or double the tempo is the usual mistake. `Pulse.clarity` says how far onsets repeat at all.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from core.errors import DataError
from core.jazz.notes import Notes

MIN_BPM, MAX_BPM = 60.0, 200.0
MIN_ONSETS = 8
CLEAR = 0.15  # a clarity that strokes at random times, two to eight a second, reach once in twenty pieces at most
BEATS_PER_BAR = 4
_LOW = 60  # below this pitch a note speaks twice for the first beat of a bar
_FRAME_S = 0.01
_BLUR_S = 0.03  # how exactly an onset is known
_LIKELY_BPM, _SPREAD_OCTAVES = 120.0, 0.9  # tempi that people tap: a bell over the logarithm of the tempo
_N_PERIODS = 4  # a beat repeats after one period, and after two, three and four
_STEADY = 100.0  # how much a beat off the period costs; Ellis' alpha
_EVENED_OVER = 4  # beats to each side, on whose line a beat is put: onsets may be known to a tenth of a second only


@dataclass(frozen=True, eq=False)
class Pulse:
    """Where the beats of a piece are thought to be.

    Attributes
    ----------
    beats_s : np.ndarray, seconds, ascending: whole bars of four from before the first note to behind the last
    tempo_bpm : on average
    clarity : 0 to 1, the correlation of the onsets with themselves one to four beats later
    """

    beats_s: np.ndarray
    tempo_bpm: float
    clarity: float

    @property
    def is_clear(self) -> bool:
        """Whether onsets repeat more than by chance; where not, bass and drums may well go their own way."""
        return self.clarity >= CLEAR


def estimate_pulse(notes: Notes) -> Pulse:
    """The pulse of a performance of 60 to 200 beats a minute.

    Onsets are counted in frames of 10 ms. The period is the one at whose multiples they best correlate with
    themselves, weighted by how people tap (Ellis, Beat Tracking by Dynamic Programming, 2007, who finds the beats from
    it as is done here). Which beat is the first of a bar is a guess: the one on which most, and lowest, notes fall.

    Raises
    ------
    DataError
        There are fewer than ``MIN_ONSETS`` onsets.
    """
    n_onsets = np.unique(notes.start_s).size
    if n_onsets < MIN_ONSETS:
        raise DataError(
            f"{n_onsets} strokes tell no pulse, for which at least {MIN_ONSETS} are needed; "
            "play without bass and drums, or choose a longer piece"
        )
    onsets = _onsets(notes)
    period_s, clarity = _period(onsets)
    beats_s = _evened(_beats(onsets, period_s) * _FRAME_S) + notes.start_s.min()
    gap_s = float(np.diff(beats_s).mean()) if beats_s.size > 1 else period_s
    beats_s = _whole_bars(_onwards(beats_s, gap_s, notes), gap_s, notes)
    return Pulse(beats_s, 60 / gap_s, clarity)


def _onsets(notes: Notes) -> np.ndarray:
    """How much begins in each frame from the first note on: the square root of the notes, blurred, its mean 0."""
    at = np.rint((notes.start_s - notes.start_s.min()) / _FRAME_S).astype(int)
    counts = np.sqrt(np.bincount(at, minlength=at.max() + 1 + int(2 / _FRAME_S)).astype(float))
    blurred = gaussian_filter1d(counts, _BLUR_S / _FRAME_S)
    return (blurred - blurred.mean()) / blurred.std()


def _period(onsets: np.ndarray) -> tuple[float, float]:
    """(the length of a beat in seconds, its clarity)."""
    n_frames = onsets.size
    power = np.abs(np.fft.rfft(onsets, 2 * n_frames)) ** 2
    likeness = np.fft.irfft(power)[:n_frames] / np.arange(n_frames, 0, -1)  # unbiased: by how many frames overlap
    bpm = np.geomspace(MIN_BPM, MAX_BPM, 400)
    lags = np.arange(1, _N_PERIODS + 1)[:, None] * 60 / bpm / _FRAME_S
    repeats = np.interp(lags, np.arange(n_frames), likeness, right=0.0).mean(axis=0)
    likely = np.exp(-0.5 * (np.log2(bpm / _LIKELY_BPM) / _SPREAD_OCTAVES) ** 2)
    best = int(np.argmax((repeats - repeats.min()) * likely))
    return 60 / float(bpm[best]), float(np.clip(repeats[best] / likeness[0], 0, 1))


def _beats(onsets: np.ndarray, period_s: float) -> np.ndarray:
    """The frames of beats that fall on onsets and lie evenly, the sum of both at its best."""
    period = period_s / _FRAME_S
    gaps = np.arange(round(2 * period), round(period / 2) - 1, -1)
    cost = _STEADY * np.log(gaps / period) ** 2
    score, before = onsets.copy(), np.full(onsets.size, -1)
    for frame in range(gaps[-1], onsets.size):
        first = max(gaps[0] - frame, 0)  # gaps that would reach in front of the first frame are passed over
        ways = score[frame - gaps[first:]] - cost[first:]
        best = int(np.argmax(ways))
        if ways[best] > 0:
            score[frame] += ways[best]
            before[frame] = frame - gaps[first + best]
    frames = [int(np.argmax(score))]
    while before[frames[-1]] >= 0:
        frames.append(before[frames[-1]])
    return np.array(frames[::-1], dtype=float)


def _evened(beats: np.ndarray) -> np.ndarray:
    """Each beat on the straight line through the beats around it, so that a slow change of tempo is kept."""
    if beats.size < 3:
        return beats
    evened = np.empty(beats.size)
    for i in range(beats.size):
        around = np.arange(max(i - _EVENED_OVER, 0), min(i + _EVENED_OVER + 1, beats.size))
        evened[i] = np.polyval(np.polyfit(around - i, beats[around], 1), 0)
    return evened


def _onwards(beats_s: np.ndarray, gap_s: float, notes: Notes) -> np.ndarray:
    """The beats, continued evenly to before the first note and behind the end of the last."""
    n_before = math.ceil(max(beats_s[0] - notes.start_s.min(), 0) / gap_s)
    n_after = math.ceil(max(notes.end_s - beats_s[-1], 0) / gap_s) + 1
    return _extended(beats_s, gap_s, n_before, n_after)


def _whole_bars(beats_s: np.ndarray, gap_s: float, notes: Notes) -> np.ndarray:
    """The beats with so many more at both ends that bars of four begin with the first and end with the last."""
    nearest = np.abs(notes.start_s[:, None] - beats_s).argmin(axis=1)
    is_on = np.abs(notes.start_s - beats_s[nearest]) < gap_s / 8
    weight = np.where(notes.pitch < _LOW, 2.0, 1.0)[is_on]
    falls = np.bincount(nearest[is_on] % BEATS_PER_BAR, weight, minlength=BEATS_PER_BAR)
    n_before = -int(np.argmax(falls)) % BEATS_PER_BAR
    return _extended(beats_s, gap_s, n_before, -(beats_s.size - 1 + n_before) % BEATS_PER_BAR)


def _extended(beats_s: np.ndarray, gap_s: float, n_before: int, n_after: int) -> np.ndarray:
    before = beats_s[0] - gap_s * np.arange(n_before, 0, -1)
    return np.concatenate([before, beats_s, beats_s[-1] + gap_s * np.arange(1, n_after + 1)])
