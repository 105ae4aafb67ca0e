"""Two fingerprints and a moment that they seem to share in; how well the whole of their overlap agrees out.

The clocks of two copies may differ: what is heard at ``t`` in the second lies at ``offset + speed * t`` in the first.
"""

from dataclasses import dataclass

import numpy as np

from core.sound.fingerprint import HOP_S, N_BITS, Fingerprint

MAX_SPEED_CHANGE = 0.015
# Which set of bits of the first is compared with which of the second: a copy that runs faster is higher, too.
PITCHES = ((0, 0), (0, 1), (1, 0))

# Of the agreement of unrelated music over one frame; over n frames it is less by the root of n. Measured: 0.0335 over
# 24 frames, 0.0302 over 30, 0.0209 over 65, 0.0163 over 108.
SD_OF_ONE_FRAME = 0.17

_N_SPEEDS = 6  # steps to either side
_FIRST_SPAN = 160  # frames to either side of the match, 7 s: there a wrong speed is off by half a frame at most
_WIDER = 4  # times the span and the precision of the speed from one step to the next
_FIRST_SHIFT = 8  # frames
_RIVALS_S = (0.5, 10.0)  # how far off the other offsets lie


@dataclass(frozen=True)
class Match:
    """A frame of each of two fingerprints that seem to be the same moment; ``pitch`` counts ``PITCHES``."""

    t_first: int
    t_second: int
    pitch: int


@dataclass(frozen=True)
class Alignment:
    """How the clocks lie when the two agree best."""

    agreement: float  # share of equal bits in the overlap; 0.5 for unrelated music
    contrast: float  # how much less they agree at the best offset from half a second to ten seconds away
    offset: float  # frames
    speed: float
    n_frames: int  # of the overlap, heard in both


def align(first: Fingerprint, second: Fingerprint, match: Match) -> Alignment:
    """Follow a match to both sides, finding the speed ever more precisely, until the whole overlap is compared."""
    compare = _Comparison(first, second, match)
    t = np.flatnonzero(second.heard) - match.t_second
    place, speed = float(match.t_first), 1.0
    shifts = np.arange(-_FIRST_SHIFT, _FIRST_SHIFT + 1.0)
    steps = MAX_SPEED_CHANGE / _N_SPEEDS * np.arange(-_N_SPEEDS, _N_SPEEDS + 1)
    span = _FIRST_SPAN
    while True:
        near = t[np.abs(t) <= span]
        places, speeds = (grid.ravel() for grid in np.meshgrid(place + shifts, speed + steps))
        agreement, n_frames = compare(near, places, speeds)
        best = _plainest(agreement, n_frames, speeds)
        place, speed = float(places[best]), float(speeds[best])
        if near.size == t.size:
            break
        span, steps, shifts = span * _WIDER, steps / _WIDER, np.arange(-1.0, 2.0)
    n_best = int(n_frames[best])
    contrast = float(agreement[best]) - _rival(compare, t, place, speed, n_best)
    return Alignment(float(agreement[best]), contrast, place - speed * match.t_second, speed, n_best)


def _plainest(agreement: np.ndarray, n_frames: np.ndarray, speeds: np.ndarray) -> int:
    """The best row; of those that chance alone may tell apart, the one whose speed is nearest to 1."""
    best = int(np.argmax(agreement))
    as_good = np.flatnonzero(agreement >= agreement[best] - SD_OF_ONE_FRAME / np.sqrt(max(n_frames[best], 1)) / 4)
    change = np.abs(speeds[as_good] - 1)
    return int(as_good[np.lexsort((-agreement[as_good], change.round(9)))[0]])


def _rival(compare: "_Comparison", t: np.ndarray, place: float, speed: float, n_frames: int) -> float:
    """The best agreement at another offset, where at least half as many frames meet.

    Two songs over one loop agree as well a loop later; a recording and its copy do not.
    """
    away = np.arange(round(_RIVALS_S[0] / HOP_S), round(_RIVALS_S[1] / HOP_S))
    places = place + np.concatenate([-away[::-1], away])
    agreement, n_each = compare(t, places, np.full(places.size, speed))
    return float(agreement[n_each >= n_frames / 2].max(initial=0.5))


class _Comparison:
    """Places and speeds -> agreements, between one set of bits of each of two fingerprints."""

    def __init__(self, first: Fingerprint, second: Fingerprint, match: Match) -> None:
        pitches = PITCHES[match.pitch]
        self.first, self.heard, self.second = first.bits[pitches[0]], first.heard, second.bits[pitches[1]]
        self.t_match = match.t_second

    def __call__(self, t: np.ndarray, places: np.ndarray, speeds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The share of equal bits, and the number of frames heard in both, for each of n places and speeds.

        ``t`` are frames of the second counted from the match, ``places`` where the match lies in the first.
        """
        t_first = np.rint(places[:, None] + speeds[:, None] * t).astype(np.int32)  # (n, t.size)
        inside = (t_first >= 0) & (t_first < self.first.size)
        t_first[~inside] = 0
        inside &= self.heard[t_first]
        wrong = np.bitwise_count(self.first[t_first] ^ self.second[t + self.t_match])
        n_frames = inside.sum(axis=1)
        n_wrong = np.where(inside, wrong, 0).sum(axis=1)
        return np.where(n_frames > 0, 1 - n_wrong / (N_BITS * np.maximum(n_frames, 1)), 0.0), n_frames
