"""Rows of small whole numbers in; how long the parts are that another row has of them, by hashes alone, out.

What ships with a model: rows themselves would be the music that it learnt from. Kept are hashes of runs of several
lengths, each hash of a whole run, so that what is called known stands in one row as it is: runs that are known each by
itself are never joined. Of each length one run in every ``length // 4`` places is kept, and all places of another row
are asked about; a common part of n numbers is therefore found by every length with length + length // 4 - 1 <= n, and
what is told is the longest of them: never too much, but up to half of it too little.

A hash has some 16 bits more than are needed to number all of its length, and a run counts as known only when shorter
ones inside it are known too, at places as far apart as they were kept at: in music, a false one is met less than once
in a million places. Which row a part stands in cannot be told; who guesses music can check here whether it was learnt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

FINE = (8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256)
COARSE = (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
MANY = 1_000_000  # numbers in all from which on the coarse lengths are kept, which take half the room
SPARE_BITS = 16  # of a hash, beyond those that number the runs; a packed hash takes 16 bits and some two more
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_VALUES = np.random.default_rng(20260731).integers(2**63, size=2**16, dtype=np.uint64)


@dataclass(frozen=True, eq=False)
class Level:
    """Runs of one length: ``hashes`` (n,) uint64 of ``n_bits`` bits, ascending, each once."""

    length: int
    n_bits: int
    hashes: np.ndarray

    @property
    def apart(self) -> int:
        """At how many places from one another runs are kept."""
        return max(self.length // 4, 1)

    def has(self, hashes: np.ndarray) -> np.ndarray:
        """Which of hashes of 64 bits are known."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=bool)
        short = hashes >> np.uint64(64 - self.n_bits)
        return self.hashes[np.minimum(np.searchsorted(self.hashes, short), len(self.hashes) - 1)] == short

    def packed(self) -> tuple[np.ndarray, np.ndarray]:
        """The last 16 bits of each hash, and of every possible beginning how many hashes have it."""
        firsts = (self.hashes >> np.uint64(SPARE_BITS)).astype(np.int64)
        counts = np.bincount(firsts, minlength=1 << (self.n_bits - SPARE_BITS))
        return (self.hashes & np.uint64(0xFFFF)).astype(np.uint16), counts.astype(np.uint16)

    @classmethod
    def unpacked(cls, length: int, low: np.ndarray, counts: np.ndarray) -> "Level":
        """What `packed` gave; raises ValueError where the two do not belong together."""
        n_bits = SPARE_BITS + int(np.log2(len(counts)))
        firsts = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        if len(firsts) != len(low):
            raise ValueError(f"{len(low)} hashes have {len(firsts)} beginnings")
        return cls(length, n_bits, (firsts << np.uint64(SPARE_BITS)) | low.astype(np.uint64))


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """``levels`` of ascending length."""

    levels: tuple[Level, ...]

    @classmethod
    def of(cls, rows: Sequence[np.ndarray]) -> "Fingerprints":
        """Keep hashes of rows of numbers from 1 to 65,535."""
        lengths = FINE if sum(map(len, rows)) < MANY else COARSE
        sums = [_sums(row) for row in rows]
        return cls(tuple(_level(sums, length) for length in lengths))

    def longest(self, row: np.ndarray) -> np.ndarray:
        """For each place of a row, how many numbers from there on are known for certain; 0 where none is."""
        lengths = np.zeros(len(row), dtype=np.int64)
        for level, is_known in zip(self.levels, self.known(row), strict=True):
            lengths[is_known] = level.length
        return lengths

    def longest_within(self, row: np.ndarray, sizes: Iterable[int]) -> list[int]:
        """The longest part that is known of the first numbers of a row, for each of the ``sizes``."""
        known = list(zip(self.levels, self.known(row), strict=True))
        ends = [(level.length, int(places.argmax()) + level.length) for level, places in known if places.any()]
        return [max((length for length, end in ends if end <= size), default=0) for size in sizes]

    def known(self, row: np.ndarray) -> list[np.ndarray]:
        """For each level at which places of a row runs begin that are known, bool of shape (n,)."""
        sums = _sums(row)
        found: list[np.ndarray] = []
        for level in self.levels:
            known = np.zeros(len(row), dtype=bool)
            hashes = _hashes(sums, level.length)
            known[: len(hashes)] = level.has(hashes)
            below = [
                (shorter, places)
                for shorter, places in zip(self.levels, found, strict=False)
                if shorter.length + shorter.apart - 1 <= level.length
            ]
            for place in np.flatnonzero(known).tolist():
                known[place] = all(_stands(shorter, places, place, level.length) for shorter, places in below)
            found.append(known)
        return found


def _stands(level: Level, known: np.ndarray, place: int, length: int) -> bool:
    """Whether known runs stand in a longer one as if it were there: all of those that were kept of it."""
    runs = known[place : place + length - level.length + 1]
    return any(runs[first :: level.apart].all() for first in range(level.apart))


def holding(rows: Sequence[np.ndarray], others: Sequence[np.ndarray], *, n: int) -> np.ndarray:
    """Which rows hold ``n`` numbers in a row that stand in the others too; by all 64 bits of all runs."""
    known = np.unique(np.concatenate([np.zeros(0, np.uint64), *(_hashes(_sums(row), n) for row in others)]))
    level = Level(n, 64, known)
    return np.array([bool(level.has(_hashes(_sums(row), n)).any()) for row in rows], dtype=bool)


def _level(sums: Sequence[np.ndarray], length: int) -> Level:
    apart = Level(length, 0, np.zeros(0)).apart
    hashes = np.unique(np.concatenate([np.zeros(0, np.uint64), *(_hashes(each, length)[::apart] for each in sums)]))
    n_bits = SPARE_BITS + max(int(np.ceil(np.log2(max(len(hashes), 2)))), 1)
    return Level(length, n_bits, np.unique(hashes >> np.uint64(64 - n_bits)))


def _sums(row: np.ndarray) -> np.ndarray:
    """What hashes of all runs are made of: sums modulo 2**64 of the first 0, 1, 2, ... numbers; (n + 1,) uint64."""
    values = _VALUES[np.asarray(row, dtype=np.int64)] * _powers(pow(_BASE, -1, 2**64), len(row))
    return np.concatenate([np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)])


def _hashes(sums: np.ndarray, length: int) -> np.ndarray:
    """Of all runs of so many numbers, uint64 of shape (n - length + 1,): polynomials (Karp & Rabin 1987), stirred."""
    n = len(sums) - length
    if n <= 0:
        return np.zeros(0, dtype=np.uint64)
    mixed = (sums[length:] - sums[:n]) * _powers(_BASE, n)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def _powers(base: int, n: int) -> np.ndarray:
    factors = np.full(n, base, dtype=np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)
