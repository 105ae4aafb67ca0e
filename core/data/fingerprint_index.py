"""Many fingerprints in; the moments that two of them share out.

As in the paper of the fingerprint: one frame whose 32 bits are all equal is looked up, then the frames around it are
compared. Time and memory follow the number of frames, because a value that many frames have leads to the first few of
them only: that still ties many copies together, by the same few. Measured: 50,000 tracks of 30 s take 65 s of one core
and 18 kB each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from core.sound.alignment import PITCHES, SD_OF_ONE_FRAME
from core.sound.fingerprint import N_BITS, Fingerprint

# By how many standard deviations the frames around a match have to agree better than unrelated ones: in 0.62 of their
# bits, where all of them are there. The chance matches of 2,016 unrelated pairs ended at 0.58; copies had at least
# 0.72, clipped ones too. Whether a pair is a copy is decided later, on its whole overlap.
MIN_LOCAL_SDS = 5.7

_MAX_ENTRIES = 32  # that a value leads to
_AROUND = np.arange(-32, 33)  # the frames that are compared, 3 s in all
# A glance at a few of them comes first: it lets one chance match in ten pass, and hardly ever stops a copy.
_GLANCE = np.arange(-28, 29, 8)
_GLANCE_SDS = 1.5
MIN_FRAMES = 24  # heard in both
_ROWS = 1 << 18  # matches that are looked at together
_LOW_32 = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, eq=False)
class Matches:
    """Columns, one row for each moment: tracks by number (first < second), frames within each, and the pitch."""

    first: np.ndarray
    second: np.ndarray
    t_first: np.ndarray
    t_second: np.ndarray
    pitch: np.ndarray  # which of ``PITCHES``

    def take(self, rows: np.ndarray) -> "Matches":
        return Matches(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence["Matches"]) -> "Matches":
        empty = [np.zeros(0, np.int64)]
        return cls(*(np.concatenate([getattr(m, f.name) for m in parts] or empty) for f in fields(cls)))


class FingerprintIndex:
    """All frames one behind the other, and for each value of their bits the places where it stands."""

    def __init__(self, fingerprints: Sequence[Fingerprint]) -> None:
        self._starts = np.cumsum([0, *(each.heard.size for each in fingerprints)])
        self._bits = np.concatenate([np.zeros((2, 0), np.uint32), *(each.bits for each in fingerprints)], axis=1)
        self._heard = np.concatenate([np.zeros(0, bool), *(each.heard for each in fingerprints)])
        self._entries = self._bits[0, self._heard].astype(np.uint64)
        self._entries <<= np.uint64(32)
        self._entries |= np.flatnonzero(self._heard).view(np.uint64)
        self._entries.sort()

    def matches(self, start: int, stop: int) -> Matches:
        """The moments that the tracks from number ``start`` up to ``stop`` share with others."""
        here = np.arange(self._starts[start], self._starts[stop])
        here = here[self._heard[here]]
        found = []
        for pitch in (0, 1):
            rows, there = self._look_up(self._bits[pitch, here])
            for n in range(0, rows.size, _ROWS):
                found.append(self._matches(here[rows[n : n + _ROWS]], there[n : n + _ROWS], pitch))
        return Matches.joined(found)

    def _matches(self, here: np.ndarray, there: np.ndarray, pitch: int) -> Matches:
        """Which of these places, whose bits are the same, are moments that two tracks share."""
        track_here, track_there = self._track(here), self._track(there)
        # At its own pitch each pair is found from its later track; a shifted one from the track that is shifted.
        fresh = track_there < track_here if pitch == 0 else track_there != track_here
        here, there, track_here, track_there = (each[fresh] for each in (here, there, track_here, track_there))
        turned = track_here < track_there
        found = Matches(
            np.where(turned, track_here, track_there),
            np.where(turned, track_there, track_here),
            np.where(turned, here, there),
            np.where(turned, there, here),
            np.where(turned, PITCHES.index((1, 0)), PITCHES.index((0, 1))) if pitch else np.zeros(here.size, np.int64),
        )
        found = found.take(self._agree(found, _GLANCE, sds=_GLANCE_SDS, min_frames=1))
        return self._within(found.take(self._agree(found, _AROUND, sds=MIN_LOCAL_SDS, min_frames=MIN_FRAMES)))

    def _look_up(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows of ``values`` and the places where each stands: (n,), (n,)."""
        order = np.argsort(values)  # in order the search stays in the cache
        lowest = values[order].astype(np.uint64) << np.uint64(32)
        begin = np.searchsorted(self._entries, lowest)
        found = np.flatnonzero(
            self._entries[np.minimum(begin, self._entries.size - 1)] >> np.uint64(32) == values[order]
        )
        begin, end = begin[found], np.searchsorted(self._entries, lowest[found] | _LOW_32, side="right")
        n_each = np.minimum(end - begin, _MAX_ENTRIES)
        nth = np.arange(n_each.sum()) - np.repeat(np.cumsum(n_each) - n_each, n_each)
        entries = self._entries[np.repeat(begin, n_each) + nth]
        return np.repeat(order[found], n_each), (entries & _LOW_32).astype(np.int64)

    def _agree(self, found: Matches, around: np.ndarray, *, sds: float, min_frames: int) -> np.ndarray:
        """The matches around which the frames agree by more than chance; these say frames of the whole index."""
        t_first, t_second = found.t_first[:, None] + around, found.t_second[:, None] + around
        inside = np.ones(t_first.shape, bool)
        for t, track in ((t_first, found.first), (t_second, found.second)):
            inside &= (t >= self._starts[track][:, None]) & (t < self._starts[track + 1][:, None])
            t[~inside] = 0
            inside &= self._heard[t]
        pitch_first, pitch_second = np.array(PITCHES)[found.pitch].T[..., None]
        wrong = np.bitwise_count(self._bits[pitch_first, t_first] ^ self._bits[pitch_second, t_second])
        n_frames = inside.sum(axis=1)
        n_wrong = np.where(inside, wrong, 0).sum(axis=1)
        may_be_wrong = N_BITS * (0.5 * n_frames - sds * SD_OF_ONE_FRAME * np.sqrt(n_frames))
        return np.flatnonzero((n_frames >= min_frames) & (n_wrong <= may_be_wrong))

    def _track(self, places: np.ndarray) -> np.ndarray:
        return np.searchsorted(self._starts, places, side="right") - 1

    def _within(self, found: Matches) -> Matches:
        """Places in the whole index -> frames within each track."""
        t_first = found.t_first - self._starts[found.first]
        return Matches(found.first, found.second, t_first, found.t_second - self._starts[found.second], found.pitch)
