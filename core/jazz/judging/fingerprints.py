"""Rows of small whole numbers in; whether parts of another row stand among them, by hashes alone, out.

What ships with a model: rows themselves would be the music that it learnt from. Of all runs of six numbers, winnowing
(Schleimer, Wilkerson & Aiken, SIGMOD 2003) keeps the least hash of every four neighbours, 32 bits of it. Sorted, they
have neither order nor neighbourhood: who would go on from a run that he knows has to guess several numbers at once, and
meets more runs that are there by chance than by right. Every common part of nine numbers or more is seen, and may be
called up to six too short; which row it stands in cannot be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RUN = 6  # numbers of a hash
NEIGHBOURS = 4  # hashes of which the least is kept
_FACTORS = np.random.default_rng(20260731).integers(2**63, size=RUN, dtype=np.uint64) | np.uint64(1)
_STIR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """``hashes`` (n,) uint32, ascending, each once."""

    hashes: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[np.ndarray]) -> "Fingerprints":
        kept = [hashes[places] for row in rows for hashes, places in [_winnowed(row)]]
        return cls(np.unique(np.concatenate([np.zeros(0, dtype=np.uint32), *kept])))

    def longest(self, row: np.ndarray) -> np.ndarray:
        """For each place of a row, how many numbers from there on are known; 0 where no kept run begins.

        A part is known as long as every run in it that is kept is known.
        """
        hashes, places = _winnowed(row)
        lengths = np.zeros(len(row), dtype=np.int64)
        end = -1
        known = self._has(hashes[places])
        for place, is_known in zip(places[::-1].tolist(), known[::-1].tolist(), strict=True):
            end = max(end, place + RUN) if is_known else -1
            lengths[place] = end - place if is_known else 0
        return lengths

    def _has(self, hashes: np.ndarray) -> np.ndarray:
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=bool)
        return self.hashes[np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)] == hashes


def _winnowed(row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hashes of all runs, and the places of those that are kept, ascending."""
    if len(row) < RUN:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    runs = np.lib.stride_tricks.sliding_window_view(row.astype(np.uint64), RUN)
    mixed = (runs * _FACTORS).sum(axis=1, dtype=np.uint64)  # modulo 2**64
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _STIR
    hashes = (mixed >> np.uint64(32)).astype(np.uint32)
    near = np.lib.stride_tricks.sliding_window_view(hashes, min(NEIGHBOURS, len(hashes)))
    return hashes, np.unique(near.argmin(axis=1) + np.arange(len(near)))
