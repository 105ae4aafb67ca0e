"""Fingerprints by track id in; pairs of tracks that hold the same recording out.

How the thresholds were set, on every other one of the 127 GTZAN clips at hand (64 clips, 2,016 unrelated pairs); what
``benchmarks.doctor`` measures are the others:

- Chance. Two unrelated recordings, compared over n frames at any of 650 million alignments, agree in 0.50 of their bits
  with a standard deviation of 0.17 / sqrt(n); the farthest of all lay 6.1 deviations out, so 7 are asked for, and never
  less than 0.65. An alignment is tried only where one frame matches in all 32 bits, which happens in 0.014 of the
  unrelated pairs. Around nearly such frames (9,095 of them) the agreement over 3 s is 0.522 with a deviation of 0.023,
  so that 0.65 lies 5.7 deviations out: some 1e-10 a pair, less than one of the 5e9 pairs of 100,000 tracks.
- Loops. Chance is not what two songs over one sampled loop are up against: where a loop that fills the whole clip is as
  loud as the song over it, they agree in up to 0.74 of their bits, and where it is 12 dB louder in up to 0.91. But they
  agree as well one loop later: the contrast to the best other offset was at most 0.033 in 171 such pairs, and at least
  0.19 in 192 copies (clipped by 12 dB; or of another speed, as mp3 of 64 kb/s, and cut to 5 s or shifted). 0.1 is asked
  for, unless 0.95 agree: then the two hold nothing but that loop.
- Overlap. What the end of one track and the beginning of another share for less than 3 s may be a drum break.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.data.fingerprint_index import MIN_FRAMES, FingerprintIndex, Matches
from core.sound.alignment import SD_OF_ONE_FRAME, Alignment, Match, align
from core.sound.fingerprint import FRAME_S, HOP_S, Fingerprint

EXACT, NEAR = "exact", "near"

MIN_AGREEMENT = 0.65
MIN_SDS = 7.0  # above the agreement of unrelated music
MIN_CONTRAST = 0.1
SURE_AGREEMENT = 0.95  # from here on no contrast is needed
MIN_OVERLAP_S = 3.0
MIN_OVERLAP_SHARE = 0.8  # of what is heard of the shorter track, where that is less

_SAME_OFFSET = 16  # frames, 0.7 s: what a copy of another speed drifts by in 50 s
_FAR = 1 << 20  # frames, more than any offset
_BLOCK = 512  # tracks that are looked up at once


@dataclass(frozen=True)
class DuplicatePair:
    """Two tracks with the same recording; what the second holds at t, the first holds at offset_s + speed * t."""

    first: str  # the one that comes earlier in the dataset
    second: str
    kind: str  # EXACT (the same samples) or NEAR
    score: float  # share of equal bits of the two fingerprints where they overlap: unrelated music has 0.5, a copy 1
    offset_s: float
    speed: float  # 1.01 where the second plays 1 % faster
    overlap_s: float


def find_duplicates(
    fingerprints: Mapping[str, Fingerprint], *, progress: Callable[[float], None] | None = None
) -> list[DuplicatePair]:
    """All pairs among the tracks, in their order; ``progress`` is told the share done from time to time.

    Of tracks with the same samples each is paired with the first, and only that one is compared with other tracks.
    Each fingerprint is asked for once, so that a mapping may load them from disk.
    """
    pairs: list[DuplicatePair] = []
    first_with: dict[bytes, str] = {}
    kept: dict[str, Fingerprint] = {}
    for track_id, fingerprint in fingerprints.items():
        if fingerprint.is_silent:
            continue
        first = first_with.setdefault(fingerprint.digest, track_id)
        if first == track_id:
            kept[track_id] = fingerprint
        else:
            pairs.append(DuplicatePair(first, track_id, EXACT, 1.0, 0.0, 1.0, fingerprint.duration_s))
    pairs += _near(kept, progress or (lambda share: None))
    order = {track_id: n for n, track_id in enumerate(fingerprints)}
    return sorted(pairs, key=lambda pair: (order[pair.first], order[pair.second]))


def _near(fingerprints: Mapping[str, Fingerprint], progress: Callable[[float], None]) -> list[DuplicatePair]:
    track_ids, prints = list(fingerprints), list(fingerprints.values())
    index = FingerprintIndex(prints)
    found: dict[tuple[int, int], Alignment] = {}
    for start in range(0, len(prints), _BLOCK):
        stop = min(start + _BLOCK, len(prints))
        for first, second, match in _most_voted(index.matches(start, stop), n_tracks=len(prints)):
            alignment = align(prints[first], prints[second], match)
            before = found.get((first, second))  # a pair may be found from both sides, in two blocks
            if _is_copy(alignment, prints[first], prints[second]) and _is_better(alignment, before):
                found[first, second] = alignment
        progress(stop / len(prints))
    return [_near_pair(track_ids[first], track_ids[second], each) for (first, second), each in found.items()]


def _most_voted(found: Matches, *, n_tracks: int) -> Iterator[tuple[int, int, Match]]:
    """One moment of each pair of tracks: in the middle of those that say the same offset."""
    pair = found.first * n_tracks + found.second
    place = pair * _FAR + found.t_first - found.t_second
    order = np.argsort(place, kind="stable")
    found, pair, place = found.take(order), pair[order], place[order]
    n_votes = np.searchsorted(place, place + _SAME_OFFSET) - np.arange(place.size)
    by_votes = np.lexsort((-n_votes, pair))
    best = by_votes[np.unique(pair[by_votes], return_index=True)[1]]
    for row in best + n_votes[best] // 2:
        match = Match(int(found.t_first[row]), int(found.t_second[row]), int(found.pitch[row]))
        yield int(found.first[row]), int(found.second[row]), match


def _is_copy(alignment: Alignment, first: Fingerprint, second: Fingerprint) -> bool:
    n_frames = alignment.n_frames
    needed = min((MIN_OVERLAP_S - FRAME_S) / HOP_S, MIN_OVERLAP_SHARE * min(first.n_heard, second.n_heard))
    if n_frames < max(MIN_FRAMES, needed):
        return False
    by_chance = 0.5 + MIN_SDS * SD_OF_ONE_FRAME / math.sqrt(n_frames)
    return alignment.agreement >= max(MIN_AGREEMENT, by_chance) and (
        alignment.contrast >= MIN_CONTRAST or alignment.agreement >= SURE_AGREEMENT
    )


def _is_better(alignment: Alignment, before: Alignment | None) -> bool:
    return before is None or alignment.agreement > before.agreement


def _near_pair(first: str, second: str, alignment: Alignment) -> DuplicatePair:
    overlap_s = (alignment.n_frames - 1) * HOP_S + FRAME_S
    return DuplicatePair(first, second, NEAR, alignment.agreement, alignment.offset * HOP_S, alignment.speed, overlap_s)
