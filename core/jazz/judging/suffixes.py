"""Rows of small whole numbers in; where the longest part of another row stands among them, out.

A suffix array (Manber & Myers, SIAM Journal on Computing 22, 1993), sorted by prefix doubling: three million numbers
in some seconds and 30 MB, and a row of three hundred is looked up in some hundredths of a second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

_NEAR, _FAR = 32, 256  # how many numbers are compared at first, and where that many are alike


@dataclass(frozen=True, eq=False)
class Suffixes:
    """All ends of all rows, in their order.

    ``symbols`` (n,) uint16 are the rows end to end, a 0 after each and more behind the last; ``order`` (n,) are the
    places where ends begin; ``bounds`` (n_rows + 1,) where rows do.
    """

    symbols: np.ndarray
    order: np.ndarray
    bounds: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[np.ndarray]) -> "Suffixes":
        """Sort the ends of rows of numbers from 1 to 65,535."""
        zero = np.zeros(1, dtype=np.uint16)
        joined = np.concatenate([part.astype(np.uint16) for row in rows for part in (row, zero)] or [zero])
        bounds = np.concatenate([[0], np.cumsum([len(row) + 1 for row in rows])])
        return cls(np.concatenate([joined, np.zeros(_FAR, dtype=np.uint16)]), _sorted_ends(joined), bounds)

    def longest(self, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each place of a row, how many numbers from there on stand in the rows too, and where (one such place).

        Returns
        -------
        lengths : np.ndarray of int64, shape (n,), at most 256
        places : np.ndarray of int64, shape (n,), in ``symbols``
        """
        padded = np.concatenate([row, np.zeros(_FAR, dtype=np.int64)]).astype(np.uint16)
        starts = np.arange(len(row))
        lengths, places = self._search(padded, starts, _NEAR)
        long = np.flatnonzero(lengths >= _NEAR)
        if len(long):
            lengths[long], places[long] = self._search(padded, long, _FAR)
        return np.minimum(lengths, len(row) - starts), places

    def longest_within(self, row: np.ndarray, sizes: Iterable[int]) -> list[int]:
        """The longest part of the first numbers of a row that stands in the rows too, for each of the ``sizes``."""
        lengths, _ = self.longest(row)
        return [int(np.minimum(lengths[:n], n - np.arange(len(lengths[:n]))).max(initial=0)) for n in sizes]

    def row_of(self, place: int) -> tuple[int, int]:
        """The row in which a place lies, and where in it."""
        row = int(np.searchsorted(self.bounds, place, side="right")) - 1
        return row, int(place - self.bounds[row])

    def _search(self, padded: np.ndarray, starts: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
        """The neighbours of each end of the row in the order of all ends: the longest match is one of the two."""
        across = np.arange(width)
        wanted = padded[starts[:, None] + across]
        low, high = np.zeros(len(starts), dtype=np.int64), np.full(len(starts), len(self.order))
        while (low < high).any():
            middle = np.minimum((low + high) // 2, len(self.order) - 1)
            is_less = self._is_less(middle, wanted, across) & (low < high)
            low, high = np.where(is_less, middle + 1, low), np.where(is_less, high, np.minimum(middle, high))
        beside = np.clip(np.stack([low - 1, low]), 0, len(self.order) - 1)
        places = self.order[beside]
        alike = self.symbols[places[..., None] + across] == wanted
        lengths = np.where(alike.all(axis=-1), width, alike.argmin(axis=-1))
        best = lengths.argmax(axis=0)[None]
        return np.take_along_axis(lengths, best, 0)[0], np.take_along_axis(places, best, 0)[0].astype(np.int64)

    def _is_less(self, at: np.ndarray, wanted: np.ndarray, across: np.ndarray) -> np.ndarray:
        there = self.symbols[self.order[at][:, None] + across]
        first = (there != wanted).argmax(axis=1)[:, None]
        return (np.take_along_axis(there, first, 1) < np.take_along_axis(wanted, first, 1))[:, 0]


def _sorted_ends(symbols: np.ndarray) -> np.ndarray:
    """Where the ends of ``symbols`` begin, in the order of their first ``_FAR`` numbers; int32."""
    rank, seen = symbols.astype(np.int64), 1
    while True:
        later = np.zeros_like(rank)
        later[:-seen] = rank[seen:] + 1
        keys = rank * (int(rank.max()) + 2) + later
        order = np.argsort(keys)
        rank = np.empty_like(rank)
        rank[order] = np.concatenate([[0], np.cumsum(np.diff(keys[order]) != 0)])
        seen *= 2
        if seen >= _FAR or seen >= len(symbols) or rank[order[-1]] == len(symbols) - 1:
            return order.astype(np.int32)
