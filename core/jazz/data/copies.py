"""Pieces in, the groups of those that are copies of one another out: the same notes, transposed, cut or mended.

Two files of one tune on both sides of a split would let a model be praised for what it knows by heart.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from core.jazz.notes import Notes

RUN = 16  # notes, of which the intervals between them are compared: chance repeats no sixteen
SHARED = 0.3  # of the runs of the shorter piece; a copy with every fiftieth note changed keeps seven in ten

_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits well mixed (Knuth, The Art of Computer Programming 3, 6.4)


def groups_of_copies(pieces: Sequence[Notes]) -> list[int]:
    """For each piece the number of the first piece that it is a copy of, directly or by others; its own if of none."""
    runs = [interval_runs(notes) for notes in pieces]
    leader = list(range(len(pieces)))
    for (one, other), n_shared in _met(runs).items():
        if n_shared >= SHARED * min(len(runs[one]), len(runs[other])):
            first, second = sorted((_root(leader, one), _root(leader, other)))
            leader[second] = first
    return [_root(leader, number) for number in range(len(pieces))]


def interval_runs(notes: Notes) -> np.ndarray:
    """The distinct runs of ``RUN`` notes as numbers that transposition and tempo leave alone; of fewer notes, one."""
    intervals = np.diff(notes.pitch)
    width = min(RUN - 1, len(intervals))
    windows = np.lib.stride_tricks.sliding_window_view(intervals, width) if width else np.zeros((1, 0), dtype=np.int64)
    hashes = np.full(len(windows), width, dtype=np.uint64)
    for column in windows.T:
        hashes = (hashes ^ (column + 128).astype(np.uint64)) * _MIX
        hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


def _met(runs: Sequence[np.ndarray]) -> Counter[tuple[int, int]]:
    """How many runs two pieces share, of those that follow each other in a run's list: enough to chain all copies."""
    if not runs:
        return Counter()
    owner = np.repeat(np.arange(len(runs)), [len(own) for own in runs])
    every = np.concatenate(runs)
    order = np.lexsort((owner, every))
    every, owner = every[order], owner[order]
    same = every[1:] == every[:-1]
    return Counter(zip(owner[:-1][same].tolist(), owner[1:][same].tolist(), strict=True))


def _root(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = number = leader[leader[number]]
    return number
